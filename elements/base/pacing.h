/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* When an element that infers may do so, and how long a frame may wait for it. Arithmetic only; for one thread. */

#define GST_FACEREC_PACING_SAMPLES 5

/* All zeros to begin with. */
typedef struct {
  gint64 cost_us[GST_FACEREC_PACING_SAMPLES]; /* ring: of one unit of work, such as a frame or a face */
  guint n_costs;
  gboolean has_next; /* max-fps: whether there is a time before which nothing is due */
  GstClockTime next;
} GstFacerecPacing;

/* Nothing is known of the stream any more; what the work costs still is. */
void gst_facerec_pacing_restart (GstFacerecPacing *self);

/* Whether max_fps (per second; 0: no limit) allows an inference on the frame of that running time; one without a time always
 * has it allowed. */
gboolean gst_facerec_pacing_is_due (const GstFacerecPacing *self, gdouble max_fps, GstClockTime time);
/* It is made. The next is due 1/max_fps after the time at which this one was, so that the rate is max_fps in the mean
 * although frames have times of their own; from this one on after a break. */
void gst_facerec_pacing_spend (GstFacerecPacing *self, gdouble max_fps, GstClockTime time);

/* n units of work took us microseconds. */
void gst_facerec_pacing_learn (GstFacerecPacing *self, guint n, gint64 us);
/* What a unit costs: the median of the last five, since the first call of a network, or one on a busy machine, says little
 * about the next. -1: unknown. */
gint64 gst_facerec_pacing_get_cost (const GstFacerecPacing *self);
/* How long, microseconds, a frame that lasts for duration may wait for n units of work: a third of that, as there are other
 * elements beside this one; 0 when the work is known to take longer, so that waiting is in vain. */
gint64 gst_facerec_pacing_get_patience (const GstFacerecPacing *self, guint n, GstClockTime duration);

G_END_DECLS
