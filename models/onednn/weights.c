/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/onednn/weights.h"

typedef struct {
  gconstpointer key;
  dnnl_memory_desc_t md;
  dnnl_memory_t memory;
} Weights;

static void
weights_free (gpointer data)
{
  Weights *weights = data;

  if (weights->memory)
    dnnl_memory_destroy (weights->memory);
  g_free (weights);
}

GPtrArray *
facerec_weights_new (void)
{
  return g_ptr_array_new_with_free_func (weights_free);
}

static gboolean
reorder (FacerecContext *context, dnnl_memory_t from, const dnnl_memory_desc_t *from_md, dnnl_memory_t to,
    const dnnl_memory_desc_t *to_md, GError **error)
{
  const dnnl_exec_arg_t arguments[] = { { DNNL_ARG_FROM, from }, { DNNL_ARG_TO, to } };
  dnnl_primitive_desc_t pd = NULL;
  dnnl_primitive_t primitive = NULL;
  dnnl_status_t status;

  status = dnnl_reorder_primitive_desc_create (&pd, from_md, context->engine, to_md, context->engine, NULL);
  if (status == dnnl_success)
    status = dnnl_primitive_create (&primitive, pd);
  if (status == dnnl_success)
    status = dnnl_primitive_execute (primitive, context->stream, G_N_ELEMENTS (arguments), arguments);
  if (status == dnnl_success)
    status = dnnl_stream_wait (context->stream);
  g_clear_pointer (&primitive, dnnl_primitive_destroy);
  g_clear_pointer (&pd, dnnl_primitive_desc_destroy);
  return facerec_context_check (status, "prepare weights", error);
}

dnnl_memory_t
facerec_weights_get (FacerecContext *context, gconstpointer key, const gfloat *values, const dnnl_memory_desc_t *plain,
    const dnnl_memory_desc_t *wanted, GError **error)
{
  dnnl_memory_t from = NULL;
  Weights *weights;
  gboolean ok;

  for (guint i = 0; i < context->weights->len; i++) {
    weights = g_ptr_array_index (context->weights, i);
    if (weights->key == key && dnnl_memory_desc_equal (&weights->md, wanted))
      return weights->memory;
  }
  weights = g_new0 (Weights, 1);
  weights->key = key;
  weights->md = *wanted;
  ok = facerec_context_check (dnnl_memory_create (&weights->memory, wanted, context->engine, DNNL_MEMORY_ALLOCATE),
           "keep weights", error)
      && facerec_context_check (dnnl_memory_create (&from, plain, context->engine, (void *) values), "read weights", error)
      && reorder (context, from, plain, weights->memory, wanted, error);
  g_clear_pointer (&from, dnnl_memory_destroy);
  if (!ok) {
    weights_free (weights);
    return NULL;
  }
  g_ptr_array_add (context->weights, weights);
  return weights->memory;
}
