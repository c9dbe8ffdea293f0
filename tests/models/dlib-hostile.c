/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* What must not bring the dlib engine down: files that are no models, and landmarks and boxes that are no faces. */
#include "models/engine.h"
#include "models/modelfile.h"

#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

static const FacerecEngine *dlib;
static gchar *folder;

/* Opens path as each kind of model; all must refuse with READ and one line that names the path. */
static void
assert_no_model (const gchar *path)
{
  for (guint kind = 0; kind < 3; kind++) {
    g_autoptr (GError) error = NULL;
    gpointer opened = kind == 0 ? (gpointer) dlib->cnn->open (path, NULL, &error) :
        kind == 1 ? (gpointer) dlib->aligner->open (path, &error) : (gpointer) dlib->embedder->open (path, NULL, &error);

    g_assert_null (opened);
    g_assert_nonnull (error);
    if (error->code != FACEREC_ERROR_READ && error->code != FACEREC_ERROR_ENGINE)
      g_error ("kind %u: code %d: %s", kind, error->code, error->message);
    g_assert_nonnull (strstr (error->message, path));
    g_assert_null (strchr (error->message, '\n'));
  }
}

static void
assert_content_refused (gconstpointer content, gsize size)
{
  g_autofree gchar *path = g_build_filename (folder, "own.dat", NULL);

  g_assert_true (g_file_set_contents (path, content, (gssize) size, NULL));
  assert_no_model (path);
}

static void
test_foreign (void)
{
  static const gchar text[] = "not a model\nat all\n";
  guint8 noise[4096];

  assert_content_refused (text, strlen (text));
  for (guint round = 0; round < 20; round++) {
    for (guint i = 0; i < sizeof noise; i++)
      noise[i] = (guint8) g_test_rand_int ();
    assert_content_refused (noise, sizeof noise);
  }
  /* dlib writes integers as a count of bytes and the bytes: here a version and then lengths near 2^63. */
  for (guint i = 0; i < sizeof noise; i++)
    noise[i] = i % 9 == 0 ? 8 : i % 9 == 8 ? 0x7f : 0xff;
  memcpy (noise, (const guint8[]) { 1, 1 }, 2);
  assert_content_refused (noise, sizeof noise);
}

/* Real models cut off, with something behind, and each given for the others. */
static void
test_altered (gconstpointer file_name)
{
  g_autofree gchar *path = facerec_model_file_find (NULL, file_name, NULL);
  g_autofree gchar *content = NULL;
  gsize size;

  if (!path || !g_file_get_contents (path, &content, &size, NULL)) {
    g_test_skip ("the model file is not there: models/fetch.sh brings it");
    return;
  }
  for (gsize n = 1; n < size; n = n * 5 + 1)
    assert_content_refused (content, n);
  assert_content_refused (content, size - 1);
  content = g_realloc (content, size + 1);
  content[size] = 0;
  assert_content_refused (content, size + 1);
}

/* Another kind of published model: the message says which it is. */
static void
test_mixed_up (void)
{
  g_autofree gchar *path = facerec_model_file_find (NULL, dlib->cnn->model_file, NULL);
  g_autoptr (GError) error = NULL;

  if (!path) {
    g_test_skip ("the model file is not there: models/fetch.sh brings it");
    return;
  }
  g_assert_null (dlib->embedder->open (path, NULL, &error));
  g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_READ);
  g_assert_nonnull (strstr (error->message, "dlib-mmod-v1"));
  g_clear_error (&error);
  g_assert_null (dlib->aligner->open (path, &error));
  g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_READ);
}

static void
test_no_landmarks (void)
{
  FacerecLandmarks cases[] = {
    { .n = 0 }, { .n = 4 }, { .n = 5 }, { .n = 68 }, { .n = 5, .xy = { NAN } }, { .n = 5, .xy = { 0, INFINITY } },
    { .n = 5, .xy = { 1e30f, 0, 1, 2 } }, { .n = 5, .xy = { -3e9f, 5 } }, { .n = 67 }, { .n = G_MAXUINT },
    { .n = 5, .xy = { 900000, 900000, 900010, 900000, 900040, 900000, 900030, 900000, 900020, 900020 } },
  };
  g_autofree guint8 *gray = g_malloc0 (64 * 64);
  g_autofree guint8 *chip = g_malloc (FACEREC_CHIP_BYTES);
  FacerecFrame frame;

  facerec_frame_init_gray (&frame, gray, 64, 64, 64);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (dlib->aligner->chip (NULL, &frame, &cases[i], chip, &error));
    g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT);
  }
}

/* Random points anywhere around, a face larger than the frame, all in a line: a chip or an error, never harm. */
static void
test_odd_landmarks (void)
{
  g_autofree guint8 *gray = g_malloc0 (64 * 48);
  g_autofree guint8 *chip = g_malloc (FACEREC_CHIP_BYTES + 1);
  guint n_chips = 0;
  FacerecFrame frame;

  facerec_frame_init_gray (&frame, gray, 64, 48, 64);
  chip[FACEREC_CHIP_BYTES] = 0xa5;
  for (guint round = 0; round < 400; round++) {
    const gdouble reach = pow (10, round % 7);
    FacerecLandmarks landmarks = { .n = round % 2 ? 5 : 68 };
    g_autoptr (GError) error = NULL;

    for (guint i = 0; i < 2 * landmarks.n; i++)
      landmarks.xy[i] = (gfloat) g_test_rand_double_range (-reach, reach);
    if (dlib->aligner->chip (NULL, &frame, &landmarks, chip, &error))
      n_chips++;
    else
      g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT);
    g_assert_cmphex (chip[FACEREC_CHIP_BYTES], ==, 0xa5);
  }
  g_assert_cmpuint (n_chips, >, 0);
}

