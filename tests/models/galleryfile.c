/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "galleryfile.h"

#include <math.h>

#include <glib/gstdio.h>
#include <sqlite3.h>
#ifdef HAVE_POSTGRES
#include <libpq-fe.h>
#endif

gboolean
gallery_file_is_shared (void)
{
  return g_getenv ("FACEREC_TEST_POSTGRES") != NULL;
}

static gchar *
server_address (void)
{
  return g_strdup_printf ("postgresql://facerec@/postgres?host=%s", g_getenv ("FACEREC_TEST_POSTGRES"));
}

/* Past what the tables themselves forbid. */
static void
server_sql (const gchar *address, const gchar *sql)
{
#ifdef HAVE_POSTGRES
  PGconn *db = PQconnectdb (address);
  PQclear (PQexec (db, "SET client_min_messages = error; SET session_replication_role = replica; "
      "SET search_path = facerec, public"));
  PGresult *result = PQexec (db, sql);
  if (PQresultStatus (result) != PGRES_COMMAND_OK && PQresultStatus (result) != PGRES_TUPLES_OK)
    g_error ("%s: %s", sql, PQerrorMessage (db));
  PQclear (result);
  PQfinish (db);
#endif
}

gchar *
gallery_file_path (const gchar *folder)
{
  if (!gallery_file_is_shared ())
    return g_build_filename (folder, "enc.bin", NULL);
  gchar *address = server_address ();
  server_sql (address, "DROP SCHEMA IF EXISTS facerec CASCADE; CREATE OR REPLACE FUNCTION public.zeroblob (n integer) "
      "RETURNS bytea LANGUAGE sql AS $$ SELECT decode (repeat ('00', n), 'hex') $$");
  return address;
}

gchar *
gallery_folder_new (void)
{
  g_autoptr (GError) error = NULL;
  gchar *folder = g_dir_make_tmp ("facerec-test-XXXXXX", &error);
  g_assert_no_error (error);
  return folder;
}

void
gallery_folder_remove (gchar *folder)
{
  const gchar *name;
  GDir *dir = g_dir_open (folder, 0, NULL);
  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree gchar *path = g_build_filename (folder, name, NULL);
    g_assert_cmpint (g_remove (path), ==, 0);
  }
  g_dir_close (dir);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (folder);
}

void
gallery_file_values (guint person, guint face, gfloat *values)
{
  for (guint i = 0; i < GALLERY_FILE_DIMENSIONS; i++)
    values[i] = (i == person % GALLERY_FILE_DIMENSIONS) + 0.01f * (gfloat) ((face * 7 + i * 3) % 11) +
        0.1f * (gfloat) (person / GALLERY_FILE_DIMENSIONS);
}

void
gallery_file_make (const gchar *path, guint n_people, guint n_faces)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FacerecGallery) gallery = facerec_gallery_open (path, FACEREC_GALLERY_CREATE, GALLERY_FILE_MODEL,
      GALLERY_FILE_DIMENSIONS, &error);
  g_assert_no_error (error);
  g_assert_true (facerec_gallery_begin (gallery, &error));
  for (guint p = 0; p < n_people; p++)
    for (guint f = 0; f < n_faces; f++) {
      gfloat values[GALLERY_FILE_DIMENSIONS];
      gallery_file_values (p, f, values);
      g_autofree gchar *name = g_strdup_printf ("p%u", p);
      g_autofree gchar *source = g_strdup_printf ("photos/%u/%u.jpg", p, f);
      g_autofree gchar *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, source, -1);
      const FacerecGalleryFace face = { .values = values, .quality = 0.5f, .x = 10, .y = 20, .width = 90, .height = 91,
        .source = source, .sha256 = sha256, .time_us = 1700000000000000 + p * 1000 + f };
      facerec_gallery_add_face (gallery, name, FACEREC_PERSON, &face, NULL, &error);
      g_assert_no_error (error);
    }
  g_assert_true (facerec_gallery_commit (gallery, &error));
}

void
gallery_file_sql (const gchar *path, const gchar *sql)
{
  sqlite3 *db = NULL;
  char *message = NULL;
  if (gallery_file_is_shared ()) {
    g_autoptr (GRegex) blob = g_regex_new ("\\bx'([0-9a-f]*)'", 0, 0, NULL);
    g_autofree gchar *translated = g_regex_replace (blob, sql, -1, 0, "'\\\\x\\1'::bytea", 0, NULL);
    server_sql (path, translated);
    return;
  }
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  if (sqlite3_exec (db, sql, NULL, NULL, &message) != SQLITE_OK)
    g_error ("%s: %s", sql, message);
  sqlite3_close (db);
}

void
gallery_fixture_tear_down (GalleryFixture *f, gconstpointer unused)
{
  facerec_gallery_close (f->gallery);
  gallery_folder_remove (f->folder);
  g_free (f->path);
}
