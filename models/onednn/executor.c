/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/onednn/executor.h"

#include "models/onednn/plan.h"
#include "models/onednn/threads.h"

#include <stdlib.h>

/* Plans that are kept besides the one in use: the batch sizes of an embedder, or the sizes that a stream changes between. */
#define MAX_PLANS 8
/* Bytes of input and output that all of them may have; scratch memory they share. */
#define MAX_OWN_BYTES ((gsize) 512 << 20)

struct _FacerecExecutor {
  FacerecContext context;
  GPtrArray *plans; /* the last one used first */
  gpointer scratch;
  gsize scratch_bytes;
};

static gboolean
choose_precision (const FacerecEngineOptions *options, FacerecPrecision *precision, GError **error)
{
  const gboolean has_bf16 = facerec_onednn_has_bf16 ();

  *precision = options->precision;
  if (*precision == FACEREC_PRECISION_AUTO)
    *precision = has_bf16 ? FACEREC_PRECISION_BF16 : FACEREC_PRECISION_F32;
  if (*precision == FACEREC_PRECISION_F32 || has_bf16)
    return TRUE;
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_UNAVAILABLE,
      "precision bf16 needs a CPU with AVX-512 BF16 or AMX; this one has %s: use auto or f32", facerec_onednn_isa ());
  return FALSE;
}

FacerecExecutor *
facerec_executor_new (const FacerecNetwork *network, const FacerecEngineOptions *options, GError **error)
{
  static const FacerecEngineOptions none = { 0, };
  g_autoptr (FacerecExecutor) self = NULL;
  FacerecPrecision precision;
  guint threads;

  if (!options)
    options = &none;
  if (!facerec_onednn_usable (error) || !choose_precision (options, &precision, error))
    return NULL;
  threads = options->threads > 0 ? options->threads : g_get_num_processors ();
  self = g_new0 (FacerecExecutor, 1);
  self->plans = g_ptr_array_new_with_free_func ((GDestroyNotify) facerec_plan_free);
  if (!facerec_context_init (&self->context, network, precision, threads, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
facerec_executor_free (FacerecExecutor *self)
{
  if (!self)
    return;
  g_ptr_array_unref (self->plans);
  facerec_context_clear (&self->context);
  free (self->scratch);
  g_free (self);
}

FacerecPrecision
facerec_executor_precision (const FacerecExecutor *self)
{
  return self->context.precision;
}

guint
facerec_executor_threads (const FacerecExecutor *self)
{
  return self->context.threads;
}

/* ---- plans ---- */

static FacerecPlan *
current (const FacerecExecutor *self)
{
  return self->plans->len > 0 ? g_ptr_array_index (self->plans, 0) : NULL;
}

/* Brings the plan of this shape to the front, if there is one. */
static gboolean
find_plan (FacerecExecutor *self, guint batch, guint height, guint width)
{
  for (guint i = 0; i < self->plans->len; i++) {
    const FacerecShape *shape = facerec_plan_input_shape (g_ptr_array_index (self->plans, i));

    if (shape->batch == batch && shape->height == height && shape->width == width) {
      if (i > 0)
        g_ptr_array_insert (self->plans, 0, g_ptr_array_steal_index (self->plans, i));
      return TRUE;
    }
  }
  return FALSE;
}

static void
forget_old_plans (FacerecExecutor *self)
{
  gsize bytes = 0;

  for (guint i = 0; i < self->plans->len; i++) {
    bytes += facerec_plan_own_bytes (g_ptr_array_index (self->plans, i));
    if (i >= MAX_PLANS || (i > 0 && bytes > MAX_OWN_BYTES)) {
      g_ptr_array_set_size (self->plans, (gint) i);
      return;
    }
  }
}

static gboolean
make_room (FacerecExecutor *self, GError **error)
{
  const gsize wanted = facerec_plan_scratch_bytes (current (self));

  if (wanted <= self->scratch_bytes)
    return TRUE;
  free (self->scratch);
  self->scratch = aligned_alloc (64, wanted);
  self->scratch_bytes = self->scratch ? wanted : 0;
  if (self->scratch)
    return TRUE;
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ENGINE, "not enough memory: a network of this size takes %" G_GSIZE_FORMAT
      " MB", wanted >> 20);
  return FALSE;
}

gfloat *
facerec_executor_prepare (FacerecExecutor *self, guint batch, guint height, guint width, gboolean *fresh, GError **error)
{
  gboolean is_new = FALSE;

  if (!find_plan (self, batch, height, width)) {
    const int before = facerec_threads_enter (self->context.threads);
    FacerecPlan *plan = facerec_plan_new (&self->context, batch, height, width, error);

    facerec_threads_leave (before);
    if (!plan)
      return NULL;
    is_new = TRUE;
    g_ptr_array_insert (self->plans, 0, plan);
    forget_old_plans (self);
  }
  if (!make_room (self, error))
    return NULL;
  if (fresh)
    *fresh = is_new;
  return facerec_plan_input (current (self));
}

const gfloat *
facerec_executor_run (FacerecExecutor *self, FacerecShape *shape, GError **error)
{
  FacerecPlan *plan = current (self);
  gboolean ok;
  int before;

  g_return_val_if_fail (plan, NULL);
  before = facerec_threads_enter (self->context.threads);
  ok = facerec_plan_run (plan, self->scratch, error);
  facerec_threads_leave (before);
  if (!ok)
    return NULL;
  if (shape)
    *shape = *facerec_plan_output_shape (plan);
  return facerec_plan_output (plan);
}
