/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/error.h"

G_BEGIN_DECLS

/* Named arrays of 32-bit floats: the weights of a network as a file has them, in the order in which they were added.
 * Reference counted, since several models may share those of one backbone; whoever shares them does not add any. */

#define FACEREC_TENSOR_MAX_DIMENSIONS 4
#define FACEREC_TENSOR_MAX_NAME 128              /* bytes */
#define FACEREC_TENSOR_MAX_VALUES (1u << 28)     /* of one tensor: 1 GB */

typedef struct {
  gchar *name;
  guint n_dimensions; /* 1..FACEREC_TENSOR_MAX_DIMENSIONS */
  guint dimensions[FACEREC_TENSOR_MAX_DIMENSIONS]; /* 1..; the last one varies fastest */
  gsize n_values;     /* their product */
  gfloat *values;     /* all finite */
} FacerecTensor;

typedef struct _FacerecTensors FacerecTensors;

/* (transfer full) */
FacerecTensors *facerec_tensors_new (void);
FacerecTensors *facerec_tensors_ref (FacerecTensors *self); /* NULL is fine */
void facerec_tensors_unref (FacerecTensors *self);          /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FacerecTensors, facerec_tensors_unref)

/* The product of dimensions; 0 where it is beyond FACEREC_TENSOR_MAX_VALUES, or where they are none. */
gsize facerec_tensor_n_values (guint n_dimensions, const guint *dimensions);

/* Appends a copy of values. FACEREC_ERROR_ARGUMENT: the name is taken or none (1 to FACEREC_TENSOR_MAX_NAME printable
 * ASCII characters, no space), the dimensions are none, or a value is NaN or infinite. FACEREC_ERROR_ENGINE: no
 * memory. */
gboolean facerec_tensors_add (FacerecTensors *self, const gchar *name, guint n_dimensions, const guint *dimensions,
    const gfloat *values, GError **error);

guint facerec_tensors_get_size (const FacerecTensors *self);
/* The index-th, and that of a name or NULL. Owned by self, valid until something is added. */
const FacerecTensor *facerec_tensors_get (const FacerecTensors *self, guint index);
const FacerecTensor *facerec_tensors_find (const FacerecTensors *self, const gchar *name);

/* How many numbers all tensors hold. */
gsize facerec_tensors_count (const FacerecTensors *self);

G_END_DECLS
