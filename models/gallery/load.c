/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* Loading: the faces are read by ranges of ids, on several threads, straight into the chunks that are searched. With
 * earlier encodings of the same gallery (base) the ranges are their chunks': a chunk whose every row is read again as
 * it was is shared with them, and only another one takes new memory. */
#include "models/gallery/load.h"

/* Of ids of which nothing is known yet. */
#define MOST_RANGES 4096

/* Rows, read or to be read: a chunk's, as a rule. */
typedef struct {
  gint64 first, last; /* ids */
  FacerecChunk *base; /* what may stand there already; NULL: nothing known */
  guint matched;      /* so many rows were read as base has them */
  gboolean diverged;  /* then one was not */
  gboolean done;
  FacerecRows rows;
  GArray *people; /* guint, of each row */
} Range;

struct _FacerecGalleryLoad {
  FacerecGallery *gallery;
  FacerecEncodings *encodings;
  FacerecGallery **readers; /* one for each worker, the first the gallery itself; NULL: none to be had */
  GArray *ranges;           /* Range */
  gint next;                /* atomic */
  gint failed;              /* atomic */
};

/* What one thread is at. */
typedef struct {
  FacerecGalleryLoad *load;
  Range *range;
  guint person; /* the last one found: faces of a person often follow each other */
} Cursor;

static void
range_clear (gpointer data)
{
  Range *range = data;
  facerec_chunk_unref (range->base);
  facerec_rows_clear (&range->rows);
  g_clear_pointer (&range->people, g_array_unref);
}

static Range *
add_range (FacerecGalleryLoad *self, gint64 first, gint64 last, FacerecChunk *base)
{
  Range range = { .first = first, .last = last, .base = base != NULL ? facerec_chunk_ref (base) : NULL,
    .people = g_array_new (FALSE, FALSE, sizeof (guint)) };
  facerec_rows_init (&range.rows, self->encodings->dimensions);
  g_array_append_val (self->ranges, range);
  return &g_array_index (self->ranges, Range, self->ranges->len - 1);
}

void
facerec_gallery_load_add_ids (FacerecGalleryLoad *self, gint64 first, gint64 last)
{
  const guint64 max_rows = facerec_chunk_max_rows (self->encodings->dimensions);
  if (last < first)
    return;
  /* Ids may be far apart, and every range is asked for. Where there are more faces than so many chunks have room for, a range
   * has several. */
  const guint64 width = MAX (max_rows, ((guint64) last - (guint64) first) / MOST_RANGES + 1);
  for (guint64 left = (guint64) last - (guint64) first;; left -= width, first += (gint64) width) {
    add_range (self, first, left < width ? last : (gint64) ((guint64) first + width - 1), NULL);
    if (left < width)
      break;
  }
}

void
facerec_gallery_load_add_base (FacerecGalleryLoad *self, const FacerecRows *base, gint64 least, gint64 greatest)
{
  for (guint n = 0; n < base->chunks->len; n++) {
    FacerecChunk *chunk = facerec_rows_chunk (base, n);
    const gboolean is_last = n + 1 == base->chunks->len;
    add_range (self, n == 0 ? MIN (least, chunk->ids[0]) : chunk->ids[0],
        is_last ? chunk->ids[chunk->n_rows - 1] : facerec_rows_chunk (base, n + 1)->ids[0] - 1, chunk);
  }
  if (base->n_rows == 0) {
    facerec_gallery_load_add_ids (self, least, greatest);
    return;
  }
  const gint64 known = facerec_rows_get_id (base, base->n_rows - 1);
  if (greatest > known)
    facerec_gallery_load_add_ids (self, known + 1, greatest);
}

void
facerec_gallery_load_add_kept (FacerecGalleryLoad *self, FacerecChunk *chunk, const guint *people)
{
  Range *range = add_range (self, 0, 0, NULL);
  guint n_kept = 0;
  for (guint row = 0; row < chunk->n_rows; row++)
    n_kept += people[row] != G_MAXUINT;
  range->done = TRUE;
  if (n_kept == chunk->n_rows) {
    facerec_rows_add_chunk (&range->rows, chunk);
    g_array_append_vals (range->people, people, n_kept);
    return;
  }
  g_autoptr (FacerecChunk) kept = facerec_chunk_new (chunk->dimensions, n_kept);
  for (guint row = 0; row < chunk->n_rows; row++)
    if (people[row] != G_MAXUINT) {
      facerec_chunk_add_rows (kept, chunk, row, 1);
      g_array_append_val (range->people, people[row]);
    }
  facerec_rows_add_chunk (&range->rows, kept);
}

/* Base is not what is read: what was the same until here is copied. */
static void
diverge (Range *range, guint dimensions)
{
  range->diverged = TRUE;
  if (range->matched == 0)
    return;
  g_autoptr (FacerecChunk) copy = facerec_chunk_new (dimensions, range->base->n_rows);
  facerec_chunk_add_rows (copy, range->base, 0, range->matched);
  facerec_rows_add_chunk (&range->rows, copy);
}

