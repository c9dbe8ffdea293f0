/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/error.h"

G_BEGIN_DECLS

/* What is trained behind a frozen backbone: it turns the features x of a face into its embedding e.
 *
 *   s = (x - mean) / deviation            when it standardises, else s = x
 *   h = the layers, one after another, on s: W v + b, then relu where the layer has one
 *   e = h, or x + h when it is residual    x as the backbone made it, not standardised
 *   e / |e|                                when it normalises
 *
 * Without layers h is s. A residual head whose last layer is all zeros, and one that is a single identity matrix,
 * change nothing but the length. Plain data, one thread at a time while it is made, any number while it is applied. */

#define FACEREC_HEAD_MAX_LAYERS 16
#define FACEREC_HEAD_MAX_WIDTH 1000000 /* numbers into or out of a layer: flattened Xception at 299 px has 204,800 */

typedef struct {
  guint inputs, outputs;
  gboolean relu;   /* negative results become 0; never in the last layer of a head that is of use */
  gfloat *weights; /* outputs x inputs: a row an output. Owned */
  gfloat *bias;    /* outputs, or NULL: none. Owned */
} FacerecHeadLayer;

typedef struct {
  guint features;                /* length of x */
  gfloat *mean, *deviation;      /* features each, deviation > 0; NULL both: not standardised. Owned */
  GArray *layers;                /* FacerecHeadLayer */
  gboolean residual;             /* only where the last layer has as many outputs as there are features */
  gboolean normalise;            /* to length 1; on in a new head */
} FacerecHead;

/* A head without layers: a normalised copy of the features. (transfer full) */
FacerecHead *facerec_head_new (guint features);
FacerecHead *facerec_head_copy (const FacerecHead *self); /* (transfer full) */
void facerec_head_free (FacerecHead *self); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FacerecHead, facerec_head_free)

/* features numbers each, copied. */
void facerec_head_set_standardisation (FacerecHead *self, const gfloat *mean, const gfloat *deviation);
/* Appends a layer behind what is there. weights: outputs x (outputs of the layer before, or features); bias: outputs,
 * or NULL; both copied. */
void facerec_head_add_layer (FacerecHead *self, guint outputs, const gfloat *weights, const gfloat *bias, gboolean relu);

static inline const FacerecHeadLayer *
facerec_head_layer (const FacerecHead *self, guint index)
{
  return &g_array_index (self->layers, FacerecHeadLayer, index);
}

/* Length of an embedding. */
guint facerec_head_dimensions (const FacerecHead *self);
/* Weights, biases, means and deviations together. */
gsize facerec_head_count (const FacerecHead *self);

/* Whether it can be applied: sizes that fit each other and are within the bounds above, numbers that are finite,
 * deviations that are positive. FACEREC_ERROR_ARGUMENT says what is not so. */
gboolean facerec_head_check (const FacerecHead *self, GError **error);

/* features: n x features; embeddings: n x dimensions. The same bits on every CPU, whatever n is. An embedding of
 * length 0 stays 0. */
void facerec_head_apply (const FacerecHead *self, const gfloat *features, guint n, gfloat *embeddings);

G_END_DECLS
