/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/batch/naming.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <gio/gio.h>
#include <gst/facerec/facerec.h>

#include "models/error.h"
#include "pipelines/batch/folder.h"
#include "pipelines/batch/frameline.h"
#include "pipelines/batch/index-private.h"
#include "pipelines/batch/recording.h"
#include "pipelines/batch/spans.h"
#include "pipelines/interrupt.h"

/* How often whoever waits is told. */
#define TELL_US (G_USEC_PER_SEC / 5)

typedef struct {
  const BatchOptions *options;
  const gchar *from;
  BatchFilm *film;
  BatchFilmFunc func;
  gpointer user_data;

  Analysis *analysis;
  BatchSpans *spans;
  BatchIndex *index;
  BatchPlayback *playback;
  FILE *in, *out;
  GstCaps *caps; /* of the frames' size */
  guint width, height;
  guint64 n_lines;
  gint64 end_ns, told_us; /* end_ns: of the last frame */
} Naming;

static gboolean
fail (const gchar *folder, const gchar *name, const gchar *what, GError **error)
{
  const gint code = errno;

  g_set_error (error, FACEREC_ERROR, code == ENOSPC ? FACEREC_ERROR_NO_SPACE : FACEREC_ERROR_WRITE, "%s/%s: %s: %s", folder,
      name, what, g_strerror (code));
  return FALSE;
}

/* ---- files that stay as they are ---- */

static gboolean
copy_file (const gchar *from, const gchar *to, GError **error)
{
  g_autoptr (GFile) source = g_file_new_for_path (from), target = g_file_new_for_path (to);

  return g_file_copy (source, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, error);
}

/* The same file under both names where the file system can do that: nobody changes a picture. */
static gboolean
take_pictures (const Naming *self, GError **error)
{
  g_autofree gchar *from = g_build_filename (self->from, "faces", NULL);
  g_autofree gchar *to = g_build_filename (self->options->work, "faces", NULL);
  g_autoptr (GDir) dir = g_dir_open (from, 0, error);
  const gchar *name;

  if (!dir)
    return FALSE;
  if (g_mkdir_with_parents (to, 0777) != 0)
    return fail (self->options->work, "faces", "the folder cannot be made", error);
  while ((name = g_dir_read_name (dir))) {
    g_autofree gchar *source = g_build_filename (from, name, NULL), *target = g_build_filename (to, name, NULL);

    if (link (source, target) != 0 && !copy_file (source, target, error))
      return FALSE;
  }
  return TRUE;
}

/* ---- one frame ---- */

static GstSample *
make_sample (Naming *self, const BatchFrameLine *line, gint64 duration_ns)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();

  if (line->has_pts)
    GST_BUFFER_PTS (buffer) = line->pts_ns;
  if (duration_ns > 0)
    GST_BUFFER_DURATION (buffer) = duration_ns;
  if (line->width != self->width || line->height != self->height) {
    g_clear_pointer (&self->caps, gst_caps_unref);
    self->caps = gst_caps_new_simple ("video/x-raw", "format", G_TYPE_STRING, "GRAY8", "width", G_TYPE_INT,
        (gint) line->width, "height", G_TYPE_INT, (gint) line->height, "framerate", GST_TYPE_FRACTION, 0, 1, NULL);
    self->width = line->width;
    self->height = line->height;
  }
  return gst_sample_new (buffer, self->caps, NULL, NULL);
}

/* age: of the track, which grows from frame to frame. */
static gboolean
add_face (Naming *self, GstBuffer *buffer, const BatchFrameLine *line, guint place, guint age, GError **error)
{
  const BatchLineFace *kept = &g_array_index (line->faces, BatchLineFace, place);
  GstFacerecMeta *face = gst_facerec_buffer_add_face (buffer, kept->x, kept->y, kept->width, kept->height, line->width,
      line->height, 0, kept->detector);

  if (kept->has_track)
    gst_facerec_meta_set_track (face, kept->track, age);
  gst_facerec_meta_set_box_age (face, kept->box_age);
  gst_facerec_meta_set_overall_quality (face, kept->quality);
  if (kept->state == BATCH_LINE_FACE_REFUSED) {
    g_autoptr (GstFacerecIdentity) identity = gst_facerec_identity_new (NULL, GST_FACEREC_REASON_LOW_QUALITY, NAN, NAN, 0, 0);

    gst_facerec_meta_set_identity (face, identity);
  }
  return kept->state != BATCH_LINE_FACE_COMPARED || batch_playback_describe (self->playback, place, face, error);
}

