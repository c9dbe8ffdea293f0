/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/onednn/context.h"

G_BEGIN_DECLS

/* A network built for one input shape: its steps as primitives, and where in one piece of scratch memory each value lies while
 * somebody needs it. */
typedef struct _FacerecPlan FacerecPlan;

/* context is borrowed and must outlive the plan. sibling: NULL, or a plan of the same shape whose input and output this one
 * takes for its own, and which must outlive it. OpenMP's number of threads now is that of all runs. NULL on error.
 * (transfer full) */
FacerecPlan *facerec_plan_new (FacerecContext *context, guint batch, guint height, guint width, FacerecPlan *sibling,
    GError **error);
void facerec_plan_free (FacerecPlan *self); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FacerecPlan, facerec_plan_free)

/* The input's shape, and the output's. */
const FacerecShape *facerec_plan_input_shape (const FacerecPlan *self);
const FacerecShape *facerec_plan_output_shape (const FacerecPlan *self);

/* Planes of floats, the plan's own; the input zeroed when the plan was made. */
gfloat *facerec_plan_input (FacerecPlan *self);
const gfloat *facerec_plan_output (FacerecPlan *self);

/* Bytes of its own, and of scratch memory that a run needs. */
gsize facerec_plan_own_bytes (const FacerecPlan *self);
gsize facerec_plan_scratch_bytes (const FacerecPlan *self);

/* Runs all steps; several plans of one context may run at once. scratch: facerec_plan_scratch_bytes, 64-byte aligned, of any
 * content. FACEREC_ERROR_ENGINE. */
gboolean facerec_plan_run (FacerecPlan *self, gpointer scratch, GError **error);

G_END_DECLS
