/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* A gallery keeps what it was given, and says no where its header says so. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* memmem */
#endif
#include "models/gallery.h"

#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "galleryfile.h"

#define SHA_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define SHA_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

typedef GalleryFixture Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  f->folder = gallery_folder_new ();
  f->path = gallery_file_path (f->folder);
  f->gallery = facerec_gallery_open (f->path, FACEREC_GALLERY_CREATE, GALLERY_FILE_MODEL, GALLERY_FILE_DIMENSIONS,
      &error);
  g_assert_no_error (error);
}

/* Adds a face whose embedding tells it from others; returns whose it was already, NULL for nobody's. */
static gchar *
add (FacerecGallery *gallery, const gchar *person, guint number, const gchar *sha256, gfloat x)
{
  g_autoptr (GError) error = NULL;
  gfloat values[GALLERY_FILE_DIMENSIONS];
  gchar *duplicate_of = NULL;
  gallery_file_values (number, number, values);
  const FacerecGalleryFace face = { .values = values, .quality = NAN, .x = x, .y = 5, .width = 100, .height = 100,
    .source = "a.jpg", .sha256 = sha256, .time_us = 42 };
  facerec_gallery_add_face (gallery, person, FACEREC_PERSON, &face, &duplicate_of, &error);
  g_assert_no_error (error);
  return duplicate_of;
}

static guint
count_faces (FacerecGallery *gallery, const gchar *person)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) people = facerec_gallery_list_people (gallery, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < people->len; i++) {
    const FacerecGalleryPerson *p = g_ptr_array_index (people, i);
    if (g_str_equal (p->name, person))
      return p->n_faces;
  }
  return G_MAXUINT;
}

static gboolean
compare_face (const gchar *person, const FacerecGalleryFace *face, gpointer user_data)
{
  const FacerecGalleryFace *expected = user_data;
  g_assert_cmpstr (person, ==, "Zoë 李");
  g_assert_cmpmem (face->values, 32, expected->values, 32);
  g_assert_cmpfloat (face->quality, ==, expected->quality);
  g_assert_cmpfloat (face->x, ==, expected->x);
  g_assert_cmpfloat (face->y, ==, expected->y);
  g_assert_cmpfloat (face->width, ==, expected->width);
  g_assert_cmpfloat (face->height, ==, expected->height);
  g_assert_cmpstr (face->source, ==, expected->source);
  g_assert_cmpstr (face->sha256, ==, expected->sha256);
  g_assert_cmpint (face->time_us, ==, expected->time_us);
  return TRUE;
}

static void
test_keeps_every_value (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const gfloat values[] = { 1, -1.5e-20f, 0.1f, -0.0f, 3, 4, 5, 6 };
  FacerecGalleryFace face = { .values = values, .quality = 0.75f, .x = -3.5f, .y = 2, .width = 90.25f, .height = 91,
    .source = "Fotos/ä b.jpg", .sha256 = SHA_A, .time_us = G_MAXINT64 };
  g_assert_true (facerec_gallery_add_face (f->gallery, "Zoë 李", FACEREC_PERSON, &face, NULL, &error));
  g_assert_true (facerec_gallery_set_threshold (f->gallery, "Zoë 李", 0.5f, &error));
  g_clear_pointer (&f->gallery, facerec_gallery_close);
  f->gallery = facerec_gallery_open (f->path, FACEREC_GALLERY_READ, NULL, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (facerec_gallery_get_model_id (f->gallery), ==, GALLERY_FILE_MODEL);
  g_assert_cmpuint (facerec_gallery_get_dimensions (f->gallery), ==, GALLERY_FILE_DIMENSIONS);
  g_assert_true (facerec_gallery_foreach_face (f->gallery, "Zoë 李", compare_face, &face, &error));
  g_autoptr (FacerecEncodings) encodings = facerec_gallery_load (f->gallery, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (facerec_encodings_get_n_faces (encodings), ==, 1);
  g_assert_cmpstr (facerec_encodings_get_person_name (encodings, 0), ==, "Zoë 李");
  g_assert_cmpfloat (facerec_encodings_get_person_threshold (encodings, 0), ==, 0.5f);
}

static void
test_negatives_stay_negatives (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const gfloat values[8] = { 1 };
  const FacerecGalleryFace face = { .values = values, .quality = NAN };
  g_assert_true (facerec_gallery_add_face (f->gallery, "poster", FACEREC_NEGATIVE, &face, NULL, &error));
  g_assert_false (facerec_gallery_add_face (f->gallery, "poster", FACEREC_PERSON, &face, NULL, &error));
  g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT);
  g_clear_error (&error);
  g_assert_null (add (f->gallery, "Anna", 1, NULL, 0));
  g_assert_false (facerec_gallery_merge (f->gallery, "Anna", "poster", &error));
  g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT);
  g_autoptr (FacerecEncodings) encodings = facerec_gallery_load (f->gallery, NULL);
  guint person;
  g_assert_true (facerec_encodings_find_person (encodings, "poster", &person));
  g_assert_cmpint (facerec_encodings_get_person_kind (encodings, person), ==, FACEREC_NEGATIVE);
  g_assert_cmpuint (facerec_encodings_get_person_n_faces (encodings, person), ==, 1);
}

