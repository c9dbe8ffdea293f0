/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/batch/film.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <gst/facerec/facerec.h>
#include <gst/video/video.h>

#include "models/error.h"
#include "pipelines/batch/annotated.h"
#include "pipelines/batch/folder.h"
#include "pipelines/batch/recording.h"
#include "pipelines/batch/spans.h"
#include "pipelines/batch/tracks.h"
#include "pipelines/frames.h"
#include "pipelines/interrupt.h"
#include "pipelines/output.h"

/* How often whoever waits is told. */
#define TELL_US (G_USEC_PER_SEC / 5)
/* Of a film that does not tell its rate. */
#define GUESSED_DURATION (GST_SECOND / 25)
/* Films of fewer lines are searched for faces down to so many pixels; in larger ones such a face is a passer-by, and the
 * search would take four times as long. */
#define SMALL_FILM 600
#define SMALL_FACE 40

typedef struct {
  const BatchOptions *options;
  BatchFilm *film;
  BatchFilmFunc func;
  gpointer user_data;

  Analysis *analysis;
  BatchSpans *spans;
  BatchIndex *index;
  BatchTracks *tracks;
  BatchBoxes *boxes; /* NULL: no annotated film is wanted */
  BatchRecording *recording;
  FILE *lines;

  gint64 time_ns, told_us;
  gchar *change; /* that the picture's size has changed; nullable */
} FilmWork;

/* ---- one frame ---- */

/* How long a frame stands: with --fps until the next that is looked at. */
static gint64
frame_duration (const FilmWork *self, GstBuffer *buffer, const GstVideoInfo *info)
{
  const gint64 own = GST_BUFFER_DURATION_IS_VALID (buffer) ? (gint64) GST_BUFFER_DURATION (buffer)
      : info->fps_n > 0 ? (gint64) gst_util_uint64_scale (GST_SECOND, info->fps_d, info->fps_n)
      : (gint64) GUESSED_DURATION;

  return self->options->fps > 0 ? MAX (own, (gint64) (GST_SECOND / self->options->fps)) : own;
}

static void
note_size (FilmWork *self, const GstVideoInfo *info)
{
  BatchFilm *film = self->film;

  if (film->n_frames > 0 && !self->change && (film->width != (guint) info->width
          || film->height != (guint) info->height))
    self->change = g_strdup_printf ("changes size at %.1f s, from %ux%u to %dx%d", self->time_ns / 1e9, film->width,
        film->height, info->width, info->height);
  film->width = info->width;
  film->height = info->height;
}

static gboolean
write_line (FilmWork *self, GstBuffer *buffer, guint64 number, GError **error)
{
  g_autofree gchar *line = gst_facerec_buffer_to_json (buffer, self->film->path, number, self->film->width,
      self->film->height, GST_FACEREC_JSON_DEFAULT);

  if (fputs (line, self->lines) >= 0 && fputc ('\n', self->lines) != EOF)
    return TRUE;
  g_set_error (error, FACEREC_ERROR, errno == ENOSPC ? FACEREC_ERROR_NO_SPACE : FACEREC_ERROR_WRITE,
      "%s/frames.jsonl: cannot be written: %s", self->options->work, g_strerror (errno));
  return FALSE;
}

static void
tell (FilmWork *self)
{
  const gint64 now = g_get_monotonic_time ();

  if (now - self->told_us < TELL_US)
    return;
  self->told_us = now;
  self->func (self->time_ns, self->film->n_frames, self->user_data);
}

/* The same for the whole film, whatever size it changes to. */
static void
choose_face_size (FilmWork *self, GstSample *first)
{
  GstVideoInfo info;

  if (!self->options->analysis.min_face_size && gst_video_info_from_caps (&info, gst_sample_get_caps (first))
      && MIN (info.width, info.height) < SMALL_FILM)
    analysis_set_min_face_size (self->analysis, SMALL_FACE);
}

static gboolean
look_at_frame (FilmWork *self, const Frame *frame, GError **error)
{
  g_autoptr (GstBuffer) buffer = analysis_run (self->analysis, frame->sample, frame->still, error);
  g_autoptr (GstSample) sample = NULL;
  GstVideoInfo info;
  gint64 duration;

  if (!buffer)
    return FALSE;
  if (!gst_video_info_from_caps (&info, gst_sample_get_caps (frame->sample)))
    return TRUE;
  sample = gst_sample_new (buffer, gst_sample_get_caps (frame->sample), NULL, NULL);
  duration = frame->still ? 0 : frame_duration (self, buffer, &info);
  self->time_ns = GST_BUFFER_PTS_IS_VALID (buffer) ? (gint64) GST_BUFFER_PTS (buffer) : self->film->duration_ns;
  note_size (self, &info);
  self->film->n_frames++;
  self->film->n_faces += batch_spans_add_frame (self->spans, buffer, frame->number, self->time_ns, duration);
  self->film->duration_ns = self->time_ns + duration;
  tell (self);
  return (!self->boxes || batch_boxes_add (self->boxes, frame->number, buffer, error))
      && write_line (self, buffer, frame->number, error)
      && batch_recording_add (self->recording, buffer, frame->number, duration, error)
      && batch_tracks_add (self->tracks, sample, frame->number, self->time_ns, duration, error);
}

