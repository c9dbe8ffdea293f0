/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reloading gives, to the bit, what loading anew gives, shares what has not changed, and leaves readers alone. */
#include <math.h>
#include <pthread.h>
#include <string.h>

#include "galleryfile.h"
#include "models/encodings-private.h"
#include "models/search.h"

/* Small faces, so that the 16384 of a chunk take no time. */
#define SMALL 2
#define N_ROUNDS 8

typedef struct {
  gchar *folder, *path;
  guint dimensions;
  GRand *random;
  guint n_names;
} Fixture;

static FacerecGallery *
open_gallery (const Fixture *f, FacerecGalleryMode mode)
{
  g_autoptr (GError) error = NULL;
  FacerecGallery *gallery = facerec_gallery_open (f->path, mode, GALLERY_FILE_MODEL, f->dimensions, &error);
  g_assert_no_error (error);
  return gallery;
}

static void
add_faces (Fixture *f, FacerecGallery *gallery, const gchar *person, FacerecPersonKind kind, guint n)
{
  g_autofree gfloat *values = g_new0 (gfloat, f->dimensions);
  for (guint i = 0; i < n; i++) {
    g_autoptr (GError) error = NULL;
    /* Now and then the face before once more, so that only ids tell them apart. */
    for (guint j = 0; j < f->dimensions && (i == 0 || g_rand_int (f->random) % 4 > 0); j++)
      values[j] = (gfloat) g_rand_double_range (f->random, 0.1, 0.9);
    const FacerecGalleryFace face = { .values = values, .quality = NAN };
    facerec_gallery_add_face (gallery, person, kind, &face, NULL, &error);
    g_assert_no_error (error);
  }
}

static gchar *
add_person (Fixture *f, FacerecGallery *gallery, guint n_faces)
{
  const FacerecPersonKind kind = f->n_names % 7 == 3 ? FACEREC_NEGATIVE : FACEREC_PERSON;
  gchar *name = g_strdup_printf ("%c %u", 'a' + (gchar) (f->n_names * 11 % 26), f->n_names);
  f->n_names++;
  add_faces (f, gallery, name, kind, n_faces);
  return name;
}

/* n_people people of some faces each. */
static void
fixture_open (Fixture *f, guint dimensions, guint n_people, guint n_faces)
{
  f->folder = gallery_folder_new ();
  f->path = gallery_file_path (f->folder);
  f->dimensions = dimensions;
  f->random = g_rand_new_with_seed (17);
  f->n_names = 0;
  g_autoptr (FacerecGallery) gallery = open_gallery (f, FACEREC_GALLERY_CREATE);
  g_assert_true (facerec_gallery_begin (gallery, NULL));
  for (guint p = 0; p < n_people; p++)
    g_free (add_person (f, gallery, n_faces));
  g_assert_true (facerec_gallery_commit (gallery, NULL));
}

static void
fixture_close (Fixture *f)
{
  gallery_folder_remove (f->folder);
  g_rand_free (f->random);
  g_free (f->path);
}

static FacerecEncodings *
reload (const Fixture *f, const FacerecEncodings *base, gboolean by_ids, FacerecWorkers *workers)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FacerecGallery) gallery = open_gallery (f, FACEREC_GALLERY_READ);
  FacerecEncodings *encodings = facerec_gallery_reload (gallery, base, by_ids, workers, &error);
  g_assert_no_error (error);
  return encodings;
}

/* ---- what stands in them ---- */

static void
assert_same_rows (const FacerecRows *a, const FacerecRows *b)
{
  g_autofree gfloat *x = g_new (gfloat, a->dimensions), *y = g_new (gfloat, a->dimensions);
  g_assert_cmpuint (a->n_rows, ==, b->n_rows);
  for (guint row = 0; row < a->n_rows; row++) {
    facerec_rows_get (a, row, x);
    facerec_rows_get (b, row, y);
    g_assert_cmpint (facerec_rows_get_id (a, row), ==, facerec_rows_get_id (b, row));
    g_assert_cmpmem (x, a->dimensions * sizeof *x, y, a->dimensions * sizeof *y);
  }
}

