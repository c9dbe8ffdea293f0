/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <dnnl.h>

#include "models/engine.h"
#include "models/network.h"

G_BEGIN_DECLS

/* What all the plans of one executor share: oneDNN's objects, the precision and layout, and the weights in the layouts that
 * oneDNN asked for. One thread at a time. */
typedef struct {
  const FacerecNetwork *network; /* borrowed */
  dnnl_engine_t engine;
  dnnl_stream_t stream; /* for preparations; each plan has its own */
  FacerecPrecision precision;
  dnnl_data_type_t type; /* of everything that is not wide (step.h) */
  guint block;           /* channels that lie together: N x C/block x H x W x block */
  guint threads;
  GPtrArray *weights; /* weights.c */
} FacerecContext;

/* precision: F32 or BF16. FALSE with FACEREC_ERROR_ENGINE: clear it all the same. */
gboolean facerec_context_init (FacerecContext *context, const FacerecNetwork *network, FacerecPrecision precision,
    guint threads, GError **error);
void facerec_context_clear (FacerecContext *context);

/* TRUE when status is success; else FACEREC_ERROR_ENGINE: oneDNN could not do task ("build a convolution"). */
gboolean facerec_context_check (dnnl_status_t status, const gchar *task, GError **error);

/* channels rounded up to whole blocks. */
static inline guint
facerec_context_pad (const FacerecContext *context, guint channels)
{
  return (channels + context->block - 1) / context->block * context->block;
}

/* N x C x H x W in blocks, in planes. */
gboolean facerec_context_describe_blocks (const FacerecContext *context, const FacerecShape *shape, dnnl_data_type_t type,
    dnnl_memory_desc_t *md, GError **error);
gboolean facerec_context_describe_planes (const FacerecShape *shape, dnnl_data_type_t type, dnnl_memory_desc_t *md,
    GError **error);

G_END_DECLS
