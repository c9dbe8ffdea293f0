/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/quality.h"

#include <math.h>
#include <string.h>

static const FacerecBox large = { 0, 0, 150, 150, 0 };
/* A frontal face: outer and inner corner of the eye right in the picture, of the left one, foot of the nose. */
static const FacerecLandmarks frontal = { .n = 5, .xy = { 90, 40, 70, 41, 10, 40, 30, 41, 50, 80 } };

/* Waves of the given length in pixels and strength in levels. */
static guint8 *
waves (gdouble length, gdouble strength)
{
  guint8 *chip = g_malloc (FACEREC_CHIP_BYTES);

  for (gint i = 0; i < FACEREC_CHIP_BYTES; i++) {
    const gint x = i / 3 % FACEREC_CHIP_SIZE, y = i / 3 / FACEREC_CHIP_SIZE;

    chip[i] = (guint8) (128.5 + strength * sin (2 * G_PI * x / length) * sin (2 * G_PI * y / length));
  }
  return chip;
}

static FacerecQuality
measure (const FacerecBox *box, const FacerecLandmarks *landmarks, const guint8 *chip)
{
  FacerecQuality quality = { -1, -1, -1, -1 };

  facerec_quality_measure (box, landmarks, chip, &quality);
  g_assert_true (quality.overall >= 0 && quality.overall <= 1);
  g_assert_true (quality.pose >= 0 && quality.pose <= 1);
  g_assert_true (quality.sharpness >= 0);
  return quality;
}

static void
test_good (void)
{
  g_autofree guint8 *chip = waves (8, 60);
  const FacerecQuality quality = measure (&large, &frontal, chip);

  g_assert_cmpfloat (quality.size, ==, 150);
  g_assert_cmpfloat (quality.pose, >, 0.99f);
  g_assert_cmpfloat (quality.overall, >, 0.99f);
}

/* The discrete Laplacian takes a wave of length n times (2 cos (2 pi / n) - 2) in x and in y; the energy is the square. */
static void
test_sharpness (void)
{
  gfloat before = INFINITY;

  for (gint length = 6; length <= 24; length *= 2) {
    g_autofree guint8 *strong = waves (length, 100), *weak = waves (length, 50);
    const gdouble expected = pow (2 * (2 * cos (2 * G_PI / length) - 2), 2);
    const gfloat sharpness = measure (&large, &frontal, strong).sharpness;

    g_assert_cmpfloat (fabs (sharpness - expected), <, 0.05 * expected + 5e-3);
    g_assert_cmpfloat (fabs (measure (&large, &frontal, weak).sharpness - expected), <, 0.05 * expected + 5e-3);
    g_assert_cmpfloat (sharpness, <, before);
    before = sharpness;
  }
}

static void
test_unusable (void)
{
  const FacerecBox tiny = { 0, 0, 20, 20, 0 };
  g_autofree guint8 *sharp = waves (8, 60), *soft = waves (100, 60), *flat = g_malloc0 (FACEREC_CHIP_BYTES);

  g_assert_cmpfloat (measure (&tiny, &frontal, sharp).overall, <, 0.2f);
  g_assert_cmpfloat (measure (&large, &frontal, soft).overall, <, 0.2f);
  g_assert_cmpfloat (measure (&large, &frontal, flat).overall, ==, 0);
  g_assert_cmpfloat (measure (&large, &frontal, flat).sharpness, ==, 0);
}

/* The head turns: the nose nears one eye, which shortens; the same for both sides, and in a picture that is tilted. */
static void
test_pose (void)
{
  g_autofree guint8 *chip = waves (8, 60);
  gfloat before = 2;

  for (gint turn = 0; turn <= 5; turn++) {
    const gfloat nose = 50 + 8 * turn, inner = 70 + 3 * turn;
    const FacerecLandmarks right = { .n = 5, .xy = { 90, 40, inner, 41, 10, 40, 30, 41, nose, 80 } };
    const FacerecLandmarks left = { .n = 5, .xy = { 90, 40, 70, 41, 10, 40, 100 - inner, 41, 100 - nose, 80 } };
    FacerecLandmarks tilted = right;
    const gfloat pose = measure (&large, &right, chip).pose;

    for (guint i = 0; i < 5; i++) {
      tilted.xy[2 * i] = 0.8f * right.xy[2 * i] - 0.6f * right.xy[2 * i + 1];
      tilted.xy[2 * i + 1] = 0.6f * right.xy[2 * i] + 0.8f * right.xy[2 * i + 1];
    }
    g_assert_cmpfloat (pose, <, before);
    g_assert_cmpfloat (fabsf (measure (&large, &left, chip).pose - pose), <, 1e-5);
    g_assert_cmpfloat (fabsf (measure (&large, &tilted, chip).pose - pose), <, 1e-5);
    before = pose;
  }
  g_assert_cmpfloat (before, <, 0.2f);
}

/* An eye seen half as wide as the other, the nose still in the middle. */
static void
test_short_eye (void)
{
  const FacerecLandmarks turned = { .n = 5, .xy = { 90, 40, 80, 40, 10, 40, 30, 40, 50, 80 } };
  g_autofree guint8 *chip = waves (8, 60);

  g_assert_cmpfloat (fabs (measure (&large, &turned, chip).pose - sqrt (0.5)), <, 1e-5);
}

/* The five points where the model of 68 has them. */
static void
test_68_points (void)
{
  static const guint places[5] = { 45, 42, 36, 39, 33 };
  g_autofree guint8 *chip = waves (8, 60);
  FacerecLandmarks five = { .n = 5, .xy = { 90, 40, 74, 41, 10, 40, 30, 41, 61, 80 } }, many = { .n = 68 };

  for (guint i = 0; i < 5; i++)
    memcpy (&many.xy[2 * places[i]], &five.xy[2 * i], 2 * sizeof (gfloat));
  g_assert_cmpfloat (measure (&large, &many, chip).pose, ==, measure (&large, &five, chip).pose);
}

static void
test_odd_landmarks (void)
{
  static const FacerecLandmarks odd[] = { { .n = 5 }, { .n = 68 }, { .n = 5, .xy = { NAN, 1, 2, 3 } },
    { .n = 5, .xy = { INFINITY, 1, 2, 3 } }, { .n = 5, .xy = { 1, 1, 1, 1, 2, 1, 2, 1, NAN, 3 } } };
  g_autofree guint8 *chip = waves (8, 60);
  const FacerecLandmarks none = { .n = 0 };

  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    g_assert_cmpfloat (measure (&large, &odd[i], chip).overall, ==, 0);
  g_assert_cmpfloat (measure (&large, &none, chip).pose, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/quality/sharp-large-frontal-is-good", test_good);
  g_test_add_func ("/quality/sharpness-is-the-laplacian-over-the-variance", test_sharpness);
  g_test_add_func ("/quality/small-soft-or-flat-is-unusable", test_unusable);
  g_test_add_func ("/quality/turning-lowers-pose", test_pose);
  g_test_add_func ("/quality/a-short-eye-lowers-pose", test_short_eye);
  g_test_add_func ("/quality/68-points", test_68_points);
  g_test_add_func ("/quality/odd-landmarks", test_odd_landmarks);
  return g_test_run ();
}
