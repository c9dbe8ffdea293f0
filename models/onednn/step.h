/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/network.h"

G_BEGIN_DECLS

/* What is done, in order, to run a network: its layers, with those merged into one that are computed at once. Knows nothing of
 * oneDNN.
 *
 * A value is what a step makes. Value i is the output of layer i, for those layers that still have one; behind them come the
 * input's. */
#define FACEREC_VALUE_NONE G_MAXUINT

typedef enum {
  FACEREC_STEP_REORDER, /* another layout or type of the same numbers */
  FACEREC_STEP_CONVOLUTION,
  FACEREC_STEP_RELU,
  FACEREC_STEP_POOL,
  FACEREC_STEP_AVERAGE,
  FACEREC_STEP_DENSE, /* a convolution whose window is all of its source */
  FACEREC_STEP_SUM,
  FACEREC_STEP_SHIFT, /* the columns of a convolution's taps, each moved to its place, added up; see below */
} FacerecStepKind;

typedef struct {
  FacerecStepKind kind;
  const FacerecLayer *layer; /* whose window and weights; NULL for REORDER. Owned by the network or by the steps */
  gconstpointer key;         /* what the weights belong to: the layer of the network */
  guint source;              /* value */
  guint other;               /* SUM: the second source. CONVOLUTION: the value that it is added to and whose memory it takes.
                              * Else FACEREC_VALUE_NONE */
  gboolean relu;             /* CONVOLUTION, DENSE, SUM: negative results become 0 */
  guint output;              /* value */
} FacerecStep;

typedef struct {
  guint n_layers;
  GArray *steps; /* FacerecStep */
  /* Per value: it has 32 bits whatever the precision, because it is the network's output or because only dense layers, which cost
   * nothing, see it. */
  gboolean *wide;
  /* A last convolution with few channels would leave most of each block idle: MMOD's 9x9 filter with one output would cost a
   * quarter of the network. So each column of its filters becomes a channel of its own, of a convolution one column wide; what
   * they find is then added up, each column where it belongs. That convolution; weights NULL: not needed. */
  FacerecLayer taps;
} FacerecSteps;

/* The input's values: as it comes, planes of floats; the same in the network's precision; and in its layout. And the output as
 * it goes, planes of floats. */
#define FACEREC_VALUE_PICTURE(steps) ((steps)->n_layers)
#define FACEREC_VALUE_PLANES(steps) ((steps)->n_layers + 1)
#define FACEREC_VALUE_BLOCKS(steps) ((steps)->n_layers + 2)
#define FACEREC_VALUE_RESULT(steps) ((steps)->n_layers + 3)
#define FACEREC_VALUE_TAPS(steps) ((steps)->n_layers + 4)
#define FACEREC_N_VALUES(steps) ((steps)->n_layers + 5)

/* shapes: of the layers' outputs, facerec_network_shapes. block: the channels that are computed at once. (transfer full) */
FacerecSteps *facerec_steps_new (const FacerecNetwork *network, const FacerecShape *shapes, guint block);
void facerec_steps_free (FacerecSteps *steps); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FacerecSteps, facerec_steps_free)

G_END_DECLS
