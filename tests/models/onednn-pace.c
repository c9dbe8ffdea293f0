/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which way of sharing work out is taken, and how it follows what is measured. */
#include "models/onednn/pace.h"

#include "models/onednn/place.h"

/* Runs n times at these costs and returns how often together was chosen. */
static guint
live (FacerecPace *pace, guint n, gdouble alone, gdouble together)
{
  guint n_together = 0;

  for (guint i = 0; i < n; i++) {
    const FacerecPaceWay way = facerec_pace_choose (pace);

    n_together += way == FACEREC_PACE_TOGETHER;
    facerec_pace_learn (pace, way, way == FACEREC_PACE_TOGETHER ? together : alone);
  }
  return n_together;
}

static void
test_quicker_is_taken (void)
{
  FacerecPace quiet = { .patience = 0 }, busy = { .patience = 0 };

  live (&quiet, 4, 2300, 1300);
  live (&busy, 4, 2300, 40000);
  g_assert_cmpuint (live (&quiet, 1000, 2300, 1300), >=, 985);
  g_assert_cmpuint (live (&busy, 1000, 2300, 40000), <=, 15);
  g_assert_cmpuint (live (&busy, 1000, 2300, 40000), >=, 1); /* it is tried again */
}

static void
test_change_is_noticed (void)
{
  FacerecPace pace = { .patience = 0 };

  live (&pace, 500, 2300, 1300);
  live (&pace, 10, 2300, 300000);
  g_assert_cmpuint (live (&pace, 100, 2300, 300000), <=, 4);
  live (&pace, 2000, 2300, 1300);
  g_assert_cmpuint (live (&pace, 100, 2300, 1300), >=, 98);
}

/* One run that is held up does not end it for long. */
static void
test_hiccup (void)
{
  FacerecPace pace = { .patience = 0 };

  live (&pace, 100, 2300, 1300);
  facerec_pace_learn (&pace, FACEREC_PACE_TOGETHER, 500000);
  live (&pace, 400, 2300, 1300);
  g_assert_cmpuint (live (&pace, 100, 2300, 1300), >=, 98);
}

/* Values that live at the same time never overlap; one after the other they share. */
static void
test_places (void)
{
  for (guint round = 0; round < 300; round++) {
    FacerecPlace places[24];
    gsize sum = 0, total;

    for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
      const guint first = (guint) g_test_rand_int_range (0, 30);

      places[i] = (FacerecPlace) { (gsize) g_test_rand_int_range (0, 4) * (gsize) g_test_rand_int_range (1, 5000), first,
        first + (guint) g_test_rand_int_range (0, 5), 1 };
      sum += (places[i].bytes + 63) / 64 * 64;
    }
    total = facerec_places_arrange (places, G_N_ELEMENTS (places));
    g_assert_cmpuint (total, <=, sum);
    for (guint i = 0; i < G_N_ELEMENTS (places); i++)
      for (guint j = 0; places[i].bytes && j < i; j++) {
        const FacerecPlace *a = &places[i], *b = &places[j];

        g_assert_cmpuint (a->offset % FACEREC_PLACE_ALIGNMENT, ==, 0);
        g_assert_cmpuint (a->offset + a->bytes, <=, total);
        if (b->bytes && a->first <= b->last && b->first <= a->last)
          g_assert_true (a->offset + a->bytes <= b->offset || b->offset + b->bytes <= a->offset);
      }
  }
}

static void
test_places_share (void)
{
  FacerecPlace chain[10];

  for (guint i = 0; i < G_N_ELEMENTS (chain); i++)
    chain[i] = (FacerecPlace) { 6400, i, i + 1, 0 };
  g_assert_cmpuint (facerec_places_arrange (chain, G_N_ELEMENTS (chain)), ==, 2 * 6400);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pace/quicker-is-taken", test_quicker_is_taken);
  g_test_add_func ("/pace/change-is-noticed", test_change_is_noticed);
  g_test_add_func ("/pace/hiccup", test_hiccup);
  g_test_add_func ("/place/apart", test_places);
  g_test_add_func ("/place/share", test_places_share);
  return g_test_run ();
}
