/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/detectorchoice.h"

#include <math.h>
#include <string.h>

static void
test_choice (void)
{
  static const struct {
    const gchar *what;
    gdouble cnn_ms, searches_per_second;
    gboolean cnn;
  } cases[] = {
    { "VGA camera, two cores with bf16", 14, 30, TRUE },
    { "the same, every third frame of a fast one", 14, 20, TRUE },
    { "at the limit", 20, 25, TRUE },
    { "just beyond it", 20.01, 25, FALSE },
    { "720p camera", 45, 30, FALSE },
    { "720p, every fifth frame", 45, 6, TRUE },
    { "still picture", 45, 0, FALSE },
    { "still picture, unknown rate", 1, NAN, FALSE },
    { "no engine for it", 0, 30, FALSE },
    { "no engine for it, still picture", 0, 0, FALSE },
    { "nonsense", -1, 30, FALSE },
    { "nonsense", NAN, 30, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const FacerecDetectorSituation situation = { cases[i].cnn_ms, cases[i].searches_per_second };
    g_autofree gchar *reason = NULL;

    g_assert_cmpint (facerec_detector_choose_cnn (&situation, &reason), ==, cases[i].cnn);
    g_test_message ("%s: %s", cases[i].what, reason);
    g_assert_true (g_str_has_prefix (reason, cases[i].cnn ? "cnn: " : "hog: "));
    g_assert_null (strchr (reason, '\n'));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/detectorchoice/cases", test_choice);
  return g_test_run ();
}
