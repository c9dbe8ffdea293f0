/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/enrolment.h"

#include <math.h>
#include <string.h>

#include "models/gallery.h"
#include "pipelines/output.h"

/* Whatever comes first ends a group. */
#define GROUP_FACES 16
#define GROUP_US (G_USEC_PER_SEC / 4)

struct _Enrolment {
  gchar *path;
  gboolean negatives, json, quiet;
  FacerecGallery *gallery; /* NULL until there is one */
  GHashTable *images;      /* "sha256/person" of every face with a known image */
  GPtrArray *group;        /* of EnrolResult */
  guint n_faces;           /* of them to be enrolled */
  gint64 group_started;
  guint counts[ENROL_N_STATUSES];
};

static gboolean
note_image (const gchar *person, const FacerecGalleryFace *face, gpointer user_data)
{
  Enrolment *self = user_data;

  if (face->sha256)
    g_hash_table_add (self->images, g_strconcat (face->sha256, "/", person, NULL));
  return TRUE;
}

Enrolment *
enrolment_new (const gchar *path, gboolean negatives, gboolean json, gboolean quiet, GError **error)
{
  g_autoptr (Enrolment) self = g_new0 (Enrolment, 1);
  g_autoptr (GError) reason = NULL;

  self->path = g_strdup (path);
  self->negatives = negatives;
  self->json = json;
  self->quiet = quiet;
  self->images = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->group = g_ptr_array_new_with_free_func ((GDestroyNotify) enrol_result_free);
  self->gallery = facerec_gallery_open (path, FACEREC_GALLERY_WRITE, NULL, 0, &reason);
  if (!self->gallery && !g_error_matches (reason, FACEREC_ERROR, FACEREC_ERROR_NOT_FOUND)) {
    g_propagate_error (error, g_steal_pointer (&reason));
    return NULL;
  }
  if (self->gallery && !facerec_gallery_foreach_face (self->gallery, NULL, note_image, self, error))
    return NULL;
  return g_steal_pointer (&self);
}

gboolean
enrolment_check_person (Enrolment *self, const gchar *identity, GError **error)
{
  g_autofree gchar *shown = facerec_gallery_display_name (self->path);
  g_autoptr (GPtrArray) people = NULL;

  if (self->gallery && !(people = facerec_gallery_list_people (self->gallery, error)))
    return FALSE;
  for (guint i = 0; people && i < people->len; i++) {
    const FacerecGalleryPerson *person = g_ptr_array_index (people, i);

    if (person->kind == FACEREC_PERSON && strcmp (person->name, identity) == 0)
      return TRUE;
  }
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT,
      "%s: nobody is called \"%s\"; --not-this-person wants the name that was given by mistake", shown, identity);
  return FALSE;
}

/* As whom faces of identity are kept. (transfer full) */
static gchar *
stored_name (const Enrolment *self, const gchar *identity)
{
  return self->negatives ? facerec_gallery_negative_name (identity) : g_strdup (identity);
}

gboolean
enrolment_has_image (Enrolment *self, const gchar *identity, const gchar *sha256)
{
  g_autofree gchar *name = stored_name (self, identity), *key = g_strconcat (sha256, "/", name, NULL);

  return g_hash_table_contains (self->images, key);
}

/* ---- committing ---- */

/* Only the first embedding tells which model the gallery is, or must be, made with. */
static gboolean
open_for_model (Enrolment *self, const EnrolResult *result, GError **error)
{
  if (self->gallery && g_strcmp0 (facerec_gallery_get_model_id (self->gallery), result->model_id) == 0
      && facerec_gallery_get_dimensions (self->gallery) == result->n_values)
    return TRUE;
  g_clear_pointer (&self->gallery, facerec_gallery_close);
  self->gallery = facerec_gallery_open (self->path, FACEREC_GALLERY_CREATE, result->model_id, (guint) result->n_values,
      error);
  return self->gallery != NULL;
}

static gboolean
add_face (Enrolment *self, EnrolResult *result, GError **error)
{
  const FacerecGalleryFace face = {
    .values = result->embedding,
    .quality = result->has_quality ? result->overall : NAN,
    .x = result->x,
    .y = result->y,
    .width = result->width,
    .height = result->height,
    .source = result->path,
    .sha256 = result->sha256,
    .time_us = g_get_real_time (),
  };
  g_autofree gchar *source = g_utf8_make_valid (result->path, -1), *name = stored_name (self, result->identity);
  FacerecGalleryFace shown = face;
  gchar *duplicate_of = NULL;

  shown.source = source;
  if (!facerec_gallery_add_face (self->gallery, name, self->negatives ? FACEREC_NEGATIVE : FACEREC_PERSON, &shown,
          &duplicate_of, error))
    return FALSE;
  if (duplicate_of) {
    result->status = ENROL_DUPLICATE;
    result->duplicate_of = duplicate_of;
    result->reason = g_strdup_printf ("this face of this very image is enrolled already, as %s", duplicate_of);
  }
  return TRUE;
}

static gboolean
write_group (Enrolment *self, GError **error)
{
  for (guint i = 0; i < self->group->len; i++) {
    EnrolResult *result = g_ptr_array_index (self->group, i);

    if (result->status == ENROL_OK && !add_face (self, result, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
commit_group (Enrolment *self, GError **error)
{
  const EnrolResult *first = NULL;

  for (guint i = 0; i < self->group->len && !first; i++) {
    const EnrolResult *result = g_ptr_array_index (self->group, i);

    first = result->status == ENROL_OK ? result : NULL;
  }
  if (!first)
    return TRUE;
  if (!open_for_model (self, first, error) || !facerec_gallery_begin (self->gallery, error))
    return FALSE;
  if (write_group (self, error) && facerec_gallery_commit (self->gallery, error))
    return TRUE;
  facerec_gallery_rollback (self->gallery);
  return FALSE;
}

/* ---- reporting ---- */

static void
report (Enrolment *self, const EnrolResult *result)
{
  g_autofree gchar *line = NULL, *name = NULL;

  self->counts[result->status]++;
  if (result->status == ENROL_OK && result->sha256) {
    name = stored_name (self, result->identity);
    g_hash_table_add (self->images, g_strconcat (result->sha256, "/", name, NULL));
  }
  if (self->quiet && (result->status == ENROL_OK || result->status == ENROL_DUPLICATE))
    return;
  line = enrol_report_line (result, self->json);
  output_line (line);
}

gboolean
enrolment_flush (Enrolment *self, GError **error)
{
  if (!commit_group (self, error))
    return FALSE;
  for (guint i = 0; i < self->group->len; i++)
    report (self, g_ptr_array_index (self->group, i));
  g_ptr_array_set_size (self->group, 0);
  self->n_faces = 0;
  return TRUE;
}

gboolean
enrolment_add (Enrolment *self, EnrolResult *result, GError **error)
{
  gint64 now = g_get_monotonic_time ();

  if (self->group->len == 0)
    self->group_started = now;
  g_ptr_array_add (self->group, result);
  self->n_faces += result->status == ENROL_OK;
  if (self->n_faces >= GROUP_FACES || now - self->group_started >= GROUP_US)
    return enrolment_flush (self, error);
  return TRUE;
}

const guint *
enrolment_get_counts (const Enrolment *self)
{
  return self->counts;
}

void
enrolment_free (Enrolment *self)
{
  if (!self)
    return;
  g_clear_pointer (&self->gallery, facerec_gallery_close);
  g_clear_pointer (&self->images, g_hash_table_unref);
  g_clear_pointer (&self->group, g_ptr_array_unref);
  g_free (self->path);
  g_free (self);
}
