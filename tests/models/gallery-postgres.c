/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a server has beyond a file: it goes away and comes back, it tells of changes, it lets in whom it likes. */
#include <math.h>
#include <string.h>

#include "galleryfile.h"

/* More than a chunk, so that several readers share the work. */
#define N_MANY 40000

/* Everybody else is thrown out. */
#define BREAK_CONNECTIONS \
  "SELECT pg_terminate_backend (pid, 10000) FROM pg_stat_activity WHERE pid <> pg_backend_pid () " \
  "AND backend_type = 'client backend'"

static FacerecGallery *
open_gallery (const gchar *path, FacerecGalleryMode mode)
{
  g_autoptr (GError) error = NULL;
  FacerecGallery *gallery = facerec_gallery_open (path, mode, NULL, 0, &error);
  g_assert_no_error (error);
  return gallery;
}

static gboolean
add (FacerecGallery *gallery, const gchar *person, guint number, GError **error)
{
  gfloat values[GALLERY_FILE_DIMENSIONS];
  gallery_file_values (number, number, values);
  const FacerecGalleryFace face = { .values = values, .quality = NAN };
  return facerec_gallery_add_face (gallery, person, FACEREC_PERSON, &face, NULL, error);
}

static guint
count_faces (const gchar *path)
{
  g_autoptr (FacerecGallery) gallery = open_gallery (path, FACEREC_GALLERY_READ);
  g_autoptr (FacerecEncodings) encodings = facerec_gallery_load (gallery, NULL);
  g_assert_nonnull (encodings);
  return facerec_encodings_get_n_faces (encodings);
}

static void
assert_refused (const gchar *path, FacerecGalleryMode mode, FacerecError code, const gchar *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FacerecGallery) gallery = facerec_gallery_open (path, mode, GALLERY_FILE_MODEL, GALLERY_FILE_DIMENSIONS, &error);
  g_assert_null (gallery);
  g_assert_error (error, FACEREC_ERROR, (int) code);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, message));
  g_assert_nonnull (strstr (error->message, "postgresql://"));
}