static void
assert_same (const FacerecEncodings *a, const FacerecEncodings *b)
{
  g_assert_cmpuint (a->people->len, ==, b->people->len);
  g_assert_cmpuint (a->n_people_with_faces, ==, b->n_people_with_faces);
  for (guint p = 0; p < a->people->len; p++) {
    const FacerecEncodingsPerson *x = facerec_encodings_person (a, p), *y = facerec_encodings_person (b, p);
    guint found;
    g_assert_cmpstr (x->name, ==, y->name);
    g_assert_cmpint (x->id, ==, y->id);
    g_assert_cmpint (x->kind, ==, y->kind);
    g_assert_cmpuint (x->n_faces, ==, y->n_faces);
    g_assert_cmpmem (&x->own_threshold, sizeof (gfloat), &y->own_threshold, sizeof (gfloat));
    g_assert_true (facerec_encodings_find_person (a, y->name, &found) && found == p);
  }
  assert_same_rows (&a->faces, &b->faces);
  assert_same_rows (&a->means, &b->means);
  g_assert_cmpmem (a->face_person->data, a->faces.n_rows * sizeof (guint), b->face_person->data,
      b->faces.n_rows * sizeof (guint));
  g_assert_true (facerec_encodings_equal (a, b));
}

/* The chunks of a that are b's as well. */
static guint
count_shared (const FacerecRows *a, const FacerecRows *b)
{
  guint n = 0;
  for (guint i = 0; i < a->chunks->len; i++)
    n += g_ptr_array_find (b->chunks, facerec_rows_chunk (a, i), NULL);
  return n;
}

/* ---- changes ---- */

static gchar *
pick (Fixture *f, FacerecGallery *gallery, FacerecPersonKind *kind)
{
  g_autoptr (GPtrArray) people = facerec_gallery_list_people (gallery, NULL);
  if (people->len == 0)
    return NULL;
  const FacerecGalleryPerson *person =
      g_ptr_array_index (people, (guint) g_rand_int_range (f->random, 0, (gint32) people->len));
  *kind = person->kind;
  return g_strdup (person->name);
}

static gboolean
note_id (const gchar *person, const FacerecGalleryFace *face, gpointer user_data)
{
  g_array_append_val ((GArray *) user_data, face->id);
  return TRUE;
}

static void
remove_a_face (Fixture *f, FacerecGallery *gallery)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_assert_true (facerec_gallery_foreach_face (gallery, NULL, note_id, ids, NULL));
  if (ids->len > 0)
    g_assert_true (facerec_gallery_remove_face (gallery,
        g_array_index (ids, gint64, (guint) g_rand_int_range (f->random, 0, (gint32) ids->len)), NULL));
}

static void
change (Fixture *f, FacerecGallery *gallery)
{
  FacerecPersonKind kind = FACEREC_PERSON, other_kind = FACEREC_PERSON;
  g_autofree gchar *person = pick (f, gallery, &kind), *other = pick (f, gallery, &other_kind), *name = NULL;
  switch (g_rand_int_range (f->random, 0, 9)) {
    case 0:
      name = add_person (f, gallery, 1 + g_rand_int (f->random) % 3);
      break;
    case 1:
    case 2:
      if (person != NULL)
        add_faces (f, gallery, person, kind, 1 + g_rand_int (f->random) % 20);
      break;
    case 3:
    case 4:
      remove_a_face (f, gallery);
      break;
    case 5:
      if (person != NULL)
        g_assert_true (facerec_gallery_remove (gallery, person, NULL));
      break;
    case 6:
      name = g_strdup_printf ("renamed %u", f->n_names++);
      if (person != NULL)
        g_assert_true (facerec_gallery_rename (gallery, person, name, NULL));
      break;
    case 7:
      if (person != NULL && kind == other_kind && !g_str_equal (person, other))
        g_assert_true (facerec_gallery_merge (gallery, person, other, NULL));
      break;
    default:
      if (person != NULL)
        g_assert_true (facerec_gallery_set_threshold (gallery, person, g_rand_boolean (f->random) ? 0.5f : NAN, NULL));
      break;
  }
}

