/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* The self-check finds what is wrong, all of it, and nothing else. */
#include <math.h>
#include <string.h>
#include <sys/stat.h>

#include "galleryfile.h"

typedef struct {
  const gchar *name;
  const gchar *sql; /* done to a gallery of p0..p2 with 4 faces each, ids 1..12 */
  guint n_issues;
  FacerecGalleryIssueKind kind; /* of the first */
  gint64 face_id;
  const gchar *person, *other_person;
} Case;

#define NOT_A_NUMBER "x'0000c07f0000803f0000803f0000803f0000803f0000803f0000803f0000803f'"

static const Case cases[] = {
  { "nothing", "SELECT 1", 0, 0, 0, NULL, NULL },
  { "a face enrolled as somebody else", "UPDATE faces SET person = 2 WHERE id = 3", 1, FACEREC_GALLERY_ISSUE_OUTLIER, 3,
    "p1", "p0" },
  { "two copies", "UPDATE faces SET embedding = (SELECT embedding FROM faces WHERE id = 1) WHERE id = 2", 1,
    FACEREC_GALLERY_ISSUE_DUPLICATE, 2, "p0", "p0" },
  { "a person without faces", "INSERT INTO people (name, kind) VALUES ('empty', 'person')", 1,
    FACEREC_GALLERY_ISSUE_NO_FACES, 0, "empty", NULL },
  { "two damaged faces", "UPDATE faces SET embedding = " NOT_A_NUMBER " WHERE id IN (5, 9)", 2,
    FACEREC_GALLERY_ISSUE_DAMAGED, 5, "p1", NULL },
  /* The person and each of the faces. */
  { "a damaged person", "UPDATE people SET name = 'a/b' WHERE id = 1", 5, FACEREC_GALLERY_ISSUE_DAMAGED, 0, NULL,
    NULL },
};

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GError) error = NULL;
  gchar *folder = gallery_folder_new ();
  g_autofree gchar *path = gallery_file_path (folder);
  gallery_file_make (path, 3, 4);
  gallery_file_sql (path, c->sql);
  g_autoptr (FacerecGallery) gallery = facerec_gallery_open (path, FACEREC_GALLERY_WRITE, GALLERY_FILE_MODEL, 8,
      &error);
  g_assert_no_error (error);
  g_autoptr (GPtrArray) issues = facerec_gallery_check (gallery, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < issues->len; i++)
    g_test_message ("%s", ((FacerecGalleryIssue *) g_ptr_array_index (issues, i))->text);
  g_assert_cmpuint (issues->len, ==, c->n_issues);
  if (c->n_issues > 0) {
    const FacerecGalleryIssue *issue = g_ptr_array_index (issues, 0);
    g_assert_cmpint (issue->kind, ==, c->kind);
    g_assert_cmpint (issue->face_id, ==, c->face_id);
    g_assert_cmpstr (issue->person, ==, c->person);
    g_assert_cmpstr (issue->other_person, ==, c->other_person);
    g_assert_nonnull (issue->text);
  }
  gallery_folder_remove (folder);
}

static gboolean
keep_face (const gchar *person, const FacerecGalleryFace *face, gpointer user_data)
{
  gfloat (*kept)[GALLERY_FILE_DIMENSIONS] = user_data;
  if (face->id <= 12)
    memcpy (kept[face->id], face->values, sizeof kept[0]);
  return TRUE;
}

/* From the faces themselves, not from means and spreads. */
static void
test_outlier_distances_are_those_of_the_faces (void)
{
  g_autoptr (GError) error = NULL;
  gchar *folder = gallery_folder_new ();
  g_autofree gchar *path = gallery_file_path (folder);
  gfloat faces[13][GALLERY_FILE_DIMENSIONS];
  gallery_file_make (path, 3, 4);
  gallery_file_sql (path, "UPDATE faces SET person = 2 WHERE id = 3"); /* so p0: 1 2 4, p1: 3 5 6 7 8 */
  g_autoptr (FacerecGallery) gallery = facerec_gallery_open (path, FACEREC_GALLERY_READ, NULL, 0, &error);
  g_assert_true (facerec_gallery_foreach_face (gallery, NULL, keep_face, faces, &error));
  g_autoptr (GPtrArray) issues = facerec_gallery_check (gallery, &error);
  g_assert_cmpuint (issues->len, ==, 1);
  const FacerecGalleryIssue *issue = g_ptr_array_index (issues, 0);
  const guint own[] = { 5, 6, 7, 8 }, other[] = { 1, 2, 4 };
  gdouble own_square = 0, other_square = 0;
  for (guint i = 0; i < GALLERY_FILE_DIMENSIONS; i++) {
    for (guint j = 0; j < 4; j++)
      own_square += pow ((gdouble) faces[own[j]][i] - faces[3][i], 2) / 4;
    for (guint j = 0; j < 3; j++)
      other_square += pow ((gdouble) faces[other[j]][i] - faces[3][i], 2) / 3;
  }
  g_assert_cmpfloat_with_epsilon (issue->own_distance, (gfloat) sqrt (own_square), 1e-3f);
  g_assert_cmpfloat_with_epsilon (issue->other_distance, (gfloat) sqrt (other_square), 1e-3f);
  gallery_folder_remove (folder);
}

