/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/timelinetext.h"

#include <math.h>
#include <string.h>

#define VERSION_FIELD "1"
#define MS G_GINT64_CONSTANT (1000000)

/* ---- CSV ---- */

static void
append_field (GString *text, const gchar *value)
{
  g_string_append_c (text, ',');
  if (!value)
    return;
  if (!strpbrk (value, ",\"\r\n") && value[0] != ' ' && !g_str_has_suffix (value, " ")) {
    g_string_append (text, value);
    return;
  }
  g_string_append_c (text, '"');
  for (; *value; value++) {
    if (*value == '"')
      g_string_append_c (text, '"');
    g_string_append_c (text, *value);
  }
  g_string_append_c (text, '"');
}

/* Not by printf: its decimal point is the locale's. */
static void
append_seconds (GString *text, gint64 time_ns)
{
  const guint64 ms = (guint64) (MAX (time_ns, 0) + MS / 2) / MS;

  g_string_append_printf (text, ",%" G_GUINT64_FORMAT ".%03u", ms / 1000, (guint) (ms % 1000));
}

static void
append_share (GString *text, gdouble value)
{
  gchar digits[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_c (text, ',');
  if (!isnan (value))
    g_string_append (text, g_ascii_formatd (digits, sizeof digits, "%.4f", value));
}

void
facerec_timeline_append_csv (GString *text, const FacerecTimelineSpan *span)
{
  g_string_append (text, VERSION_FIELD);
  append_field (text, span->label);
  append_field (text, span->stranger);
  append_seconds (text, span->from_ns);
  append_seconds (text, span->to_ns);
  append_share (text, span->confidence);
  g_string_append_printf (text, ",%" G_GUINT64_FORMAT, span->n_frames);
  append_seconds (text, span->best.time_ns);
  g_string_append_printf (text, ",%" G_GUINT64_FORMAT ",", span->best.frame);
  if (span->best.track != FACEREC_TIMELINE_NO_TRACK)
    g_string_append_printf (text, "%" G_GUINT64_FORMAT, span->best.track);
  g_string_append (text, "\r\n");
}

/* ---- WebVTT ---- */

static void
append_timestamp (GString *text, guint64 ms)
{
  g_string_append_printf (text, "%02" G_GUINT64_FORMAT ":%02u:%02u.%03u", ms / 3600000, (guint) (ms / 60000 % 60),
      (guint) (ms / 1000 % 60), (guint) (ms % 1000));
}

static void
append_cue_text (GString *text, const gchar *value)
{
  for (; *value; value++) {
    if (*value == '&')
      g_string_append (text, "&amp;");
    else if (*value == '<')
      g_string_append (text, "&lt;");
    else if (*value == '>')
      g_string_append (text, "&gt;");
    else
      g_string_append_c (text, (guchar) *value < 0x20 ? ' ' : *value);
  }
}

void
facerec_timeline_append_webvtt (GString *text, const FacerecTimelineSpan *span, guint number)
{
  const guint64 from = (guint64) (MAX (span->from_ns, 0) + MS / 2) / MS;
  const guint64 to = (guint64) (MAX (span->to_ns, 0) + MS / 2) / MS;

  g_string_append_printf (text, "\n%u\n", number);
  append_timestamp (text, from);
  g_string_append (text, " --> ");
  append_timestamp (text, MAX (to, from + 1));
  g_string_append_c (text, '\n');
  append_cue_text (text, span->label ? span->label : span->stranger ? span->stranger : "Unknown");
  g_string_append_c (text, '\n');
}
