/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/timelinetext.h"

#include <locale.h>
#include <math.h>

#define SECOND G_GINT64_CONSTANT (1000000000)

typedef struct {
  const gchar *name;
  FacerecTimelineSpan span;
  const gchar *csv, *webvtt;
} Case;

static const Case cases[] = {
  { "a person",
    { .label = "Ann", .from_ns = 0, .to_ns = 61 * SECOND + 1500000, .n_frames = 7, .confidence = 0.98765,
      .best = { .track = 3, .frame = 12, .time_ns = SECOND / 2 } },
    "1,Ann,,0.000,61.002,0.9877,7,0.500,12,3\r\n", "\n5\n00:00:00.000 --> 00:01:01.002\nAnn\n" },
  { "a stranger",
    { .stranger = "unknown-1", .from_ns = 3600 * 123 * SECOND, .to_ns = 3600 * 123 * SECOND, .n_frames = 1,
      .confidence = NAN, .best = { .track = FACEREC_TIMELINE_NO_TRACK } },
    "1,,unknown-1,442800.000,442800.000,,1,0.000,0,\r\n", "\n5\n123:00:00.000 --> 123:00:00.001\nunknown-1\n" },
  { "nobody in particular",
    { .from_ns = 999499, .to_ns = 999999999, .n_frames = 1, .confidence = 0, .best = { .track = 1 } },
    "1,,,0.001,1.000,0.0000,1,0.000,0,1\r\n", "\n5\n00:00:00.001 --> 00:00:01.000\nUnknown\n" },
  { "a name that other formats would take for their own",
    { .label = "O'Neil, \"Tip\" <b>&\nZoë", .to_ns = SECOND, .n_frames = 1, .confidence = 1, .best = { .track = 1 } },
    "1,\"O'Neil, \"\"Tip\"\" <b>&\nZoë\",,0.000,1.000,1.0000,1,0.000,0,1\r\n",
    "\n5\n00:00:00.000 --> 00:00:01.000\nO'Neil, \"Tip\" &lt;b&gt;&amp; Zoë\n" },
  { "a cue's arrow", { .label = "a-->b", .to_ns = SECOND, .n_frames = 1, .confidence = 1, .best = { .track = 1 } },
    "1,a-->b,,0.000,1.000,1.0000,1,0.000,0,1\r\n", "\n5\n00:00:00.000 --> 00:00:01.000\na--&gt;b\n" },
  { "before the beginning", { .label = "A", .from_ns = -5 * SECOND, .to_ns = -SECOND, .confidence = 1 },
    "1,A,,0.000,0.000,1.0000,0,0.000,0,0\r\n", "\n5\n00:00:00.000 --> 00:00:00.001\nA\n" },
};

static void
test_formats (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GString) csv = g_string_new (NULL), webvtt = g_string_new (NULL);

  facerec_timeline_append_csv (csv, &c->span);
  g_assert_cmpstr (csv->str, ==, c->csv);
  facerec_timeline_append_webvtt (webvtt, &c->span, 5);
  g_assert_cmpstr (webvtt->str, ==, c->webvtt);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree gchar *path = g_strdup_printf ("/timelinetext/%s", cases[i].name);

    g_test_add_data_func (path, &cases[i], test_formats);
  }
  return g_test_run ();
}
