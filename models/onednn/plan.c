/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/onednn/plan.h"

#include "models/onednn/blocked.h"
#include "models/onednn/place.h"
#include "models/onednn/primitive.h"
#include "models/onednn/taps.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
  FacerecShape shape;
  dnnl_memory_desc_t md;
  dnnl_memory_t memory;
  guint owner;  /* the value whose memory it is in; itself unless added in place */
  gpointer own; /* not scratch memory but this */
  gboolean is_borrowed; /* own belongs to another plan */
} Value;

#define MAX_ARGUMENTS 5

typedef struct {
  FacerecStep step;
  FacerecPrimitive primitive; /* none for SUM, AVERAGE and SHIFT */
  dnnl_memory_t scratch;
  dnnl_exec_arg_t arguments[MAX_ARGUMENTS];
  gint n_arguments;
} Job;

struct _FacerecPlan {
  FacerecContext *context;
  dnnl_stream_t stream;
  FacerecSteps *steps;
  Value *values;        /* FACEREC_N_VALUES */
  Job *jobs;            /* one a step */
  FacerecPlace *places; /* of the values, then of the jobs' scratch memory */
  gsize scratch_bytes;
  gpointer bound; /* the scratch memory that the values lie in now */
};

static guint
n_steps (const FacerecPlan *self)
{
  return self->steps->steps->len;
}

static const FacerecStep *
step_at (const FacerecPlan *self, guint i)
{
  return &g_array_index (self->steps->steps, FacerecStep, i);
}

/* ---- values ---- */

static FacerecShape
value_shape (const FacerecPlan *self, guint index, const FacerecShape *input, const FacerecShape *shapes)
{
  const FacerecSteps *steps = self->steps;
  FacerecShape shape;

  if (index < steps->n_layers)
    return shapes[index];
  if (index == FACEREC_VALUE_RESULT (steps))
    return shapes[steps->n_layers - 1];
  if (index != FACEREC_VALUE_TAPS (steps) || !steps->taps.weights)
    return *input;
  /* As high as the result, as wide as its source. */
  shape = shapes[steps->n_layers - 1];
  shape.channels = steps->taps.channels_out;
  shape.width = steps->taps.source < 0 ? input->width : shapes[steps->taps.source].width;
  return shape;
}

static gboolean
describe_values (FacerecPlan *self, const FacerecShape *input, const FacerecShape *shapes, GError **error)
{
  const FacerecSteps *steps = self->steps;

  for (guint i = 0; i < FACEREC_N_VALUES (steps); i++) {
    Value *value = &self->values[i];
    const gboolean in_planes = i == FACEREC_VALUE_PICTURE (steps) || i == FACEREC_VALUE_PLANES (steps)
        || i == FACEREC_VALUE_RESULT (steps);
    const dnnl_data_type_t type = steps->wide[i] ? dnnl_f32 : self->context->type;

    value->owner = i;
    value->shape = value_shape (self, i, input, shapes);
    if (!(in_planes ? facerec_context_describe_planes (&value->shape, type, &value->md, error) :
                      facerec_context_describe_blocks (self->context, &value->shape, type, &value->md, error)))
      return FALSE;
  }
  return TRUE;
}

static gboolean
allocate_planes (Value *value, const Value *sibling, GError **error)
{
  const gsize bytes = (dnnl_memory_desc_get_size (&value->md) + 63) / 64 * 64;

  if (sibling) {
    value->own = sibling->own;
    value->is_borrowed = TRUE;
    return TRUE;
  }
  value->own = aligned_alloc (64, bytes);
  if (!value->own) {
    g_set_error_literal (error, FACEREC_ERROR, FACEREC_ERROR_ENGINE, "not enough memory for a network of this size");
    return FALSE;
  }
  memset (value->own, 0, bytes);
  return TRUE;
}

/* What is added in place lives where it is added to, and what needs no reorder is what it would be reordered from. */
static void
find_owners (FacerecPlan *self)
{
  for (guint i = 0; i < n_steps (self); i++) {
    const FacerecStep *step = step_at (self, i);
    Value *output = &self->values[step->output];

    if (step->kind != FACEREC_STEP_SUM && step->other != FACEREC_VALUE_NONE)
      output->owner = self->values[step->other].owner;
    else if (step->kind == FACEREC_STEP_REORDER && step->output != FACEREC_VALUE_RESULT (self->steps)
        && dnnl_memory_desc_equal (&output->md, &self->values[step->source].md))
      output->owner = step->source;
  }
}

static void
need (FacerecPlan *self, guint value, guint step)
{
  FacerecPlace *place;

  if (value == FACEREC_VALUE_NONE || self->values[self->values[value].owner].own)
    return;
  place = &self->places[self->values[value].owner];
  if (place->bytes == 0) {
    place->bytes = dnnl_memory_desc_get_size (&self->values[value].md);
    place->first = step;
  }
  place->last = step;
}

