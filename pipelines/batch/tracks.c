/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/batch/tracks.h"

#include <math.h>
#include <string.h>

#include <glib/gstdio.h>
#include <gst/facerec/facerec.h>

#include "models/error.h"
#include "pipelines/batch/folder.h"
#include "pipelines/batch/picture.h"

/* Of each track the best ones are kept: more tell next to nothing new. */
#define MAX_EMBEDDINGS 8
/* A track that was not on the frames for so long has ended; facetrack keeps one for 1.5 s. */
#define ENDED_NS (10 * (gint64) GST_SECOND)
/* A picture is taken anew for so much more quality only. */
#define BETTER 0.02f

typedef struct {
  BatchEmbedding embedding; /* values are own */
  gboolean used;
} Kept;

typedef struct {
  BatchTrack track;
  Kept kept[MAX_EMBEDDINGS];
  GstSample *picture;
  gfloat picture_quality; /* -1: of unknown quality */
  gint64 last_ns;
} Held;

struct _BatchTracks {
  gchar *folder;
  BatchIndex *index;
  gint64 film;
  FacerecTimeline *timeline;
  BatchJpeg *jpeg;
  GHashTable *held; /* guint64 -> Held */
  gint64 looked_ns; /* when it was last looked for ended ones */
  gchar *model;
};

static void
held_free (gpointer data)
{
  Held *held = data;

  for (guint i = 0; i < MAX_EMBEDDINGS; i++)
    g_free ((gpointer) held->kept[i].embedding.values);
  g_clear_pointer (&held->picture, gst_sample_unref);
  g_free (held);
}

BatchTracks *
batch_tracks_new (const gchar *folder, BatchIndex *index, gint64 film, FacerecTimeline *timeline, GError **error)
{
  g_autoptr (BatchTracks) self = g_new0 (BatchTracks, 1);
  g_autofree gchar *faces = g_build_filename (folder, "faces", NULL);

  self->folder = g_strdup (folder);
  self->index = index;
  self->film = film;
  self->timeline = timeline;
  self->held = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, held_free);
  self->looked_ns = G_MININT64;
  if (g_mkdir_with_parents (faces, 0777) != 0) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_WRITE, "%s: the folder cannot be made", faces);
    return NULL;
  }
  self->jpeg = batch_jpeg_new (error);
  return self->jpeg ? g_steal_pointer (&self) : NULL;
}

const gchar *
batch_tracks_get_model (BatchTracks *self)
{
  return self->model;
}

gchar *
batch_tracks_picture_name (guint64 track)
{
  return g_strdup_printf ("faces/track-%" G_GUINT64_FORMAT ".jpg", track);
}

gboolean
batch_tracks_is_picture_name (const gchar *name)
{
  return name && g_str_has_prefix (name, "faces/") && batch_folder_is_name (name + strlen ("faces/"));
}

/* ---- keeping ---- */

static gfloat
comparable (gfloat quality)
{
  return isnan (quality) ? -1 : quality;
}

/* In the place of the worst one; the earlier of equals stays. */
static void
keep_embedding (Held *held, const BatchEmbedding *embedding)
{
  Kept *place = NULL;

  for (guint i = 0; i < MAX_EMBEDDINGS && !(place && !place->used); i++) {
    Kept *kept = &held->kept[i];

    if (!kept->used || !place || comparable (kept->embedding.quality) <= comparable (place->embedding.quality))
      place = kept;
  }
  if (place->used && comparable (embedding->quality) <= comparable (place->embedding.quality))
    return;
  g_free ((gpointer) place->embedding.values);
  place->embedding = *embedding;
  place->embedding.values = g_memdup2 (embedding->values, embedding->n_values * sizeof (gfloat));
  place->used = TRUE;
}

static void
keep_face (BatchTracks *self, Held *held, const GstFacerecMeta *face, GstSample *frame, guint64 number,
    gint64 time_ns)
{
  const gfloat quality = gst_facerec_meta_get_overall_quality (face);
  BatchEmbedding embedding = { number, time_ns, quality, NULL, 0 };
  const gboolean anew = gst_facerec_meta_get_embedding_age (face) == 0;

  embedding.values = gst_facerec_meta_get_embedding (face, &embedding.n_values);
  if (embedding.values && anew) {
    keep_embedding (held, &embedding);
    if (!self->model)
      self->model = g_strdup (gst_facerec_meta_get_embedding_model (face));
  }
  if (held->track.n_frames > 1 && !(embedding.values && anew && comparable (quality) > held->picture_quality + BETTER))
    return;
  g_clear_pointer (&held->picture, gst_sample_unref);
  held->picture = batch_picture_cut (frame, face->x, face->y, face->width, face->height);
  held->picture_quality = embedding.values && anew ? comparable (quality) : -1;
  held->track.best = (FacerecTimelineBest) { held->track.number, number, time_ns, quality, face->x, face->y, face->width,
    face->height };
}

