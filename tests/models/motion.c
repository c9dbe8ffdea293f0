/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The filter against what it must be whatever its constants are, and against faces that move as it supposes. */
#include "models/tracker/motion.h"

#include <math.h>

static FacerecBox
box_at (gdouble x, gdouble y, gdouble width, gdouble height)
{
  return (FacerecBox) { (gfloat) (x - width / 2), (gfloat) (y - height / 2), (gfloat) width, (gfloat) height, 0 };
}

static void
assert_near (const FacerecMotion *motion, gdouble x, gdouble y, gdouble width, gdouble height, gdouble tolerance)
{
  FacerecBox box;

  facerec_motion_get_box (motion, &box);
  g_assert_cmpfloat_with_epsilon (box.x + box.width / 2, x, tolerance);
  g_assert_cmpfloat_with_epsilon (box.y + box.height / 2, y, tolerance);
  g_assert_cmpfloat_with_epsilon (box.width, width, tolerance);
  g_assert_cmpfloat_with_epsilon (box.height, height, tolerance);
}

static void
test_starts_where_the_face_is (void)
{
  FacerecBox box = box_at (100, 60, 40, 50);
  FacerecMotion motion;

  facerec_motion_start (&motion, &box);
  assert_near (&motion, 100, 60, 40, 50, 1e-3);
  g_assert_cmpfloat (facerec_motion_distance (&motion, &box), <, 1e-9);
}

/* A face that walks and comes nearer is soon where it was foretold. */
static void
test_follows (void)
{
  FacerecBox box = box_at (0, 0, 100, 100);
  FacerecMotion motion;
  guint i;

  facerec_motion_start (&motion, &box);
  for (i = 1; i <= 60; i++) {
    facerec_motion_predict (&motion, 1.0 / 30);
    box = box_at (4.0 * i, -3.0 * i, 100 * exp (0.003 * i), 100 * exp (0.003 * i));
    if (i > 30) {
      FacerecBox foretold;

      facerec_motion_get_box (&motion, &foretold);
      g_assert_cmpfloat (fabs (foretold.x + foretold.width / 2 - 4.0 * i), <, 2.5);
      g_assert_cmpfloat (fabs (foretold.y + foretold.height / 2 + 3.0 * i), <, 2.5);
      g_assert_cmpfloat (facerec_motion_distance (&motion, &box), <, 1);
    }
    facerec_motion_correct (&motion, &box);
  }
}

/* A face that sits does not drift, however the detector wavers. */
static void
test_rests (void)
{
  FacerecBox box = box_at (200, 100, 100, 100), at;
  FacerecMotion motion;
  guint i;

  facerec_motion_start (&motion, &box);
  for (i = 0; i < 60; i++) {
    facerec_motion_predict (&motion, 1.0 / 30);
    box = box_at (i % 8 < 4 ? 200 : 211, 100, 100, 100);
    facerec_motion_correct (&motion, &box);
  }
  facerec_motion_predict (&motion, 1);
  facerec_motion_get_box (&motion, &at);
  g_assert_cmpmem (&at, sizeof at, &box, sizeof box);
}

/* Out of sight it goes on for a while and comes to rest, and is less and less sure. */
static void
test_fades (void)
{
  FacerecBox box, at, later;
  FacerecMotion motion;
  gdouble spread;
  guint i;

  box = box_at (0, 0, 100, 100);
  facerec_motion_start (&motion, &box);
  for (i = 1; i <= 60; i++) {
    facerec_motion_predict (&motion, 1.0 / 30);
    box = box_at (3.0 * i, 0, 100, 100);
    facerec_motion_correct (&motion, &box);
  }
  spread = facerec_motion_spread (&motion);
  facerec_motion_predict (&motion, 0.1);
  facerec_motion_get_box (&motion, &at);
  g_assert_cmpfloat (at.x - box.x, >, 4);
  g_assert_cmpfloat (at.x - box.x, <, 12);
  facerec_motion_predict (&motion, 10);
  facerec_motion_get_box (&motion, &at);
  facerec_motion_predict (&motion, 10);
  facerec_motion_get_box (&motion, &later);
  g_assert_cmpfloat (at.x - box.x, <, 140);
  g_assert_cmpfloat_with_epsilon (at.x, later.x, 0.2);
  g_assert_cmpfloat (facerec_motion_spread (&motion), >, spread + 1);
}