static void
test_lets_in_whom_it_likes (void)
{
  g_autofree gchar *path = gallery_file_path (NULL);
  const gchar *host = g_getenv ("FACEREC_TEST_POSTGRES");
  g_autofree gchar *nowhere = g_strdup_printf ("postgresql://facerec@/nowhere?host=%s", host);
  g_autofree gchar *reader = g_strdup_printf ("postgresql://reader:s3cret@/postgres?host=%s", host);
  g_autofree gchar *latin = g_strdup_printf ("postgresql://facerec@/latin?host=%s", host);
  assert_refused (path, FACEREC_GALLERY_READ, FACEREC_ERROR_NOT_FOUND, "enroll");
  assert_refused (path, FACEREC_GALLERY_WRITE, FACEREC_ERROR_NOT_FOUND, "enroll");
  assert_refused (nowhere, FACEREC_GALLERY_CREATE, FACEREC_ERROR_OPEN, "nowhere");
  gallery_file_sql (path, "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
  assert_refused (latin, FACEREC_GALLERY_CREATE, FACEREC_ERROR_WRITE, "LATIN1");
  gallery_file_make (path, 2, 2);
  gallery_file_sql (path, "CREATE ROLE reader LOGIN");
  assert_refused (reader, FACEREC_GALLERY_READ, FACEREC_ERROR_READ, "GRANT");
  gallery_file_sql (path, "GRANT USAGE ON SCHEMA facerec TO reader; GRANT SELECT ON ALL TABLES IN SCHEMA facerec TO reader");
  g_assert_cmpuint (count_faces (reader), ==, 4);
  assert_refused (reader, FACEREC_GALLERY_WRITE, FACEREC_ERROR_WRITE, "INSERT");
  gallery_file_sql (path, "GRANT INSERT, UPDATE, DELETE ON facerec.people, facerec.faces TO reader");
  g_autoptr (FacerecGallery) gallery = open_gallery (reader, FACEREC_GALLERY_WRITE);
  g_assert_true (add (gallery, "new", 7, NULL));
  g_assert_true (facerec_gallery_remove (gallery, "p0", NULL));
  g_assert_cmpuint (count_faces (path), ==, 3);
}

/* Both ways of loading, by one reader and by several, and by ids, see the same. */
static void
test_many_faces (void)
{
  g_autofree gchar *path = gallery_file_path (NULL);
  g_autofree gchar *sql = g_strdup_printf ("INSERT INTO people (name, kind) SELECT 'q' || i, 'person' FROM "
      "generate_series (1, 100) i; INSERT INTO faces (person, embedding, x, y, width, height, time_us) "
      "SELECT 3 + i %% 100, decode (repeat (lpad (to_hex (i), 4, '0') || '803f', 8), 'hex'), 0, 0, 0, 0, i "
      "FROM generate_series (0, %d) i; DELETE FROM faces WHERE id %% 1000 = 7", N_MANY - 5);
  gallery_file_make (path, 2, 2);
  gallery_file_sql (path, sql);
  g_autoptr (FacerecGallery) gallery = open_gallery (path, FACEREC_GALLERY_WRITE);
  g_autoptr (FacerecWorkers) workers = facerec_workers_new (3);
  g_autoptr (FacerecEncodings) alone = facerec_gallery_reload (gallery, NULL, FALSE, NULL, NULL);
  g_autoptr (FacerecEncodings) shared = facerec_gallery_reload (gallery, NULL, FALSE, workers, NULL);
  g_assert_cmpuint (facerec_encodings_get_n_faces (alone), ==, N_MANY - N_MANY / 1000);
  g_assert_true (facerec_encodings_equal (alone, shared));
  g_assert_true (add (gallery, "p0", 3, NULL) && facerec_gallery_remove (gallery, "q50", NULL));
  g_autoptr (FacerecEncodings) by_ids = facerec_gallery_reload (gallery, alone, TRUE, workers, NULL);
  g_autoptr (FacerecEncodings) anew = facerec_gallery_reload (gallery, NULL, FALSE, workers, NULL);
  g_assert_true (facerec_encodings_equal (by_ids, anew));
  g_assert_false (facerec_encodings_equal (by_ids, alone));
}

typedef struct {
  const gchar *name;
  const gchar *sql; /* as by hand; NULL: by our own function */
  FacerecGalleryChange change;
} Change;

static const Change changes[] = {
  { "our own addition", NULL, FACEREC_GALLERY_CHANGE_ROWS },
  { "nothing", "SELECT 1", FACEREC_GALLERY_CHANGE_NONE },
  { "reading", "SELECT * FROM faces", FACEREC_GALLERY_CHANGE_NONE },
  { "what was undone", "BEGIN; DELETE FROM faces; ROLLBACK", FACEREC_GALLERY_CHANGE_NONE },
  { "another name", "UPDATE people SET name = 'x' WHERE id = 1", FACEREC_GALLERY_CHANGE_ROWS },
  { "a face that goes", "DELETE FROM faces WHERE id = 2", FACEREC_GALLERY_CHANGE_ROWS },
  { "a person who goes", "DELETE FROM people WHERE id = 2", FACEREC_GALLERY_CHANGE_ROWS },
  { "other values", "UPDATE faces SET embedding = (SELECT embedding FROM faces WHERE id = 1)",
    FACEREC_GALLERY_CHANGE_VALUES },
  { "several at once", "BEGIN; UPDATE faces SET id = DEFAULT WHERE id = 3; DELETE FROM people; COMMIT",
    FACEREC_GALLERY_CHANGE_VALUES },
  { "everything", "TRUNCATE faces", FACEREC_GALLERY_CHANGE_VALUES },
};

static void
test_tells_of_changes (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree gchar *path = gallery_file_path (NULL);
  gallery_file_make (path, 2, 2);
  g_autoptr (FacerecGallery) writer = open_gallery (path, FACEREC_GALLERY_WRITE);
  g_autoptr (FacerecGallery) listener = open_gallery (path, FACEREC_GALLERY_READ);
  g_assert_true (facerec_gallery_listen (listener, &error));
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++) {
    FacerecGalleryChange change = FACEREC_GALLERY_CHANGE_NONE;
    g_test_message ("%s", changes[i].name);
    g_autofree gchar *sql = g_strconcat ("SET session_replication_role = origin; ", changes[i].sql, NULL);
    if (changes[i].sql != NULL)
      gallery_file_sql (path, sql);
    else
      g_assert_true (add (writer, "p0", 9, &error));
    /* It comes behind the commit, however slow the machine. */
    const gint64 end_us = g_get_monotonic_time () + (changes[i].change != FACEREC_GALLERY_CHANGE_NONE ? 20000000 : 300000);
    while (change == FACEREC_GALLERY_CHANGE_NONE && g_get_monotonic_time () < end_us)
      change = facerec_gallery_wait (listener, 100, &error);
    g_assert_no_error (error);
    g_assert_cmpint (change, ==, changes[i].change);
  }
  gallery_file_sql (path, BREAK_CONNECTIONS);
  FacerecGalleryChange change = FACEREC_GALLERY_CHANGE_NONE;
  while (change == FACEREC_GALLERY_CHANGE_NONE)
    change = facerec_gallery_wait (listener, 1000, &error);
  g_assert_cmpint (change, ==, FACEREC_GALLERY_CHANGE_LOST);
  g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_OPEN);
  /* It does not go on as though nothing had been missed. */
  g_assert_null (facerec_gallery_load (listener, NULL));
}

