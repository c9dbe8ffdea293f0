/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A trained network as plain data: its layers from the input to the output, with their weights. Knows neither where the
 * weights came from (models/dlib reads them) nor what runs it (models/onednn does).
 *
 * Tensors are N x C x H x W. Every layer has one output; layers are numbered in the order in which they were added and take
 * the outputs of earlier ones, or FACEREC_NETWORK_INPUT, as sources. The last layer's output is the network's. Batch norms
 * and affine layers do not exist: whoever makes the network folds them into the convolution before them. */

#define FACEREC_NETWORK_INPUT (-1) /* as a source: the picture */

typedef struct {
  guint batch, channels, height, width;
} FacerecShape;

typedef enum {
  FACEREC_LAYER_CONVOLUTION, /* groups = channels_in: depthwise. No kernel is turned over: it is a correlation */
  FACEREC_LAYER_RELU,
  FACEREC_LAYER_SUM,          /* source + other. Where they differ in channels, height or width each is continued with zeros
                               * behind its end, as dlib's add_prev does: the result has the larger extent of both */
  FACEREC_LAYER_MAX_POOL,     /* padding never wins */
  FACEREC_LAYER_AVERAGE_POOL, /* padding does not count */
  FACEREC_LAYER_AVERAGE,      /* over all places: height and width become 1 */
  FACEREC_LAYER_DENSE,        /* fully connected; sees its source as C * H * W numbers, in this order */
} FacerecLayerKind;

/* A window that slides over a picture: of a convolution or a pooling. Output: 1 + (extent + padding - kernel) / stride,
 * rounded down; the source with its padding must hold at least one window. */
typedef struct {
  guint kernel_height, kernel_width; /* 1.. */
  guint stride_y, stride_x;          /* 1.. */
  /* Rows and columns of zeros around the source. Not looked at where same is set. */
  guint top, left, bottom, right;
  /* Padding as TensorFlow's and Keras' "same": the output has extent / stride places, rounded up, and what padding that needs
   * is halved, the odd one going to the bottom and right. */
  gboolean same;
} FacerecWindow;

typedef struct {
  FacerecLayerKind kind;
  gint source; /* index of an earlier layer, or FACEREC_NETWORK_INPUT */
  gint other;  /* SUM: the second source */

  FacerecWindow window;               /* CONVOLUTION, MAX_POOL, AVERAGE_POOL */
  guint channels_in, channels_out;    /* CONVOLUTION, DENSE; a dense layer's channels_in is C * H * W of its source */
  guint groups;                       /* CONVOLUTION: divides both numbers of channels; 1 for an ordinary one */
  gfloat *weights;                    /* CONVOLUTION: channels_out x (channels_in / groups) x kernel_height x kernel_width;
                                       * DENSE: channels_out x channels_in. Owned */
  gfloat *bias;                       /* channels_out, or NULL: none. Owned */
} FacerecLayer;

typedef struct {
  guint input_channels;
  /* What becomes of a pixel: (value 0..255 - input_mean[channel]) * input_scale. Nothing in the network does it. */
  gfloat input_mean[4];
  gfloat input_scale;
  GArray *layers; /* FacerecLayer; never empty once the network is complete */
} FacerecNetwork;

/* An empty network for pictures of 1 to 4 channels, mean 0 and scale 1. (transfer full) */
FacerecNetwork *facerec_network_new (guint input_channels);
void facerec_network_free (FacerecNetwork *network); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FacerecNetwork, facerec_network_free)

/* Append a layer and return its index. Weights and bias are copied; bias may be NULL. */
guint facerec_network_add_convolution (FacerecNetwork *network, gint source, const FacerecWindow *window,
    guint channels_in, guint channels_out, guint groups, const gfloat *weights, const gfloat *bias);
guint facerec_network_add_dense (FacerecNetwork *network, gint source, guint channels_in, guint channels_out,
    const gfloat *weights, const gfloat *bias);
guint facerec_network_add_pool (FacerecNetwork *network, FacerecLayerKind kind, gint source, const FacerecWindow *window);
guint facerec_network_add_sum (FacerecNetwork *network, gint source, gint other);
/* RELU and AVERAGE. */
guint facerec_network_add_plain (FacerecNetwork *network, FacerecLayerKind kind, gint source);

static inline const FacerecLayer *
facerec_network_layer (const FacerecNetwork *network, guint index)
{
  return &g_array_index (network->layers, FacerecLayer, index);
}

/* window with its padding written out for a source of this extent: same is FALSE afterwards. */
FacerecWindow facerec_window_resolve (const FacerecWindow *window, guint height, guint width);

/* The shape of every layer's output for a batch of pictures of this size: network->layers->len elements, in order. Checks
 * all that a layer can have wrong (sources, channels, groups, a picture too small for its windows, sizes beyond what memory
 * can address) on the way: FACEREC_ERROR_ARGUMENT, and shapes holds nothing of use. */
gboolean facerec_network_shapes (const FacerecNetwork *network, guint batch, guint height, guint width,
    FacerecShape *shapes, GError **error);

G_END_DECLS