static void
test_odd_boxes (void)
{
  static const FacerecBox bad[] = { { NAN, 0, 10, 10, 0 }, { 0, 0, 0, 10, 0 }, { 0, 0, 10, -5, 0 },
    { 0, 0, INFINITY, 10, 0 }, { 1e20f, 0, 10, 10, 0 } };
  static const FacerecBox odd[] = { { -500, -500, 10, 10, 0 }, { 0, 0, 1, 1, 0 }, { 900, 10, 50, 50, 0 },
    { -5000, -5000, 10000, 10000, 0 }, { 63, 47, 1, 400, 0 } };
  g_autofree gchar *path = facerec_model_file_find (NULL, dlib->aligner->model_file_5, NULL);
  guint8 gray[64 * 48] = { 0, };
  FacerecAligner *aligner;
  FacerecFrame frame;

  if (!path) {
    g_test_skip ("the model file is not there: models/fetch.sh brings it");
    return;
  }
  aligner = dlib->aligner->open (path, NULL);
  facerec_frame_init_gray (&frame, gray, 64, 48, 64);
  for (guint i = 0; i < G_N_ELEMENTS (bad) + G_N_ELEMENTS (odd); i++) {
    const gboolean is_bad = i < G_N_ELEMENTS (bad);
    FacerecLandmarks landmarks = { .n = 7 };
    g_autoptr (GError) error = NULL;
    gboolean ok = dlib->aligner->landmarks (aligner, &frame, is_bad ? &bad[i] : &odd[i - G_N_ELEMENTS (bad)],
        &landmarks, &error);

    g_assert_true (ok == !is_bad);
    g_assert_cmpuint (landmarks.n, ==, is_bad ? 7 : 5);
    if (is_bad)
      g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT);
  }
  dlib->aligner->close (aligner);
}

/* dlib ends the process at the second frame that is smaller than its filters. */
static void
test_tiny_frames (void)
{
  static const gint sizes[][2] = { { 1, 1 }, { 1, 300 }, { 300, 1 }, { 5, 5 }, { 15, 16 }, { 16, 16 }, { 17, 200 } };
  g_autofree gchar *path = facerec_model_file_find (NULL, dlib->cnn->model_file, NULL);
  guint8 gray[17 * 200] = { 0, };
  FacerecDetector *detector;

  if (!path) {
    g_test_skip ("the model file is not there: models/fetch.sh brings it");
    return;
  }
  detector = dlib->cnn->open (path, NULL, NULL);
  for (guint i = 0; i < 3 * G_N_ELEMENTS (sizes); i++) {
    const gint *size = sizes[i / 3];
    const FacerecDetectOptions options = { i % 3 == 0 ? 80 : i % 3 == 1 ? 40 : 400, 0 };
    g_autoptr (GArray) boxes = g_array_new (FALSE, FALSE, sizeof (FacerecBox));
    g_autoptr (GError) error = NULL;
    FacerecFrame frame;

    facerec_frame_init_gray (&frame, gray, size[0], size[1], size[0]);
    g_assert_true (dlib->cnn->detect (detector, &frame, &options, boxes, &error));
    g_assert_no_error (error);
    g_assert_cmpuint (boxes->len, ==, 0);
  }
  dlib->cnn->close (detector);
}

int
main (int argc, char **argv)
{
  g_autofree gchar *own = NULL;
  gint result;

  g_test_init (&argc, &argv, NULL);
  dlib = facerec_engine_find ("dlib", NULL);
  if (!dlib) {
    g_print ("1..0 # SKIP dlib is not part of this build\n");
    return 0; /* TAP says it all; 77 beside it would be an error */
  }
  folder = g_dir_make_tmp ("facerec-hostile-XXXXXX", NULL);
  g_test_add_func ("/hostile/foreign-files", test_foreign);
  g_test_add_data_func ("/hostile/altered-mmod", dlib->cnn->model_file, test_altered);
  g_test_add_data_func ("/hostile/altered-landmarks", dlib->aligner->model_file_5, test_altered);
  g_test_add_data_func ("/hostile/altered-resnet", dlib->embedder->model_file, test_altered);
  g_test_add_func ("/hostile/models-mixed-up", test_mixed_up);
  g_test_add_func ("/hostile/no-landmarks", test_no_landmarks);
  g_test_add_func ("/hostile/odd-landmarks", test_odd_landmarks);
  g_test_add_func ("/hostile/odd-boxes", test_odd_boxes);
  g_test_add_func ("/hostile/tiny-frames", test_tiny_frames);
  result = g_test_run ();
  own = g_build_filename (folder, "own.dat", NULL);
  g_unlink (own);
  g_rmdir (folder);
  g_free (folder);
  return result;
}