static void
arrange (FacerecPlan *self)
{
  const guint n_values = FACEREC_N_VALUES (self->steps);

  for (guint i = 0; i < n_steps (self); i++) {
    const Job *job = &self->jobs[i];

    need (self, job->step.source, i);
    need (self, job->step.other, i);
    need (self, job->step.output, i);
    self->places[n_values + i].first = self->places[n_values + i].last = i;
    if (job->primitive.primitive)
      self->places[n_values + i].bytes = dnnl_memory_desc_get_size (&job->primitive.scratch);
  }
  self->scratch_bytes = facerec_places_arrange (self->places, n_values + n_steps (self));
}

/* ---- steps ---- */

static gboolean
is_ours (const FacerecStep *step)
{
  return step->kind == FACEREC_STEP_SUM || step->kind == FACEREC_STEP_AVERAGE || step->kind == FACEREC_STEP_SHIFT;
}

static gboolean
is_nothing (const FacerecPlan *self, const FacerecStep *step)
{
  return step->kind == FACEREC_STEP_REORDER && self->values[step->output].owner == step->source;
}

static void
add_argument (Job *job, gint what, dnnl_memory_t memory)
{
  if (memory)
    job->arguments[job->n_arguments++] = (dnnl_exec_arg_t) { what, memory };
}

static gboolean
build_job (FacerecPlan *self, Job *job, const FacerecStep *step, GError **error)
{
  const Value *source = &self->values[step->source], *output = &self->values[step->output];

  job->step = *step;
  if (is_ours (step) || is_nothing (self, step))
    return TRUE;
  if (!facerec_primitive_init (&job->primitive, self->context, step, &source->shape, &source->md, &output->md, error))
    return FALSE;
  if (!facerec_context_check (dnnl_memory_create (&job->scratch, &job->primitive.scratch, self->context->engine,
                                  DNNL_MEMORY_NONE), "build a layer", error))
    return FALSE;
  add_argument (job, DNNL_ARG_SRC, source->memory);
  add_argument (job, DNNL_ARG_DST, output->memory);
  add_argument (job, DNNL_ARG_WEIGHTS, job->primitive.weights);
  add_argument (job, DNNL_ARG_BIAS, job->primitive.bias);
  add_argument (job, DNNL_ARG_SCRATCHPAD, job->scratch);
  return TRUE;
}

static gboolean
build (FacerecPlan *self, GError **error)
{
  for (guint i = 0; i < FACEREC_N_VALUES (self->steps); i++)
    if (!facerec_context_check (dnnl_memory_create (&self->values[i].memory, &self->values[i].md, self->context->engine,
                                    DNNL_MEMORY_NONE), "build a layer", error))
      return FALSE;
  for (guint i = 0; i < n_steps (self); i++)
    if (!build_job (self, &self->jobs[i], step_at (self, i), error))
      return FALSE;
  arrange (self);
  return TRUE;
}

/* Room for values and steps; they come later. */
static FacerecPlan *
plan_alloc (FacerecContext *context, const FacerecShape *shapes)
{
  FacerecPlan *self = g_new0 (FacerecPlan, 1);

  self->context = context;
  self->steps = facerec_steps_new (context->network, shapes, context->block);
  self->values = g_new0 (Value, FACEREC_N_VALUES (self->steps));
  self->jobs = g_new0 (Job, n_steps (self));
  self->places = g_new0 (FacerecPlace, FACEREC_N_VALUES (self->steps) + n_steps (self));
  return self;
}

