/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* What stands in a gallery's place, or in it, is refused by one clear error that names the path. */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "galleryfile.h"

/* ---- what is changed by SQL ---- */

typedef struct {
  const gchar *name;
  const gchar *sql;
  gboolean loads_only; /* opens, but does not load */
  FacerecError code;
  const gchar *message; /* part of it */
} SqlCase;

#define BLOB_8 "x'0000803f0000803f0000803f0000803f0000803f0000803f0000803f"

static const SqlCase sql_cases[] = {
  { "of another program", "PRAGMA application_id = 1234", FALSE, FACEREC_ERROR_READ, "another program" },
  { "of a later version", "PRAGMA user_version = 2", FALSE, FACEREC_ERROR_READ, "version 2" },
  { "of an earlier version", "PRAGMA user_version = 0", FALSE, FACEREC_ERROR_READ, "version 0" },
  { "in WAL mode", "PRAGMA journal_mode = WAL", FALSE, FACEREC_ERROR_READ, "WAL" },
  { "with a trigger", "CREATE TRIGGER t AFTER INSERT ON faces BEGIN DELETE FROM people; END", FALSE, FACEREC_ERROR_READ,
    "'t'" },
  { "with a view in a table's place", "ALTER TABLE people RENAME TO p2; CREATE VIEW people AS SELECT * FROM p2", FALSE,
    FACEREC_ERROR_READ, "not a gallery's" },
  { "with a table too many", "CREATE TABLE more (a)", FALSE, FACEREC_ERROR_READ, "'more'" },
  { "with a table of a hostile name", "CREATE TABLE \"a\nb\x1b[2J\" (a)", FALSE, FACEREC_ERROR_READ,
    "not a gallery's" },
  { "with a column too many", "ALTER TABLE faces ADD COLUMN more", FALSE, FACEREC_ERROR_READ, "'faces'" },
  { "with an index missing", "DROP INDEX faces_by_sha256", FALSE, FACEREC_ERROR_READ, "missing" },
  { "without a model", "DELETE FROM model", FALSE, FACEREC_ERROR_READ, "which model" },
  { "with a model of no name", "UPDATE model SET id = ''", FALSE, FACEREC_ERROR_READ, "model's id" },
  { "with a model's name of bytes", "UPDATE model SET id = x'ff00'", FALSE, FACEREC_ERROR_READ, "model's id" },
  { "with no dimensions", "UPDATE model SET dimensions = 0", FALSE, FACEREC_ERROR_READ, "dimensions" },
  { "with 2^40 dimensions", "UPDATE model SET dimensions = 1099511627776", FALSE, FACEREC_ERROR_READ, "dimensions" },
  { "with -1 dimensions", "UPDATE model SET dimensions = -1", FALSE, FACEREC_ERROR_READ, "dimensions" },
  { "with dimensions in words", "UPDATE model SET dimensions = 'eight'", FALSE, FACEREC_ERROR_READ, "dimensions" },
  { "of another metric", "UPDATE model SET metric = 'cosine'", FALSE, FACEREC_ERROR_READ, "metric" },
  { "of another model", "UPDATE model SET id = 'model-b'", FALSE, FACEREC_ERROR_MISMATCH, "model-b" },
  { "of other dimensions", "UPDATE model SET dimensions = 9", FALSE, FACEREC_ERROR_MISMATCH, "9 values" },
  { "with NaN in an embedding", "UPDATE faces SET embedding = " BLOB_8 "0000c07f' WHERE id = 3", TRUE,
    FACEREC_ERROR_READ, "NaN" },
  { "with infinity in an embedding", "UPDATE faces SET embedding = " BLOB_8 "000080ff' WHERE id = 3", TRUE,
    FACEREC_ERROR_READ, "infinity" },
  { "with a huge value in an embedding", "UPDATE faces SET embedding = " BLOB_8 "0000807e' WHERE id = 3", TRUE,
    FACEREC_ERROR_READ, "norm" },
  { "with an embedding of zeros", "UPDATE faces SET embedding = zeroblob(32) WHERE id = 3", TRUE, FACEREC_ERROR_READ,
    "norm" },
  { "with a short embedding", "UPDATE faces SET embedding = zeroblob(31) WHERE id = 3", TRUE, FACEREC_ERROR_READ,
    "wrong length" },
  { "with a long embedding", "UPDATE faces SET embedding = zeroblob(33) WHERE id = 3", TRUE, FACEREC_ERROR_READ,
    "wrong length" },
  { "with an empty embedding", "UPDATE faces SET embedding = x'' WHERE id = 3", TRUE, FACEREC_ERROR_READ,
    "wrong length" },
  { "with an embedding of 3 MB", "UPDATE faces SET embedding = zeroblob(3000000) WHERE id = 3", TRUE,
    FACEREC_ERROR_READ, "too big" },
  { "with an embedding in words", "UPDATE faces SET embedding = 'abcdefgh' WHERE id = 3", TRUE, FACEREC_ERROR_READ,
    "no blob" },
  { "with a name with a line break", "UPDATE people SET name = 'a' || char(10) || 'b' WHERE id = 1", TRUE,
    FACEREC_ERROR_READ, "line break" },
  { "with a name with a slash", "UPDATE people SET name = '../b' WHERE id = 1", TRUE, FACEREC_ERROR_READ, "slash" },
  { "with a name with a zero byte", "UPDATE people SET name = 'a' || char(0) || 'b' WHERE id = 1", TRUE,
    FACEREC_ERROR_READ, "zero byte" },
  { "with a name of 300 bytes", "UPDATE people SET name = hex(zeroblob(150)) WHERE id = 1", TRUE, FACEREC_ERROR_READ,
    "200 bytes" },
  { "with a name that is no UTF-8", "UPDATE people SET name = CAST(x'61ff62' AS TEXT) WHERE id = 1", TRUE,
    FACEREC_ERROR_READ, "UTF-8" },
  { "with an empty name", "UPDATE people SET name = '' WHERE id = 1", TRUE, FACEREC_ERROR_READ, "empty" },
  { "with a name of bytes", "UPDATE people SET name = x'6162' WHERE id = 1", TRUE, FACEREC_ERROR_READ, "another type" },
  { "with a person of no kind", "PRAGMA ignore_check_constraints = ON; UPDATE people SET kind = 'cat' WHERE id = 1",
    TRUE, FACEREC_ERROR_READ, "kind" },
  { "with a threshold below 0", "UPDATE people SET threshold = -1 WHERE id = 1", TRUE, FACEREC_ERROR_READ, "0..100" },
  { "with a threshold in words", "UPDATE people SET threshold = 'near' WHERE id = 1", TRUE, FACEREC_ERROR_READ,
    "another type" },
  { "with a face of nobody", "UPDATE faces SET person = 77 WHERE id = 3", TRUE, FACEREC_ERROR_READ, "missing" },
  { "with a quality of 2", "UPDATE faces SET quality = 2 WHERE id = 3", TRUE, FACEREC_ERROR_READ, "quality" },
  { "with an endless box", "UPDATE faces SET width = 9e999 WHERE id = 3", TRUE, FACEREC_ERROR_READ, "box" },
  { "with a box inside out", "UPDATE faces SET height = -1 WHERE id = 3", TRUE, FACEREC_ERROR_READ, "box" },
  { "with a SHA-256 that is none", "UPDATE faces SET sha256 = 'ABC' WHERE id = 3", TRUE, FACEREC_ERROR_READ,
    "SHA-256" },
  { "with a source that is no UTF-8", "UPDATE faces SET source = CAST(x'ff' AS TEXT) WHERE id = 3", TRUE,
    FACEREC_ERROR_READ, "UTF-8" },
  { "with a time in words", "UPDATE faces SET time_us = 'noon' WHERE id = 3", TRUE, FACEREC_ERROR_READ, "time" },
};

