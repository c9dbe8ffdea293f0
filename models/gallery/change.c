/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a change of a gallery means, told once for every store: who may be called what, whose face is known already, and that
 * negatives go with the person they are against. Each change is one transaction of the store. */
#include "models/gallery/backend.h"

static gboolean G_GNUC_PRINTF (3, 4)
refuse (FacerecGallery *self, GError **error, const gchar *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree gchar *reason = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT, "%s: %s", self->path, reason);
  return FALSE;
}

const gchar *
facerec_gallery_kind_name (FacerecPersonKind kind)
{
  return kind == FACEREC_NEGATIVE ? "negative" : "person";
}

gboolean
facerec_gallery_kind_from_name (const gchar *name, FacerecPersonKind *kind)
{
  *kind = g_strcmp0 (name, "negative") == 0 ? FACEREC_NEGATIVE : FACEREC_PERSON;
  return g_strcmp0 (name, facerec_gallery_kind_name (*kind)) == 0;
}

gboolean
facerec_gallery_require_person (FacerecGallery *self, const gchar *name, gint64 *id, FacerecPersonKind *kind,
    GError **error)
{
  if (!self->backend->find_person (self, name, id, kind, error))
    return FALSE;
  return *id != 0 || refuse (self, error, "nobody is called '%s'", name);
}

/* ---- transactions ---- */

gboolean
facerec_gallery_fail_undone (FacerecGallery *self, const gchar *lost, GError **error)
{
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_WRITE, "%s: the changes were undone after an earlier failure%s%s",
      self->path, lost != NULL ? ": " : "", lost != NULL ? lost : "");
  return FALSE;
}

static gboolean
check_writable (FacerecGallery *self, GError **error)
{
  if (self->mode != FACEREC_GALLERY_READ)
    return TRUE;
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_WRITE, "%s: was opened for reading only", self->path);
  return FALSE;
}

gboolean
facerec_gallery_begin (FacerecGallery *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  if (!check_writable (self, error))
    return FALSE;
  if (self->in_transaction)
    return refuse (self, error, "a transaction is open already");
  self->in_transaction = self->backend->begin (self, error);
  return self->in_transaction;
}

gboolean
facerec_gallery_commit (FacerecGallery *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  if (!self->in_transaction)
    return refuse (self, error, "no transaction is open");
  const gboolean ok = self->backend->commit (self, error);
  self->in_transaction = FALSE;
  return ok;
}

void
facerec_gallery_rollback (FacerecGallery *self)
{
  g_return_if_fail (self != NULL);
  if (self->in_transaction)
    self->backend->rollback (self);
  self->in_transaction = FALSE;
}

static gboolean
begin_change (FacerecGallery *self, GError **error)
{
  return check_writable (self, error) && self->backend->begin_change (self, error);
}

/* ---- adding ---- */

typedef struct {
  const FacerecGalleryFace *face;
  gchar *owner;
} Twin;

static gboolean
compare_with_twin (const gchar *person, const FacerecGalleryFace *face, gpointer user_data)
{
  Twin *twin = user_data;
  if (facerec_gallery_is_same_face (twin->face, face->x, face->y, face->width, face->height))
    twin->owner = g_strdup (person);
  return twin->owner == NULL;
}

/* *owner (transfer full): who has this face of this image already, in which case nothing is added; NULL for nobody. */
static gboolean
add_face (FacerecGallery *self, const gchar *name, FacerecPersonKind kind, const FacerecGalleryFace *face, gchar **owner,
    GError **error)
{
  gint64 id;
  FacerecPersonKind known_kind;
  Twin twin = { face, NULL };
  const gboolean ok =
      self->backend->look_up (self, name, kind, face->sha256, compare_with_twin, &twin, &id, &known_kind, error);
  *owner = twin.owner;
  if (!ok || *owner != NULL)
    return ok;
  if (id != 0 && known_kind != kind)
    return refuse (self, error, "'%s' is enrolled as a %s", name, facerec_gallery_kind_name (known_kind));
  return self->backend->add_face (self, id, name, kind, face, error);
}

gboolean
facerec_gallery_add_face (FacerecGallery *self, const gchar *person, FacerecPersonKind kind,
    const FacerecGalleryFace *face, gchar **duplicate_of, GError **error)
{
  g_return_val_if_fail (self != NULL && person != NULL && face != NULL && face->values != NULL, FALSE);

  if (duplicate_of != NULL)
    *duplicate_of = NULL;
  if (!check_writable (self, error) || !facerec_gallery_check_name (person, error))
    return FALSE;
  const gchar *problem = facerec_gallery_embedding_problem (face->values, self->dimensions);
  if (problem == NULL)
    problem = facerec_gallery_face_problem (face);
  if (problem != NULL)
    return refuse (self, error, "a face of %s cannot be stored: %s", person, problem);
  g_autofree gchar *owner = NULL;
  if (!begin_change (self, error) ||
      !self->backend->end_change (self, add_face (self, person, kind, face, &owner, error), error))
    return FALSE;
  if (duplicate_of != NULL)
    *duplicate_of = g_steal_pointer (&owner);
  return TRUE;
}

/* ---- people ---- */

/* All faces of from become those of into; from is gone. */
static gboolean
move_faces (FacerecGallery *self, gint64 from, gint64 into, GError **error)
{
  return self->backend->move_faces (self, from, into, error) && self->backend->remove_person (self, from, error);
}

