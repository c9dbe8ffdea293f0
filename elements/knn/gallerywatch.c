/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/knn/gallerywatch.h"

#include "models/gallery.h"

#define PERIOD_US (G_USEC_PER_SEC / 4)
/* Fewer faces than this are read again as fast as anybody can notice. */
#define MANY_FACES 65536
#define QUIET_US (5 * G_USEC_PER_SEC)
/* Between attempts to reach a server that is away. */
#define MIN_PAUSE_US (G_USEC_PER_SEC / 4)
#define MAX_PAUSE_US (5 * G_USEC_PER_SEC)
/* A server that says nothing holds up nobody who wants to end. */
#define MAX_END_US (3 * G_USEC_PER_SEC)

struct _GstFacerecGalleryWatch {
  GstFacerecGalleryWatchFunc func;
  gpointer user_data;
  GThread *thread;

  GMutex lock;
  GCond changed; /* one of those below */
  guint n_users; /* whoever made it, and the thread: the last one frees it */
  gchar *path;
  gboolean path_changed;
  gboolean stop;
  gboolean telling; /* func is being called */
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
  FacerecEncodings *encodings; /* last read from path; NULL: none yet */
  /* Of a file. */
  guint64 stamp;
  gchar *told_reason; /* why it cannot be read, as long as it cannot: said once */
  gint64 check_us; /* when what was read by ids is to be read value by value; 0: not at all */
  /* Of a server. */
  FacerecGallery *server; /* listens; NULL: there is no connection */
  gint64 retry_us;        /* when to connect next */
  gint64 pause_us;        /* until the attempt after that */
  gboolean is_away;       /* and that has been told */
  gboolean is_behind;     /* the last change could not be read: encodings may be older than any id tells */
  FacerecGalleryChange told; /* while one was being read in vain, and not read yet */
} State;

static void
forget_path (State *state)
{
  g_clear_pointer (&state->encodings, facerec_encodings_unref);
  g_clear_pointer (&state->server, facerec_gallery_close);
  g_clear_pointer (&state->told_reason, g_free);
  state->stamp = 0;
  state->check_us = state->retry_us = 0;
  state->pause_us = MIN_PAUSE_US;
  state->is_away = state->is_behind = FALSE;
  state->told = FACEREC_GALLERY_CHANGE_NONE;
}

static void
tell (State *state, FacerecEncodings *encodings, const GError *error)
{
  GstFacerecGalleryWatch *self = state->watch;

  g_mutex_lock (&self->lock);
  self->telling = !self->stop;
  g_mutex_unlock (&self->lock);
  if (!self->telling)
    return;
  self->func (state->path, encodings, error, self->user_data);
  g_mutex_lock (&self->lock);
  self->telling = FALSE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

/* What was read takes the place of what was known. */
static void
take (State *state, FacerecEncodings *encodings, gboolean tell_news_only)
{
  gboolean is_news = !state->encodings || !facerec_encodings_equal (encodings, state->encodings);

  facerec_encodings_unref (state->encodings);
  state->encodings = facerec_encodings_ref (encodings);
  if (is_news || !tell_news_only)
    tell (state, encodings, NULL);
}

/* ---- a file ---- */

/* FALSE: somebody keeps it locked. */
static gboolean
read_again (State *state, gboolean by_ids, gboolean tell_news_only)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FacerecEncodings) encodings = gst_facerec_gallery_read (state->path, state->encodings, by_ids, NULL, &error);

  if (encodings) {
    g_clear_pointer (&state->told_reason, g_free);
    take (state, encodings, tell_news_only);
    return TRUE;
  }
  if (g_strcmp0 (state->told_reason, error->message) != 0) {
    g_free (state->told_reason);
    state->told_reason = g_strdup (error->message);
    tell (state, NULL, error);
  }
  return !g_error_matches (error, FACEREC_ERROR, FACEREC_ERROR_WRITE);
}

static void
look_at_file (State *state, gboolean path_changed)
{
  /* Asked before reading: what is committed meanwhile changes the stamp once more. */
  guint64 stamp = state->path && *state->path ? facerec_gallery_stamp (state->path) : 0;

  if (stamp != state->stamp || path_changed) {
    gboolean by_ids = state->encodings && facerec_encodings_get_n_faces (state->encodings) >= MANY_FACES;

    /* A writer's last change to the file comes before it lets go: the stamp would not tell when it can be read. */
    if (read_again (state, by_ids, FALSE))
      state->stamp = stamp;
    state->check_us = by_ids ? g_get_monotonic_time () + QUIET_US : 0;
  } else if (state->check_us && g_get_monotonic_time () >= state->check_us) {
    state->check_us = 0;
    read_again (state, FALSE, TRUE);
  }
}

