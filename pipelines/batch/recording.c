/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/batch/recording.h"

#include <string.h>

#include "models/error.h"
#include "pipelines/batch/index-private.h"

/* A film's alone, never in the index over all. age: frames since the embedding was computed; place: of the face among those of
 * the frame. frame_length: from that frame on. */
static const gchar schema[] =
  "CREATE TABLE described (frame INTEGER NOT NULL, place INTEGER NOT NULL, age INTEGER NOT NULL, value BLOB NOT NULL, "
  "PRIMARY KEY (frame, place)) WITHOUT ROWID;"
  "CREATE TABLE frame_length (frame INTEGER PRIMARY KEY, duration_ns INTEGER NOT NULL)";

/* Tracks that were not on so many frames have ended. */
#define FORGET_AFTER 1000
#define SWEEP_EVERY 250

typedef struct {
  guint64 track, frame; /* when it was seen last */
  gsize n_values;
  gfloat *values; /* the last ones */
} Last;

static void
last_free (gpointer data)
{
  Last *last = data;

  g_free (last->values);
  g_free (last);
}

static GHashTable *
lasts_new (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, last_free);
}

static Last *
lasts_see (GHashTable *lasts, guint64 track, guint64 frame)
{
  Last *last = g_hash_table_lookup (lasts, &track);

  if (!last) {
    last = g_new0 (Last, 1);
    last->track = track;
    g_hash_table_insert (lasts, &last->track, last);
  }
  last->frame = frame;
  return last;
}

static void
last_set (Last *last, const gfloat *values, gsize n_values)
{
  g_free (last->values);
  last->values = g_memdup2 (values, n_values * sizeof (gfloat));
  last->n_values = n_values;
}

static gboolean
has_ended (gpointer track, gpointer last, gpointer frame)
{
  return ((Last *) last)->frame + FORGET_AFTER < *(guint64 *) frame;
}

/* ---- writing ---- */

struct _BatchRecording {
  BatchIndex *index;
  GHashTable *lasts; /* by track */
  gint64 duration_ns;
  guint64 n_frames;
};

BatchRecording *
batch_recording_new (BatchIndex *index, GError **error)
{
  BatchRecording *self;

  if (!batch_index_execute (index, schema, error))
    return NULL;
  self = g_new0 (BatchRecording, 1);
  self->index = index;
  self->lasts = lasts_new ();
  self->duration_ns = -1;
  return self;
}

/* As faceknn sees it: the embedding that stands for a track comes again on every frame. */
static gboolean
is_new (BatchRecording *self, const GstFacerecMeta *face, guint64 number, const gfloat *values, gsize n_values)
{
  const guint64 track = gst_facerec_meta_get_track_id (face);
  Last *last;

  if (track == GST_FACEREC_NO_TRACK)
    return TRUE;
  last = lasts_see (self->lasts, track, number);
  if (gst_facerec_meta_get_embedding_age (face) > 0 && last->n_values == n_values
      && memcmp (last->values, values, n_values * sizeof (gfloat)) == 0)
    return FALSE;
  last_set (last, values, n_values);
  return TRUE;
}

gboolean
batch_recording_add (BatchRecording *self, GstBuffer *buffer, guint64 number, gint64 duration_ns, GError **error)
{
  gpointer state = NULL;
  GstFacerecMeta *face;

  if (duration_ns != self->duration_ns && !batch_index_change (self->index, error, "INSERT INTO frame_length VALUES (?,?)",
          "ii", (gint64) number, duration_ns))
    return FALSE;
  self->duration_ns = duration_ns;
  for (gint64 place = 0; (face = gst_facerec_buffer_iterate_faces (buffer, &state)); place++) {
    gsize n_values;
    const gfloat *values = gst_facerec_meta_get_embedding (face, &n_values);

    if (values && is_new (self, face, number, values, n_values)
        && !batch_index_change (self->index, error, "INSERT INTO described VALUES (?,?,?,?)", "iiib", (gint64) number, place,
            (gint64) gst_facerec_meta_get_embedding_age (face), values, n_values * sizeof (gfloat)))
      return FALSE;
  }
  if (++self->n_frames % SWEEP_EVERY == 0)
    g_hash_table_foreach_remove (self->lasts, has_ended, &number);
  return TRUE;
}