static void
test_tells_duplicates (Fixture *f, gconstpointer data)
{
  static const struct {
    const gchar *person, *sha256;
    gfloat x;
    const gchar *duplicate_of;
  } steps[] = {
    { "Anna", SHA_A, 0, NULL },
    { "Anna", SHA_A, 0, "Anna" },     /* again */
    { "Anna", SHA_A, 40, "Anna" },    /* a detector that puts the box elsewhere */
    { "Bob", SHA_A, 10, "Anna" },     /* the same face as somebody else: report whose */
    { "Bob", SHA_A, 60, NULL },       /* his neighbour in the same photo */
    { "Cem", SHA_A, 200, NULL },      /* another one */
    { "Anna", SHA_B, 0, NULL },       /* another photo */
    { "Anna", NULL, 0, NULL },        /* a photo nobody knows the hash of is never a duplicate */
    { "Anna", NULL, 0, NULL },
  };
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_autofree gchar *owner = add (f->gallery, steps[i].person, i, steps[i].sha256, steps[i].x);
    g_assert_cmpstr (owner, ==, steps[i].duplicate_of);
  }
  g_assert_cmpuint (count_faces (f->gallery, "Anna"), ==, 4);
  g_assert_cmpuint (count_faces (f->gallery, "Bob"), ==, 1);
  g_assert_cmpuint (count_faces (f->gallery, "Cem"), ==, 1);
}

static void
test_duplicate_without_box (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree gchar *owner = NULL;
  const gfloat values[8] = { 1 };
  const FacerecGalleryFace face = { .values = values, .quality = NAN, .sha256 = SHA_A };
  g_assert_null (add (f->gallery, "Anna", 1, SHA_A, 0));
  g_assert_true (facerec_gallery_add_face (f->gallery, "Bob", FACEREC_PERSON, &face, &owner, &error));
  g_assert_cmpstr (owner, ==, "Anna");
  /* Nobody is made for a face that is not added. */
  g_assert_cmpuint (count_faces (f->gallery, "Bob"), ==, G_MAXUINT);
}