typedef struct {
  const gchar *name;
  guint dimensions, n_people, n_faces, n_changes;
} Case;

static const Case cases[] = {
  { "an empty one", 8, 0, 0, 3 },
  { "a small one", 8, 10, 3, 4 },
  { "three chunks, few changes", SMALL, 300, 120, 1 },
  { "two chunks, many changes", SMALL, 300, 70, 25 },
};

static void
test_any_changes (gconstpointer data)
{
  const Case *c = data;
  Fixture f;
  fixture_open (&f, c->dimensions, c->n_people, c->n_faces);
  g_autoptr (FacerecWorkers) workers = facerec_workers_new (2);
  g_autoptr (FacerecEncodings) by_ids = reload (&f, NULL, FALSE, NULL), compared = facerec_encodings_ref (by_ids);
  for (guint round = 0; round < N_ROUNDS; round++) {
    g_autoptr (FacerecGallery) gallery = open_gallery (&f, FACEREC_GALLERY_WRITE);
    g_assert_true (facerec_gallery_begin (gallery, NULL));
    for (guint i = 0; i < c->n_changes; i++)
      change (&f, gallery);
    g_assert_true (facerec_gallery_commit (gallery, NULL));
    FacerecWorkers *some = round % 2 == 0 ? workers : NULL;
    FacerecEncodings *next_by_ids = reload (&f, by_ids, TRUE, some);
    FacerecEncodings *next_compared = reload (&f, compared, FALSE, some);
    g_autoptr (FacerecEncodings) fresh = reload (&f, NULL, FALSE, round % 3 == 0 ? workers : NULL);
    assert_same (next_by_ids, fresh);
    assert_same (next_compared, fresh);
    facerec_encodings_unref (by_ids);
    facerec_encodings_unref (compared);
    by_ids = next_by_ids;
    compared = next_compared;
    g_assert_cmpuint (by_ids->faces.chunks->len, <=, by_ids->faces.n_rows / 8192 + 2);
  }
  fixture_close (&f);
}

static void
test_shares_what_has_not_changed (void)
{
  Fixture f;
  fixture_open (&f, SMALL, 400, 100); /* chunks of 16384, 16384 and 7232 rows */
  for (guint by_ids = 0; by_ids < 2; by_ids++) {
    g_autoptr (FacerecEncodings) before = reload (&f, NULL, FALSE, NULL), same = reload (&f, before, by_ids, NULL);
    g_autoptr (FacerecGallery) gallery = open_gallery (&f, FACEREC_GALLERY_WRITE);
    g_assert_cmpuint (before->faces.chunks->len, ==, 3);
    g_assert_cmpuint (count_shared (&same->faces, &before->faces), ==, 3);
    g_assert_cmpuint (count_shared (&same->means, &before->means), ==, 1);
    g_free (add_person (&f, gallery, 1));
    g_autoptr (FacerecEncodings) added = reload (&f, before, by_ids, NULL);
    g_assert_cmpuint (count_shared (&added->faces, &before->faces), ==, 2);
    g_assert_true (facerec_gallery_remove_face (gallery, 20000 + by_ids, NULL));
    g_autoptr (FacerecEncodings) removed = reload (&f, added, by_ids, NULL);
    g_assert_cmpuint (count_shared (&removed->faces, &added->faces), ==, 2);
    g_assert_cmpuint (count_shared (&removed->faces, &before->faces), ==, 1);
    g_autofree gchar *name = g_strdup (facerec_encodings_get_person_name (removed, 2));
    g_autofree gchar *new_name = g_strconcat (name, " anew", NULL);
    g_assert_true (facerec_gallery_rename (gallery, name, new_name, NULL));
    g_autoptr (FacerecEncodings) renamed = reload (&f, removed, by_ids, NULL);
    g_assert_cmpuint (count_shared (&renamed->faces, &removed->faces), ==, removed->faces.chunks->len);
    g_assert_cmpuint (count_shared (&renamed->means, &removed->means), ==, removed->means.chunks->len);
    g_assert_cmpstr (facerec_encodings_get_person_name (renamed, 2), ==, new_name);
    g_assert_cmpstr (facerec_encodings_get_person_name (removed, 2), ==, name);
  }
  fixture_close (&f);
}

