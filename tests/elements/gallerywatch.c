/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* A gallery so large that it is first read by its ids: what those tell is told at once, what they do not some seconds
 * later, and nothing twice. One that somebody keeps locked. */
#include "elements/knn/gallerywatch.h"

#include <math.h>
#include <pthread.h>
#include <sqlite3.h>
#include <utime.h>

#include <glib/gstdio.h>

#include "models/gallery.h"
#include "models/search.h"

#define N_FACES 66000 /* above those that are read whole, and no multiple of a chunk */
#define NEWS_US (20 * G_USEC_PER_SEC)
/* Longer than the watch waits for quiet. */
#define QUIET_US (7 * G_USEC_PER_SEC)

typedef struct {
  gchar *folder, *path;
  pthread_mutex_t lock;
  FacerecEncodings *encodings; /* the last told */
  guint n_told;
  guint n_locked; /* errors told */
} Fixture;

static void
add_faces (const gchar *path, const gchar *person, guint first, guint n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FacerecGallery) gallery = facerec_gallery_open (path, FACEREC_GALLERY_CREATE, "test", 2, &error);
  guint i;

  g_assert_no_error (error);
  g_assert_true (facerec_gallery_begin (gallery, &error));
  for (i = first; i < first + n; i++) {
    gfloat values[] = { 1 + (gfloat) i / 1024, 1 };
    FacerecGalleryFace face = { .values = values, .quality = NAN };

    facerec_gallery_add_face (gallery, person, FACEREC_PERSON, &face, NULL, &error);
    g_assert_no_error (error);
  }
  g_assert_true (facerec_gallery_commit (gallery, &error));
}

static void
on_changed (const gchar *path, FacerecEncodings *encodings, const GError *error, gpointer user_data)
{
  Fixture *self = user_data;

  pthread_mutex_lock (&self->lock);
  if (encodings) {
    facerec_encodings_unref (self->encodings);
    self->encodings = facerec_encodings_ref (encodings);
    self->n_told++;
  } else {
    g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_WRITE);
    g_assert_nonnull (strstr (error->message, "locked"));
    self->n_locked++;
  }
  pthread_mutex_unlock (&self->lock);
}

/* How near the nearest face is to that one. */
static gfloat
distance_to (FacerecEncodings *encodings, gfloat x, gfloat y)
{
  FacerecNeighbour nearest;
  const gfloat query[] = { x, y };

  facerec_search (encodings, NULL, query, 1, 1, &nearest, 0, NULL);
  return nearest.distance;
}

/* Until a face is told that stands there. Returns how many times something was told. */
static guint
await_face (Fixture *self, gfloat x, gfloat y)
{
  gint64 end_us = g_get_monotonic_time () + NEWS_US;
  gboolean is_there = FALSE;
  guint n_told = 0;

  while (!is_there && g_get_monotonic_time () < end_us) {
    g_usleep (20000);
    pthread_mutex_lock (&self->lock);
    is_there = self->encodings && distance_to (self->encodings, x, y) == 0;
    n_told = self->n_told;
    pthread_mutex_unlock (&self->lock);
  }
  g_assert_true (is_there);
  return n_told;
}

static void
move_face (const gchar *path)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, 10000);
  /* 8 and -2, little-endian. */
  g_assert_cmpint (sqlite3_exec (db, "UPDATE faces SET embedding = x'00000041000000c0' WHERE id = 33", NULL, NULL, NULL),
      ==, SQLITE_OK);
  sqlite3_close (db);
}

static guint
n_faces_told (Fixture *self)
{
  guint n;

  pthread_mutex_lock (&self->lock);
  n = facerec_encodings_get_n_faces (self->encodings);
  pthread_mutex_unlock (&self->lock);
  return n;
}

/* A gallery of n faces that is watched. encodings: as it is now, (transfer full). */
static GstFacerecGalleryWatch *
fixture_open (Fixture *self, guint n, FacerecEncodings **encodings)
{
  g_autoptr (GError) error = NULL;
  guint64 stamp;

  *self = (Fixture) { .folder = g_dir_make_tmp ("facerec-XXXXXX", NULL) };
  pthread_mutex_init (&self->lock, NULL);
  self->path = g_build_filename (self->folder, "enc.bin", NULL);
  add_faces (self->path, "many", 0, n);
  g_usleep (100000);
  stamp = facerec_gallery_stamp (self->path);
  *encodings = gst_facerec_gallery_read (self->path, NULL, FALSE, NULL, &error);
  g_assert_no_error (error);
  return gst_facerec_gallery_watch_new (self->path, stamp, *encodings, on_changed, self);
}

static void
fixture_close (Fixture *self, GstFacerecGalleryWatch *watch)
{
  gst_facerec_gallery_watch_free (watch);
  facerec_encodings_unref (self->encodings);
  g_assert_cmpint (g_remove (self->path), ==, 0);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  pthread_mutex_destroy (&self->lock);
  g_free (self->path);
  g_free (self->folder);
}

static void
test_large_gallery (void)
{
  Fixture self;
  g_autoptr (FacerecEncodings) encodings = NULL;
  GstFacerecGalleryWatch *watch = fixture_open (&self, N_FACES, &encodings);
  guint n_told;

  add_faces (self.path, "new", 100000, 1);
  n_told = await_face (&self, 1 + 100000.0f / 1024, 1);
  g_assert_cmpuint (n_faces_told (&self), ==, N_FACES + 1);
  g_assert_cmpuint (facerec_encodings_get_n_faces (encodings), ==, N_FACES);
  /* Read again value by value, which shows nothing else. */
  g_usleep (QUIET_US);
  g_assert_cmpuint (self.n_told, <=, n_told + 1);

  move_face (self.path);
  await_face (&self, 8, -2);
  g_assert_cmpuint (n_faces_told (&self), ==, N_FACES + 1);
  g_assert_cmpuint (self.n_locked, ==, 0);
  fixture_close (&self, watch);
}

/* Until so many changes and so many locks have been told. */
static void
await_told (Fixture *self, guint n_told, guint n_locked)
{
  gint64 end_us = g_get_monotonic_time () + NEWS_US;
  gboolean is_there = FALSE;

  while (!is_there && g_get_monotonic_time () < end_us) {
    g_usleep (20000);
    pthread_mutex_lock (&self->lock);
    is_there = self->n_told >= n_told && self->n_locked >= n_locked;
    pthread_mutex_unlock (&self->lock);
  }
  g_assert_true (is_there);
}

/* Whoever writes changes the file for the last time some time before the lock goes: it is read when it can be. */
static void
test_locked_gallery (void)
{
  Fixture self;
  g_autoptr (FacerecEncodings) encodings = NULL;
  GstFacerecGalleryWatch *watch = fixture_open (&self, 3, &encodings);
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (self.path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "BEGIN EXCLUSIVE", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (utime (self.path, NULL), ==, 0);
  await_told (&self, 0, 1);
  /* It has asked again since. */
  g_usleep (QUIET_US);
  g_assert_cmpint (sqlite3_exec (db, "COMMIT", NULL, NULL, NULL), ==, SQLITE_OK);
  await_told (&self, 1, 1);
  g_assert_cmpuint (self.n_locked, ==, 1);
  sqlite3_close (db);
  fixture_close (&self, watch);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/elements/gallerywatch/a large gallery", test_large_gallery);
  g_test_add_func ("/elements/gallerywatch/a gallery that somebody keeps locked", test_locked_gallery);
  return g_test_run ();
}
