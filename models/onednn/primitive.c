/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/onednn/primitive.h"

#include "models/onednn/weights.h"

/* Below this many places of all pictures together Winograd's transforms cost more than the multiplications that they save. */
#define WINOGRAD_MIN_PLACES 16

typedef struct {
  dnnl_dims_t strides, kernel, before, behind;
} Geometry;

static Geometry
geometry_of (const FacerecWindow *window, const FacerecShape *source)
{
  const FacerecWindow w = facerec_window_resolve (window, source->height, source->width);

  return (Geometry) { { w.stride_y, w.stride_x }, { w.kernel_height, w.kernel_width }, { w.top, w.left },
    { w.bottom, w.right } };
}

/* ---- attributes ---- */

/* The sum comes before the relu. */
static dnnl_primitive_attr_t
make_attributes (const FacerecStep *step)
{
  dnnl_primitive_attr_t attributes = NULL;
  dnnl_post_ops_t post = NULL;
  dnnl_status_t status = dnnl_primitive_attr_create (&attributes);

  if (status == dnnl_success)
    status = dnnl_post_ops_create (&post);
  if (status == dnnl_success && step->other != FACEREC_VALUE_NONE)
    status = dnnl_post_ops_append_sum (post, 1);
  if (status == dnnl_success && step->relu)
    status = dnnl_post_ops_append_eltwise (post, 1, dnnl_eltwise_relu, 0, 0);
  if (status == dnnl_success)
    status = dnnl_primitive_attr_set_post_ops (attributes, post);
  if (status == dnnl_success)
    status = dnnl_primitive_attr_set_scratchpad_mode (attributes, dnnl_scratchpad_mode_user);
  g_clear_pointer (&post, dnnl_post_ops_destroy);
  if (status != dnnl_success)
    g_clear_pointer (&attributes, dnnl_primitive_attr_destroy);
  return attributes;
}

/* ---- convolution ---- */

static dnnl_status_t
describe_weights (const FacerecStep *step, const FacerecWindow *window, dnnl_data_type_t type, gboolean plain,
    dnnl_memory_desc_t *md)
{
  const FacerecLayer *layer = step->layer;
  const guint groups = layer->groups;
  const guint channels_in = step->kind == FACEREC_STEP_DENSE
      ? layer->channels_in / (window->kernel_height * window->kernel_width)
      : layer->channels_in;
  const dnnl_dims_t whole = { layer->channels_out, channels_in, window->kernel_height, window->kernel_width };
  const dnnl_dims_t grouped = { groups, layer->channels_out / groups, channels_in / groups, window->kernel_height,
    window->kernel_width };

  if (groups == 1)
    return dnnl_memory_desc_init_by_tag (md, 4, whole, type, plain ? dnnl_oihw : dnnl_format_tag_any);
  return dnnl_memory_desc_init_by_tag (md, 5, grouped, type, plain ? dnnl_goihw : dnnl_format_tag_any);
}

static gboolean
suits_winograd (const FacerecContext *context, const FacerecStep *step, const FacerecWindow *window,
    const dnnl_memory_desc_t *source, const dnnl_memory_desc_t *output)
{
  return source->data_type == dnnl_f32 && context->block == 16 && step->layer->groups == 1 && window->kernel_height == 3
      && window->kernel_width == 3 && window->stride_y == 1 && window->stride_x == 1
      && output->dims[0] * output->dims[2] * output->dims[3] >= WINOGRAD_MIN_PLACES;
}

static dnnl_status_t
describe_convolution (FacerecContext *context, const FacerecStep *step, const FacerecWindow *window,
    const FacerecShape *shape, const dnnl_memory_desc_t *source, const dnnl_memory_desc_t *output,
    dnnl_primitive_desc_t *pd)
{
  const Geometry g = geometry_of (window, shape);
  const dnnl_dims_t n_bias = { step->layer->channels_out };
  dnnl_primitive_attr_t attributes = make_attributes (step);
  dnnl_memory_desc_t weights, bias;
  dnnl_convolution_desc_t desc;
  dnnl_status_t status = attributes ? describe_weights (step, window, source->data_type, FALSE, &weights)
                                    : dnnl_out_of_memory;

  if (status == dnnl_success)
    status = dnnl_memory_desc_init_by_tag (&bias, 1, n_bias, dnnl_f32, dnnl_a);
  for (guint plain = suits_winograd (context, step, window, source, output) ? 0 : 1;
       status == dnnl_success && !*pd && plain < 2; plain++) {
    status = dnnl_convolution_forward_desc_init (&desc, dnnl_forward_inference,
        plain ? dnnl_convolution_direct : dnnl_convolution_winograd, source, &weights, step->layer->bias ? &bias : NULL,
        output, g.strides, g.before, g.behind);
    if (status == dnnl_success)
      status = dnnl_primitive_desc_create (pd, &desc, attributes, context->engine, NULL);
    if (!plain && status == dnnl_unimplemented)
      status = dnnl_success;
  }
  g_clear_pointer (&attributes, dnnl_primitive_attr_destroy);
  return status;
}