void
batch_recording_free (BatchRecording *self)
{
  if (!self)
    return;
  g_hash_table_unref (self->lasts);
  g_free (self);
}

/* ---- reading ---- */

struct _BatchPlayback {
  BatchIndex *index;
  gchar *model;
  sqlite3_stmt *faces, *lengths;
  gboolean has_face, has_length; /* there is a row ahead */
  GHashTable *lasts;
  guint64 frame, n_frames;
  gint64 duration_ns; /* -1: not told yet */
};

static gboolean
advance (BatchPlayback *self, sqlite3_stmt *row, gboolean *has_row, GError **error)
{
  GError *problem = NULL;

  *has_row = batch_index_step (self->index, row, &problem);
  if (problem)
    g_propagate_error (error, problem);
  return !problem;
}

BatchPlayback *
batch_playback_new (BatchIndex *index, const gchar *model, GError **error)
{
  g_autoptr (BatchPlayback) self = g_new0 (BatchPlayback, 1);

  self->index = index;
  self->model = g_strdup (model);
  self->lasts = lasts_new ();
  self->duration_ns = -1;
  self->faces = batch_index_prepare (index, "SELECT frame, place, age, value FROM described ORDER BY frame, place", error);
  if (!self->faces)
    return NULL;
  self->lengths = batch_index_prepare (index, "SELECT frame, duration_ns FROM frame_length ORDER BY frame", error);
  return self->lengths && advance (self, self->faces, &self->has_face, error)
      && advance (self, self->lengths, &self->has_length, error) ? g_steal_pointer (&self) : NULL;
}

static gboolean
damaged (const BatchPlayback *self, const gchar *what, GError **error)
{
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "%s: %s of frame %" G_GUINT64_FORMAT, self->index->path, what,
      self->frame);
  return FALSE;
}

gboolean
batch_playback_begin_frame (BatchPlayback *self, guint64 number, gint64 *duration_ns, GError **error)
{
  self->frame = number;
  while (self->has_length && (guint64) sqlite3_column_int64 (self->lengths, 0) <= number) {
    self->duration_ns = sqlite3_column_int64 (self->lengths, 1);
    if (!advance (self, self->lengths, &self->has_length, error))
      return FALSE;
  }
  if (self->has_face && (guint64) sqlite3_column_int64 (self->faces, 0) < number)
    return damaged (self, "nobody wants an embedding before that", error);
  if (++self->n_frames % SWEEP_EVERY == 0)
    g_hash_table_foreach_remove (self->lasts, has_ended, &number);
  *duration_ns = self->duration_ns;
  return self->duration_ns >= 0 || damaged (self, "nothing tells the length", error);
}

/* The row ahead is the face's. */
static gboolean
take_row (BatchPlayback *self, GstFacerecMeta *face, Last *last, GError **error)
{
  const gfloat *values = sqlite3_column_blob (self->faces, 3);
  const gsize n_values = sqlite3_column_bytes (self->faces, 3) / sizeof (gfloat);

  if (!values || n_values == 0)
    return damaged (self, "there are no numbers in an embedding", error);
  gst_facerec_meta_set_embedding (face, values, n_values, self->model, (guint) sqlite3_column_int64 (self->faces, 2));
  if (last)
    last_set (last, values, n_values);
  return advance (self, self->faces, &self->has_face, error);
}

gboolean
batch_playback_describe (BatchPlayback *self, guint place, GstFacerecMeta *face, GError **error)
{
  const guint64 track = gst_facerec_meta_get_track_id (face);
  Last *last = track == GST_FACEREC_NO_TRACK ? NULL : lasts_see (self->lasts, track, self->frame);

  if (self->has_face && (guint64) sqlite3_column_int64 (self->faces, 0) == self->frame
      && (guint) sqlite3_column_int64 (self->faces, 1) == place)
    return take_row (self, face, last, error);
  if (!last || !last->values)
    return damaged (self, "a face has no embedding", error);
  gst_facerec_meta_set_embedding (face, last->values, last->n_values, self->model, 1);
  return TRUE;
}

void
batch_playback_free (BatchPlayback *self)
{
  if (!self)
    return;
  sqlite3_finalize (self->faces);
  sqlite3_finalize (self->lengths);
  g_hash_table_unref (self->lasts);
  g_free (self->model);
  g_free (self);
}