static gboolean
load_face (gint64 face, gint64 person_id, const gfloat *values, gpointer user_data)
{
  Cursor *cursor = user_data;
  FacerecEncodings *encodings = cursor->load->encodings;
  Range *range = cursor->range;
  cursor->person = facerec_encodings_find_person_id (encodings, person_id, cursor->person);
  if (cursor->person == G_MAXUINT || g_atomic_int_get (&cursor->load->failed))
    return FALSE;
  g_array_append_val (range->people, cursor->person);
  if (range->base != NULL && !range->diverged) {
    if (range->matched < range->base->n_rows && range->base->ids[range->matched] == face &&
        facerec_chunk_equals (range->base, range->matched, values)) {
      range->matched++;
      return TRUE;
    }
    diverge (range, encodings->dimensions);
  }
  facerec_rows_add (&range->rows, face, values);
  return TRUE;
}

static gboolean
load_range (FacerecGallery *reader, Cursor *cursor)
{
  Range *range = cursor->range;
  const guint dimensions = reader->dimensions;
  const guint64 width = (guint64) range->last - (guint64) range->first;
  range->rows.expected = (guint) MIN (width + 1, facerec_chunk_max_rows (dimensions));
  if (!reader->backend->bulk_faces (reader, range->first, range->last, load_face, cursor))
    return FALSE;
  if (range->base != NULL && !range->diverged) {
    if (range->matched == range->base->n_rows)
      facerec_rows_add_chunk (&range->rows, range->base);
    else
      diverge (range, dimensions);
  }
  facerec_rows_trim (&range->rows);
  return TRUE;
}

static void
load_ranges (guint worker, gpointer user_data)
{
  FacerecGalleryLoad *self = user_data;
  guint next;
  if (self->readers[worker] == NULL)
    return;
  while (!g_atomic_int_get (&self->failed) &&
      (next = (guint) g_atomic_int_add (&self->next, 1)) < self->ranges->len) {
    Cursor cursor = { self, &g_array_index (self->ranges, Range, next), 0 };
    if (!cursor.range->done && !load_range (self->readers[worker], &cursor))
      g_atomic_int_set (&self->failed, TRUE);
  }
}

static gboolean
load_person (const FacerecGalleryPerson *person, const gchar *problem, gpointer user_data)
{
  FacerecGalleryLoad *self = user_data;
  if (problem != NULL)
    self->failed = TRUE;
  else
    facerec_encodings_add_person_id (self->encodings, person->id, person->name, person->kind, person->own_threshold);
  return problem == NULL;
}

FacerecGalleryLoad *
facerec_gallery_load_new (FacerecGallery *gallery)
{
  g_autoptr (FacerecGalleryLoad) self = g_new0 (FacerecGalleryLoad, 1);
  self->gallery = gallery;
  self->encodings = facerec_encodings_new (gallery->model_id, gallery->dimensions);
  self->ranges = g_array_new (FALSE, FALSE, sizeof (Range));
  g_array_set_clear_func (self->ranges, range_clear);
  if (!gallery->backend->bulk_people (gallery, load_person, self) || self->failed)
    return NULL;
  return g_steal_pointer (&self);
}

void
facerec_gallery_load_free (FacerecGalleryLoad *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->ranges);
  facerec_encodings_unref (self->encodings);
  g_free (self);
}

const FacerecEncodings *
facerec_gallery_load_get_people (const FacerecGalleryLoad *self)
{
  return self->encodings;
}

static gboolean
run (FacerecGalleryLoad *self, FacerecWorkers *workers)
{
  const guint n_workers = self->ranges->len > 1 ? facerec_workers_get_n (workers) : 1;
  self->readers = g_new0 (FacerecGallery *, facerec_workers_get_n (workers));
  self->readers[0] = self->gallery;
  for (guint i = 1; i < MIN (n_workers, self->ranges->len); i++)
    self->readers[i] = self->gallery->backend->new_reader (self->gallery);
  facerec_workers_run (n_workers > 1 ? workers : NULL, load_ranges, self);
  for (guint i = 1; i < n_workers; i++)
    facerec_gallery_close (self->readers[i]);
  g_clear_pointer (&self->readers, g_free);
  return !self->failed;
}

FacerecEncodings *
facerec_gallery_load_run (FacerecGalleryLoad *self, const FacerecEncodings *base, FacerecWorkers *workers)
{
  if (!run (self, workers))
    return NULL;
  for (guint i = 0; i < self->ranges->len; i++) {
    Range *range = &g_array_index (self->ranges, Range, i);
    for (guint n = 0; n < range->rows.chunks->len; n++)
      facerec_encodings_add_chunk (self->encodings, facerec_rows_chunk (&range->rows, n),
          &g_array_index (range->people, guint, facerec_rows_first (&range->rows, n)));
    range_clear (range);
    *range = (Range) { .done = TRUE };
  }
  facerec_encodings_seal_from (self->encodings, base, workers);
  return g_steal_pointer (&self->encodings);
}
