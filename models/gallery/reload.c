/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* How much of a gallery is read: all of it, or what the ids say is new. */
#include <string.h>

#include "models/gallery/load.h"

/* ---- which faces of base are still there, and whose ---- */

typedef struct {
  const FacerecEncodings *base, *people;
  guint *owners;     /* of each row of base, G_MAXUINT: gone */
  gint64 last_known; /* greatest id of base */
  guint person, chunk, row; /* where the last one was found */
} Owners;

/* Moves to the row of base that has this id. */
static gboolean
find_face (Owners *self, gint64 id)
{
  const FacerecRows *rows = &self->base->faces;
  const FacerecChunk *chunk = facerec_rows_chunk (rows, self->chunk);
  /* Faces of a person often follow each other. */
  if (self->row + 1 < chunk->n_rows && chunk->ids[self->row + 1] == id) {
    self->row++;
    return TRUE;
  }
  guint low = 0, high = rows->chunks->len;
  while (high - low > 1) {
    const guint middle = low + (high - low) / 2;
    if (facerec_rows_chunk (rows, middle)->ids[0] <= id)
      low = middle;
    else
      high = middle;
  }
  self->chunk = low;
  chunk = facerec_rows_chunk (rows, low);
  for (low = 0, high = chunk->n_rows; high - low > 1;) {
    const guint middle = low + (high - low) / 2;
    if (chunk->ids[middle] <= id)
      low = middle;
    else
      high = middle;
  }
  self->row = low;
  return chunk->ids[low] == id;
}

static gboolean
note_owner (gint64 face, gint64 person, const gfloat *values, gpointer user_data)
{
  Owners *self = user_data;
  self->person = facerec_encodings_find_person_id (self->people, person, self->person);
  if (self->person == G_MAXUINT)
    return FALSE;
  if (face > self->last_known)
    return TRUE;
  if (!find_face (self, face))
    return FALSE;
  self->owners[facerec_rows_first (&self->base->faces, self->chunk) + self->row] = self->person;
  return TRUE;
}

/* ---- whether base can be believed ---- */

typedef struct {
  const FacerecChunk *chunk;
  guint row;
  gboolean is_same;
} Sample;

static gboolean
compare_sample (gint64 face, gint64 person, const gfloat *values, gpointer user_data)
{
  Sample *sample = user_data;
  sample->is_same = facerec_chunk_equals (sample->chunk, sample->row, values);
  return TRUE;
}

/* Ids are given once and a face never changes, so where two galleries have parted every later id stands for another
 * face in each: the last one that both have tells, were it a copy that went another way. The last row of each chunk is
 * read, besides, against a program that does not keep to that. */
static gboolean
is_same_gallery (FacerecGallery *gallery, const Owners *owners)
{
  const FacerecRows *rows = &owners->base->faces;
  for (guint n = 0; n < rows->chunks->len; n++) {
    Sample sample = { facerec_rows_chunk (rows, n), facerec_rows_chunk (rows, n)->n_rows, FALSE };
    const guint *people = owners->owners + facerec_rows_first (rows, n);
    while (sample.row > 0 && people[sample.row - 1] == G_MAXUINT)
      sample.row--;
    if (sample.row-- == 0)
      continue;
    const gint64 id = sample.chunk->ids[sample.row];
    if (!gallery->backend->bulk_faces (gallery, id, id, compare_sample, &sample) || !sample.is_same)
      return FALSE;
  }
  return TRUE;
}

/* NULL: it cannot be done so. */
static FacerecEncodings *
load_by_ids (FacerecGallery *self, const FacerecEncodings *base, FacerecWorkers *workers)
{
  gint64 least, greatest;
  const guint n = base->faces.n_rows;
  g_autoptr (FacerecGalleryLoad) load = facerec_gallery_load_new (self);
  if (load == NULL || n == 0 || !self->backend->bulk_ids (self, &least, &greatest))
    return NULL;
  g_autofree guint *rows = g_new (guint, n);
  Owners owners = { .base = base, .people = facerec_gallery_load_get_people (load), .owners = rows,
    .last_known = facerec_rows_get_id (&base->faces, n - 1) };
  memset (rows, 0xff, n * sizeof *rows);
  if (!self->backend->bulk_owners (self, note_owner, &owners) || !is_same_gallery (self, &owners))
    return NULL;
  for (guint c = 0; c < base->faces.chunks->len; c++)
    facerec_gallery_load_add_kept (load, facerec_rows_chunk (&base->faces, c),
        rows + facerec_rows_first (&base->faces, c));
  if (greatest > owners.last_known)
    facerec_gallery_load_add_ids (load, owners.last_known + 1, greatest);
  return facerec_gallery_load_run (load, base, workers);
}

static FacerecEncodings *
load_all (FacerecGallery *self, const FacerecEncodings *base, FacerecWorkers *workers)
{
  gint64 least, greatest;
  g_autoptr (FacerecGalleryLoad) load = facerec_gallery_load_new (self);
  if (load == NULL || !self->backend->bulk_ids (self, &least, &greatest))
    return NULL;
  if (base != NULL && base->faces.n_rows > 0)
    facerec_gallery_load_add_base (load, &base->faces, least, greatest);
  else
    facerec_gallery_load_add_ids (load, least, greatest);
  return facerec_gallery_load_run (load, base, workers);
}

/* ---- why it could not be loaded ---- */

static gboolean
pass_over (const gchar *person, const FacerecGalleryFace *face, gpointer user_data)
{
  return TRUE;
}

static void
explain (FacerecGallery *self, GError **error)
{
  g_autoptr (GPtrArray) people = facerec_gallery_list_people (self, error);
  if (people != NULL && facerec_gallery_foreach_face (self, NULL, pass_over, NULL, error))
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "%s: could not be read; try again", self->path);
}

FacerecEncodings *
facerec_gallery_reload (FacerecGallery *self, const FacerecEncodings *base, gboolean by_ids, FacerecWorkers *workers,
    GError **error)
{
  g_return_val_if_fail (self != NULL && (base == NULL || base->sealed), NULL);

  if (base != NULL && (base->dimensions != self->dimensions || !g_str_equal (base->model_id, self->model_id)))
    base = NULL;
  if (!self->backend->begin_read (self, error))
    return NULL;
  FacerecEncodings *encodings = base != NULL && by_ids ? load_by_ids (self, base, workers) : NULL;
  if (encodings == NULL)
    encodings = load_all (self, base, workers);
  /* Whatever another thread's connection may have run into. */
  if (encodings == NULL && facerec_workers_get_n (workers) > 1)
    encodings = load_all (self, base, NULL);
  if (encodings == NULL)
    explain (self, error);
  self->backend->end_read (self);
  return encodings;
}

FacerecEncodings *
facerec_gallery_load (FacerecGallery *self, GError **error)
{
  return facerec_gallery_reload (self, NULL, FALSE, NULL, error);
}
