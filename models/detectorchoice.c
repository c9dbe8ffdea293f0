/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/detectorchoice.h"

gboolean
facerec_detector_choose_cnn (const FacerecDetectorSituation *situation, gchar **reason)
{
  const gdouble busy_ms = situation->cnn_ms * situation->searches_per_second;
  const gdouble allowed_ms = 1000 * FACEREC_DETECTOR_TIME_SHARE;

  if (!(situation->cnn_ms > 0)) {
    *reason = g_strdup ("hog: no fast cnn here");
    return FALSE;
  }
  if (!(situation->searches_per_second > 0)) {
    *reason = g_strdup ("hog: stills, of which it names as many rightly and finds no face where none is");
    return FALSE;
  }
  *reason = g_strdup_printf ("%s: about %.0f ms for each of %.4g frames a second, %.0f %% of the time where %.0f %% are allowed",
      busy_ms <= allowed_ms ? "cnn" : "hog", situation->cnn_ms, situation->searches_per_second, busy_ms / 10,
      allowed_ms / 10);
  return busy_ms <= allowed_ms;
}
