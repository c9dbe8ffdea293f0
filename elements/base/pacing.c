/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/base/pacing.h"

#define SHARE_OF_FRAME 3
/* Cameras do not keep to the time: a frame may come early by that share of a period. */
#define EARLY 8
/* ns: as good as never, and twice of it is still a time. */
#define LONGEST_PERIOD 1e18

void
gst_facerec_pacing_restart (GstFacerecPacing *self)
{
  self->has_next = FALSE;
}

/* ---- max-fps ---- */

static GstClockTime
period_of (gdouble max_fps)
{
  return max_fps > 0 ? (GstClockTime) MIN (GST_SECOND / max_fps, LONGEST_PERIOD) : 0;
}

/* Further ahead than it is ever set: the time has gone back, in another segment. */
static gboolean
is_from_before (const GstFacerecPacing *self, GstClockTime period, GstClockTime time)
{
  return self->next > time && self->next - time > 2 * period;
}

gboolean
gst_facerec_pacing_is_due (const GstFacerecPacing *self, gdouble max_fps, GstClockTime time)
{
  const GstClockTime period = period_of (max_fps);

  return period == 0 || !self->has_next || !GST_CLOCK_TIME_IS_VALID (time) || time + period / EARLY >= self->next
      || is_from_before (self, period, time);
}

void
gst_facerec_pacing_spend (GstFacerecPacing *self, gdouble max_fps, GstClockTime time)
{
  const GstClockTime period = period_of (max_fps);

  if (period == 0 || !GST_CLOCK_TIME_IS_VALID (time)) {
    self->has_next = FALSE;
    return;
  }
  self->next = (self->has_next && time < self->next + period && !is_from_before (self, period, time) ? self->next : time)
      + period;
  self->has_next = TRUE;
}

/* ---- cost ---- */

void
gst_facerec_pacing_learn (GstFacerecPacing *self, guint n, gint64 us)
{
  self->cost_us[self->n_costs++ % GST_FACEREC_PACING_SAMPLES] = us / MAX (n, 1);
}

gint64
gst_facerec_pacing_get_cost (const GstFacerecPacing *self)
{
  const guint n = MIN (self->n_costs, GST_FACEREC_PACING_SAMPLES);
  gint64 sorted[GST_FACEREC_PACING_SAMPLES];

  if (n == 0)
    return -1;
  for (guint i = 0; i < n; i++) {
    guint at = i;

    for (; at > 0 && sorted[at - 1] > self->cost_us[i]; at--)
      sorted[at] = sorted[at - 1];
    sorted[at] = self->cost_us[i];
  }
  return sorted[n / 2];
}

gint64
gst_facerec_pacing_get_patience (const GstFacerecPacing *self, guint n, GstClockTime duration)
{
  const gint64 patience = (gint64) (duration / GST_USECOND) / SHARE_OF_FRAME;

  return gst_facerec_pacing_get_cost (self) * n > patience ? 0 : patience;
}
