/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/train/random.h"

G_BEGIN_DECLS

/* The part of an embedding that is trained: from the feature of a frozen backbone to a point, on the unit sphere as a rule.
 *
 *   x = (feature - mean) * scale;  x = ReLU (W x + b) for each layer but the last;  embedding = W x + b, divided by its length
 *
 * In training a share of each layer's inputs is dropped, and the others grow by as much (Srivastava et al., 2014). Numbers
 * are double throughout, so that gradients can be checked to many digits. */

#define FACEREC_TRAIN_HEAD_MAX_LAYERS 3

typedef struct {
  guint n_inputs;
  guint n_layers; /* 1 to FACEREC_TRAIN_HEAD_MAX_LAYERS */
  guint widths[FACEREC_TRAIN_HEAD_MAX_LAYERS]; /* outputs of each layer; the last is the embedding's length */
  gdouble dropout[FACEREC_TRAIN_HEAD_MAX_LAYERS]; /* of each layer's inputs, from 0, below 1 */
  /* The one layer begins as the identity, so that the embedding begins as the feature itself, and decay pulls it back there:
   * only what is learned is a change. Wants one layer with as many outputs as inputs. */
  gboolean residual;
  /* The embedding has length 1; else it is W x + b, and behind a residual layer distances stay what they are of the backbone. */
  gboolean normalise;
} FacerecTrainHeadShape;

typedef struct {
  FacerecTrainHeadShape shape;
  gdouble *mean, *scale;   /* n_inputs each; as they begin: 0 and 1 */
  gdouble *weights;        /* of all layers, in this order: W of the first (a row an output), b of the first, … */
  gsize n_weights;
} FacerecTrainHead;

/* Whether a head can have that shape. */
gboolean facerec_train_head_shape_is_valid (const FacerecTrainHeadShape *shape);
gsize facerec_train_head_shape_count (const FacerecTrainHeadShape *shape); /* weights */

/* Weights as He et al. (2015) begin, from random; or the identity. */
FacerecTrainHead *facerec_train_head_new (const FacerecTrainHeadShape *shape, FacerecRandom *random);
/* Makes self, of the same shape, what other is. */
void facerec_train_head_copy (FacerecTrainHead *self, const FacerecTrainHead *other);
void facerec_train_head_free (FacerecTrainHead *self); /* NULL is fine */
/* Where a layer's numbers are in weights. */
gdouble *facerec_train_head_matrix (const FacerecTrainHead *self, guint layer);
gdouble *facerec_train_head_bias (const FacerecTrainHead *self, guint layer);
/* mean and scale become those with which n features have mean 0 and deviation 1; a number that never changes keeps scale 1. */
void facerec_train_head_standardise (FacerecTrainHead *self, const gfloat *features, gsize n);
/* What decay pulls the weights towards: where a residual layer is now; 0 otherwise. anchor, decays: n_weights each. decays: 1,
 * but 0 of the biases of what is no residual layer, which are left alone. */
void facerec_train_head_anchor (const FacerecTrainHead *self, gdouble *anchor, gdouble *decays);

/* One batch on its way through: what backward needs to know of forward. */
typedef struct _FacerecTrainHeadPass FacerecTrainHeadPass;

FacerecTrainHeadPass *facerec_train_head_pass_new (const FacerecTrainHeadShape *shape, guint max_batch);
void facerec_train_head_pass_free (FacerecTrainHeadPass *self); /* NULL is fine */
/* n embeddings of n features, owned by pass. dropout: random numbers for it; NULL: nothing is dropped. */
const gdouble *facerec_train_head_forward (const FacerecTrainHead *self, FacerecTrainHeadPass *pass,
    const gfloat *features, guint n, FacerecRandom *dropout);
/* Of the last forward: from the loss's derivatives by the embeddings to those by the weights (n_weights, overwritten). */
void facerec_train_head_backward (const FacerecTrainHead *self, FacerecTrainHeadPass *pass,
    const gdouble *by_embeddings, gdouble *by_weights);

/* Embeddings of any number of features, in float as a stream has them. */
void facerec_train_head_embed (const FacerecTrainHead *self, const gfloat *features, gsize n, gfloat *embeddings);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FacerecTrainHead, facerec_train_head_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FacerecTrainHeadPass, facerec_train_head_pass_free)

G_END_DECLS