static void
test_names (void)
{
  g_autofree gchar *bytes_200 = g_strnfill (200, 'n'), *bytes_201 = g_strnfill (201, 'n'),
      *bytes_300 = g_strnfill (300, 'n');
  const struct {
    const gchar *name;
    const gchar *problem;
  } names[] = {
    { "Anna", NULL }, { "Ана Ивановић", NULL }, { "李 小龙", NULL }, { "محمد", NULL },
    { "o'Neill \"Shaq\"", NULL }, { "J. R.", NULL }, { ".", "dot" }, { "..", "dot" }, { ".Anna", "dot" },
    { bytes_200, NULL }, { "", "empty" }, { bytes_201, "200 bytes" }, { bytes_300, "200 bytes" },
    { "a\nb", "line break" },
    { "a\tb", "control" }, { "a\x7f", "control" }, { "a\xc2\x85" "b", "control" },
    { "a\xe2\x80\xa8" "b", "line break" },
    { "a/b", "slash" }, { "..//", "slash" }, { " a", "white space" }, { "a ", "white space" },
    { "a\xe3\x80\x80", "white space" }, { "a\xff", "UTF-8" }, { "\xed\xa0\x80", "UTF-8" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_cmpint (facerec_gallery_check_name (names[i].name, &error), ==, names[i].problem == NULL);
    if (names[i].problem == NULL)
      continue;
    g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT);
    g_assert_nonnull (strstr (error->message, names[i].problem));
    g_assert_null (strchr (error->message, '\n'));
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
  }
}

/* The error shows a name as it was written, but for what would break its line. */
static void
test_shown_names (void)
{
  const struct {
    const gchar *name, *shown;
  } names[] = {
    { "Jürgen/Zoë", "'Jürgen/Zoë' " }, { "李/\"小\"", "'李/\"小\"' " }, { "Ö\nl", "'Ö\\nl' " }, { "a\\b/", "'a\\\\b/' " },
    { "a\xe2\x80\xa8" "b", "'a\\342\\200\\250b' " }, { " Ü", "' Ü' " },
  };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_false (facerec_gallery_check_name (names[i].name, &error));
    g_assert_true (g_str_has_prefix (error->message, names[i].shown));
  }
}

static void
test_refuses_faces_it_could_not_load (Fixture *f, gconstpointer data)
{
  static const gfloat good[8] = { 1 }, zero[8] = { 0 }, not_a_number[8] = { 1, NAN }, huge[8] = { 1e30f };
  g_autofree gchar *long_source = g_strnfill (9000, 's');
  const FacerecGalleryFace faces[] = {
    { .values = zero, .quality = NAN }, { .values = not_a_number, .quality = NAN }, { .values = huge, .quality = NAN },
    { .values = good, .quality = 1.5f }, { .values = good, .quality = NAN, .x = NAN },
    { .values = good, .quality = NAN, .width = -1 }, { .values = good, .quality = NAN, .sha256 = "abc" },
    { .values = good, .quality = NAN, .source = "a\xff" }, { .values = good, .quality = NAN, .source = long_source },
  };
  for (guint i = 0; i < G_N_ELEMENTS (faces); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_false (facerec_gallery_add_face (f->gallery, "Anna", FACEREC_PERSON, &faces[i], NULL, &error));
    g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT);
    g_assert_nonnull (strstr (error->message, f->path));
  }
  g_assert_cmpuint (count_faces (f->gallery, "Anna"), ==, G_MAXUINT);
}

static void
test_transactions (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FacerecGallery) other = facerec_gallery_open (f->path, FACEREC_GALLERY_READ, NULL, 0, &error);
  g_assert_true (facerec_gallery_begin (f->gallery, &error));
  g_assert_false (facerec_gallery_begin (f->gallery, &error));
  g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT);
  g_clear_error (&error);
  g_assert_null (add (f->gallery, "Anna", 1, NULL, 0));
  g_assert_cmpuint (count_faces (f->gallery, "Anna"), ==, 1);
  g_assert_cmpuint (count_faces (other, "Anna"), ==, G_MAXUINT);
  /* A change that fails inside leaves the others alone. */
  g_assert_false (facerec_gallery_remove (f->gallery, "nobody", &error));
  g_clear_error (&error);
  g_assert_true (facerec_gallery_commit (f->gallery, &error));
  g_assert_cmpuint (count_faces (other, "Anna"), ==, 1);
  g_assert_true (facerec_gallery_begin (f->gallery, &error));
  g_assert_null (add (f->gallery, "Anna", 2, NULL, 0));
  facerec_gallery_rollback (f->gallery);
  g_assert_cmpuint (count_faces (f->gallery, "Anna"), ==, 1);
  g_assert_false (facerec_gallery_commit (f->gallery, &error));
  g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT);
}

