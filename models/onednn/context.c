/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/onednn/context.h"

#include "models/onednn/cpu.h"
#include "models/onednn/weights.h"

static const gchar *
status_name (dnnl_status_t status)
{
  switch (status) {
    case dnnl_out_of_memory:
      return "not enough memory";
    case dnnl_invalid_arguments:
      return "invalid arguments";
    case dnnl_unimplemented:
      return "not implemented";
    default:
      return "it failed";
  }
}

gboolean
facerec_context_check (dnnl_status_t status, const gchar *task, GError **error)
{
  if (status == dnnl_success)
    return TRUE;
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ENGINE, "oneDNN cannot %s: %s", task, status_name (status));
  return FALSE;
}

gboolean
facerec_context_init (FacerecContext *context, const FacerecNetwork *network, FacerecPrecision precision, guint threads,
    GError **error)
{
  context->network = network;
  context->precision = precision;
  context->type = precision == FACEREC_PRECISION_BF16 ? dnnl_bf16 : dnnl_f32;
  context->block = facerec_onednn_block ();
  context->threads = threads;
  context->weights = facerec_weights_new ();
  return facerec_context_check (dnnl_engine_create (&context->engine, dnnl_cpu, 0), "start", error)
      && facerec_context_check (dnnl_stream_create (&context->stream, context->engine, dnnl_stream_default_flags), "start",
          error);
}

void
facerec_context_clear (FacerecContext *context)
{
  g_clear_pointer (&context->weights, g_ptr_array_unref);
  g_clear_pointer (&context->stream, dnnl_stream_destroy);
  g_clear_pointer (&context->engine, dnnl_engine_destroy);
}

static gboolean
describe (const FacerecShape *shape, dnnl_data_type_t type, dnnl_format_tag_t tag, dnnl_memory_desc_t *md, GError **error)
{
  const dnnl_dims_t extents = { shape->batch, shape->channels, shape->height, shape->width };

  return facerec_context_check (dnnl_memory_desc_init_by_tag (md, 4, extents, type, tag), "lay out a picture", error);
}

gboolean
facerec_context_describe_blocks (const FacerecContext *context, const FacerecShape *shape, dnnl_data_type_t type,
    dnnl_memory_desc_t *md, GError **error)
{
  return describe (shape, type, context->block == 16 ? dnnl_nChw16c : dnnl_nChw8c, md, error);
}

gboolean
facerec_context_describe_planes (const FacerecShape *shape, dnnl_data_type_t type, dnnl_memory_desc_t *md, GError **error)
{
  return describe (shape, type, dnnl_nchw, md, error);
}