/* ---- what ids do not tell ---- */

static void
test_values_changed_in_place (void)
{
  Fixture f;
  fixture_open (&f, 8, 10, 3);
  g_autoptr (FacerecEncodings) before = reload (&f, NULL, FALSE, NULL);
  gallery_file_sql (f.path, "UPDATE faces SET embedding = (SELECT embedding FROM faces WHERE id = 5) WHERE id = 9");
  g_autoptr (FacerecEncodings) after = reload (&f, before, FALSE, NULL), fresh = reload (&f, NULL, FALSE, NULL);
  assert_same (after, fresh);
  g_assert_false (facerec_encodings_equal (after, before));
  fixture_close (&f);
}

/* Two copies that have each gone their way, then one in the place of the other: the same ids, other faces. */
static void
test_another_gallery_of_the_same_ids (void)
{
  for (guint n_common = 0; n_common <= 20; n_common += 20)
    for (guint n_removed = 0; n_removed <= 1; n_removed++) {
      Fixture f;
      fixture_open (&f, 8, n_common, 1);
      g_autofree gchar *copy = g_strconcat (f.path, ".copy", NULL), *bytes = NULL;
      gsize length;
      g_assert_true (g_file_get_contents (f.path, &bytes, &length, NULL));
      g_assert_true (g_file_set_contents (copy, bytes, (gssize) length, NULL));
      {
        g_autoptr (FacerecGallery) gallery = open_gallery (&f, FACEREC_GALLERY_WRITE);
        for (guint i = 0; i < 5; i++)
          g_free (add_person (&f, gallery, 1));
      }
      g_autoptr (FacerecEncodings) before = reload (&f, NULL, FALSE, NULL);
      Fixture other = f;
      other.path = copy;
      {
        g_autoptr (FacerecGallery) gallery = open_gallery (&other, FACEREC_GALLERY_WRITE);
        for (guint i = 0; i < 5; i++)
          g_free (add_person (&other, gallery, 1));
        if (n_removed > 0)
          g_assert_true (facerec_gallery_remove_face (gallery, n_common + 5, NULL));
      }
      g_autoptr (FacerecEncodings) after = reload (&other, before, TRUE, NULL);
      g_autoptr (FacerecEncodings) fresh = reload (&other, NULL, FALSE, NULL);
      assert_same (after, fresh);
      g_assert_false (facerec_encodings_equal (after, before));
      fixture_close (&f);
    }
}

static void
test_damage_is_told_as_by_loading (void)
{
  Fixture f;
  fixture_open (&f, 8, 10, 3);
  g_autoptr (FacerecEncodings) before = reload (&f, NULL, FALSE, NULL);
  gallery_file_sql (f.path, "UPDATE faces SET person = 999 WHERE id = 7; UPDATE faces SET quality = 5 WHERE id = 12");
  for (guint by_ids = 0; by_ids < 2; by_ids++) {
    g_autoptr (GError) error = NULL, fresh_error = NULL;
    g_autoptr (FacerecGallery) gallery = open_gallery (&f, FACEREC_GALLERY_READ);
    g_assert_null (facerec_gallery_load (gallery, &fresh_error));
    g_assert_null (facerec_gallery_reload (gallery, before, by_ids, NULL, &error));
    g_assert_cmpstr (error->message, ==, fresh_error->message);
    g_assert_nonnull (strstr (error->message, "face 7 of 'nobody'"));
  }
  fixture_close (&f);
}