static void
test_lost_connections (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree gchar *path = gallery_file_path (NULL);
  gallery_file_make (path, 2, 2);
  g_autoptr (FacerecGallery) gallery = open_gallery (path, FACEREC_GALLERY_WRITE);
  /* Between two changes it is not even noticed. */
  gallery_file_sql (path, BREAK_CONNECTIONS);
  g_assert_true (add (gallery, "Anna", 5, &error));
  gallery_file_sql (path, BREAK_CONNECTIONS);
  g_autoptr (GPtrArray) people = facerec_gallery_list_people (gallery, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (people->len, ==, 3);
  /* Within a transaction all of that is undone, and says so until it is over. */
  g_assert_true (facerec_gallery_begin (gallery, &error));
  g_assert_true (add (gallery, "Bob", 6, &error));
  gallery_file_sql (path, BREAK_CONNECTIONS);
  g_assert_false (add (gallery, "Bob", 7, &error));
  g_test_message ("%s", error->message);
  g_clear_error (&error);
  g_assert_false (facerec_gallery_commit (gallery, &error));
  g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_OPEN);
  g_clear_error (&error);
  g_assert_cmpuint (count_faces (path), ==, 5);
  g_assert_true (facerec_gallery_begin (gallery, &error));
  g_assert_true (add (gallery, "Bob", 8, &error));
  g_assert_true (facerec_gallery_commit (gallery, &error));
  g_assert_cmpuint (count_faces (path), ==, 6);
}

/* A change that fails inside of a transaction by the server's own word is undone alone. */
static void
test_a_failure_inside (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree gchar *path = gallery_file_path (NULL);
  gallery_file_make (path, 2, 2);
  gallery_file_sql (path, "ALTER TABLE faces ADD CHECK (quality IS NULL OR quality < 0.9)");
  g_autoptr (FacerecGallery) gallery = open_gallery (path, FACEREC_GALLERY_WRITE);
  gfloat values[GALLERY_FILE_DIMENSIONS];
  gallery_file_values (3, 3, values);
  const FacerecGalleryFace face = { .values = values, .quality = 1 };
  g_assert_true (facerec_gallery_begin (gallery, &error));
  g_assert_true (add (gallery, "Anna", 5, &error));
  g_assert_false (facerec_gallery_add_face (gallery, "Bob", FACEREC_PERSON, &face, NULL, &error));
  g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_WRITE);
  g_clear_error (&error);
  g_assert_true (add (gallery, "Anna", 6, &error));
  g_assert_true (facerec_gallery_commit (gallery, &error));
  g_autoptr (GPtrArray) people = facerec_gallery_list_people (gallery, &error);
  g_assert_cmpuint (people->len, ==, 3); /* no Bob without a face */
  g_assert_cmpuint (count_faces (path), ==, 6);
}

static gchar *
digest (const gchar *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_assert_true (facerec_gallery_digest (path, sum, &error));
  return g_strdup (g_checksum_get_string (sum));
}

static void
test_digest_follows_the_content (void)
{
  static const struct {
    const gchar *sql;
    gboolean changes;
  } steps[] = {
    { "SELECT 1", FALSE }, { "UPDATE faces SET source = 'other' WHERE id = 1", FALSE },
    { "UPDATE people SET name = 'x' WHERE id = 1", TRUE }, { "UPDATE people SET threshold = 0.25 WHERE id = 1", TRUE },
    { "UPDATE people SET kind = 'negative' WHERE id = 2", TRUE }, { "UPDATE faces SET person = 1 WHERE id = 3", TRUE },
    { "UPDATE faces SET embedding = set_byte (embedding, 0, 1 + get_byte (embedding, 0)) WHERE id = 4", TRUE },
    { "DELETE FROM faces WHERE id = 4", TRUE }, { "UPDATE model SET id = 'model-b'", TRUE },
  };
  g_autofree gchar *path = gallery_file_path (NULL);
  gallery_file_make (path, 2, 2);
  g_autofree gchar *before = digest (path);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    gallery_file_sql (path, steps[i].sql);
    gchar *after = digest (path);
    g_test_message ("%s", steps[i].sql);
    g_assert_cmpint (strcmp (before, after) != 0, ==, steps[i].changes);
    g_free (before);
    before = after;
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gallery/server/lets-in-whom-it-likes", test_lets_in_whom_it_likes);
  g_test_add_func ("/gallery/server/many-faces", test_many_faces);
  g_test_add_func ("/gallery/server/tells-of-changes", test_tells_of_changes);
  g_test_add_func ("/gallery/server/lost-connections", test_lost_connections);
  g_test_add_func ("/gallery/server/a-failure-inside-is-undone-alone", test_a_failure_inside);
  g_test_add_func ("/gallery/server/digest-follows-the-content", test_digest_follows_the_content);
  return g_test_run ();
}
