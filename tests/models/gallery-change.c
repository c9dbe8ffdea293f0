/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is refused, in the same words by every store, and who counts as another person. */
#include <math.h>

#include "galleryfile.h"

typedef GalleryFixture Fixture;

static void
add (FacerecGallery *gallery, const gchar *name, FacerecPersonKind kind, guint number, GError **error)
{
  gfloat values[GALLERY_FILE_DIMENSIONS];
  gallery_file_values (number, number, values);
  const FacerecGalleryFace face = { .values = values, .quality = NAN };
  facerec_gallery_add_face (gallery, name, kind, &face, NULL, error);
}

/* p0 and p1, and a poster whom nobody is to be taken for. */
static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  f->folder = gallery_folder_new ();
  f->path = gallery_file_path (f->folder);
  gallery_file_make (f->path, 2, 2);
  f->gallery = facerec_gallery_open (f->path, FACEREC_GALLERY_WRITE, NULL, 0, &error);
  g_assert_no_error (error);
  add (f->gallery, "poster", FACEREC_NEGATIVE, 7, &error);
  g_assert_no_error (error);
}

/* Everybody with the number of their faces. (transfer full) */
static gchar *
describe (FacerecGallery *gallery)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) people = facerec_gallery_list_people (gallery, &error);
  GString *text = g_string_new (NULL);
  g_assert_no_error (error);
  for (guint i = 0; i < people->len; i++) {
    const FacerecGalleryPerson *person = g_ptr_array_index (people, i);
    g_string_append_printf (text, "%s%s=%u", i > 0 ? " " : "", person->name, person->n_faces);
  }
  return g_string_free (text, FALSE);
}

static void
assert_refused (Fixture *f, GError *error, const gchar *words)
{
  g_autofree gchar *message = g_strdup_printf ("%s: %s", f->path, words), *people = describe (f->gallery);
  g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT);
  g_assert_cmpstr (error->message, ==, message);
  g_assert_cmpstr (people, ==, "p0=2 p1=2 poster=1");
  g_error_free (error);
}

#define ASSERT_REFUSED(words, func, ...) \
  G_STMT_START { \
    GError *error = NULL; \
    func (f->gallery, __VA_ARGS__, &error); \
    assert_refused (f, error, words); \
  } G_STMT_END

static void
refuse_all (Fixture *f)
{
  ASSERT_REFUSED ("'p1' is enrolled already; merge 'p0' into it instead", facerec_gallery_rename, "p0", "p1");
  ASSERT_REFUSED ("'poster' is enrolled already; merge 'p0' into it instead", facerec_gallery_rename, "p0", "poster");
  ASSERT_REFUSED ("nobody is called 'P0'", facerec_gallery_rename, "P0", "p2");
  ASSERT_REFUSED ("nobody is called 'P0'", facerec_gallery_remove, "P0");
  ASSERT_REFUSED ("nobody is called 'p2'", facerec_gallery_merge, "p0", "p2");
  ASSERT_REFUSED ("nobody is called 'p2'", facerec_gallery_merge, "p2", "p0");
  ASSERT_REFUSED ("'p0' cannot be merged into itself", facerec_gallery_merge, "p0", "p0");
  ASSERT_REFUSED ("of 'p0' and 'poster' one is a person and the other a negative", facerec_gallery_merge, "p0", "poster");
  ASSERT_REFUSED ("nobody is called 'p2'", facerec_gallery_set_threshold, "p2", 0.5f);
  ASSERT_REFUSED ("'p0': a threshold is a distance of 0..100", facerec_gallery_set_threshold, "p0", -1);
  ASSERT_REFUSED ("there is no face 77", facerec_gallery_remove_face, 77);
  ASSERT_REFUSED ("'p0' is enrolled as a person", add, "p0", FACEREC_NEGATIVE, 3);
  ASSERT_REFUSED ("'poster' is enrolled as a negative", add, "poster", FACEREC_PERSON, 3);
}

/* By itself, and within a transaction, which goes on. */
static void
test_refusals (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  refuse_all (f);
  g_assert_true (facerec_gallery_begin (f->gallery, &error));
  refuse_all (f);
  g_assert_true (facerec_gallery_rename (f->gallery, "p0", "p9", &error));
  g_assert_true (facerec_gallery_commit (f->gallery, &error));
  g_autofree gchar *people = describe (f->gallery);
  g_assert_cmpstr (people, ==, "p1=2 p9=2 poster=1");
}

/* A name is its bytes: neither case nor the way an accent is written makes two names one. */
static void
test_alike_names (Fixture *f, gconstpointer data)
{
  static const gchar *const names[] = { "zoe", "Zoe", "ZOE", "Zo\xc3\xab", "Zoe\xcc\x88" };
  g_autoptr (GError) error = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    add (f->gallery, names[i], FACEREC_PERSON, i, &error);
  g_assert_no_error (error);
  g_autofree gchar *all = describe (f->gallery);
  g_assert_cmpstr (all, ==, "ZOE=1 Zoe=1 Zoe\xcc\x88=1 Zo\xc3\xab=1 p0=2 p1=2 poster=1 zoe=1");
  g_assert_true (facerec_gallery_merge (f->gallery, "zoe", "Zoe", &error));
  g_assert_true (facerec_gallery_merge (f->gallery, "Zoe\xcc\x88", "Zo\xc3\xab", &error));
  g_assert_true (facerec_gallery_rename (f->gallery, "Zoe", "zoe", &error));
  g_assert_true (facerec_gallery_rename (f->gallery, "Zo\xc3\xab", "Zoe\xcc\x88", &error));
  g_autofree gchar *merged = describe (f->gallery);
  g_assert_cmpstr (merged, ==, "ZOE=1 Zoe\xcc\x88=2 p0=2 p1=2 poster=1 zoe=2");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/gallery/change/refusals-say-why", Fixture, NULL, set_up, test_refusals, gallery_fixture_tear_down);
  g_test_add ("/gallery/change/alike-names-are-others", Fixture, NULL, set_up, test_alike_names, gallery_fixture_tear_down);
  return g_test_run ();
}