/* The weights in the layout that the primitive wants, and the bias where it lies. */
static gboolean
take_weights (FacerecPrimitive *self, FacerecContext *context, const FacerecStep *step, const FacerecWindow *window,
    const_dnnl_primitive_desc_t pd, GError **error)
{
  const dnnl_memory_desc_t *wanted = dnnl_primitive_desc_query_md (pd, dnnl_query_weights_md, 0);
  const dnnl_dims_t n_bias = { step->layer->channels_out };
  dnnl_memory_desc_t md;

  if (!facerec_context_check (describe_weights (step, window, dnnl_f32, TRUE, &md), "read weights", error))
    return FALSE;
  self->weights = facerec_weights_get (context, step->key, step->layer->weights, &md, wanted, error);
  if (!self->weights)
    return FALSE;
  if (!step->layer->bias)
    return TRUE;
  return facerec_context_check (dnnl_memory_desc_init_by_tag (&md, 1, n_bias, dnnl_f32, dnnl_a), "read weights", error)
      && facerec_context_check (dnnl_memory_create (&self->bias, &md, context->engine, step->layer->bias), "read weights",
          error);
}

static gboolean
init_convolution (FacerecPrimitive *self, FacerecContext *context, const FacerecStep *step, const FacerecShape *shape,
    const dnnl_memory_desc_t *source, const dnnl_memory_desc_t *output, dnnl_primitive_desc_t *pd, GError **error)
{
  FacerecWindow window = step->layer->window;

  if (step->kind == FACEREC_STEP_DENSE)
    window = (FacerecWindow) { .kernel_height = shape->height, .kernel_width = shape->width, .stride_y = 1, .stride_x = 1 };
  return facerec_context_check (describe_convolution (context, step, &window, shape, source, output, pd),
             "build a convolution", error)
      && take_weights (self, context, step, &window, *pd, error);
}

/* ---- the others ---- */

/* What an operation's own description becomes with the step's attributes. */
static dnnl_status_t
describe (FacerecContext *context, const FacerecStep *step, const_dnnl_op_desc_t desc, dnnl_primitive_desc_t *pd)
{
  dnnl_primitive_attr_t attributes = make_attributes (step);
  const dnnl_status_t status = attributes ? dnnl_primitive_desc_create (pd, desc, attributes, context->engine, NULL)
                                          : dnnl_out_of_memory;

  g_clear_pointer (&attributes, dnnl_primitive_attr_destroy);
  return status;
}

static dnnl_status_t
describe_pool (FacerecContext *context, const FacerecStep *step, const FacerecShape *shape,
    const dnnl_memory_desc_t *source, const dnnl_memory_desc_t *output, dnnl_primitive_desc_t *pd)
{
  const Geometry g = geometry_of (&step->layer->window, shape);
  const dnnl_alg_kind_t kind = step->layer->kind == FACEREC_LAYER_MAX_POOL ? dnnl_pooling_max
                                                                           : dnnl_pooling_avg_exclude_padding;
  dnnl_pooling_desc_t desc;
  const dnnl_status_t status = dnnl_pooling_forward_desc_init (&desc, dnnl_forward_inference, kind, source, output, g.strides,
      g.kernel, g.before, g.behind);

  return status == dnnl_success ? describe (context, step, &desc, pd) : status;
}

static dnnl_status_t
describe_relu (FacerecContext *context, const FacerecStep *step, const dnnl_memory_desc_t *source,
    dnnl_primitive_desc_t *pd)
{
  dnnl_eltwise_desc_t desc;
  const dnnl_status_t status = dnnl_eltwise_forward_desc_init (&desc, dnnl_forward_inference, dnnl_eltwise_relu, source, 0, 0);

  return status == dnnl_success ? describe (context, step, &desc, pd) : status;
}

static dnnl_status_t
describe_reorder (FacerecContext *context, const FacerecStep *step, const dnnl_memory_desc_t *source,
    const dnnl_memory_desc_t *output, dnnl_primitive_desc_t *pd)
{
  dnnl_primitive_attr_t attributes = make_attributes (step);
  dnnl_status_t status = dnnl_out_of_memory;

  if (attributes)
    status = dnnl_reorder_primitive_desc_create (pd, source, context->engine, output, context->engine, attributes);
  g_clear_pointer (&attributes, dnnl_primitive_attr_destroy);
  return status;
}

gboolean
facerec_primitive_init (FacerecPrimitive *self, FacerecContext *context, const FacerecStep *step,
    const FacerecShape *shape, const dnnl_memory_desc_t *source, const dnnl_memory_desc_t *output, GError **error)
{
  dnnl_primitive_desc_t pd = NULL;
  gboolean ok;

  switch (step->kind) {
    case FACEREC_STEP_CONVOLUTION:
    case FACEREC_STEP_DENSE:
      ok = init_convolution (self, context, step, shape, source, output, &pd, error);
      break;
    case FACEREC_STEP_POOL:
      ok = facerec_context_check (describe_pool (context, step, shape, source, output, &pd), "build a pooling", error);
      break;
    case FACEREC_STEP_RELU:
      ok = facerec_context_check (describe_relu (context, step, source, &pd), "build a relu", error);
      break;
    default:
      ok = facerec_context_check (describe_reorder (context, step, source, output, &pd), "change a layout", error);
      break;
  }
  if (ok) {
    self->scratch = *dnnl_primitive_desc_query_md (pd, dnnl_query_scratchpad_md, 0);
    ok = facerec_context_check (dnnl_primitive_create (&self->primitive, pd), "build a layer", error);
  }
  g_clear_pointer (&pd, dnnl_primitive_desc_destroy);
  return ok;
}

void
facerec_primitive_clear (FacerecPrimitive *self)
{
  g_clear_pointer (&self->primitive, dnnl_primitive_destroy);
  g_clear_pointer (&self->bias, dnnl_memory_destroy);
}
