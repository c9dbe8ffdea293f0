/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* make-gallery FILE FACES [FACES_PER_PERSON [DIMENSIONS [MODEL]]]: a gallery of synthetic people, the same every time
 * for the same arguments; by default 10 faces a person, 128 dimensions, of the model "dlib-resnet-v1". Lengths and
 * distances are about as that network has them: a norm of 1.4, 0.42 between two faces of a person, 0.9 between those of
 * two people. A million faces take about five seconds, since nothing is synced. An existing file is not touched. */
#include <math.h>
#include <stdlib.h>

#include <glib.h>
#include <glib/gstdio.h>
#include <sqlite3.h>

#include "models/gallery.h"

#define COMMON_NORM 1.2f
#define PERSON_NORM 0.56f
#define FACE_NORM 0.3f
#define TIME_US G_GINT64_CONSTANT (1700000000000000)

typedef struct {
  guint64 state;
  guint dimensions;
  gfloat *common, *person, *face;
} Maker;

/* SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014). */
static guint64
next_random (Maker *self)
{
  guint64 z = self->state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

/* Adds a random vector of about that norm: each value a sum of four uniform ones, which is near enough to normal. */
static void
add_vector (Maker *self, gfloat norm, const gfloat *to, gfloat *values)
{
  /* The sum of four 16-bit values has a variance of 4 * 65536^2 / 12. */
  const gfloat scale = norm / sqrtf ((gfloat) self->dimensions) / (65536 * sqrtf (1.0f / 3));
  for (guint i = 0; i < self->dimensions; i++) {
    const guint64 r = next_random (self);
    const gint sum = (gint) (r & 0xffff) + (gint) (r >> 16 & 0xffff) + (gint) (r >> 32 & 0xffff) + (gint) (r >> 48);
    values[i] = to[i] + ((gfloat) sum - 2 * 65535.0f) * scale;
  }
}

static void
run (sqlite3 *db, const gchar *sql)
{
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (db));
}

static sqlite3_stmt *
prepare (sqlite3 *db, const gchar *sql)
{
  sqlite3_stmt *statement = NULL;
  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (db));
  return statement;
}

static void
step (sqlite3 *db, sqlite3_stmt *statement)
{
  if (sqlite3_step (statement) != SQLITE_DONE)
    g_error ("%s", sqlite3_errmsg (db));
  sqlite3_reset (statement);
}

static void
insert_person (sqlite3 *db, sqlite3_stmt *statement, guint person)
{
  gchar name[32];
  const gint length = g_snprintf (name, sizeof name, "Person %07u", person);
  sqlite3_bind_int64 (statement, 1, (gint64) person + 1);
  sqlite3_bind_text (statement, 2, name, length, SQLITE_STATIC);
  step (db, statement);
}

static void
insert_face (Maker *self, sqlite3 *db, sqlite3_stmt *statement, guint person, guint face)
{
  gchar source[64], sha256[65];
  const gint length = g_snprintf (source, sizeof source, "photos/Person %07u/%04u.jpg", person, face);
  for (guint i = 0; i < 64; i += 16)
    g_snprintf (sha256 + i, 17, "%016" G_GINT64_MODIFIER "x", next_random (self));
  add_vector (self, FACE_NORM, self->person, self->face);
  for (guint i = 0; i < self->dimensions; i++) {
    guint32 *bits = (guint32 *) (self->face + i);
    *bits = GUINT32_TO_LE (*bits);
  }
  sqlite3_bind_int64 (statement, 1, (gint64) person + 1);
  sqlite3_bind_blob (statement, 2, self->face, (int) (self->dimensions * sizeof (gfloat)), SQLITE_STATIC);
  sqlite3_bind_text (statement, 3, source, length, SQLITE_STATIC);
  sqlite3_bind_text (statement, 4, sha256, 64, SQLITE_STATIC);
  sqlite3_bind_int64 (statement, 5, TIME_US + face);
  step (db, statement);
}

/* An index is cheaper made at the end than kept while rows come. Its statement goes back as it was, which is what
 * makes the file a gallery. */
static void
fill (Maker *self, sqlite3 *db, guint n_faces, guint faces_per_person)
{
  g_autofree gchar *by_sha256 = NULL;
  sqlite3_stmt *statement = prepare (db, "SELECT sql FROM sqlite_schema WHERE name = 'faces_by_sha256'");
  if (sqlite3_step (statement) == SQLITE_ROW)
    by_sha256 = g_strdup ((const gchar *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  run (db, "DROP INDEX faces_by_sha256");
  sqlite3_stmt *add_person = prepare (db, "INSERT INTO people (id, name, kind) VALUES (?1, ?2, 'person')");
  sqlite3_stmt *add_face = prepare (db, "INSERT INTO faces (person, embedding, quality, x, y, width, height, source, "
      "sha256, time_us) VALUES (?1, ?2, 0.5, 10, 20, 90, 91, ?3, ?4, ?5)");
  for (guint face = 0; face < n_faces; face++) {
    const guint person = face / faces_per_person;
    if (face % faces_per_person == 0) {
      insert_person (db, add_person, person);
      add_vector (self, PERSON_NORM, self->common, self->person);
    }
    insert_face (self, db, add_face, person, face);
  }
  sqlite3_finalize (add_person);
  sqlite3_finalize (add_face);
  run (db, by_sha256);
}

/* 0: no number above 0. */
static guint
parse (const gchar *text)
{
  guint64 value = 0;
  return g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT, &value, NULL) ? (guint) value : 0;
}

int
main (int argc, char **argv)
{
  const guint n_faces = argc > 2 ? parse (argv[2]) : 0, faces_per_person = argc > 3 ? parse (argv[3]) : 10;
  const guint dimensions = argc > 4 ? parse (argv[4]) : 128;
  if (n_faces == 0 || faces_per_person == 0 || dimensions == 0 || argc > 6) {
    g_printerr ("make-gallery FILE FACES [FACES_PER_PERSON [DIMENSIONS [MODEL]]]\n");
    return 2;
  }
  if (g_file_test (argv[1], G_FILE_TEST_EXISTS)) {
    g_printerr ("%s: is there already\n", argv[1]);
    return 2;
  }
  g_autoptr (GError) error = NULL;
  FacerecGallery *gallery = facerec_gallery_open (argv[1], FACEREC_GALLERY_CREATE,
      argc > 5 ? argv[5] : "dlib-resnet-v1", dimensions, &error);
  if (gallery == NULL) {
    g_printerr ("%s\n", error->message);
    return 2;
  }
  facerec_gallery_close (gallery);

  g_autofree gfloat *vectors = g_new0 (gfloat, (gsize) 4 * dimensions);
  Maker maker = { 1, dimensions, vectors + dimensions, vectors + (gsize) 2 * dimensions,
    vectors + (gsize) 3 * dimensions };
  add_vector (&maker, COMMON_NORM, vectors, maker.common);
  sqlite3 *db = NULL;
  if (sqlite3_open (argv[1], &db) != SQLITE_OK)
    g_error ("%s", sqlite3_errmsg (db));
  run (db, "PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF; PRAGMA cache_size = -65536; BEGIN");
  fill (&maker, db, n_faces, faces_per_person);
  run (db, "COMMIT; PRAGMA journal_mode = DELETE");
  sqlite3_close (db);
  return 0;
}