/* What does the same on a server, which is stricter about types and references; NULL: it can hold no such thing, or has no
 * such thing. Cases that are not here run as they are. */
static const struct {
  const gchar *name;
  const gchar *sql;
} server_cases[] = {
  { "of another program", "UPDATE gallery SET application_id = 1234" },
  { "of a later version", "UPDATE gallery SET version = 2" },
  { "of an earlier version", "UPDATE gallery SET version = 0" },
  { "in WAL mode", NULL },
  { "with a trigger", NULL },
  { "with a view in a table's place", NULL },
  { "with a table too many", NULL },
  { "with a table of a hostile name", NULL },
  { "with a column too many", NULL },
  { "with an index missing", NULL },
  { "with a model's name of bytes", NULL },
  { "with 2^40 dimensions", "UPDATE model SET dimensions = 4097" },
  { "with dimensions in words", NULL },
  { "with an embedding of 3 MB", NULL },
  { "with an embedding in words", NULL },
  { "with a name with a line break", "UPDATE people SET name = E'a\\nb' WHERE id = 1" },
  { "with a name with a zero byte", NULL },
  { "with a name of 300 bytes", "UPDATE people SET name = repeat ('0', 300) WHERE id = 1" },
  { "with a name that is no UTF-8", NULL },
  { "with a name of bytes", NULL },
  { "with a person of no kind", "ALTER TABLE people DROP CONSTRAINT people_kind_check; "
    "UPDATE people SET kind = 'cat' WHERE id = 1" },
  { "with a threshold in words", NULL },
  { "with an endless box", "UPDATE faces SET width = 'Infinity' WHERE id = 3" },
  { "with a source that is no UTF-8", NULL },
  { "with a time in words", NULL },
};

