/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/gallerycommands.h"

#include <math.h>
#include <string.h>

#include <gst/facerec/facerec.h>

#include "pipelines/interrupt.h"
#include "pipelines/output.h"
#include "pipelines/progress.h"

/* Faces of a transaction: others get their turn between two. */
#define GROUP_FACES 250
/* And at most about so long, where each takes several round trips to a server: they wait 30 s. */
#define GROUP_US (5 * G_USEC_PER_SEC)

typedef struct {
  FacerecGallery *from, *to;
  GHashTable *kinds; /* name to GINT_TO_POINTER (FacerecPersonKind), of from */
  GHashTable *known; /* face_key() of what is there already */
  Progress *progress;
  guint n_copied, n_known, n_group;
  gint64 group_started;
  GError *error;
} Copy;

/* The same numbers under the same name: a face that was enrolled live has no picture to be known by. */
static gchar *
face_key (const Copy *self, const gchar *person, const gfloat *values)
{
  const gsize size = facerec_gallery_get_dimensions (self->from) * sizeof (gfloat);
  g_autofree gchar *digest = g_compute_checksum_for_data (G_CHECKSUM_SHA1, (const guchar *) values, size);

  return g_strconcat (digest, "/", person, NULL);
}

static gboolean
note_known (const gchar *person, const FacerecGalleryFace *face, gpointer user_data)
{
  Copy *self = user_data;

  g_hash_table_add (self->known, face_key (self, person, face->values));
  return TRUE;
}

static gboolean
add_face (Copy *self, const gchar *person, const FacerecGalleryFace *face)
{
  const FacerecPersonKind kind = GPOINTER_TO_INT (g_hash_table_lookup (self->kinds, person));
  g_autofree gchar *key = face_key (self, person, face->values), *duplicate_of = NULL;

  /* Has come since people were listed, and may be a negative: the next copy takes it along. */
  if (!g_hash_table_contains (self->kinds, person))
    return TRUE;
  if (g_hash_table_contains (self->known, key)) {
    self->n_known++;
    return TRUE;
  }
  if (!facerec_gallery_add_face (self->to, person, kind, face, &duplicate_of, &self->error))
    return FALSE;
  if (duplicate_of)
    self->n_known++;
  else
    self->n_copied++;
  g_hash_table_add (self->known, g_steal_pointer (&key));
  return TRUE;
}

static gboolean
begin_group (Copy *self, GError **error)
{
  gboolean begun = facerec_gallery_begin (self->to, error);

  self->n_group = 0;
  self->group_started = g_get_monotonic_time ();
  return begun;
}

static gboolean
copy_face (const gchar *person, const FacerecGalleryFace *face, gpointer user_data)
{
  Copy *self = user_data;

  if (interrupted || !add_face (self, person, face))
    return FALSE;
  progress_update (self->progress, self->n_copied + self->n_known, self->n_copied + self->n_known);
  if (++self->n_group < GROUP_FACES && g_get_monotonic_time () - self->group_started < GROUP_US)
    return TRUE;
  return facerec_gallery_commit (self->to, &self->error) && begin_group (self, &self->error);
}

static gboolean
copy_faces (Copy *self, GError **error)
{
  gboolean done = begin_group (self, error)
      && facerec_gallery_foreach_face (self->from, NULL, copy_face, self, error);

  if (done && self->error) {
    g_propagate_error (error, g_steal_pointer (&self->error));
    done = FALSE;
  }
  if (done && facerec_gallery_commit (self->to, error))
    return TRUE;
  facerec_gallery_rollback (self->to);
  return FALSE;
}

/* Of people who have none there. */
static gboolean
copy_thresholds (Copy *self, const GPtrArray *people, GError **error)
{
  g_autoptr (GPtrArray) there = facerec_gallery_list_people (self->to, error);
  g_autoptr (GHashTable) without = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; there && i < there->len; i++) {
    const FacerecGalleryPerson *person = g_ptr_array_index (there, i);

    if (isnan (person->own_threshold))
      g_hash_table_add (without, person->name);
  }
  for (guint i = 0; there && i < people->len; i++) {
    const FacerecGalleryPerson *person = g_ptr_array_index (people, i);

    if (!isnan (person->own_threshold) && g_hash_table_contains (without, person->name)
        && !facerec_gallery_set_threshold (self->to, person->name, person->own_threshold, error))
      return FALSE;
  }
  return there != NULL;
}

static void
tell (const Copy *self, guint n_people, gboolean json)
{
  g_autofree gchar *line = NULL, *faces = output_count (self->n_copied, "face", NULL);
  g_autofree gchar *people = output_count (n_people, "person", "people");

  if (json)
    line = g_strdup_printf ("{\"version\":%d,\"copied\":%u,\"known\":%u,\"people\":%u}", GST_FACEREC_OUTPUT_VERSION,
        self->n_copied, self->n_known, n_people);
  else
    line = g_strdup_printf ("%s copied, %u there already; %s", faces, self->n_known, people);
  output_line (line);
  if (interrupted)
    output_note ("Interrupted: the same command goes on.");
}

static void
copy_clear (Copy *self)
{
  facerec_gallery_close (self->to);
  g_clear_pointer (&self->kinds, g_hash_table_unref);
  g_clear_pointer (&self->known, g_hash_table_unref);
  progress_free (self->progress);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Copy, copy_clear)

ExitCode
gallery_copy (FacerecGallery *from, const gchar *to, gboolean json, GError **error)
{
  g_auto (Copy) self = { .from = from };
  g_autoptr (GPtrArray) people = facerec_gallery_list_people (from, error);
  guint n_faces = 0;

  if (!people)
    return EXIT_WRONG;
  self.kinds = g_hash_table_new (g_str_hash, g_str_equal);
  self.known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < people->len; i++) {
    const FacerecGalleryPerson *person = g_ptr_array_index (people, i);

    n_faces += person->n_faces;
    g_hash_table_insert (self.kinds, person->name, GINT_TO_POINTER (person->kind));
  }
  self.to = facerec_gallery_open (to, FACEREC_GALLERY_CREATE, facerec_gallery_get_model_id (from),
      facerec_gallery_get_dimensions (from), error);
  if (!self.to || !facerec_gallery_foreach_face (self.to, NULL, note_known, &self, error))
    return EXIT_WRONG;
  interrupt_catch ();
  self.progress = progress_new (n_faces, "faces", json);
  if (!copy_faces (&self, error) || (!interrupted && !copy_thresholds (&self, people, error)))
    return EXIT_WRONG;
  progress_clear (self.progress);
  tell (&self, people->len, json);
  return self.n_copied + self.n_known > 0 && !interrupted ? EXIT_DONE : EXIT_NOTHING;
}
