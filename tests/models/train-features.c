/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* Variants of faces stay within what augment.h says; features on disk are what was put there, or are refused. */
#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "models/train/augment.h"
#include "models/train/featurecache.h"

/* ---- variants ---- */

static void
test_landmarks (void)
{
  const FacerecLandmarks face = { 5, { 140, 100, 120, 101, 60, 100, 80, 99, 100, 150 } };
  const gdouble cos_most = cos (FACEREC_AUGMENT_DEGREES * G_PI / 180);
  gdouble least_zoom = 2, most_zoom = 0, least_cos = 1, most_shift = 0;
  FacerecRandom random;

  facerec_random_seed (&random, 1, 0);
  for (guint i = 0; i < 2000; i++) {
    FacerecLandmarks moved;
    gdouble x, y, zoom, turn, shift_x = 0, shift_y = 0;

    facerec_augment_landmarks (&random, &face, 100, &moved);
    g_assert_cmpuint (moved.n, ==, 5);
    x = moved.xy[0] - moved.xy[4];
    y = moved.xy[1] - moved.xy[5];
    zoom = hypot (x, y) / 80;
    turn = x / hypot (x, y);
    for (guint j = 0; j < 5; j++) {
      shift_x += (moved.xy[2 * j] - face.xy[2 * j]) / 5;
      shift_y += (moved.xy[2 * j + 1] - face.xy[2 * j + 1]) / 5;
    }
    least_zoom = fmin (least_zoom, zoom);
    most_zoom = fmax (most_zoom, zoom);
    least_cos = fmin (least_cos, turn);
    most_shift = fmax (most_shift, fmax (fabs (shift_x), fabs (shift_y)));
    /* All of it is one turn and zoom: the nose is where it was among the eyes. */
    g_assert_cmpfloat (fabs (hypot (moved.xy[8] - moved.xy[0], moved.xy[9] - moved.xy[1]) / hypot (40, 50) - zoom), <, 1e-4);
  }
  g_assert_cmpfloat (least_zoom, >=, 1 - FACEREC_AUGMENT_ZOOM - 1e-5);
  g_assert_cmpfloat (least_zoom, <, 1 - 0.95 * FACEREC_AUGMENT_ZOOM);
  g_assert_cmpfloat (most_zoom, <=, 1 + FACEREC_AUGMENT_ZOOM + 1e-5);
  g_assert_cmpfloat (most_zoom, >, 1 + 0.95 * FACEREC_AUGMENT_ZOOM);
  g_assert_cmpfloat (least_cos, >=, cos_most - 1e-5);
  g_assert_cmpfloat (least_cos, <, cos_most + 0.003);
  g_assert_cmpfloat (most_shift, <=, 100 * FACEREC_AUGMENT_SHIFT + 1e-3);
  g_assert_cmpfloat (most_shift, >, 95 * FACEREC_AUGMENT_SHIFT);
}

/* A chip that is dark on the left: mirrored it is dark on the right, and nothing else tells the sides apart. */
static void
test_chip (void)
{
  g_autofree guint8 *chip = g_malloc (FACEREC_CHIP_BYTES), *again = g_malloc (FACEREC_CHIP_BYTES);
  FacerecRandom random, same;
  guint n_mirrored = 0, n_blurred = 0;

  for (guint i = 0; i < 300; i++) {
    for (guint p = 0; p < FACEREC_CHIP_BYTES; p++)
      chip[p] = p / 3 % FACEREC_CHIP_SIZE < FACEREC_CHIP_SIZE / 2 ? 100 : 160;
    memcpy (again, chip, FACEREC_CHIP_BYTES);
    facerec_random_seed (&random, i, 0);
    same = random;
    facerec_augment_chip (&random, chip);
    facerec_augment_chip (&same, again);
    g_assert_cmpmem (chip, FACEREC_CHIP_BYTES, again, FACEREC_CHIP_BYTES);
    n_mirrored += chip[0] > chip[3 * (FACEREC_CHIP_SIZE - 1)];
    /* Between the halves there is a step, unless it is blurred. */
    n_blurred += chip[3 * (FACEREC_CHIP_SIZE / 2 - 1)] != chip[0];
    g_assert_cmpint (ABS ((gint) chip[0] - chip[3 * (FACEREC_CHIP_SIZE - 1)]), >=, 47);
    g_assert_cmpint (ABS ((gint) chip[0] - chip[3 * (FACEREC_CHIP_SIZE - 1)]), <=, 73);
  }
  g_assert_cmpuint (n_mirrored, >, 110);
  g_assert_cmpuint (n_mirrored, <, 190);
  g_assert_cmpuint (n_blurred, >, 60);
  g_assert_cmpuint (n_blurred, <, 140);
}