/* ---- a server ---- */

/* Told once; the people before stay until it is back. */
static void
miss_server (State *state, const GError *error)
{
  g_clear_pointer (&state->server, facerec_gallery_close);
  state->told = FACEREC_GALLERY_CHANGE_NONE; /* all of it is read on the next connection */
  state->retry_us = g_get_monotonic_time () + state->pause_us;
  state->pause_us = MIN (2 * state->pause_us, MAX_PAUSE_US);
  if (!state->is_away)
    tell (state, NULL, error);
  state->is_away = TRUE;
}

static void
read_server (State *state, gboolean by_ids, gboolean tell_news_only)
{
  g_autoptr (GError) error = NULL, lost = NULL;
  g_autoptr (FacerecEncodings) encodings = facerec_gallery_reload (state->server, state->encodings, by_ids, NULL, &error);

  if (encodings) {
    state->pause_us = MIN_PAUSE_US;
    state->is_away = state->is_behind = FALSE;
    take (state, encodings, tell_news_only);
    return;
  }
  state->is_behind = TRUE;
  /* The next change, too, may have come with the answers. */
  state->told = facerec_gallery_wait (state->server, 0, &lost);
  if (state->told == FACEREC_GALLERY_CHANGE_LOST)
    miss_server (state, lost);
  else
    /* It is there, what is in it cannot be used: until the next change. */
    tell (state, NULL, error);
}

/* It listens before it reads, so that nothing falls between; and what was known is compared value by value. */
static void
seek_server (State *state, gboolean path_changed)
{
  g_autoptr (GError) error = NULL;

  if (g_get_monotonic_time () < state->retry_us)
    return;
  state->server = facerec_gallery_open (state->path, FACEREC_GALLERY_READ, NULL, 0, &error);
  if (state->server && facerec_gallery_listen (state->server, &error))
    read_server (state, FALSE, !path_changed && !state->is_away);
  else
    miss_server (state, error);
}

static void
look_at_server (State *state, gboolean path_changed)
{
  g_autoptr (GError) error = NULL;
  FacerecGalleryChange change;

  if (!state->server) {
    seek_server (state, path_changed);
    return;
  }
  change = facerec_gallery_wait (state->server, 0, &error);
  change = MAX (change, state->told);
  state->told = FACEREC_GALLERY_CHANGE_NONE;
  if (change == FACEREC_GALLERY_CHANGE_LOST)
    miss_server (state, error);
  else if (change != FACEREC_GALLERY_CHANGE_NONE)
    read_server (state, change == FACEREC_GALLERY_CHANGE_ROWS && !state->is_behind, FALSE);
}

/* ---- the thread ---- */

static void
leave (GstFacerecGalleryWatch *self)
{
  gboolean is_last;

  g_mutex_lock (&self->lock);
  is_last = --self->n_users == 0;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  if (!is_last)
    return;
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->lock);
  g_free (self->path);
  g_free (self);
}

static gpointer
run (gpointer data)
{
  State *state = data;
  gboolean path_changed;

  while (wait_for_turn (state->watch, &state->path, &path_changed)) {
    if (path_changed)
      forget_path (state);
    if (facerec_gallery_is_shared (state->path))
      look_at_server (state, path_changed);
    else
      look_at_file (state, path_changed);
  }
  forget_path (state);
  g_free (state->path);
  leave (state->watch);
  g_free (state);
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
  self->n_users = 2;
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  *state = (State) { .watch = self, .path = g_strdup (path), .encodings = facerec_encodings_ref (encodings),
    .stamp = stamp, .pause_us = MIN_PAUSE_US };
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
  gint64 end_us = g_get_monotonic_time () + MAX_END_US;
  GThread *thread;
  gboolean has_ended;

  if (!self)
    return;
  g_mutex_lock (&self->lock);
  self->stop = TRUE;
  g_cond_broadcast (&self->changed);
  while (self->telling)
    g_cond_wait (&self->changed, &self->lock);
  while (self->n_users > 1 && g_cond_wait_until (&self->changed, &self->lock, end_us)) {
  }
  has_ended = self->n_users == 1;
  thread = self->thread;
  g_mutex_unlock (&self->lock);
  leave (self);
  /* One that still waits for a server ends by itself, and calls nobody. */
  if (has_ended)
    g_thread_join (thread);
  else
    g_thread_unref (thread);
}