static Held *
hold (BatchTracks *self, guint64 track, gint64 time_ns)
{
  Held *held = g_hash_table_lookup (self->held, &track);

  if (!held) {
    held = g_new0 (Held, 1);
    held->track.number = track;
    held->track.from_ns = time_ns;
    g_hash_table_insert (self->held, &held->track.number, held);
  }
  return held;
}

/* ---- writing ---- */

static gint
compare_frames (gconstpointer a, gconstpointer b)
{
  const Kept *left = a, *right = b;

  if (left->used != right->used)
    return right->used - left->used;
  return (left->embedding.frame > right->embedding.frame) - (left->embedding.frame < right->embedding.frame);
}

static gboolean
write_picture (BatchTracks *self, const Held *held, const gchar *name, GError **error)
{
  g_autofree gchar *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (GBytes) jpeg = batch_jpeg_encode (self->jpeg, held->picture, error);

  return jpeg && g_file_set_contents_full (path, g_bytes_get_data (jpeg, NULL), g_bytes_get_size (jpeg),
      G_FILE_SET_CONTENTS_NONE, 0666, error);
}

static gboolean
write_track (BatchTracks *self, Held *held, GError **error)
{
  g_autofree gchar *name = held->picture ? batch_tracks_picture_name (held->track.number) : NULL;

  facerec_timeline_get_name (self->timeline, held->track.number, &held->track.label, &held->track.stranger);
  held->track.thumbnail = name;
  if ((name && !write_picture (self, held, name, error))
      || !batch_index_add_track (self->index, self->film, &held->track, error))
    return FALSE;
  qsort (held->kept, MAX_EMBEDDINGS, sizeof held->kept[0], compare_frames);
  for (guint i = 0; i < MAX_EMBEDDINGS && held->kept[i].used; i++)
    if (!batch_index_add_embedding (self->index, self->film, held->track.number, i, &held->kept[i].embedding, error))
      return FALSE;
  return TRUE;
}

static gboolean
write_ended (BatchTracks *self, gint64 before_ns, GError **error)
{
  GHashTableIter iter;
  gpointer held;

  g_hash_table_iter_init (&iter, self->held);
  while (g_hash_table_iter_next (&iter, NULL, &held)) {
    if (((Held *) held)->last_ns >= before_ns)
      continue;
    if (!write_track (self, held, error))
      return FALSE;
    g_hash_table_iter_remove (&iter);
  }
  return TRUE;
}

gboolean
batch_tracks_add (BatchTracks *self, GstSample *frame, guint64 number, gint64 time_ns, gint64 duration_ns,
    GError **error)
{
  GstBuffer *buffer = gst_sample_get_buffer (frame);
  gpointer state = NULL;
  GstFacerecMeta *face;

  while ((face = gst_facerec_buffer_iterate_faces (buffer, &state))) {
    const guint64 track = gst_facerec_meta_get_track_id (face);
    Held *held;

    if (track == GST_FACEREC_NO_TRACK || gst_facerec_meta_get_box_age (face) > 0)
      continue;
    held = hold (self, track, time_ns);
    held->last_ns = time_ns;
    held->track.to_ns = time_ns + duration_ns;
    held->track.n_frames++;
    keep_face (self, held, face, frame, number, time_ns);
  }
  if (time_ns < self->looked_ns + ENDED_NS / 4)
    return TRUE;
  self->looked_ns = time_ns;
  return write_ended (self, time_ns - ENDED_NS, error);
}

gboolean
batch_tracks_finish (BatchTracks *self, GError **error)
{
  return write_ended (self, G_MAXINT64, error);
}

void
batch_tracks_free (BatchTracks *self)
{
  if (!self)
    return;
  g_hash_table_unref (self->held);
  batch_jpeg_free (self->jpeg);
  g_free (self->folder);
  g_free (self->model);
  g_free (self);
}