/* NULL: does not run here. */
static const gchar *
find_sql (const SqlCase *c)
{
  for (guint i = 0; gallery_file_is_shared () && i < G_N_ELEMENTS (server_cases); i++)
    if (g_str_equal (c->name, server_cases[i].name))
      return server_cases[i].sql;
  return c->sql;
}

/* What only a server's tables can be. */
static const SqlCase server_only_cases[] = {
  { "a view in a table's place", "ALTER TABLE people RENAME TO p2; CREATE VIEW people AS SELECT * FROM p2", FALSE,
    FACEREC_ERROR_READ, "no table" },
  { "a column missing", "ALTER TABLE faces DROP COLUMN quality", FALSE, FACEREC_ERROR_READ, "'faces.quality'" },
  { "a column of another type", "ALTER TABLE faces ALTER COLUMN quality TYPE double precision", FALSE,
    FACEREC_ERROR_READ, "double precision" },
  { "a trigger missing", "DROP TRIGGER tell_rows ON faces", FALSE, FACEREC_ERROR_READ, "'faces.tell_rows'" },
  { "a trigger asleep", "ALTER TABLE people DISABLE TRIGGER tell_rows", FALSE, FACEREC_ERROR_READ, "disabled" },
  { "no row of its version", "DELETE FROM gallery", FALSE, FACEREC_ERROR_READ, "no gallery" },
  { "NaN for a quality", "UPDATE faces SET quality = 'NaN' WHERE id = 3", TRUE, FACEREC_ERROR_READ, "quality" },
  { "NaN for a threshold", "UPDATE people SET threshold = 'NaN' WHERE id = 1", TRUE, FACEREC_ERROR_READ, "threshold" },
};

static FacerecEncodings *
open_and_load (const gchar *path, gboolean *opened, GError **error)
{
  *opened = FALSE;
  g_autoptr (FacerecGallery) gallery = facerec_gallery_open (path, FACEREC_GALLERY_READ, GALLERY_FILE_MODEL,
      GALLERY_FILE_DIMENSIONS, error);
  if (gallery == NULL)
    return NULL;
  *opened = TRUE;
  return facerec_gallery_load (gallery, error);
}

static void
assert_refused (const gchar *path, gboolean opens, FacerecError code, const gchar *message)
{
  g_autoptr (GError) error = NULL;
  gboolean opened;
  g_autoptr (FacerecEncodings) encodings = open_and_load (path, &opened, &error);
  g_assert_null (encodings);
  g_assert_error (error, FACEREC_ERROR, (int) code);
  g_test_message ("%s", error->message);
  g_assert_true (g_str_has_prefix (error->message, path));
  g_assert_nonnull (strstr (error->message, message));
  g_assert_null (strchr (error->message, '\n'));
  g_assert_null (strchr (error->message, '\x1b'));
  g_assert_cmpint (opened, ==, opens);
}

static gchar *
read_bytes (const gchar *path, gsize *n)
{
  gchar *bytes = NULL;
  *n = 0;
  g_assert_true (gallery_file_is_shared () || g_file_get_contents (path, &bytes, n, NULL));
  return bytes;
}

static void
test_sql (gconstpointer data)
{
  const SqlCase *c = data;
  gchar *folder = gallery_folder_new ();
  g_autofree gchar *path = gallery_file_path (folder);
  gallery_file_make (path, 3, 4);
  gallery_file_sql (path, find_sql (c));
  assert_refused (path, c->loads_only, c->code, c->message);
  /* For writing too, and a refusal changes nothing. */
  gsize n_before, n_after;
  g_autofree gchar *before = read_bytes (path, &n_before);
  for (FacerecGalleryMode mode = FACEREC_GALLERY_WRITE; mode <= FACEREC_GALLERY_CREATE && !c->loads_only; mode++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (FacerecGallery) gallery = facerec_gallery_open (path, mode, GALLERY_FILE_MODEL, GALLERY_FILE_DIMENSIONS,
        &error);
    g_assert_null (gallery);
    g_assert_error (error, FACEREC_ERROR, (int) c->code);
  }
  g_autofree gchar *after = read_bytes (path, &n_after);
  g_assert_cmpmem (before, n_before, after, n_after);
  gallery_folder_remove (folder);
}