FacerecPlan *
facerec_plan_new (FacerecContext *context, guint batch, guint height, guint width, FacerecPlan *sibling, GError **error)
{
  const FacerecShape input = { batch, context->network->input_channels, height, width };
  g_autofree FacerecShape *shapes = g_new (FacerecShape, context->network->layers->len);
  g_autoptr (FacerecPlan) self = NULL;
  guint picture, result;

  if (!facerec_network_shapes (context->network, batch, height, width, shapes, error))
    return NULL;
  self = plan_alloc (context, shapes);
  picture = FACEREC_VALUE_PICTURE (self->steps);
  result = FACEREC_VALUE_RESULT (self->steps);
  if (!facerec_context_check (dnnl_stream_create (&self->stream, context->engine, dnnl_stream_default_flags), "start", error)
      || !describe_values (self, &input, shapes, error)
      || !allocate_planes (&self->values[picture], sibling ? &sibling->values[picture] : NULL, error)
      || !allocate_planes (&self->values[result], sibling ? &sibling->values[result] : NULL, error))
    return NULL;
  find_owners (self);
  if (!build (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
facerec_plan_free (FacerecPlan *self)
{
  if (!self)
    return;
  for (guint i = 0; i < n_steps (self); i++) {
    facerec_primitive_clear (&self->jobs[i].primitive);
    g_clear_pointer (&self->jobs[i].scratch, dnnl_memory_destroy);
  }
  for (guint i = 0; i < FACEREC_N_VALUES (self->steps); i++) {
    g_clear_pointer (&self->values[i].memory, dnnl_memory_destroy);
    if (!self->values[i].is_borrowed)
      free (self->values[i].own);
  }
  g_clear_pointer (&self->stream, dnnl_stream_destroy);
  facerec_steps_free (self->steps);
  g_free (self->values);
  g_free (self->jobs);
  g_free (self->places);
  g_free (self);
}

/* ---- what is asked ---- */

const FacerecShape *
facerec_plan_input_shape (const FacerecPlan *self)
{
  return &self->values[FACEREC_VALUE_PICTURE (self->steps)].shape;
}

const FacerecShape *
facerec_plan_output_shape (const FacerecPlan *self)
{
  return &self->values[FACEREC_VALUE_RESULT (self->steps)].shape;
}

gfloat *
facerec_plan_input (FacerecPlan *self)
{
  return self->values[FACEREC_VALUE_PICTURE (self->steps)].own;
}

const gfloat *
facerec_plan_output (FacerecPlan *self)
{
  return self->values[FACEREC_VALUE_RESULT (self->steps)].own;
}

gsize
facerec_plan_own_bytes (const FacerecPlan *self)
{
  return dnnl_memory_desc_get_size (&self->values[FACEREC_VALUE_PICTURE (self->steps)].md)
      + dnnl_memory_desc_get_size (&self->values[FACEREC_VALUE_RESULT (self->steps)].md);
}

gsize
facerec_plan_scratch_bytes (const FacerecPlan *self)
{
  return self->scratch_bytes;
}

/* ---- running ---- */

static gpointer
value_data (const FacerecPlan *self, gpointer scratch, guint index)
{
  const Value *owner = &self->values[self->values[index].owner];

  return owner->own ? owner->own : (guint8 *) scratch + self->places[self->values[index].owner].offset;
}

static gboolean
bind (FacerecPlan *self, gpointer scratch, GError **error)
{
  const guint n_values = FACEREC_N_VALUES (self->steps);
  dnnl_status_t status = dnnl_success;

  if (self->bound == scratch)
    return TRUE;
  self->bound = NULL;
  for (guint i = 0; i < n_values && status == dnnl_success; i++)
    status = dnnl_memory_set_data_handle (self->values[i].memory, value_data (self, scratch, i));
  for (guint i = 0; i < n_steps (self) && status == dnnl_success; i++)
    if (self->jobs[i].scratch)
      status = dnnl_memory_set_data_handle (self->jobs[i].scratch,
          (guint8 *) scratch + self->places[n_values + i].offset);
  if (!facerec_context_check (status, "take memory", error))
    return FALSE;
  self->bound = scratch;
  return TRUE;
}

static FacerecBlocks
blocks_of (const FacerecPlan *self, guint index)
{
  const Value *value = &self->values[index];

  return (FacerecBlocks) { value_data (self, self->bound, index), value->shape, self->context->block,
    value->md.data_type == dnnl_bf16 };
}

static void
run_ours (const FacerecPlan *self, const FacerecStep *step)
{
  const FacerecBlocks source = blocks_of (self, step->source), output = blocks_of (self, step->output);

  if (step->kind == FACEREC_STEP_SUM) {
    const FacerecBlocks other = blocks_of (self, step->other);

    facerec_blocks_add (&source, &other, step->relu, &output);
  } else if (step->kind == FACEREC_STEP_SHIFT) {
    facerec_taps_add (step->layer, &source, &output.shape, output.data);
  } else {
    facerec_blocks_average (&source, &output);
  }
}

gboolean
facerec_plan_run (FacerecPlan *self, gpointer scratch, GError **error)
{
  dnnl_status_t status = dnnl_success;

  if (!bind (self, scratch, error))
    return FALSE;
  for (guint i = 0; i < n_steps (self) && status == dnnl_success; i++) {
    const Job *job = &self->jobs[i];

    if (job->primitive.primitive)
      status = dnnl_primitive_execute (job->primitive.primitive, self->stream, job->n_arguments, job->arguments);
    else if (is_ours (&job->step))
      run_ours (self, &job->step);
  }
  if (status == dnnl_success)
    status = dnnl_stream_wait (self->stream);
  return facerec_context_check (status, "run a network", error);
}
