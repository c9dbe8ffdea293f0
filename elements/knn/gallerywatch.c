/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/knn/gallerywatch.h"

#include "models/gallery.h"

#define PERIOD_US (G_USEC_PER_SEC / 4)
/* Fewer faces than this are read again as fast as anybody can notice. */
#define MANY_FACES 65536
#define QUIET_US (5 * G_USEC_PER_SEC)

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
gst_facerec_gallery_read (const gchar *path, const FacerecEncodings *base, gboolean by_ids, FacerecWorkers *workers,
    GError **error)
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
  encodings = facerec_gallery_reload (gallery, base, by_ids, workers, error);
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

/* What the thread knows. */
typedef struct {
  GstFacerecGalleryWatch *watch;
  gchar *path;
  guint64 stamp;
  FacerecEncodings *encodings; /* last read from path; NULL: none yet */
  gint64 check_us; /* when what was read by ids is to be read value by value; 0: not at all */
} State;

static void
state_free (State *state)
{
  facerec_encodings_unref (state->encodings);
  g_free (state->path);
  g_free (state);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (State, state_free)

static void
read_again (State *state, gboolean by_ids, gboolean tell_news_only)
{
  GstFacerecGalleryWatch *self = state->watch;
  g_autoptr (GError) error = NULL;
  g_autoptr (FacerecEncodings) encodings = gst_facerec_gallery_read (state->path, state->encodings, by_ids, NULL, &error);
  gboolean is_news = !encodings || !state->encodings || !facerec_encodings_equal (encodings, state->encodings);

  if (encodings) {
    facerec_encodings_unref (state->encodings);
    state->encodings = facerec_encodings_ref (encodings);
  }
  if (is_news || !tell_news_only)
    self->func (state->path, encodings, error, self->user_data);
}

static gpointer
run (gpointer data)
{
  g_autoptr (State) state = data;
  gboolean path_changed;

  while (wait_for_turn (state->watch, &state->path, &path_changed)) {
    /* Asked before reading: what is committed meanwhile changes the stamp once more. */
    guint64 stamp = state->path && *state->path ? facerec_gallery_stamp (state->path) : 0;

    if (path_changed)
      g_clear_pointer (&state->encodings, facerec_encodings_unref);
    if (stamp != state->stamp || path_changed) {
      gboolean by_ids = state->encodings && facerec_encodings_get_n_faces (state->encodings) >= MANY_FACES;

      state->stamp = stamp;
      read_again (state, by_ids, FALSE);
      state->check_us = by_ids ? g_get_monotonic_time () + QUIET_US : 0;
    } else if (state->check_us && g_get_monotonic_time () >= state->check_us) {
      state->check_us = 0;
      read_again (state, FALSE, TRUE);
    }
  }
  return NULL;
}

GstFacerecGalleryWatch *
gst_facerec_gallery_watch_new (const gchar *path, guint64 stamp, FacerecEncodings *encodings,
    GstFacerecGalleryWatchFunc func, gpointer user_data)
{
  GstFacerecGalleryWatch *self = g_new0 (GstFacerecGalleryWatch, 1);
  State *state = g_new0 (State, 1);

  self->func = func;
  self->user_data = user_data;
  self->path = g_strdup (path);
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  *state = (State) { self, g_strdup (path), stamp, facerec_encodings_ref (encodings), 0 };
  self->thread = g_thread_new ("facerec-gallery", run, state);
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
