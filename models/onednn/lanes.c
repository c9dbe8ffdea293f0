/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/onednn/lanes.h"

#include "models/onednn/plan.h"
#include "models/onednn/threads.h"
#include "models/workers.h"

#include <stdlib.h>

typedef struct {
  FacerecPlan *plan;
  gpointer scratch;
  GError *error;
} Lane;

struct _FacerecLanes {
  FacerecWorkers *workers;
  Lane *lanes; /* one a worker */
  guint n;

  /* Of one run. */
  const FacerecPictures *pictures;
  guint n_pictures;
  gint next; /* atomic */
};

static gboolean
open_lane (Lane *lane, FacerecContext *context, guint height, guint width, GError **error)
{
  lane->plan = facerec_plan_new (context, 1, height, width, NULL, error);
  if (!lane->plan)
    return FALSE;
  lane->scratch = aligned_alloc (64, facerec_plan_scratch_bytes (lane->plan));
  if (lane->scratch)
    return TRUE;
  g_set_error_literal (error, FACEREC_ERROR, FACEREC_ERROR_ENGINE, "not enough memory for a network of this size");
  return FALSE;
}

FacerecLanes *
facerec_lanes_new (FacerecContext *context, guint height, guint width, GError **error)
{
  g_autoptr (FacerecLanes) self = g_new0 (FacerecLanes, 1);
  const int before = facerec_threads_enter (1);
  gboolean ok = TRUE;

  self->n = context->threads;
  self->workers = facerec_workers_new (self->n);
  self->lanes = g_new0 (Lane, self->n);
  for (guint i = 0; ok && i < self->n; i++)
    ok = open_lane (&self->lanes[i], context, height, width, error);
  facerec_threads_leave (before);
  return ok ? g_steal_pointer (&self) : NULL;
}

void
facerec_lanes_free (FacerecLanes *self)
{
  if (!self)
    return;
  facerec_workers_free (self->workers);
  for (guint i = 0; i < self->n; i++) {
    facerec_plan_free (self->lanes[i].plan);
    free (self->lanes[i].scratch);
  }
  g_free (self->lanes);
  g_free (self);
}

static void
work (guint worker, gpointer user_data)
{
  FacerecLanes *self = user_data;
  const FacerecPictures *pictures = self->pictures;
  Lane *lane = &self->lanes[worker];
  const int before = facerec_threads_enter (1);

  while (!lane->error) {
    const guint index = (guint) g_atomic_int_add (&self->next, 1);

    if (index >= self->n_pictures)
      break;
    pictures->fill (pictures->user_data, index, facerec_plan_input (lane->plan));
    if (facerec_plan_run (lane->plan, lane->scratch, &lane->error))
      pictures->take (pictures->user_data, index, facerec_plan_output (lane->plan));
  }
  facerec_threads_leave (before);
}

gboolean
facerec_lanes_run (FacerecLanes *self, guint n, const FacerecPictures *pictures, GError **error)
{
  GError *first = NULL;

  self->pictures = pictures;
  self->n_pictures = n;
  self->next = 0;
  facerec_workers_run (self->workers, work, self);
  for (guint i = 0; i < self->n; i++) {
    if (!first)
      first = g_steal_pointer (&self->lanes[i].error);
    g_clear_error (&self->lanes[i].error);
  }
  if (first)
    g_propagate_error (error, first);
  return first == NULL;
}
