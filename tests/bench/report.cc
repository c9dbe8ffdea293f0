/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report.hh"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include <json-glib/json-glib.h>

namespace bench
{

/* ---- a row ---- */

Row &
Row::time (const Timing &timing)
{
  timings.push_back (timing);
  return *this;
}

Row &
Row::fact (const std::string &what, double value)
{
  figures.push_back ({ what, value, Figure::NONE, 0 });
  return *this;
}

Row &
Row::at_least (const std::string &what, double value, double bound)
{
  figures.push_back ({ what, value, Figure::AT_LEAST, bound });
  return *this;
}

Row &
Row::at_most (const std::string &what, double value, double bound)
{
  figures.push_back ({ what, value, Figure::AT_MOST, bound });
  return *this;
}

Row &
Row::say (const std::string &text)
{
  note += (note.empty () ? "" : "; ") + text;
  return *this;
}

bool
Row::met () const
{
  return std::all_of (figures.begin (), figures.end (), [] (const Figure &figure) { return figure.met (); });
}

/* ---- for people ---- */

static void
print_row (const Row &row)
{
  if (!row.skipped.empty ()) {
    std::printf ("%-10s %-44s SKIP: %s\n", row.part.c_str (), row.name.c_str (), row.skipped.c_str ());
    return;
  }
  std::printf ("%-10s %-44s %s\n", row.part.c_str (), row.name.c_str (), row.met () ? "" : "MISSED");
  for (const Timing &timing : row.timings)
    std::printf ("%14s%-40s %11.3f ms   least %.3f, spread %.3f, cpu %.3f\n", "", timing.name.c_str (), timing.median (),
        timing.least (), timing.spread (), timing.cpu_median ());
  for (const Figure &figure : row.figures) {
    std::printf ("%14s%-40s %11.4g", "", figure.name.c_str (), figure.value);
    if (figure.limit != Figure::NONE)
      std::printf ("   %s %.4g: %s", figure.limit == Figure::AT_LEAST ? "at least" : "at most", figure.bound,
          figure.met () ? "met" : "MISSED");
    std::printf ("\n");
  }
  if (!row.note.empty ())
    std::printf ("%14s(%s)\n", "", row.note.c_str ());
}

Report::Report (bool loud_)
  : loud (loud_)
{
}

void
Report::finish ()
{
  for (; loud && n_printed < rows.size (); n_printed++)
    print_row (rows[n_printed]);
  std::fflush (stdout);
}

Row &
Report::add (const std::string &part, const std::string &name)
{
  finish ();
  rows.push_back ({ part, name, {}, {}, "", "" });
  return rows.back ();
}

void
Report::skip (const std::string &part, const std::string &name, const std::string &reason)
{
  add (part, name).skipped = reason;
}

size_t
Report::n_missed () const
{
  return std::count_if (rows.begin (), rows.end (), [] (const Row &row) { return !row.met (); });
}

bool
Report::met () const
{
  return n_missed () == 0;
}

/* ---- for programs ---- */

static void
add_string (JsonBuilder *json, const char *name, const std::string &value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_string_value (json, value.c_str ());
}

/* JSON knows neither NaN nor infinity. */
static void
add_number (JsonBuilder *json, const char *name, double value)
{
  json_builder_set_member_name (json, name);
  if (std::isfinite (value))
    json_builder_add_double_value (json, value);
  else
    json_builder_add_null_value (json);
}

static void
add_timings (JsonBuilder *json, const Row &row)
{
  json_builder_set_member_name (json, "timings");
  json_builder_begin_array (json);
  for (const Timing &timing : row.timings) {
    json_builder_begin_object (json);
    add_string (json, "name", timing.name);
    add_number (json, "median_ms", timing.median ());
    add_number (json, "least_ms", timing.least ());
    add_number (json, "spread_ms", timing.spread ());
    add_number (json, "cpu_ms", timing.cpu_median ());
    add_number (json, "rounds", static_cast<double> (timing.ms.size ()));
    json_builder_end_object (json);
  }
  json_builder_end_array (json);
}

static void
add_figures (JsonBuilder *json, const Row &row)
{
  json_builder_set_member_name (json, "figures");
  json_builder_begin_array (json);
  for (const Figure &figure : row.figures) {
    json_builder_begin_object (json);
    add_string (json, "name", figure.name);
    add_number (json, "value", figure.value);
    if (figure.limit != Figure::NONE) {
      add_number (json, figure.limit == Figure::AT_LEAST ? "at_least" : "at_most", figure.bound);
      json_builder_set_member_name (json, "met");
      json_builder_add_boolean_value (json, figure.met ());
    }
    json_builder_end_object (json);
  }
  json_builder_end_array (json);
}

static void
add_row (JsonBuilder *json, const Row &row)
{
  json_builder_begin_object (json);
  add_string (json, "part", row.part);
  add_string (json, "name", row.name);
  if (!row.skipped.empty ()) {
    add_string (json, "skipped", row.skipped);
  } else {
    add_timings (json, row);
    add_figures (json, row);
    json_builder_set_member_name (json, "met");
    json_builder_add_boolean_value (json, row.met ());
  }
  if (!row.note.empty ())
    add_string (json, "note", row.note);
  json_builder_end_object (json);
}

void
Report::print_json (const std::vector<std::pair<std::string, std::string>> &machine) const
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "machine");
  json_builder_begin_object (json);
  for (const auto &[name, value] : machine)
    add_string (json, name.c_str (), value);
  json_builder_end_object (json);
  json_builder_set_member_name (json, "rows");
  json_builder_begin_array (json);
  for (const Row &row : rows)
    add_row (json, row);
  json_builder_end_array (json);
  json_builder_set_member_name (json, "met");
  json_builder_add_boolean_value (json, met ());
  json_builder_end_object (json);

  JsonNode *root = json_builder_get_root (json);
  g_autofree gchar *text = json_to_string (root, TRUE);
  json_node_unref (root);
  std::printf ("%s\n", text);
}

} // namespace bench