/* ---- the whole film ---- */

static void
conclude (FilmWork *self, Frame *end)
{
  BatchFilm *film = self->film;

  film->status = end->error ? BATCH_FAILED : end->warning || self->change ? BATCH_DAMAGED : BATCH_DONE;
  if (end->error)
    film->reason = g_strdup (end->error->message);
  else if (end->warning && self->change)
    film->reason = g_strdup_printf ("%s; %s", end->warning, self->change);
  else
    film->reason = g_strdup (end->warning ? end->warning : self->change);
}

static gboolean
look_at_all (FilmWork *self, GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  g_autoptr (Frames) frames = NULL;
  const DecoderRate rate = batch_options_rate (self->options);
  gboolean going_on = TRUE;
  Frame *frame;

  g_ptr_array_add (paths, self->options->film);
  frames = frames_new (paths, &rate, FALSE);
  while (going_on && (frame = frames_next (frames, &interrupted))) {
    if (frame->sample && self->film->n_frames == 0)
      choose_face_size (self, frame->sample);
    if (frame->sample)
      going_on = look_at_frame (self, frame, error);
    else
      conclude (self, frame);
    frame_free (frame);
  }
  return going_on;
}

static gboolean
go_on (gpointer user_data)
{
  tell (user_data);
  return !interrupted;
}

/* A film that can be looked at and yet not be written again has all other results, and a line that says why not this. */
static gboolean
annotate (FilmWork *self, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autofree gchar *line = NULL;

  if (!self->boxes || self->film->n_frames == 0 || self->film->duration_ns == 0)
    return TRUE;
  if (!batch_boxes_rewind (self->boxes, error))
    return FALSE;
  if (batch_annotated_write (self->options->film, self->options->work, self->boxes, batch_spans_get_timeline (self->spans),
      go_on, self, &reason))
    return TRUE;
  if (g_error_matches (reason, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NO_SPACE_LEFT)) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_NO_SPACE, "%s/" BATCH_ANNOTATED_NAME ": %s", self->options->work,
        reason->message);
    return FALSE;
  }
  line = g_strdup_printf ("there is no annotated film of it: %s", reason->message);
  output_problem (self->options->film, line);
  return TRUE;
}

static gboolean
write_rest (FilmWork *self, GError **error)
{
  if (!batch_tracks_finish (self->tracks, error))
    return FALSE;
  self->film->model = g_strdup (batch_tracks_get_model (self->tracks));
  return batch_spans_write (self->spans, self->options->work, self->film, self->index, error)
      && batch_index_add_film (self->index, self->film, error) && batch_index_finish (self->index, error);
}

static gboolean
open_results (FilmWork *self, GError **error)
{
  const gchar *folder = self->options->work;
  g_autofree gchar *lines = g_build_filename (folder, "frames.jsonl", NULL);
  g_autofree gchar *index = g_build_filename (folder, BATCH_FILM_INDEX, NULL);

  self->lines = fopen (lines, "we");
  if (!self->lines) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_WRITE, "%s: cannot be written: %s", lines, g_strerror (errno));
    return FALSE;
  }
  if (self->options->annotate && !(self->boxes = batch_boxes_new (folder, error)))
    return FALSE;
  return (self->index = batch_index_open (index, BATCH_INDEX_SCRATCH, error))
      && (self->recording = batch_recording_new (self->index, error))
      && (self->tracks = batch_tracks_new (folder, self->index, batch_index_film_id (self->film->path),
          batch_spans_get_timeline (self->spans), error));
}

static gboolean
close_lines (FilmWork *self, GError **error)
{
  const gint failed = fclose (g_steal_pointer (&self->lines));

  if (failed)
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_WRITE, "%s/frames.jsonl: cannot be written: %s",
        self->options->work, g_strerror (errno));
  return !failed;
}

gboolean
batch_film_run (BatchOptions *options, BatchFilm *film, BatchFilmFunc func, gpointer user_data, GError **error)
{
  g_autoptr (GArray) settings = batch_options_collect (options);
  FilmWork self = { .options = options, .film = film, .func = func, .user_data = user_data };
  gboolean done;

  self.spans = batch_spans_new (batch_options_bridge_ns (options));
  done = (self.analysis = analysis_new_for_film ((ElementSetting *) settings->data, error))
      && open_results (&self, error) && look_at_all (&self, error) && close_lines (&self, error)
      && annotate (&self, error) && write_rest (&self, error);
  if (self.lines)
    fclose (self.lines);
  analysis_free (self.analysis);
  batch_boxes_free (self.boxes);
  batch_tracks_free (self.tracks);
  batch_recording_free (self.recording);
  batch_index_close (self.index);
  batch_spans_free (self.spans);
  g_free (self.change);
  return done;
}

gboolean
batch_film_write_failure (const gchar *folder, BatchFilm *film, const gchar *reason, GError **error)
{
  g_autofree gchar *path = g_build_filename (folder, BATCH_FILM_INDEX, NULL);
  g_autoptr (BatchIndex) index = batch_index_open (path, BATCH_INDEX_SCRATCH, error);

  film->status = BATCH_FAILED;
  film->reason = g_strdup (reason);
  return index && batch_index_add_film (index, film, error) && batch_index_finish (index, error);
}