/* ---- on disk ---- */

#define KEY "0123 some-backbone variants=4"

static void
put_file (const gchar *path, gconstpointer data, gsize size)
{
  g_assert_true (g_file_set_contents (path, data, (gssize) size, NULL));
}

static void
assert_refused (FacerecFeatureCache *cache, const gchar *why)
{
  gfloat features[3] = { 7, 7, 7 };
  g_autofree gchar *reason = NULL;

  g_assert_false (facerec_feature_cache_get (cache, KEY, features, 3, &reason));
  g_assert_nonnull (reason);
  g_assert_nonnull (strstr (reason, why));
  for (guint i = 0; i < 3; i++)
    g_assert_cmpfloat (features[i], ==, 7);
}

static void
test_cache (void)
{
  static const gfloat features[] = { 1.5f, -0.25f, 3e-20f }, endless[] = { 1.5f, -0.25f, INFINITY }, none[] = { 1.5f, NAN, 1 };
  g_autofree gchar *top = g_dir_make_tmp ("facerec-features-XXXXXX", NULL);
  g_autofree gchar *folder = g_build_filename (top, "a", "b", NULL), *data = NULL, *path = NULL, *other = NULL, *reason = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (FacerecFeatureCache) cache = facerec_feature_cache_new (folder, &error);
  gfloat found[3];
  GStatBuf status;
  gsize size;

  g_assert_no_error (error);
  g_assert_false (facerec_feature_cache_get (cache, KEY, found, 3, &reason));
  g_assert_null (reason);
  g_assert_true (facerec_feature_cache_put (cache, KEY, features, 3, &error));
  g_assert_no_error (error);
  g_assert_true (facerec_feature_cache_get (cache, KEY, found, 3, &reason));
  g_assert_cmpmem (found, sizeof found, features, sizeof features);
  g_assert_false (facerec_feature_cache_get (cache, KEY "x", found, 3, &reason));
  g_assert_null (reason);
  path = facerec_feature_cache_path (cache, KEY);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (folder, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0700);

  /* Every length, every place: refused, never more than that. */
  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  for (gsize n = 0; n < size; n++) {
    put_file (path, data, n);
    assert_refused (cache, n < strlen ("facerec-features-1\n") ? "no file of features" : "wrong size");
  }
  for (gsize at = 0; at < size; at++) {
    data[at] ^= 1;
    put_file (path, data, size);
    assert_refused (cache, at < strlen ("facerec-features-1\n") ? "no file of features" : "checksum");
    data[at] ^= 1;
  }
  /* Somebody else's file in its place. */
  g_assert_true (facerec_feature_cache_put (cache, "9123 some-backbone variants=4", features, 3, NULL));
  other = facerec_feature_cache_path (cache, "9123 some-backbone variants=4");
  g_assert_cmpint (g_rename (other, path), ==, 0);
  assert_refused (cache, "something else");
  /* Right in all but its numbers. */
  g_assert_true (facerec_feature_cache_put (cache, KEY, endless, 3, NULL));
  assert_refused (cache, "not finite");
  g_assert_true (facerec_feature_cache_put (cache, KEY, none, 3, NULL));
  assert_refused (cache, "not finite");
  g_assert_true (facerec_feature_cache_put (cache, KEY, features, 3, NULL));
  g_assert_true (facerec_feature_cache_get (cache, KEY, found, 3, &reason));
  g_unlink (path);
  g_rmdir (folder);
  g_free (reason);
  reason = g_build_filename (top, "a", NULL);
  g_rmdir (reason);
  g_rmdir (top);
}

static void
test_no_folder (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (facerec_feature_cache_new ("/dev/null/features", &error));
  g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_WRITE);
  g_assert_nonnull (strstr (error->message, "/dev/null/features"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/train/augment/landmarks", test_landmarks);
  g_test_add_func ("/train/augment/chip", test_chip);
  g_test_add_func ("/train/cache", test_cache);
  g_test_add_func ("/train/cache/no-folder", test_no_folder);
  return g_test_run ();
}
