/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/engine.h"

#include <string.h>

static void
test_table (void)
{
  const FacerecEngine *const *engines = facerec_engines ();
  const FacerecEngine *best;

  g_assert_nonnull (engines[0]);
  /* The fake engine is for those who ask for it. */
  best = g_str_equal (engines[0]->name, "fake") ? NULL : engines[0];
  g_assert_true (facerec_engine_find (NULL, NULL) == best);
  g_assert_true (facerec_engine_find ("auto", NULL) == best);
  for (guint i = 0; engines[i]; i++)
    g_assert_true (facerec_engine_find (engines[i]->name, NULL) == engines[i]);
  g_assert_nonnull (facerec_engine_find ("fake", NULL));
}

static void
test_unknown (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (facerec_engine_find ("Dlib2", &error));
  g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_UNAVAILABLE);
  g_assert_nonnull (strstr (error->message, "Dlib2"));
  for (guint i = 0; facerec_engines ()[i]; i++)
    g_assert_nonnull (strstr (error->message, facerec_engines ()[i]->name));
}

/* Every engine of the table keeps the rules of the header where no model is needed to see it. */
static void
test_closes_null (void)
{
  for (guint i = 0; facerec_engines ()[i]; i++) {
    const FacerecEngine *engine = facerec_engines ()[i];

    if (engine->hog)
      engine->hog->close (NULL);
    if (engine->cnn)
      engine->cnn->close (NULL);
    if (engine->aligner)
      engine->aligner->close (NULL);
    if (engine->embedder)
      engine->embedder->close (NULL);
  }
}

/* A frame of any size is searched without harm, and the array keeps what was in it. */
static void
test_any_size (void)
{
  static const gint sizes[][2] = { { 1, 1 }, { 1, 300 }, { 300, 1 }, { 2, 3 }, { 7, 7 }, { 16, 16 }, { 31, 33 },
    { 79, 81 }, { 200, 10 } };
  static const gint min_face_sizes[] = { 10, 40, 80, 100, 200, 100000 };

  for (guint i = 0; facerec_engines ()[i]; i++) {
    const FacerecDetectorImpl *hog = facerec_engines ()[i]->hog;
    FacerecDetector *detector = hog->open (NULL, NULL, NULL);

    for (guint j = 0; j < G_N_ELEMENTS (sizes) * G_N_ELEMENTS (min_face_sizes); j++) {
      const gint *size = sizes[j % G_N_ELEMENTS (sizes)];
      const FacerecDetectOptions options = { min_face_sizes[j / G_N_ELEMENTS (sizes)], 0 };
      g_autofree guint8 *gray = g_malloc ((gsize) size[0] * size[1]);
      g_autoptr (GArray) boxes = g_array_new (FALSE, TRUE, sizeof (FacerecBox));
      FacerecFrame frame;

      for (gint k = 0; k < size[0] * size[1]; k++)
        gray[k] = (guint8) g_test_rand_int ();
      g_array_set_size (boxes, 1);
      facerec_frame_init_gray (&frame, gray, size[0], size[1], size[0]);
      g_assert_true (hog->detect (detector, &frame, &options, boxes, NULL));
      g_assert_cmpuint (boxes->len, >=, 1);
      g_assert_cmpfloat (g_array_index (boxes, FacerecBox, 0).width, ==, 0);
    }
    hog->close (detector);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/every-row-is-found", test_table);
  g_test_add_func ("/engine/unknown-is-an-error-naming-all", test_unknown);
  g_test_add_func ("/engine/closes-null", test_closes_null);
  g_test_add_func ("/engine/frames-of-any-size", test_any_size);
  return g_test_run ();
}