static void
test_rename_merge_remove (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  for (guint i = 0; i < 3; i++)
    g_assert_null (add (f->gallery, "Anna", i, NULL, 0));
  g_assert_null (add (f->gallery, "Bob", 5, NULL, 0));
  g_assert_true (facerec_gallery_rename (f->gallery, "Anna", "Anne", &error));
  g_assert_true (facerec_gallery_rename (f->gallery, "Anne", "Anne", &error));
  g_assert_cmpuint (count_faces (f->gallery, "Anne"), ==, 3);
  const struct {
    gboolean done;
    const gchar *message;
  } refused[] = {
    { facerec_gallery_rename (f->gallery, "Anna", "Al", NULL), "gone" },
    { facerec_gallery_rename (f->gallery, "Anne", "Bob", NULL), "taken" },
    { facerec_gallery_rename (f->gallery, "Anne", "a/b", NULL), "invalid" },
    { facerec_gallery_merge (f->gallery, "Anne", "Anne", NULL), "itself" },
    { facerec_gallery_merge (f->gallery, "Anne", "Cem", NULL), "into nobody" },
    { facerec_gallery_remove (f->gallery, "Cem", NULL), "nobody" },
    { facerec_gallery_remove_face (f->gallery, 999, NULL), "no face" },
    { facerec_gallery_set_threshold (f->gallery, "Cem", 1, NULL), "nobody" },
    { facerec_gallery_set_threshold (f->gallery, "Bob", -1, NULL), "negative threshold" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    if (refused[i].done)
      g_error ("done in spite of: %s", refused[i].message);
  g_assert_true (facerec_gallery_merge (f->gallery, "Bob", "Anne", &error));
  g_assert_cmpuint (count_faces (f->gallery, "Anne"), ==, 4);
  g_assert_cmpuint (count_faces (f->gallery, "Bob"), ==, G_MAXUINT);
  g_assert_true (facerec_gallery_remove_face (f->gallery, 2, &error));
  g_assert_cmpuint (count_faces (f->gallery, "Anne"), ==, 3);
  g_assert_true (facerec_gallery_remove (f->gallery, "Anne", &error));
  g_autoptr (FacerecEncodings) encodings = facerec_gallery_load (f->gallery, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (facerec_encodings_get_n_faces (encodings), ==, 0);
  g_assert_cmpuint (facerec_encodings_get_n_people (encodings), ==, 0);
}

/* Samples against a person, who may be somebody else's look, share that person's fate. */
static void
test_negatives_go_with_the_name (Fixture *f, gconstpointer data)
{
  static const gchar *const people[] = { "Anna", "Bob", "Cem" };
  g_autoptr (GError) error = NULL;
  gfloat values[GALLERY_FILE_DIMENSIONS];
  const FacerecGalleryFace face = { .values = values, .quality = NAN };
  g_autofree gchar *too_long = g_strnfill (198, 'x');
  for (guint i = 0; i < G_N_ELEMENTS (people); i++) {
    g_autofree gchar *name = facerec_gallery_negative_name (people[i]);
    g_assert_null (add (f->gallery, people[i], i, NULL, 0));
    gallery_file_values (i, 9, values);
    for (guint j = 0; i != 1 && j < i + 1; j++)
      g_assert_true (facerec_gallery_add_face (f->gallery, name, FACEREC_NEGATIVE, &face, NULL, &error));
  }
  g_assert_cmpuint (count_faces (f->gallery, "not Anna"), ==, 1);
  g_assert_true (facerec_gallery_rename (f->gallery, "Anna", "Anne", &error));
  g_assert_cmpuint (count_faces (f->gallery, "not Anna"), ==, G_MAXUINT);
  g_assert_cmpuint (count_faces (f->gallery, "not Anne"), ==, 1);
  /* No name that nothing can be kept against; and all of it is undone. */
  g_assert_false (facerec_gallery_rename (f->gallery, "Anne", too_long, NULL));
  g_assert_cmpuint (count_faces (f->gallery, "Anne"), ==, 1);
  g_assert_true (facerec_gallery_merge (f->gallery, "Anne", "Bob", &error));
  g_assert_cmpuint (count_faces (f->gallery, "not Bob"), ==, 1);
  g_assert_true (facerec_gallery_merge (f->gallery, "Bob", "Cem", &error));
  g_assert_cmpuint (count_faces (f->gallery, "Cem"), ==, 3);
  g_assert_cmpuint (count_faces (f->gallery, "not Cem"), ==, 4);
  g_assert_cmpuint (count_faces (f->gallery, "not Bob"), ==, G_MAXUINT);
  g_assert_true (facerec_gallery_remove (f->gallery, "not Cem", &error));
  g_assert_cmpuint (count_faces (f->gallery, "Cem"), ==, 3);
  g_assert_true (facerec_gallery_add_face (f->gallery, "not Cem", FACEREC_NEGATIVE, &face, NULL, &error));
  g_assert_true (facerec_gallery_remove (f->gallery, "Cem", &error));
  g_assert_cmpuint (count_faces (f->gallery, "not Cem"), ==, G_MAXUINT);
}

static gboolean
note_id (const gchar *person, const FacerecGalleryFace *face, gpointer user_data)
{
  g_array_append_val ((GArray *) user_data, face->id);
  return TRUE;
}

/* Ids are the store's to give, and may be given by hand. */
static void
test_the_last_ids_there_are (Fixture *f, gconstpointer data)
{
  const gint64 expected[] = { G_MININT64, 2, 3, G_MAXINT64 };
  g_autoptr (GError) error = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_null (add (f->gallery, "Anna", i, NULL, 0));
  g_autoptr (FacerecEncodings) before = facerec_gallery_load (f->gallery, &error);
  g_assert_nonnull (before);
  if (gallery_file_is_shared ())
    gallery_file_sql (f->path, "ALTER TABLE faces ALTER COLUMN id SET GENERATED BY DEFAULT");
  gallery_file_sql (f->path, "UPDATE faces SET id = -9223372036854775808 WHERE id = 1;"
      "UPDATE faces SET id = 9223372036854775807 WHERE id = 4");
  const gchar *const people[] = { NULL, "Anna" };
  for (guint i = 0; i < G_N_ELEMENTS (people); i++) {
    g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
    g_assert_true (facerec_gallery_foreach_face (f->gallery, people[i], note_id, ids, &error));
    g_assert_cmpmem (ids->data, ids->len * sizeof (gint64), expected, sizeof expected);
  }
  g_autoptr (FacerecEncodings) loaded = facerec_gallery_load (f->gallery, &error);
  g_assert_nonnull (loaded);
  g_assert_cmpuint (facerec_encodings_get_n_faces (loaded), ==, 4);
  g_autoptr (FacerecEncodings) again = facerec_gallery_reload (f->gallery, loaded, TRUE, NULL, &error);
  g_assert_true (facerec_encodings_equal (loaded, again));
  g_autoptr (FacerecEncodings) from_before = facerec_gallery_reload (f->gallery, before, TRUE, NULL, &error);
  g_assert_true (facerec_encodings_equal (loaded, from_before));
}

static gboolean
file_holds (const gchar *path, gconstpointer bytes, gsize n)
{
  g_autofree gchar *content = NULL;
  gsize length;
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  return memmem (content, length, bytes, n) != NULL;
}

static void
test_removed_is_gone_from_the_file (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gfloat values[GALLERY_FILE_DIMENSIONS];
  for (guint i = 0; i < 30; i++)
    g_assert_null (add (f->gallery, i % 2 ? "Anna" : "Bartholomew", i, NULL, 0));
  gallery_file_values (4, 4, values);
  g_assert_true (file_holds (f->path, values, sizeof values));
  g_assert_true (file_holds (f->path, "Bartholomew", 11));
  g_assert_true (facerec_gallery_remove (f->gallery, "Bartholomew", &error));
  g_assert_false (file_holds (f->path, values, sizeof values));
  g_assert_false (file_holds (f->path, "Bartholomew", 11));
  gallery_file_values (5, 5, values);
  g_assert_true (file_holds (f->path, values, sizeof values));
}

static void
test_mode_is_0600_whatever_the_umask (void)
{
  gchar *folder = gallery_folder_new ();
  g_autofree gchar *path = g_build_filename (folder, "enc.bin", NULL);
  g_autofree gchar *empty = g_build_filename (folder, "empty", NULL);
  const mode_t before = umask (0);
  g_assert_true (g_file_set_contents_full (empty, "", 0, G_FILE_SET_CONTENTS_NONE, 0666, NULL));
  gallery_file_make (path, 1, 1);
  gallery_file_make (empty, 1, 1);
  umask (before);
  const gchar *const made[] = { path, empty };
  for (guint i = 0; i < 2; i++) {
    struct stat st;
    g_assert_cmpint (stat (made[i], &st), ==, 0);
    g_assert_cmphex (st.st_mode & 07777, ==, 0600);
  }
  gallery_folder_remove (folder);
}

static void
test_nothing_is_left_beside_it (void)
{
  gchar *folder = gallery_folder_new ();
  g_autofree gchar *path = g_build_filename (folder, "enc.bin", NULL);
  gallery_file_make (path, 2, 2);
  /* Reading too leaves none, even on a medium that cannot be written. */
  g_assert_cmpint (chmod (path, 0400), ==, 0);
  g_assert_cmpint (chmod (folder, 0500), ==, 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (FacerecGallery) gallery = facerec_gallery_open (path, FACEREC_GALLERY_READ, GALLERY_FILE_MODEL, 8, &error);
  g_assert_no_error (error);
  g_autoptr (FacerecEncodings) encodings = facerec_gallery_load (gallery, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (facerec_encodings_get_n_faces (encodings), ==, 4);
  const gfloat values[8] = { 1 };
  const FacerecGalleryFace face = { .values = values, .quality = NAN };
  g_assert_false (facerec_gallery_add_face (gallery, "p0", FACEREC_PERSON, &face, NULL, &error));
  g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_WRITE);
  g_assert_cmpint (chmod (folder, 0700), ==, 0);
  GDir *dir = g_dir_open (folder, 0, NULL);
  guint n_files = 0;
  while (g_dir_read_name (dir) != NULL)
    n_files++;
  g_dir_close (dir);
  g_assert_cmpuint (n_files, ==, 1);
  gallery_folder_remove (folder);
}

/* In memory where that can be had: there several commits fall into one tick of the clock that files are stamped with. */
static void
set_up_in_memory (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  f->folder = g_strdup ("/dev/shm/facerec-test-XXXXXX");
  if (g_mkdtemp (f->folder) == NULL) {
    g_free (f->folder);
    f->folder = gallery_folder_new ();
  }
  f->path = g_build_filename (f->folder, "enc.bin", NULL);
  f->gallery = facerec_gallery_open (f->path, FACEREC_GALLERY_CREATE, GALLERY_FILE_MODEL, GALLERY_FILE_DIMENSIONS,
      &error);
  g_assert_no_error (error);
}

static void
test_stamp_changes_with_every_commit (Fixture *f, gconstpointer data)
{
  g_autofree gchar *missing = g_build_filename (f->folder, "missing", NULL);
  g_assert_cmpuint (facerec_gallery_stamp (missing), ==, 0);
  guint64 stamps[20];
  for (guint i = 0; i < G_N_ELEMENTS (stamps); i++) {
    /* As quickly as it goes: within one tick of the clock the file's time alone does not move. */
    g_assert_null (add (f->gallery, "Anna", i, NULL, 0));
    stamps[i] = facerec_gallery_stamp (f->path);
    for (guint j = 0; j < i; j++)
      g_assert_cmpuint (stamps[i], !=, stamps[j]);
  }
  g_usleep (100000);
  const guint64 at_rest = facerec_gallery_stamp (f->path);
  g_usleep (20000);
  g_assert_cmpuint (facerec_gallery_stamp (f->path), ==, at_rest);
  /* Reading is no change. */
  g_autoptr (FacerecEncodings) encodings = facerec_gallery_load (f->gallery, NULL);
  g_assert_nonnull (encodings);
  g_assert_cmpuint (facerec_gallery_stamp (f->path), ==, at_rest);
}

static void
test_makes_no_gallery_where_it_cannot (void)
{
  g_autoptr (GError) error = NULL;
  gchar *folder = gallery_folder_new ();
  g_autofree gchar *path = g_build_filename (folder, "missing", "enc.bin", NULL);
  g_autofree gchar *wide = g_build_filename (folder, "enc.bin", NULL);
  g_assert_null (facerec_gallery_open (path, FACEREC_GALLERY_CREATE, "m", 8, &error));
  g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_WRITE);
  g_clear_error (&error);
  g_assert_null (facerec_gallery_open (wide, FACEREC_GALLERY_CREATE, "m", 5000, &error));
  g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT);
  g_clear_error (&error);
  g_assert_null (facerec_gallery_open (wide, FACEREC_GALLERY_CREATE, "m\xff", 8, &error));
  g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT);
  g_clear_error (&error);
  g_assert_null (facerec_gallery_open (wide, FACEREC_GALLERY_WRITE, "m", 8, &error));
  g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_NOT_FOUND);
  g_assert_false (g_file_test (wide, G_FILE_TEST_EXISTS));
  gallery_folder_remove (folder);
}

