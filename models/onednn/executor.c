/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/onednn/executor.h"

#include "models/onednn/lanes.h"
#include "models/onednn/pace.h"
#include "models/onednn/plan.h"
#include "models/onednn/threads.h"

#include <stdlib.h>

/* Shapes that are kept: the sizes that a stream changes between. */
#define MAX_SHAPES 8
/* Bytes of input and output that all of them may have; scratch memory they share. */
#define MAX_OWN_BYTES ((gsize) 512 << 20)

/* What was built for one shape. */
typedef struct {
  FacerecPlan *together; /* all threads share each layer */
  FacerecPlan *alone;    /* one thread; NULL until it is tried */
  FacerecPace pace;
} Shape;

struct _FacerecExecutor {
  FacerecContext context;
  GPtrArray *shapes; /* the last one used first */
  FacerecLanes *lanes;
  guint lanes_height, lanes_width;
  gpointer scratch;
  gsize scratch_bytes;
};

static void
shape_free (gpointer data)
{
  Shape *shape = data;

  facerec_plan_free (shape->alone);
  facerec_plan_free (shape->together);
  g_free (shape);
}

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
  self->shapes = g_ptr_array_new_with_free_func (shape_free);
  if (!facerec_context_init (&self->context, network, precision, threads, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
facerec_executor_free (FacerecExecutor *self)
{
  if (!self)
    return;
  g_ptr_array_unref (self->shapes);
  facerec_lanes_free (self->lanes);
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

gchar *
facerec_executor_describe (const FacerecExecutor *self)
{
  return g_strdup_printf ("%s, %s, %u thread%s", facerec_onednn_isa (),
      self->context.precision == FACEREC_PRECISION_BF16 ? "bf16" : "f32", self->context.threads,
      self->context.threads == 1 ? "" : "s");
}

/* ---- shapes ---- */

static FacerecPlan *
build_plan (FacerecExecutor *self, guint threads, const FacerecShape *input, FacerecPlan *sibling, GError **error)
{
  const int before = facerec_threads_enter (threads);
  FacerecPlan *plan = facerec_plan_new (&self->context, input->batch, input->height, input->width, sibling, error);

  facerec_threads_leave (before);
  return plan;
}

/* Brings what was built for this shape to the front, if there is something. */
static gboolean
find_shape (FacerecExecutor *self, const FacerecShape *input)
{
  for (guint i = 0; i < self->shapes->len; i++) {
    const FacerecShape *known = facerec_plan_input_shape (((Shape *) g_ptr_array_index (self->shapes, i))->together);

    if (known->batch == input->batch && known->height == input->height && known->width == input->width) {
      if (i > 0)
        g_ptr_array_insert (self->shapes, 0, g_ptr_array_steal_index (self->shapes, i));
      return TRUE;
    }
  }
  return FALSE;
}

static void
forget_old_shapes (FacerecExecutor *self)
{
  gsize bytes = 0;

  for (guint i = 0; i < self->shapes->len; i++) {
    bytes += facerec_plan_own_bytes (((Shape *) g_ptr_array_index (self->shapes, i))->together);
    if (i >= MAX_SHAPES || (i > 0 && bytes > MAX_OWN_BYTES)) {
      g_ptr_array_set_size (self->shapes, (gint) i);
      return;
    }
  }
}

static gboolean
make_room (FacerecExecutor *self, const FacerecPlan *plan, GError **error)
{
  const gsize wanted = facerec_plan_scratch_bytes (plan);

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
  const FacerecShape input = { batch, self->context.network->input_channels, height, width };
  const gboolean is_known = find_shape (self, &input);
  Shape *shape;

  if (!is_known) {
    FacerecPlan *plan = build_plan (self, self->context.threads, &input, NULL, error);

    if (!plan)
      return NULL;
    shape = g_new0 (Shape, 1);
    shape->together = plan;
    g_ptr_array_insert (self->shapes, 0, shape);
    forget_old_shapes (self);
  }
  shape = g_ptr_array_index (self->shapes, 0);
  if (!make_room (self, shape->together, error))
    return NULL;
  if (fresh)
    *fresh = !is_known;
  return facerec_plan_input (shape->together);
}

/* ---- running ---- */

static gboolean
run_in (FacerecExecutor *self, Shape *shape, FacerecPaceWay way, GError **error)
{
  FacerecPlan *plan = shape->together;
  gboolean ok;
  int before;

  if (way == FACEREC_PACE_ALONE) {
    if (!shape->alone)
      shape->alone = build_plan (self, 1, facerec_plan_input_shape (shape->together), shape->together, error);
    plan = shape->alone;
    if (!plan || !make_room (self, plan, error))
      return FALSE;
  }
  before = facerec_threads_enter (way == FACEREC_PACE_ALONE ? 1 : self->context.threads);
  ok = facerec_plan_run (plan, self->scratch, error);
  facerec_threads_leave (before);
  return ok;
}

const gfloat *
facerec_executor_run (FacerecExecutor *self, FacerecShape *shape, GError **error)
{
  Shape *current;
  FacerecPaceWay way = FACEREC_PACE_TOGETHER;
  gint64 start;

  g_return_val_if_fail (self->shapes->len > 0, NULL);
  current = g_ptr_array_index (self->shapes, 0);
  if (self->context.threads > 1)
    way = facerec_pace_choose (&current->pace);
  start = g_get_monotonic_time ();
  if (!run_in (self, current, way, error))
    return NULL;
  facerec_pace_learn (&current->pace, way, (gdouble) (g_get_monotonic_time () - start));
  if (shape)
    *shape = *facerec_plan_output_shape (current->together);
  return facerec_plan_output (current->together);
}

static gboolean
run_one (FacerecExecutor *self, guint index, guint height, guint width, const FacerecPictures *pictures, GError **error)
{
  gfloat *planes = facerec_executor_prepare (self, 1, height, width, NULL, error);
  const gfloat *output;

  if (!planes)
    return FALSE;
  pictures->fill (pictures->user_data, index, planes);
  output = facerec_executor_run (self, NULL, error);
  if (output)
    pictures->take (pictures->user_data, index, output);
  return output != NULL;
}

static gboolean
open_lanes (FacerecExecutor *self, guint height, guint width, GError **error)
{
  if (self->lanes && self->lanes_height == height && self->lanes_width == width)
    return TRUE;
  g_clear_pointer (&self->lanes, facerec_lanes_free);
  self->lanes = facerec_lanes_new (&self->context, height, width, error);
  self->lanes_height = height;
  self->lanes_width = width;
  return self->lanes != NULL;
}

gboolean
facerec_executor_run_each (FacerecExecutor *self, guint n, guint height, guint width, const FacerecPictures *pictures,
    GError **error)
{
  /* A last one for which all threads but one would wait is better shared. */
  const guint n_shared = self->context.threads == 1 ? n : n % self->context.threads == 1 ? 1 : 0;
  const guint n_apart = n - n_shared;

  if (n_apart > 0
      && (!open_lanes (self, height, width, error) || !facerec_lanes_run (self->lanes, n_apart, pictures, error)))
    return FALSE;
  for (guint i = n_apart; i < n; i++)
    if (!run_one (self, i, height, width, pictures, error))
      return FALSE;
  return TRUE;
}
