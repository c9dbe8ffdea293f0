/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/backbone.h"

G_BEGIN_DECLS

/* What a backbone has to bring: one file, and a row of the table in backbone.c. */
typedef struct {
  const gchar *name;
  /* model (transfer none): what is to be run, complete and checked, whose tensors may go as soon as it is open; path is
   * for messages, or, where the model needs a file, that file. NULL with error set. */
  gpointer (*open) (const FacerecFaceModel *model, const gchar *path, const FacerecBackboneOptions *options, GError **error);
  gboolean (*compute) (gpointer self, const guint8 *chips, guint n, gfloat *features, GError **error);
  gchar *(*describe) (gpointer self); /* (transfer full) */
  void (*close) (gpointer self);
  /* The model of what lies at path (NULL: the default), without head, as options ask for it. (transfer full) */
  FacerecFaceModel *(*load) (const gchar *path, const FacerecBackboneOptions *options, GError **error);
  /* Where the file is that a model needs. NULL: it needs none. (transfer full) */
  gchar *(*find) (const FacerecFaceModel *model, GError **error);
} FacerecBackboneImpl;

extern const FacerecBackboneImpl facerec_backbone_dlib;
#ifdef HAVE_ONEDNN
extern const FacerecBackboneImpl facerec_backbone_xception;
#endif

G_END_DECLS
