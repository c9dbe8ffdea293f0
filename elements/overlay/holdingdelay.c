/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/overlay/holdingdelay.h"

/* For what is asked before the rate is known, and where it never is. */
#define USUAL_RATE 30

GstFacerecHoldingDelay
gst_facerec_holding_delay (const GstFacerecHoldingWish *wish, const GstVideoInfo *info, guint64 longest_gap)
{
  const guint64 wanted = wish->look_ahead;
  const gboolean known = info->fps_n > 0 && info->fps_d > 0;
  const guint64 rate = known ? (guint64) info->fps_n : USUAL_RATE, unit = (known ? (guint64) info->fps_d : 1) * GST_SECOND;
  const guint64 room = info->size > 0 ? wish->max_bytes / info->size : G_MAXUINT64;
  guint64 n_frames = gst_util_uint64_scale_ceil (wanted, rate, unit);
  GstFacerecHoldingDelay delay = { 0, };

  if (wanted == 0)
    return delay;
  if (n_frames >= room) {
    delay.limited = TRUE;
    n_frames = room > 0 ? room - 1 : 0;
  }
  delay.n_frames = (guint) n_frames;
  if (n_frames == 0)
    return delay;
  if (known) {
    delay.latency = gst_util_uint64_scale (n_frames, unit, rate);
    /* Timestamps are rounded, and some tremble. */
    delay.wait = delay.latency - unit / rate / 2;
  } else {
    delay.wait = wanted;
    delay.latency = wanted + longest_gap;
  }
  return delay;
}