#define ADD(name, func) g_test_add ("/gallery/" name, Fixture, NULL, set_up, func, gallery_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("keeps-every-value", test_keeps_every_value);
  ADD ("negatives-stay-negatives", test_negatives_stay_negatives);
  ADD ("tells-duplicates", test_tells_duplicates);
  ADD ("an-image-without-a-box-is-one-face", test_duplicate_without_box);
  ADD ("refuses-faces-it-could-not-load", test_refuses_faces_it_could_not_load);
  ADD ("commits-all-or-nothing", test_transactions);
  ADD ("renames-merges-and-removes", test_rename_merge_remove);
  ADD ("negatives-go-with-the-name", test_negatives_go_with_the_name);
  ADD ("the-last-ids-there-are", test_the_last_ids_there_are);
  g_test_add_func ("/gallery/names", test_names);
  g_test_add_func ("/gallery/shown-names", test_shown_names);
  if (gallery_file_is_shared ())
    return g_test_run ();
  ADD ("removed-is-gone-from-the-file", test_removed_is_gone_from_the_file);
  g_test_add ("/gallery/stamp-changes-with-every-commit", Fixture, NULL, set_up_in_memory,
      test_stamp_changes_with_every_commit, gallery_fixture_tear_down);
  g_test_add_func ("/gallery/mode-is-0600-whatever-the-umask", test_mode_is_0600_whatever_the_umask);
  g_test_add_func ("/gallery/nothing-is-left-beside-it", test_nothing_is_left_beside_it);
  g_test_add_func ("/gallery/makes-none-where-it-cannot", test_makes_no_gallery_where_it_cannot);
  return g_test_run ();
}
