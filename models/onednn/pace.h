/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether work is done sooner by all threads together or by one alone. Sharing a layer out means to wait for the last thread at
 * the end of each; where other processes keep the cores busy, that thread may have been put aside, and what takes 1 ms
 * then takes 100. So the time of both ways is measured, the quicker one is taken, and the other tried again from time to
 * time. All zeros to begin with. */
typedef enum {
  FACEREC_PACE_ALONE,
  FACEREC_PACE_TOGETHER,
} FacerecPaceWay;

typedef struct {
  gdouble cost[2]; /* microseconds a run, recent ones weighing more; of each way */
  guint n_runs[2];
  guint patience;    /* runs between two tries of the slower way */
  guint until_retry; /* runs until the next */
} FacerecPace;

FacerecPaceWay facerec_pace_choose (const FacerecPace *pace);
/* How long the run took that was done in this way. */
void facerec_pace_learn (FacerecPace *pace, FacerecPaceWay way, gdouble microseconds);

G_END_DECLS