static void
test_mismatch_names_both_models (void)
{
  gchar *folder = gallery_folder_new ();
  g_autofree gchar *path = gallery_file_path (folder);
  gallery_file_make (path, 1, 1);
  g_autoptr (GError) error = NULL;
  g_assert_null (facerec_gallery_open (path, FACEREC_GALLERY_READ, "model-b", 8, &error));
  g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_MISMATCH);
  g_assert_nonnull (strstr (error->message, "model-a"));
  g_assert_nonnull (strstr (error->message, "model-b"));
  gallery_folder_remove (folder);
}

/* ---- what is no file of SQLite ---- */

typedef struct {
  const gchar *name;
  void (*make) (const gchar *path);
  FacerecError code;
  const gchar *message;
} PlaceCase;

static void
make_nothing (const gchar *path)
{
}

static void
make_folder (const gchar *path)
{
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
}

static void
make_fifo (const gchar *path)
{
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
}

static void
make_loop (const gchar *path)
{
  g_autofree gchar *other = g_strconcat (path, "-2", NULL);
  g_assert_cmpint (symlink (other, path), ==, 0);
  g_assert_cmpint (symlink (path, other), ==, 0);
}

static void
make_dangling_link (const gchar *path)
{
  g_assert_cmpint (symlink ("nowhere", path), ==, 0);
}

static void
make_device_link (const gchar *path)
{
  g_assert_cmpint (symlink ("/dev/zero", path), ==, 0);
}

static void
make_empty (const gchar *path)
{
  g_assert_true (g_file_set_contents (path, "", 0, NULL));
}

