/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/recognise.h"

#include <gst/facerec/facerec.h>
#include <gst/video/video.h>

#include "pipelines/interrupt.h"
#include "pipelines/output.h"

typedef struct {
  Analysis *analysis;
  GPtrArray *paths;
  RecogniseFunc func;
  gpointer user_data;
  Progress *progress;
  guint n_done, n_bad;
  guint64 n_frames, n_faces;
} Recognition;

/* FALSE with an error when the analysis has failed, without one when nobody wants more. */
static gboolean
recognise_frame (Recognition *self, const Frame *frame, GError **error)
{
  g_autoptr (GstBuffer) buffer = analysis_run (self->analysis, frame->sample, frame->still, error);
  RecognisedFrame recognised;
  GstVideoInfo info;

  if (!buffer || !gst_video_info_from_caps (&info, gst_sample_get_caps (frame->sample)))
    return FALSE;
  recognised = (RecognisedFrame) { g_ptr_array_index (self->paths, frame->file), frame->number, frame->still, buffer,
    info.width, info.height };
  self->n_frames++;
  self->n_faces += gst_facerec_buffer_count_faces (buffer);
  return self->func (&recognised, self->user_data);
}

static void
end_file (Recognition *self, const Frame *end)
{
  const gchar *path = g_ptr_array_index (self->paths, end->file);

  self->n_done++;
  if (end->error)
    self->n_bad++;
  if (end->error || end->warning)
    output_problem (path, end->error ? end->error->message : end->warning);
}

static gboolean
recognise_all (Recognition *self, Frames *frames, GError **error)
{
  Frame *frame;

  while ((frame = frames_next (frames, &interrupted))) {
    gboolean go_on = TRUE;

    if (frame->sample)
      go_on = recognise_frame (self, frame, error);
    else
      end_file (self, frame);
    frame_free (frame);
    if (!go_on)
      return !*error;
    progress_update (self->progress, self->n_done, self->n_frames);
  }
  return TRUE;
}

ExitCode
recognise_files (Analysis *analysis, GPtrArray *paths, guint interval, gboolean quiet, RecogniseFunc func,
    gpointer user_data)
{
  g_autoptr (Progress) progress = progress_new (paths->len, "frames", quiet);
  const DecoderRate rate = { .interval = interval };
  g_autoptr (Frames) frames = NULL;
  Recognition self = { .analysis = analysis, .paths = paths, .func = func, .user_data = user_data,
      .progress = progress };
  GError *error = NULL;

  if (paths->len == 0) {
    output_problem (NULL, "no file to look at: the folder or list is empty");
    return EXIT_NOTHING;
  }
  interrupt_catch ();
  frames = frames_new (paths, &rate, FALSE);
  output_set_progress (progress);
  if (!recognise_all (&self, frames, &error)) {
    output_set_progress (NULL);
    return subcommand_fail (error);
  }
  output_set_progress (NULL);
  progress_clear (progress);
  if (interrupted) {
    output_note ("Interrupted after %u of %u files, %" G_GUINT64_FORMAT " frames.", self.n_done, paths->len,
        self.n_frames);
    return EXIT_INTERRUPTED;
  }
  if (self.n_bad == paths->len)
    return EXIT_WRONG;
  return self.n_faces > 0 ? EXIT_DONE : EXIT_NOTHING;
}
