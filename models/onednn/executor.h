/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/engine.h"
#include "models/network.h"
#include "models/onednn/cpu.h"

G_BEGIN_DECLS

/* Runs a network on oneDNN. The network is built for one input shape at a time, and what was built is kept for the next time
 * that shape comes, up to a bound on number and memory. Never two calls at once on one object; objects share nothing
 * and leave OpenMP's settings as they found them. One input has one result, up to the last bits, which may depend on how many
 * threads had a part in it. */
typedef struct _FacerecExecutor FacerecExecutor;

/* The network is borrowed and must outlive the executor. options NULL: all zero. bf16 on a CPU that has no instructions for it:
 * FACEREC_ERROR_UNAVAILABLE. (transfer full), NULL on error. */
FacerecExecutor *facerec_executor_new (const FacerecNetwork *network, const FacerecEngineOptions *options, GError **error);
void facerec_executor_free (FacerecExecutor *self); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FacerecExecutor, facerec_executor_free)

/* What was chosen: F32 or BF16, never AUTO; threads 1... */
FacerecPrecision facerec_executor_precision (const FacerecExecutor *self);
guint facerec_executor_threads (const FacerecExecutor *self);
/* The same and the CPU's instructions for log lines: "AVX-512 BF16, bf16, 2 threads". (transfer full) */
gchar *facerec_executor_describe (const FacerecExecutor *self);

/* Makes ready for pictures of this shape and returns where they go: batch x channels x height x width floats, normalised as the
 * network says, 64-byte aligned. It is all zeros the first time; afterwards it holds what the caller wrote for this shape
 * the last time, unless *fresh (out, optional) says that it is zeroed once more. Valid until the next prepare.
 * Errors: FACEREC_ERROR_ARGUMENT (the network does not take this size), FACEREC_ERROR_ENGINE. */
gfloat *facerec_executor_prepare (FacerecExecutor *self, guint batch, guint height, guint width, gboolean *fresh,
    GError **error);

/* Runs the network on what prepare's buffer holds. Returns the last layer's output, N x C x H x W floats in this order,
 * valid until the next prepare or run; shape (out, optional) is its shape. NULL on error (FACEREC_ERROR_ENGINE). */
const gfloat *facerec_executor_run (FacerecExecutor *self, FacerecShape *shape, GError **error);

/* Where pictures come from and results go: both are called once for each picture, on any thread, for several pictures at once. */
typedef struct {
  void (*fill) (gpointer user_data, guint index, gfloat *planes); /* channels x height x width, as prepare's buffer */
  void (*take) (gpointer user_data, guint index, const gfloat *output);
  gpointer user_data;
} FacerecPictures;

/* Runs the network on n pictures of one size, one at a time, but as many at once as there are threads. FALSE on error
 * (as prepare and run): some results may have been taken. Like prepare, it ends the use of an earlier prepare. */
gboolean facerec_executor_run_each (FacerecExecutor *self, guint n, guint height, guint width,
    const FacerecPictures *pictures, GError **error);

G_END_DECLS