static void
make_text (const gchar *path)
{
  g_autofree gchar *text = g_strnfill (10000, 'x');
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
make_byte (const gchar *path)
{
  g_assert_true (g_file_set_contents (path, "S", 1, NULL));
}

static void
make_magic_only (const gchar *path)
{
  g_assert_true (g_file_set_contents (path, "SQLite format 3", 16, NULL));
}

static void
make_other_database (const gchar *path)
{
  gallery_file_sql (path, "CREATE TABLE notes (text); INSERT INTO notes VALUES ('hello')");
}

static void
make_fifo_journal (const gchar *path)
{
  g_autofree gchar *journal = g_strconcat (path, "-journal", NULL);
  gallery_file_make (path, 1, 1);
  make_fifo (journal);
}

static void
make_stray_wal (const gchar *path)
{
  g_autofree gchar *wal = g_strconcat (path, "-wal", NULL);
  gallery_file_make (path, 1, 1);
  g_assert_true (g_file_set_contents (wal, "x", 1, NULL));
}

static const PlaceCase place_cases[] = {
  { "nothing", make_nothing, FACEREC_ERROR_NOT_FOUND, "no such gallery" },
  { "a folder", make_folder, FACEREC_ERROR_OPEN, "folder" },
  { "a FIFO", make_fifo, FACEREC_ERROR_OPEN, "FIFO" },
  { "a loop of links", make_loop, FACEREC_ERROR_OPEN, "loop" },
  { "a link to nothing", make_dangling_link, FACEREC_ERROR_OPEN, "link to nothing" },
  { "a link to a device", make_device_link, FACEREC_ERROR_OPEN, "device" },
  { "an empty file", make_empty, FACEREC_ERROR_READ, "empty" },
  { "a text", make_text, FACEREC_ERROR_READ, "no gallery" },
  { "one byte", make_byte, FACEREC_ERROR_READ, "not a gallery" },
  { "SQLite's first bytes", make_magic_only, FACEREC_ERROR_READ, "" },
  { "another database", make_other_database, FACEREC_ERROR_READ, "another program" },
  { "a FIFO for a journal", make_fifo_journal, FACEREC_ERROR_OPEN, "journal" },
  { "a stray write-ahead log", make_stray_wal, FACEREC_ERROR_OPEN, "WAL" },
};

static void
test_place (gconstpointer data)
{
  const PlaceCase *c = data;
  gchar *folder = gallery_folder_new ();
  g_autofree gchar *path = g_build_filename (folder, "enc.bin", NULL);
  c->make (path);
  assert_refused (path, FALSE, c->code, c->message);
  gallery_folder_remove (folder);
}

static void
test_unreadable (void)
{
  gchar *folder = gallery_folder_new ();
  g_autofree gchar *path = g_build_filename (folder, "enc.bin", NULL);
  gallery_file_make (path, 1, 1);
  /* To root every file is readable, so a child that is not root looks. */
  g_assert_cmpint (chmod (folder, 0755), ==, 0);
  const pid_t child = fork ();
  if (child == 0) {
    if (getuid () != 0 ? chmod (path, 0) != 0 : setgid (65534) != 0 || setuid (65534) != 0)
      _exit (3);
    g_autoptr (GError) error = NULL;
    FacerecGallery *gallery = facerec_gallery_open (path, FACEREC_GALLERY_READ, NULL, 0, &error);
    _exit (gallery == NULL && g_error_matches (error, FACEREC_ERROR, FACEREC_ERROR_OPEN) &&
        strstr (error->message, path) != NULL ? 0 : 1);
  }
  int status;
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  gallery_folder_remove (folder);
}

/* ---- truncation and bit flips: an error, or a gallery whose every value is sound; never anything else ---- */

static void
assert_sound_or_refused (const gchar *path, guint *n_sound)
{
  g_autoptr (GError) error = NULL;
  gboolean opened;
  g_autoptr (FacerecEncodings) encodings = open_and_load (path, &opened, &error);
  g_assert_true ((encodings == NULL) == (error != NULL));
  if (error != NULL) {
    g_assert_true (error->domain == FACEREC_ERROR);
    g_assert_true (g_str_has_prefix (error->message, path));
    return;
  }
  g_assert_cmpuint (facerec_encodings_get_dimensions (encodings), ==, GALLERY_FILE_DIMENSIONS);
  (*n_sound)++;
}

/* Without the syncs of g_file_set_contents; and that leaves the end of a longer file in place without them. */
static void
overwrite (const gchar *path, const gchar *bytes, gsize length)
{
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_true (g_file_set_contents_full (path, bytes, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static void
test_truncated (void)
{
  gchar *folder = gallery_folder_new ();
  g_autofree gchar *path = g_build_filename (folder, "enc.bin", NULL), *bytes = NULL;
  gsize length;
  guint n_sound = 0;
  gallery_file_make (path, 20, 20);
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_assert_cmpuint (length, >, 40 * 1024);
  for (gsize n = 0; n < length; n += 1024) {
    overwrite (path, bytes, n);
    assert_sound_or_refused (path, &n_sound);
  }
  g_assert_cmpuint (n_sound, ==, 0);
  gallery_folder_remove (folder);
}

static void
test_bit_flips (void)
{
  gchar *folder = gallery_folder_new ();
  g_autofree gchar *path = g_build_filename (folder, "enc.bin", NULL), *bytes = NULL;
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  gsize length;
  guint n_sound = 0;
  gallery_file_make (path, 5, 5);
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  for (guint i = 0; i < 1500; i++) {
    /* Every bit of the first page's header, then anywhere. */
    const gsize bit = i < 1000 ? i : g_rand_int (random) % (length * 8);
    bytes[bit / 8] ^= (gchar) (1 << bit % 8);
    overwrite (path, bytes, length);
    assert_sound_or_refused (path, &n_sound);
    bytes[bit / 8] ^= (gchar) (1 << bit % 8);
  }
  g_assert_cmpuint (n_sound, <, 1500);
  gallery_folder_remove (folder);
}

static void
add_sql_cases (const SqlCase *some, guint n)
{
  for (guint i = 0; i < n; i++) {
    g_autofree gchar *path = g_strdup_printf ("/gallery/refuses-one/%s", some[i].name);
    if (find_sql (&some[i]) != NULL)
      g_test_add_data_func (path, &some[i], test_sql);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_sql_cases (sql_cases, G_N_ELEMENTS (sql_cases));
  g_test_add_func ("/gallery/mismatch-names-both-models", test_mismatch_names_both_models);
  if (gallery_file_is_shared ()) {
    add_sql_cases (server_only_cases, G_N_ELEMENTS (server_only_cases));
    return g_test_run ();
  }
  for (guint i = 0; i < G_N_ELEMENTS (place_cases); i++) {
    g_autofree gchar *path = g_strdup_printf ("/gallery/refuses-in-its-place/%s", place_cases[i].name);
    g_test_add_data_func (path, &place_cases[i], test_place);
  }
  g_test_add_func ("/gallery/refuses-an-unreadable-file", test_unreadable);
  g_test_add_func ("/gallery/refuses-a-truncated-file", test_truncated);
  g_test_add_func ("/gallery/survives-bit-flips", test_bit_flips);
  return g_test_run ();
}