static gboolean
write_line (Naming *self, const gchar *text, const BatchFrameLine *line, GstBuffer *buffer, GError **error)
{
  g_auto (GStrv) identities = g_new0 (gchar *, line->faces->len + 1);
  g_autofree gchar *written = NULL;
  gpointer state = NULL;
  GstFacerecMeta *face;

  for (guint i = 0; i < line->faces->len && (face = gst_facerec_buffer_iterate_faces (buffer, &state)); i++) {
    g_autofree gchar *json = gst_facerec_meta_to_json (face, i, GST_FACEREC_JSON_DEFAULT);

    identities[i] = batch_frame_line_take_identity (json);
  }
  written = batch_frame_line_splice (line, text, (const gchar *const *) identities);
  if (fputs (written, self->out) >= 0 && fputc ('\n', self->out) != EOF)
    return TRUE;
  return fail (self->options->work, "frames.jsonl", "cannot be written", error);
}

static void
tell (Naming *self, gint64 time_ns)
{
  const gint64 now = g_get_monotonic_time ();

  if (now - self->told_us < TELL_US)
    return;
  self->told_us = now;
  self->func (time_ns, self->n_lines, self->user_data);
}

static gboolean
name_frame (Naming *self, const gchar *text, const BatchFrameLine *line, GError **error)
{
  g_autoptr (GstSample) sample = NULL;
  g_autoptr (GstBuffer) named = NULL;
  gint64 duration_ns, time_ns;

  if (!batch_playback_begin_frame (self->playback, line->frame, &duration_ns, error))
    return FALSE;
  sample = make_sample (self, line, duration_ns);
  for (guint i = 0; i < line->faces->len; i++)
    if (!add_face (self, gst_sample_get_buffer (sample), line, i, (guint) MIN (line->frame, G_MAXUINT), error))
      return FALSE;
  if (!(named = analysis_run (self->analysis, sample, FALSE, error)))
    return FALSE;
  time_ns = line->has_pts ? (gint64) line->pts_ns : self->end_ns;
  batch_spans_add_frame (self->spans, named, line->frame, time_ns, duration_ns);
  self->end_ns = time_ns + duration_ns;
  tell (self, time_ns);
  return write_line (self, text, line, named, error);
}

static gboolean
name_frames (Naming *self, GError **error)
{
  gchar *text = NULL;
  size_t size = 0;
  ssize_t length;
  gboolean done = TRUE;

  while (done && !interrupted && (length = getline (&text, &size, self->in)) > 0) {
    g_autoptr (BatchFrameLine) line = NULL;

    self->n_lines++;
    if (text[length - 1] == '\n')
      text[length - 1] = '\0';
    if ((line = batch_frame_line_new (text))) {
      done = name_frame (self, text, line, error);
      continue;
    }
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "%s/frames.jsonl: line %" G_GUINT64_FORMAT " is damaged",
        self->from, self->n_lines);
    done = FALSE;
  }
  free (text);
  if (done && self->n_lines != self->film->n_frames) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "%s/frames.jsonl: there are %" G_GUINT64_FORMAT " lines, not %"
        G_GUINT64_FORMAT, self->from, self->n_lines, self->film->n_frames);
    done = FALSE;
  }
  return done;
}

/* ---- the whole film ---- */

static gboolean
name_tracks (Naming *self, GError **error)
{
  sqlite3_stmt *row = batch_index_prepare (self->index, "SELECT track FROM track", error);
  g_autoptr (GArray) tracks = g_array_new (FALSE, FALSE, sizeof (gint64));
  GError *problem = NULL;
  gboolean done = row != NULL;

  while (done && batch_index_step (self->index, row, &problem)) {
    const gint64 track = sqlite3_column_int64 (row, 0);

    g_array_append_val (tracks, track);
  }
  sqlite3_finalize (row);
  if (problem) {
    g_propagate_error (error, problem);
    return FALSE;
  }
  for (guint i = 0; i < tracks->len && done; i++) {
    const gchar *label = NULL, *stranger = NULL;
    const gint64 track = g_array_index (tracks, gint64, i);

    facerec_timeline_get_name (batch_spans_get_timeline (self->spans), track, &label, &stranger);
    done = batch_index_change (self->index, error, "UPDATE track SET person = ?, stranger = ? WHERE track = ?", "ssi", label,
        stranger, track);
  }
  return done;
}

