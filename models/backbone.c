/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/backbone.h"

#include <string.h>

#include "models/backbone/impl.h"

static const FacerecBackboneImpl *const impls[] = {
  &facerec_backbone_dlib,
#ifdef HAVE_ONEDNN
  &facerec_backbone_xception,
#endif
};

struct _FacerecBackbone {
  const FacerecBackboneImpl *impl;
  gpointer object; /* the impl's */
  FacerecFaceModel *model;
  gchar *id;
};

const gchar *const *
facerec_backbone_names (void)
{
  static const gchar *const names[] = { "dlib", "xception", NULL };

  return names;
}

static const FacerecBackboneImpl *
find_impl (const gchar *name, GError **error)
{
  const gboolean is_known = g_strv_contains (facerec_backbone_names (), name);
  g_autofree gchar *known = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (impls); i++)
    if (strcmp (impls[i]->name, name) == 0)
      return impls[i];
  known = g_strjoinv (", ", (gchar **) facerec_backbone_names ());
  if (is_known)
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_UNAVAILABLE, "this build has no backbone \"%s\": build it with oneDNN",
        name);
  else
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT, "there is no backbone \"%s\": %s", name, known);
  return NULL;
}

/* Takes the model. */
static FacerecBackbone *
open_model (const FacerecBackboneImpl *impl, FacerecFaceModel *model, const gchar *path, const FacerecBackboneOptions *options,
    GError **error)
{
  gpointer object = impl->open (model, path, options, error);
  FacerecBackbone *self;

  if (!object) {
    facerec_face_model_free (model);
    return NULL;
  }
  self = g_new0 (FacerecBackbone, 1);
  self->impl = impl;
  self->object = object;
  self->model = model;
  self->id = facerec_face_model_id (model);
  return self;
}

FacerecBackbone *
facerec_backbone_open (const gchar *name, const gchar *path, const FacerecBackboneOptions *options, GError **error)
{
  static const FacerecBackboneOptions none = { 0, };
  const FacerecBackboneImpl *impl = find_impl (name, error);
  g_autoptr (FacerecFaceModel) model = NULL;
  g_autofree gchar *found = NULL;

  if (!options)
    options = &none;
  if (!impl)
    return NULL;
  model = impl->load (path, options, error);
  if (!model || !facerec_face_model_check (model, error))
    return NULL;
  if (!path && impl->find) {
    found = impl->find (model, error);
    if (!found)
      return NULL;
  }
  return open_model (impl, g_steal_pointer (&model), path ? path : found, options, error);
}

FacerecBackbone *
facerec_backbone_open_for (const FacerecFaceModel *model, const FacerecBackboneOptions *options, GError **error)
{
  static const FacerecBackboneOptions none = { 0, };
  const FacerecBackboneImpl *impl = find_impl (model->backbone, error);
  g_autofree gchar *found = NULL;
  FacerecBackbone *self;

  if (!impl)
    return NULL;
  if (impl->find) {
    found = impl->find (model, error);
    if (!found)
      return NULL;
  }
  self = open_model (impl, facerec_face_model_raw (model), found ? found : model->name, options ? options : &none, error);
  /* What runs has copied them, laid out its own way; Xception's are 83 MB. */
  if (self)
    g_clear_pointer (&self->model->tensors, facerec_tensors_unref);
  return self;
}

void
facerec_backbone_close (FacerecBackbone *self)
{
  if (!self)
    return;
  self->impl->close (self->object);
  facerec_face_model_free (self->model);
  g_free (self->id);
  g_free (self);
}

guint
facerec_backbone_features (const FacerecBackbone *self)
{
  return self->model->features;
}

const gchar *
facerec_backbone_id (const FacerecBackbone *self)
{
  return self->id;
}

gchar *
facerec_backbone_describe (const FacerecBackbone *self)
{
  return self->impl->describe (self->object);
}

gboolean
facerec_backbone_compute (FacerecBackbone *self, const guint8 *chips, guint n, gfloat *features, GError **error)
{
  return self->impl->compute (self->object, chips, n, features, error);
}

FacerecFaceModel *
facerec_backbone_new_model (const FacerecBackbone *self, const gchar *name)
{
  FacerecFaceModel *model = facerec_face_model_raw (self->model);

  g_free (model->name);
  model->name = g_strdup (name);
  return model;
}
