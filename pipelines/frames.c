/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/frames.h"

/* How far decoding may run ahead; one frame is always let through, however large. */
#define MAX_QUEUED_FRAMES 8
#define MAX_QUEUED_BYTES (64 * 1024 * 1024)

struct _Frames {
  GPtrArray *paths;
  DecoderRate rate;
  gboolean stills_only;
  GThread *thread;

  GMutex lock;
  GCond changed;
  GQueue queue; /* of Frame */
  gsize queued_bytes;
  gboolean finished, cancelled;

  /* The thread's own: the file that is being decoded. */
  guint file;
  guint64 n_given;
  const MediaFile *media;
};

static gsize
frame_bytes (const Frame *frame)
{
  return frame->sample ? gst_buffer_get_size (gst_sample_get_buffer (frame->sample)) : 0;
}

/* Takes frame; FALSE once nobody wants more. */
static gboolean
enqueue (Frames *self, Frame *frame)
{
  gsize bytes = frame_bytes (frame);
  gboolean wanted;

  g_mutex_lock (&self->lock);
  while (!self->cancelled && self->queue.length > 0
      && (self->queue.length >= MAX_QUEUED_FRAMES || self->queued_bytes + bytes > MAX_QUEUED_BYTES))
    g_cond_wait (&self->changed, &self->lock);
  wanted = !self->cancelled;
  if (wanted) {
    g_queue_push_tail (&self->queue, frame);
    self->queued_bytes += bytes;
    g_cond_broadcast (&self->changed);
  }
  g_mutex_unlock (&self->lock);
  if (!wanted)
    frame_free (frame);
  return wanted;
}

static gboolean
on_frame (GstSample *sample, guint64 number, gpointer user_data)
{
  Frames *self = user_data;
  Frame *frame = g_new0 (Frame, 1);

  frame->file = self->file;
  frame->sample = sample;
  frame->number = number;
  frame->still = self->media->still;
  frame->sha256 = g_strdup (self->media->sha256);
  self->n_given++;
  return enqueue (self, frame);
}

static void
decode_file (Frames *self, const gchar *path, Frame *end)
{
  g_autoptr (MediaFile) media = media_file_open (path, &end->error);

  if (!media)
    return;
  if (self->stills_only && !media->still) {
    g_set_error_literal (&end->error, FACEREC_ERROR, FACEREC_ERROR_READ, "is no photo");
    return;
  }
  self->media = media;
  decoder_run (media, &self->rate, on_frame, self, &end->warning, &end->error);
  self->media = NULL;
}

static gpointer
decode_all (gpointer data)
{
  Frames *self = data;
  gboolean wanted = TRUE;

  for (self->file = 0; wanted && self->file < self->paths->len; self->file++) {
    Frame *end = g_new0 (Frame, 1);

    self->n_given = 0;
    end->file = self->file;
    decode_file (self, g_ptr_array_index (self->paths, self->file), end);
    end->n_frames = self->n_given;
    wanted = enqueue (self, end);
  }
  g_mutex_lock (&self->lock);
  self->finished = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  return NULL;
}

Frames *
frames_new (GPtrArray *paths, const DecoderRate *rate, gboolean stills_only)
{
  Frames *self = g_new0 (Frames, 1);

  self->paths = g_ptr_array_ref (paths);
  self->rate = *rate;
  self->stills_only = stills_only;
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->thread = g_thread_new ("decode", decode_all, self);
  return self;
}

Frame *
frames_next (Frames *self, const volatile gint *stop)
{
  Frame *frame = NULL;

  g_mutex_lock (&self->lock);
  /* A signal handler cannot signal the condition: hence the look at *stop now and then. */
  while (!*stop && !self->finished && g_queue_is_empty (&self->queue))
    g_cond_wait_until (&self->changed, &self->lock, g_get_monotonic_time () + G_USEC_PER_SEC / 10);
  if (!*stop)
    frame = g_queue_pop_head (&self->queue);
  if (frame) {
    self->queued_bytes -= frame_bytes (frame);
    g_cond_broadcast (&self->changed);
  }
  g_mutex_unlock (&self->lock);
  return frame;
}

void
frames_free (Frames *self)
{
  if (!self)
    return;
  g_mutex_lock (&self->lock);
  self->cancelled = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);
  g_queue_clear_full (&self->queue, (GDestroyNotify) frame_free);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_ptr_array_unref (self->paths);
  g_free (self);
}

void
frame_free (Frame *frame)
{
  if (!frame)
    return;
  g_clear_pointer (&frame->sample, gst_sample_unref);
  g_clear_error (&frame->error);
  g_free (frame->sha256);
  g_free (frame->warning);
  g_free (frame);
}
