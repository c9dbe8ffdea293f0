/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/base/latencygauge.h"

#include <string.h>

#define FIRST_FRAMES 4  /* do not count */
#define FIRST_LOOK 8    /* frames that count until the first look */
#define LOOK_EVERY 32
#define LEAST_CHANGE_US 1000
#define UP 1.2
#define DOWN 0.8

static gint64
second_longest (const GstFacerecLatencyGauge *self, guint n)
{
  guint32 longest = 0, second = 0;

  for (guint i = 0; i < n; i++) {
    if (self->us[i] >= longest) {
      second = longest;
      longest = self->us[i];
    } else if (self->us[i] > second) {
      second = self->us[i];
    }
  }
  return second;
}

static gboolean
is_time_to_look (guint n_counted)
{
  return n_counted == FIRST_LOOK || n_counted % LOOK_EVERY == 0;
}

gboolean
gst_facerec_latency_gauge_add (GstFacerecLatencyGauge *self, gint64 us)
{
  guint n;
  gint64 level, change;

  if (self->n_frames++ < FIRST_FRAMES)
    return FALSE;
  n = self->n_frames - FIRST_FRAMES;
  self->us[(n - 1) % GST_FACEREC_LATENCY_WINDOW] = (guint32) CLAMP (us, 0, G_MAXUINT32);
  if (!is_time_to_look (n))
    return FALSE;
  level = second_longest (self, MIN (n, GST_FACEREC_LATENCY_WINDOW));
  change = level - self->told_us;
  if (ABS (change) < LEAST_CHANGE_US || (level <= UP * self->told_us && level >= DOWN * self->told_us))
    return FALSE;
  self->told_us = level;
  return TRUE;
}

void
gst_facerec_latency_gauge_clear (GstFacerecLatencyGauge *self)
{
  memset (self, 0, sizeof *self);
}
