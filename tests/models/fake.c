/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/fake.h"

#include <math.h>
#include <string.h>

#define WIDTH 97
#define HEIGHT 61

typedef struct {
  gint x, y, width, height;
  guint8 rgb[3];
} Patch;

static void
paint (guint8 *picture, const Patch *patch)
{
  for (gint y = patch->y; y < patch->y + patch->height; y++)
    for (gint x = patch->x; x < patch->x + patch->width; x++)
      memcpy (picture + 3 * (y * WIDTH + x), patch->rgb, 3);
}

static GArray *
detect (const FacerecFrame *frame, gint min_face_size, gfloat threshold)
{
  const FacerecDetectorImpl *impl = facerec_engine_fake.hog;
  const FacerecDetectOptions options = { min_face_size, threshold };
  FacerecDetector *detector = impl->open (NULL, NULL, NULL);
  GArray *boxes = g_array_new (FALSE, FALSE, sizeof (FacerecBox));
  g_autoptr (GError) error = NULL;

  g_assert_true (impl->detect (detector, frame, &options, boxes, &error));
  g_assert_no_error (error);
  impl->close (detector);
  return boxes;
}

static void
test_solid_rectangles (void)
{
  static const Patch patches[] = {
    { 0, 0, 97, 61, { 255, 255, 255 } }, { 0, 0, 5, 4, { 200, 200, 200 } }, { 92, 57, 5, 4, { 64, 64, 64 } },
    { 7, 9, 31, 17, { 255, 0, 0 } },     { 8, 8, 8, 8, { 0, 255, 0 } },     { 15, 1, 18, 59, { 255, 255, 0 } },
    { 0, 30, 97, 4, { 128, 128, 255 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (patches); i++) {
    const Patch *patch = &patches[i];
    guint8 picture[3 * WIDTH * HEIGHT] = { 0, };
    g_autoptr (GArray) boxes = NULL;
    FacerecFrame frame;

    paint (picture, patch);
    facerec_frame_init_rgb (&frame, picture, WIDTH, HEIGHT, 3 * WIDTH);
    boxes = detect (&frame, 80, 0);
    g_assert_cmpuint (boxes->len, ==, 1);
    g_assert_cmpfloat (g_array_index (boxes, FacerecBox, 0).x, ==, patch->x);
    g_assert_cmpfloat (g_array_index (boxes, FacerecBox, 0).y, ==, patch->y);
    g_assert_cmpfloat (g_array_index (boxes, FacerecBox, 0).width, ==, patch->width);
    g_assert_cmpfloat (g_array_index (boxes, FacerecBox, 0).height, ==, patch->height);
  }
}

static void
test_several (void)
{
  static const Patch patches[] = {
    { 3, 3, 11, 13, { 90, 90, 90 } }, { 40, 20, 20, 24, { 240, 240, 240 } }, { 80, 2, 9, 9, { 150, 150, 150 } },
    { 70, 50, 2, 2, { 255, 255, 255 } }, /* noise */ { 3, 40, 20, 20, { 63, 63, 63 } }, /* too dark */
  };
  guint8 picture[3 * WIDTH * HEIGHT] = { 0, };
  g_autoptr (GArray) boxes = NULL;
  g_autoptr (GArray) strict = NULL;
  g_autoptr (GArray) large = NULL;
  FacerecFrame frame;

  for (guint i = 0; i < G_N_ELEMENTS (patches); i++)
    paint (picture, &patches[i]);
  facerec_frame_init_rgb (&frame, picture, WIDTH, HEIGHT, 3 * WIDTH);
  boxes = detect (&frame, 80, 0);
  strict = detect (&frame, 80, 0.3f);
  large = detect (&frame, 160, 0);
  g_assert_cmpuint (boxes->len, ==, 3);
  g_assert_cmpfloat (g_array_index (boxes, FacerecBox, 0).x, ==, 40);
  g_assert_cmpfloat (g_array_index (boxes, FacerecBox, 1).x, ==, 80);
  g_assert_cmpfloat (g_array_index (boxes, FacerecBox, 2).x, ==, 3);
  g_assert_cmpuint (strict->len, ==, 2);
  g_assert_cmpuint (large->len, ==, 0);
}

/* The embedding of a face of this colour on black, through the whole engine. */
static void
embed_color (const guint8 *rgb, gint x, gint y, gint width, gint height, gfloat *embedding)
{
  const FacerecEngine *fake = &facerec_engine_fake;
  const Patch patch = { x, y, width, height, { rgb[0], rgb[1], rgb[2] } };
  const FacerecBox box = { x, y, width, height, 0 };
  FacerecEmbedder *embedder = fake->embedder->open (NULL, NULL, NULL);
  guint8 picture[3 * WIDTH * HEIGHT] = { 0, };
  g_autofree guint8 *chip = g_malloc (FACEREC_CHIP_BYTES);
  FacerecLandmarks landmarks;
  FacerecFrame frame;

  paint (picture, &patch);
  facerec_frame_init_rgb (&frame, picture, WIDTH, HEIGHT, 3 * WIDTH);
  g_assert_true (fake->aligner->landmarks (NULL, &frame, &box, &landmarks, NULL));
  g_assert_cmpuint (landmarks.n, ==, 5);
  g_assert_true (fake->aligner->chip (NULL, &frame, &landmarks, chip, NULL));
  g_assert_true (fake->embedder->embed (embedder, chip, 1, 0, embedding, NULL));
  g_assert_cmpstr (fake->embedder->model_id (embedder), ==, "fake-v1");
  g_assert_cmpuint (fake->embedder->dimensions (embedder), ==, FACEREC_FAKE_DIMENSIONS);
  fake->embedder->close (embedder);
}

static gdouble
distance (const gfloat *a, const gfloat *b)
{
  gdouble sum = 0;

  for (guint i = 0; i < FACEREC_FAKE_DIMENSIONS; i++)
    sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sqrt (sum);
}

static void
test_colors (void)
{
  static const guint8 colors[][3] = { { 255, 0, 0 }, { 0, 255, 0 }, { 0, 0, 255 }, { 255, 255, 255 }, { 255, 255, 0 },
    { 0, 255, 255 }, { 255, 0, 255 }, { 128, 128, 128 }, { 255, 128, 0 } };
  static const gfloat zero[FACEREC_FAKE_DIMENSIONS];
  gfloat embeddings[G_N_ELEMENTS (colors)][FACEREC_FAKE_DIMENSIONS];

  for (guint i = 0; i < G_N_ELEMENTS (colors); i++) {
    guint8 noisy[3];
    gfloat other[FACEREC_FAKE_DIMENSIONS];

    embed_color (colors[i], 8, 8, 40, 50, embeddings[i]);
    g_assert_cmpfloat (fabs (distance (embeddings[i], zero) - 1), <, 1e-4);
    embed_color (colors[i], 61, 31, 17, 23, other);
    g_assert_cmpfloat (distance (embeddings[i], other), <, 1e-4);
    for (guint c = 0; c < 3; c++)
      noisy[c] = (guint8) (colors[i][c] < 128 ? colors[i][c] + 3 : colors[i][c] - 3);
    embed_color (noisy, 8, 8, 40, 50, other);
    g_assert_cmpfloat (distance (embeddings[i], other), <, 0.04);
    for (guint j = 0; j < i; j++)
      g_assert_cmpfloat (distance (embeddings[i], embeddings[j]), >, 0.6);
  }
}

static void
test_landmarks_of_no_face (void)
{
  static const FacerecLandmarks bad[] = {
    { .n = 0 }, { .n = 5 }, { .n = 5, .xy = { NAN, 0, 1, 2, 3, 4 } }, { .n = 5, .xy = { 1e30f, 0, 1, 2, 3, 4 } },
    { .n = 5, .xy = { 0, -INFINITY, 1, 2, 3, 4 } },
  };
  g_autofree guint8 *chip = g_malloc (FACEREC_CHIP_BYTES);
  guint8 pixel = 255;
  FacerecFrame frame;

  facerec_frame_init_gray (&frame, &pixel, 1, 1, 1);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (facerec_engine_fake.aligner->chip (NULL, &frame, &bad[i], chip, &error));
    g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fake/finds-solid-rectangles-exactly", test_solid_rectangles);
  g_test_add_func ("/fake/finds-several-best-first", test_several);
  g_test_add_func ("/fake/tells-colors-apart", test_colors);
  g_test_add_func ("/fake/refuses-landmarks-of-no-face", test_landmarks_of_no_face);
  return g_test_run ();
}
