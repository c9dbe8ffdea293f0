/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/onednn/pace.h"

/* The first run of each way meets cold caches and does not count. */
#define RUNS_TO_KNOW 2
#define LEAST_PATIENCE 16
#define MOST_PATIENCE 1024
/* One run that was held up says little about the next: it counts as this many times the quicker way at most. */
#define WORST 4.0

static FacerecPaceWay
quicker (const FacerecPace *pace)
{
  return pace->cost[FACEREC_PACE_TOGETHER] <= pace->cost[FACEREC_PACE_ALONE] ? FACEREC_PACE_TOGETHER : FACEREC_PACE_ALONE;
}

static gboolean
is_known (const FacerecPace *pace, FacerecPaceWay way)
{
  return pace->n_runs[way] >= RUNS_TO_KNOW;
}

FacerecPaceWay
facerec_pace_choose (const FacerecPace *pace)
{
  if (!is_known (pace, FACEREC_PACE_TOGETHER))
    return FACEREC_PACE_TOGETHER;
  if (!is_known (pace, FACEREC_PACE_ALONE))
    return FACEREC_PACE_ALONE;
  return pace->until_retry > 0 ? quicker (pace) : (FacerecPaceWay) !quicker (pace);
}

/* A try of the slower way counts for more, since the next is long in coming; sooner when it was not slower this time. */
static void
learn_known (FacerecPace *pace, FacerecPaceWay way, gdouble microseconds)
{
  const FacerecPaceWay best = quicker (pace);
  const gdouble weight = way == best ? 0.25 : 0.5;
  const gdouble cost = MIN (microseconds, WORST * pace->cost[best]);

  if (way == best) {
    pace->until_retry -= pace->until_retry > 0;
  } else {
    pace->patience = cost < pace->cost[best] ? LEAST_PATIENCE : MIN (2 * pace->patience, MOST_PATIENCE);
    pace->until_retry = pace->patience;
  }
  pace->cost[way] += weight * (cost - pace->cost[way]);
}

void
facerec_pace_learn (FacerecPace *pace, FacerecPaceWay way, gdouble microseconds)
{
  if (is_known (pace, FACEREC_PACE_TOGETHER) && is_known (pace, FACEREC_PACE_ALONE)) {
    learn_known (pace, way, microseconds);
    return;
  }
  pace->n_runs[way]++;
  pace->cost[way] = microseconds;
  pace->until_retry = pace->patience = LEAST_PATIENCE;
}
