/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdexcept>

#include <json-glib/json-glib.h>

#include "part.hh"
#include "program.hh"

/* A gallery of a million faces from its file into memory, in a process of its own. */
namespace bench
{

namespace
{

double
number (JsonObject *object, const char *name)
{
  return json_object_get_double_member (object, name);
}

} // namespace

void
run_load (const Options &options, Report &report)
{
  const Folder folder;
  const std::string path = folder.path + "/million.bin";
  const double matrix_mb = 1e6 * 128 * 4 / (1 << 20);
  Timing read = { "reading the file, warm", {}, {} }, load = { "loading it", {}, {} };
  Timing again = { "loading again after one added face", {}, {} };
  double peak_mb = 0, again_peak_mb = 0;

  run_program ({ "make-gallery", path, "1000000" });
  for (unsigned round = 0; round < std::max (1u, options.rounds / 2); round++) {
    const std::string printed = run_program ({ "load-gallery", path });
    g_autoptr (JsonParser) parser = json_parser_new ();

    if (!json_parser_load_from_data (parser, printed.c_str (), -1, nullptr))
      throw std::runtime_error ("load-gallery printed no JSON");
    JsonObject *figures = json_node_get_object (json_parser_get_root (parser));
    read.ms.push_back (number (figures, "read_ms"));
    load.ms.push_back (number (figures, "load_ms"));
    again.ms.push_back (number (figures, "again_ms"));
    peak_mb = std::max (peak_mb, number (figures, "peak_mb"));
    again_peak_mb = std::max (again_peak_mb, number (figures, "again_peak_mb"));
  }
  Row &row = report.add ("load", "a million faces");
  row.time (read).time (load).time (again);
  row.at_most ("loading, in reading the file", load.median () / read.median (), 10);
  row.at_most ("peak memory, in the matrix", peak_mb / matrix_mb, 1.3);
  row.fact ("loading again, in loading", again.median () / load.median ());
  row.fact ("peak memory with the second one, in the matrix", again_peak_mb / matrix_mb);
}

} // namespace bench