/* A sample against somebody looks like that person, and several are of several people: no reason to complain of any. */
static void
test_negatives_are_no_outliers (void)
{
  g_autoptr (GError) error = NULL;
  gchar *folder = gallery_folder_new ();
  g_autofree gchar *path = gallery_file_path (folder);
  gallery_file_make (path, 3, 4);
  gallery_file_sql (path, "UPDATE people SET kind = 'negative' WHERE id = 2; UPDATE faces SET person = 2 WHERE id = 3");
  g_autoptr (FacerecGallery) gallery = facerec_gallery_open (path, FACEREC_GALLERY_READ, NULL, 0, &error);
  g_autoptr (GPtrArray) issues = facerec_gallery_check (gallery, &error);
  g_assert_cmpuint (issues->len, ==, 0);
  g_clear_pointer (&gallery, facerec_gallery_close);
  gallery_file_sql (path, "UPDATE people SET kind = 'negative'");
  gallery = facerec_gallery_open (path, FACEREC_GALLERY_READ, NULL, 0, &error);
  g_autoptr (GPtrArray) none = facerec_gallery_check (gallery, &error);
  g_assert_cmpuint (none->len, ==, 0);
  gallery_folder_remove (folder);
}

static void
test_tells_who_else_may_read_it (void)
{
  g_autoptr (GError) error = NULL;
  gchar *folder = gallery_folder_new ();
  g_autofree gchar *path = gallery_file_path (folder);
  gallery_file_make (path, 1, 1);
  if (gallery_file_is_shared ())
    gallery_file_sql (path, "GRANT SELECT ON faces TO PUBLIC");
  else
    g_assert_cmpint (chmod (path, 0644), ==, 0);
  g_autoptr (FacerecGallery) gallery = facerec_gallery_open (path, FACEREC_GALLERY_READ, NULL, 0, &error);
  g_autoptr (GPtrArray) issues = facerec_gallery_check (gallery, &error);
  g_assert_cmpuint (issues->len, ==, 1);
  const FacerecGalleryIssue *issue = g_ptr_array_index (issues, 0);
  g_assert_cmpint (issue->kind, ==, FACEREC_GALLERY_ISSUE_FILE);
  g_assert_nonnull (strstr (issue->text, gallery_file_is_shared () ? "PUBLIC" : "0644"));
  gallery_folder_remove (folder);
}

static void
test_what_it_names_can_be_removed (void)
{
  g_autoptr (GError) error = NULL;
  gchar *folder = gallery_folder_new ();
  g_autofree gchar *path = gallery_file_path (folder);
  gallery_file_make (path, 3, 4);
  gallery_file_sql (path, cases[4].sql);
  g_autoptr (FacerecGallery) gallery = facerec_gallery_open (path, FACEREC_GALLERY_WRITE, NULL, 0, &error);
  g_assert_null (facerec_gallery_load (gallery, NULL));
  g_autoptr (GPtrArray) issues = facerec_gallery_check (gallery, &error);
  for (guint i = 0; i < issues->len; i++)
    g_assert_true (facerec_gallery_remove_face (gallery,
        ((FacerecGalleryIssue *) g_ptr_array_index (issues, i))->face_id, &error));
  g_autoptr (FacerecEncodings) encodings = facerec_gallery_load (gallery, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (facerec_encodings_get_n_faces (encodings), ==, 10);
  gallery_folder_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree gchar *path = g_strdup_printf ("/gallery/check-finds/%s", cases[i].name);
    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/gallery/outlier-distances-are-those-of-the-faces", test_outlier_distances_are_those_of_the_faces);
  g_test_add_func ("/gallery/check-tells-who-else-may-read-it", test_tells_who_else_may_read_it);
  g_test_add_func ("/gallery/what-check-names-can-be-removed", test_what_it_names_can_be_removed);
  g_test_add_func ("/gallery/check-negatives-are-no-outliers", test_negatives_are_no_outliers);
  return g_test_run ();
}
