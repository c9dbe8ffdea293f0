/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/gallerywatch.h"

#include "models/gallery.h"

#define PERIOD_US (G_USEC_PER_SEC / 4)

struct _GstFacerecGalleryWatch {
  GstFacerecGalleryWatchFunc func;
  gpointer user_data;
  GThread *thread;

  GMutex lock;
  GCond changed; /* one of those below */
  gchar *path;
  gboolean path_changed;
  gboolean stop;
};

FacerecEncodings *
gst_facerec_gallery_read (const gchar *path, GError **error)
{
  FacerecEncodings *encodings;
  FacerecGallery *gallery;

  if (!path || !*path) {
    g_set_error_literal (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT,
        "no gallery is set: property \"db\" wants a file made by gst-facerec enroll");
    return NULL;
  }
  gallery = facerec_gallery_open (path, FACEREC_GALLERY_READ, NULL, 0, error);
  if (!gallery)
    return NULL;
  encodings = facerec_gallery_load (gallery, error);
  facerec_gallery_close (gallery);
  return encodings;
}

/* Waits for the next look at the file. path is replaced when another one is to be watched. FALSE: the end. */
static gboolean
wait_for_turn (GstFacerecGalleryWatch *self, gchar **path, gboolean *path_changed)
{
  gint64 end_us = g_get_monotonic_time () + PERIOD_US;
  gboolean stop;

  g_mutex_lock (&self->lock);
  while (!self->stop && !self->path_changed && g_cond_wait_until (&self->changed, &self->lock, end_us)) {
  }
  *path_changed = self->path_changed;
  if (self->path_changed) {
    g_free (*path);
    *path = g_strdup (self->path);
    self->path_changed = FALSE;
  }
  stop = self->stop;
  g_mutex_unlock (&self->lock);
  return !stop;
}

typedef struct {
  GstFacerecGalleryWatch *watch;
  gchar *path;
  guint64 stamp;
} Start;

static gpointer
run (gpointer data)
{
  Start *start = data;
  GstFacerecGalleryWatch *self = start->watch;
  guint64 known = start->stamp;
  g_autofree gchar *path = start->path;
  gboolean path_changed;

  g_free (start);
  while (wait_for_turn (self, &path, &path_changed)) {
    /* Asked before reading: what is committed meanwhile changes the stamp once more. */
    guint64 stamp = path && *path ? facerec_gallery_stamp (path) : 0;
    g_autoptr (FacerecEncodings) encodings = NULL;
    g_autoptr (GError) error = NULL;

    if (stamp == known && !path_changed)
      continue;
    known = stamp;
    encodings = gst_facerec_gallery_read (path, &error);
    self->func (path, encodings, error, self->user_data);
  }
  return NULL;
}

GstFacerecGalleryWatch *
gst_facerec_gallery_watch_new (const gchar *path, guint64 stamp, GstFacerecGalleryWatchFunc func, gpointer user_data)
{
  GstFacerecGalleryWatch *self = g_new0 (GstFacerecGalleryWatch, 1);
  Start *start = g_new0 (Start, 1);

  self->func = func;
  self->user_data = user_data;
  self->path = g_strdup (path);
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  *start = (Start) { self, g_strdup (path), stamp };
  self->thread = g_thread_new ("facerec-gallery", run, start);
  return self;
}

void
gst_facerec_gallery_watch_set_path (GstFacerecGalleryWatch *self, const gchar *path)
{
  g_mutex_lock (&self->lock);
  g_free (self->path);
  self->path = g_strdup (path);
  self->path_changed = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
}

void
gst_facerec_gallery_watch_free (GstFacerecGalleryWatch *self)
{
  if (!self)
    return;
  g_mutex_lock (&self->lock);
  self->stop = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->lock);
  g_free (self->path);
  g_free (self);
}
