/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/onednn/context.h"
#include "models/onednn/step.h"

G_BEGIN_DECLS

/* One of oneDNN's primitives for one step, and what it wants besides its source and output. */
typedef struct {
  dnnl_primitive_t primitive;
  dnnl_memory_t weights;    /* NULL: none. Owned by the context */
  dnnl_memory_t bias;       /* NULL: none. Owned by this */
  dnnl_memory_desc_t scratch; /* memory it needs while it runs */
} FacerecPrimitive;

/* Builds the primitive of step, which reads a value laid out as source (of this shape) and writes one laid out as output. Not for
 * SUM, AVERAGE and SHIFT, which oneDNN is not asked for. FALSE on error, primitive to be cleared all the same. */
gboolean facerec_primitive_init (FacerecPrimitive *primitive, FacerecContext *context, const FacerecStep *step,
    const FacerecShape *shape, const dnnl_memory_desc_t *source, const dnnl_memory_desc_t *output, GError **error);
void facerec_primitive_clear (FacerecPrimitive *primitive);

G_END_DECLS