/* ---- readers go on meanwhile ---- */

typedef struct {
  pthread_mutex_t lock; /* which ThreadSanitizer can see, unlike GLib's */
  FacerecEncodings *encodings; /* the newest */
  FacerecWorkers *workers;
  gint stop;
} Shared;

static gpointer
search_on (gpointer data)
{
  Shared *shared = data;
  g_autofree gfloat *query = g_new0 (gfloat, SMALL);
  guint n_searches = 0;
  while (n_searches == 0 || !g_atomic_int_get (&shared->stop)) {
    FacerecNeighbour nearest[2], again[2];
    pthread_mutex_lock (&shared->lock);
    g_autoptr (FacerecEncodings) encodings = facerec_encodings_ref (shared->encodings);
    pthread_mutex_unlock (&shared->lock);
    const guint row = (n_searches * 37) % facerec_encodings_get_n_faces (encodings);
    facerec_rows_get (&encodings->faces, row, query);
    facerec_search (encodings, shared->workers, query, 1, 2, nearest, 0, NULL);
    g_assert_cmpfloat (nearest[0].distance, ==, 0);
    g_assert_cmpuint (nearest[0].face, <=, row);
    facerec_search (encodings, NULL, query, 1, 2, again, 0, NULL);
    g_assert_cmpmem (nearest, sizeof nearest, again, sizeof again);
    n_searches++;
  }
  return NULL;
}

static void
test_readers_go_on (void)
{
  Fixture f;
  fixture_open (&f, SMALL, 200, 100);
  g_autoptr (FacerecWorkers) workers = facerec_workers_new (3);
  Shared shared = { .encodings = reload (&f, NULL, FALSE, NULL), .workers = workers };
  GThread *threads[2];
  pthread_mutex_init (&shared.lock, NULL);
  for (guint i = 0; i < 2; i++)
    threads[i] = g_thread_new ("searching", search_on, &shared);
  for (guint round = 0; round < 20; round++) {
    g_autoptr (FacerecGallery) gallery = open_gallery (&f, FACEREC_GALLERY_WRITE);
    for (guint i = 0; i < 3; i++)
      change (&f, gallery);
    FacerecEncodings *next = reload (&f, shared.encodings, round % 2, NULL);
    pthread_mutex_lock (&shared.lock);
    FacerecEncodings *old = shared.encodings;
    shared.encodings = next;
    pthread_mutex_unlock (&shared.lock);
    facerec_encodings_unref (old);
  }
  g_atomic_int_set (&shared.stop, TRUE);
  for (guint i = 0; i < 2; i++)
    g_thread_join (threads[i]);
  facerec_encodings_unref (shared.encodings);
  pthread_mutex_destroy (&shared.lock);
  fixture_close (&f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* Many faces take many seconds to be put on a server; gallery-postgres.c has some at once. */
  for (guint i = 0; i < (gallery_file_is_shared () ? 2 : G_N_ELEMENTS (cases)); i++) {
    g_autofree gchar *path = g_strdup_printf ("/gallery/reload/any-changes/%s", cases[i].name);
    g_test_add_data_func (path, &cases[i], test_any_changes);
  }
  g_test_add_func ("/gallery/reload/values-changed-in-place", test_values_changed_in_place);
  g_test_add_func ("/gallery/reload/damage-is-told-as-by-loading", test_damage_is_told_as_by_loading);
  if (gallery_file_is_shared ())
    return g_test_run ();
  g_test_add_func ("/gallery/reload/shares-what-has-not-changed", test_shares_what_has_not_changed);
  g_test_add_func ("/gallery/reload/another-gallery-of-the-same-ids", test_another_gallery_of_the_same_ids);
  g_test_add_func ("/gallery/reload/readers-go-on", test_readers_go_on);
  return g_test_run ();
}