/* film: what is not told anew. */
static gboolean
read_film (Naming *self, GError **error)
{
  g_autofree gchar *path = g_build_filename (self->from, BATCH_FILM_INDEX, NULL);
  g_autoptr (BatchFilm) kept = batch_index_read_film (path);
  BatchFilm *film = self->film;

  if (!kept) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "%s: is no index of a film", path);
    return FALSE;
  }
  film->status = kept->status;
  film->reason = g_steal_pointer (&kept->reason);
  film->model = g_steal_pointer (&kept->model);
  film->duration_ns = kept->duration_ns;
  film->width = kept->width;
  film->height = kept->height;
  film->n_frames = kept->n_frames;
  film->n_faces = kept->n_faces;
  return TRUE;
}

static gboolean
open_files (Naming *self, GError **error)
{
  const gchar *work = self->options->work;
  g_autofree gchar *in = g_build_filename (self->from, "frames.jsonl", NULL);
  g_autofree gchar *out = g_build_filename (work, "frames.jsonl", NULL);
  g_autofree gchar *from = g_build_filename (self->from, BATCH_FILM_INDEX, NULL);
  g_autofree gchar *to = g_build_filename (work, BATCH_FILM_INDEX, NULL);

  if (!(self->in = fopen (in, "re")))
    return fail (self->from, "frames.jsonl", "cannot be read", error);
  if (!(self->out = fopen (out, "we")))
    return fail (work, "frames.jsonl", "cannot be written", error);
  return copy_file (from, to, error) && take_pictures (self, error)
      && (self->index = batch_index_open (to, BATCH_INDEX_SCRATCH, error))
      && (self->playback = batch_playback_new (self->index, self->film->model ? self->film->model : "", error));
}

static gboolean
write_rest (Naming *self, GError **error)
{
  const gint failed = fclose (g_steal_pointer (&self->out));

  if (failed)
    return fail (self->options->work, "frames.jsonl", "cannot be written", error);
  g_clear_pointer (&self->playback, batch_playback_free);
  return batch_index_execute (self->index, "DELETE FROM span; DELETE FROM span_track; DELETE FROM film", error)
      && name_tracks (self, error)
      && batch_spans_write (self->spans, self->options->work, self->film, self->index, error)
      && batch_index_add_film (self->index, self->film, error) && batch_index_finish (self->index, error);
}

/* One that crashed the decoder, for one, has no frames. */
static gboolean
has_no_lines (const Naming *self)
{
  g_autofree gchar *lines = g_build_filename (self->from, "frames.jsonl", NULL);

  return self->film->status == BATCH_FAILED && !g_file_test (lines, G_FILE_TEST_EXISTS);
}

static gboolean
fail_again (Naming *self, GError **error)
{
  g_autofree gchar *reason = g_steal_pointer (&self->film->reason);

  return batch_film_write_failure (self->options->work, self->film, reason, error);
}

gboolean
batch_naming_run (BatchOptions *options, const gchar *from, BatchFilm *film, BatchFilmFunc func, gpointer user_data,
    GError **error)
{
  g_autoptr (GArray) settings = batch_options_collect (options);
  const ElementSetting bare = { "roi-meta", "faceknn", "roi-meta", "false" };
  Naming self = { .options = options, .from = from, .film = film, .func = func, .user_data = user_data };
  gboolean done;

  if (!read_film (&self, error))
    return FALSE;
  if (has_no_lines (&self))
    return fail_again (&self, error);
  g_array_append_val (settings, bare);
  self.spans = batch_spans_new (batch_options_bridge_ns (options));
  done = open_files (&self, error)
      && (self.analysis = analysis_new_for_names ((ElementSetting *) settings->data, error)) && name_frames (&self, error)
      && write_rest (&self, error);
  if (self.in)
    fclose (self.in);
  if (self.out)
    fclose (self.out);
  analysis_free (self.analysis);
  batch_playback_free (self.playback);
  batch_index_close (self.index);
  batch_spans_free (self.spans);
  g_clear_pointer (&self.caps, gst_caps_unref);
  return done;
}