/* One long step is two short ones: the frame rate changes nothing. */
static void
test_steps_add_up (void)
{
  FacerecBox box = box_at (0, 0, 80, 100), next = box_at (20, 10, 90, 112);
  FacerecMotion one, many;
  guint i;

  facerec_motion_start (&one, &box);
  facerec_motion_predict (&one, 0.04);
  facerec_motion_correct (&one, &next);
  /* The size is the unit of the noise: without it, exact. */
  one.size.speed = 0;
  many = one;
  facerec_motion_predict (&one, 0.5);
  for (i = 0; i < 50; i++)
    facerec_motion_predict (&many, 0.01);
  g_assert_cmpfloat_with_epsilon (one.x.value, many.x.value, 1e-9);
  g_assert_cmpfloat_with_epsilon (one.x.speed, many.x.speed, 1e-9);
  g_assert_cmpfloat_with_epsilon (one.x.value_variance / many.x.value_variance, 1, 1e-9);
  g_assert_cmpfloat_with_epsilon (one.x.covariance / many.x.covariance, 1, 1e-9);
  g_assert_cmpfloat_with_epsilon (one.x.speed_variance / many.x.speed_variance, 1, 1e-9);
}

/* The same scene twice as large is the same scene. */
static void
test_size_is_the_unit (void)
{
  FacerecMotion small, large;
  guint i;

  for (i = 0; i < 20; i++) {
    FacerecBox near = box_at (4.0 * i, 3.0 * (i % 3), 50 + i % 2, 60), far = near;

    far = (FacerecBox) { 2 * near.x, 2 * near.y, 2 * near.width, 2 * near.height, 0 };
    if (i == 0) {
      facerec_motion_start (&small, &near);
      facerec_motion_start (&large, &far);
      continue;
    }
    facerec_motion_predict (&small, 0.04);
    facerec_motion_predict (&large, 0.04);
    g_assert_cmpfloat_with_epsilon (facerec_motion_distance (&small, &near), facerec_motion_distance (&large, &far), 1e-3);
    g_assert_cmpfloat_with_epsilon (facerec_motion_spread (&small), facerec_motion_spread (&large), 1e-6);
    g_assert_cmpfloat_with_epsilon (2 * facerec_motion_reach (&small, 16), facerec_motion_reach (&large, 16), 1e-3);
    facerec_motion_correct (&small, &near);
    facerec_motion_correct (&large, &far);
  }
}

/* Whatever it is fed, it stays finite. */
static void
test_extremes (void)
{
  static const FacerecBox boxes[] = { { 0, 0, 1e-30f, 1e-30f, 0 }, { 1e30f, -1e30f, 1e30f, 1e-30f, 0 },
    { 0, 0, 1e30f, 1e30f, 0 }, { 5, 5, 10, 10, 0 } };
  FacerecMotion motion;
  guint i;

  facerec_motion_start (&motion, &boxes[0]);
  for (i = 0; i < 200; i++) {
    facerec_motion_predict (&motion, i % 7 == 0 ? 1e6 : i % 5 == 0 ? 0 : 0.03);
    facerec_motion_correct (&motion, &boxes[(i * 3) % G_N_ELEMENTS (boxes)]);
    g_assert_true (isfinite (motion.x.value) && isfinite (motion.size.value) && isfinite (motion.x.value_variance));
    g_assert_cmpfloat (motion.x.value_variance, >=, 0);
    g_assert_cmpfloat (motion.size.speed_variance, >=, 0);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/models/motion/starts where the face is", test_starts_where_the_face_is);
  g_test_add_func ("/models/motion/follows a face", test_follows);
  g_test_add_func ("/models/motion/rests with a face at rest", test_rests);
  g_test_add_func ("/models/motion/fades out of sight", test_fades);
  g_test_add_func ("/models/motion/steps add up", test_steps_add_up);
  g_test_add_func ("/models/motion/size is the unit", test_size_is_the_unit);
  g_test_add_func ("/models/motion/extremes", test_extremes);
  return g_test_run ();
}