/* The negative that is against that person; *id 0: there is none. */
static gboolean
find_negative (FacerecGallery *self, const gchar *person, gint64 *id, GError **error)
{
  g_autofree gchar *name = facerec_gallery_negative_name (person);
  FacerecPersonKind kind;
  if (!self->backend->find_person (self, name, id, &kind, error))
    return FALSE;
  if (kind != FACEREC_NEGATIVE)
    *id = 0;
  return TRUE;
}

/* What is against from is against to from now on. */
static gboolean
move_negative (FacerecGallery *self, const gchar *from, const gchar *to, GError **error)
{
  gint64 id, other;
  g_autofree gchar *name = facerec_gallery_negative_name (to);
  if (!find_negative (self, from, &id, error) || !find_negative (self, to, &other, error))
    return FALSE;
  if (id == 0 || id == other)
    return TRUE;
  if (other != 0)
    return move_faces (self, id, other, error);
  return facerec_gallery_check_name (name, error) && self->backend->change_name (self, id, name, error);
}

static gboolean
rename_person (FacerecGallery *self, const gchar *from, const gchar *to, GError **error)
{
  gint64 id, other;
  FacerecPersonKind kind, other_kind;
  if (!facerec_gallery_require_person (self, from, &id, &kind, error) ||
      !self->backend->find_person (self, to, &other, &other_kind, error))
    return FALSE;
  if (other != 0 && other != id)
    return refuse (self, error, "'%s' is enrolled already; merge '%s' into it instead", to, from);
  return self->backend->change_name (self, id, to, error) &&
      (kind == FACEREC_NEGATIVE || move_negative (self, from, to, error));
}

gboolean
facerec_gallery_rename (FacerecGallery *self, const gchar *from, const gchar *to, GError **error)
{
  g_return_val_if_fail (self != NULL && from != NULL && to != NULL, FALSE);
  return check_writable (self, error) && facerec_gallery_check_name (to, error) && begin_change (self, error) &&
      self->backend->end_change (self, rename_person (self, from, to, error), error);
}

static gboolean
remove_person (FacerecGallery *self, const gchar *person, GError **error)
{
  gint64 id, negative = 0;
  FacerecPersonKind kind;
  if (!facerec_gallery_require_person (self, person, &id, &kind, error) ||
      (kind == FACEREC_PERSON && !find_negative (self, person, &negative, error)))
    return FALSE;
  return self->backend->remove_person (self, id, error) &&
      (negative == 0 || self->backend->remove_person (self, negative, error));
}

gboolean
facerec_gallery_remove (FacerecGallery *self, const gchar *person, GError **error)
{
  g_return_val_if_fail (self != NULL && person != NULL, FALSE);
  return begin_change (self, error) && self->backend->end_change (self, remove_person (self, person, error), error);
}

static gboolean
merge_people (FacerecGallery *self, const gchar *from, const gchar *into, GError **error)
{
  gint64 from_id, into_id;
  FacerecPersonKind from_kind, into_kind;
  if (!facerec_gallery_require_person (self, from, &from_id, &from_kind, error) ||
      !facerec_gallery_require_person (self, into, &into_id, &into_kind, error))
    return FALSE;
  if (from_kind != into_kind)
    return refuse (self, error, "of '%s' and '%s' one is a person and the other a negative", from, into);
  return move_faces (self, from_id, into_id, error) &&
      (from_kind == FACEREC_NEGATIVE || move_negative (self, from, into, error));
}

gboolean
facerec_gallery_merge (FacerecGallery *self, const gchar *from, const gchar *into, GError **error)
{
  g_return_val_if_fail (self != NULL && from != NULL && into != NULL, FALSE);

  if (g_str_equal (from, into))
    return refuse (self, error, "'%s' cannot be merged into itself", from);
  return begin_change (self, error) && self->backend->end_change (self, merge_people (self, from, into, error), error);
}

static gboolean
set_threshold (FacerecGallery *self, const gchar *person, gfloat own_threshold, GError **error)
{
  gint64 id;
  FacerecPersonKind kind;
  return facerec_gallery_require_person (self, person, &id, &kind, error) &&
      self->backend->change_threshold (self, id, own_threshold, error);
}

gboolean
facerec_gallery_set_threshold (FacerecGallery *self, const gchar *person, gfloat own_threshold, GError **error)
{
  g_return_val_if_fail (self != NULL && person != NULL, FALSE);

  const gchar *problem = facerec_gallery_threshold_problem (own_threshold);
  if (problem != NULL)
    return refuse (self, error, "'%s': %s", person, problem);
  return begin_change (self, error) &&
      self->backend->end_change (self, set_threshold (self, person, own_threshold, error), error);
}

/* ---- faces ---- */

static gboolean
remove_face (FacerecGallery *self, gint64 face_id, GError **error)
{
  gboolean found;
  if (!self->backend->remove_face (self, face_id, &found, error))
    return FALSE;
  return found || refuse (self, error, "there is no face %" G_GINT64_FORMAT, face_id);
}

gboolean
facerec_gallery_remove_face (FacerecGallery *self, gint64 face_id, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return begin_change (self, error) && self->backend->end_change (self, remove_face (self, face_id, error), error);
}
