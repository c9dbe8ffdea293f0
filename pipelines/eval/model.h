/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/analysis.h"

G_BEGIN_DECLS

/* A model to be evaluated, and how it describes the faces of all photos. */
typedef struct {
  gchar *spec;     /* as the user wrote it */
  gchar *name;     /* to show it by: the spec without its folder */
  Analysis *analysis;
  gchar *id;       /* what its embeddings say of themselves; NULL before the first */
  guint dimensions;
  GArray *embeddings; /* of gfloat: one row for each face */
  GArray *times_ms;   /* of gdouble: what a face took, one for each photo */
} EvalModel;

/* spec: "dlib", FILE.face, or raw:FILE.face, the backbone of that file without its head. settings: of faceembed, ends with an
 * entry whose option is NULL. Loads the model. Errors name the spec. (transfer full) */
EvalModel *eval_model_new (const gchar *spec, const GArray *settings, GError **error);
void eval_model_free (EvalModel *self); /* NULL is fine */

/* The median of what a face took, ms; NaN when there was none. */
gdouble eval_model_face_ms (const EvalModel *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EvalModel, eval_model_free)

G_END_DECLS
