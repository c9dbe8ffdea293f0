/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Where faces are hidden on frames that came a while ago: tables of little films, frames of 100 ms. */
#include "elements/overlay/hideback.h"

#include <math.h>

#define FRAME (G_GUINT64_CONSTANT (100000000))
#define HOLD (3 * FRAME)
#define NONE GST_FACEREC_NO_TRACK

typedef struct {
  guint frame;
  guint64 track;
  const gchar *label; /* NULL: a stranger */
  gfloat x;           /* of a box of 100x100 at y 200 */
} Seen;

typedef struct {
  const gchar *name;
  Seen seen[8];         /* ends with a frame of 0 and x of 0 */
  guint cut, back;      /* frames; 0: none */
  const gchar *hidden;  /* one letter a frame: '.' nobody, else that many */
} Film;

static const Film films[] = {
  { "a stranger is hidden before he is found", { { 5, 1, NULL, 50 } }, 0, 0, "111111111." },
  { "a friend is not", { { 5, 1, "Ann", 50 } }, 0, 0, ".........." },
  { "a name that turns out wrong", { { 2, 1, "Ann", 50 }, { 3, 1, "Ann", 50 }, { 6, 1, NULL, 50 } }, 0, 0, "1111111111" },
  { "a stranger who gets a name", { { 2, 1, NULL, 50 }, { 3, 1, "Ann", 50 }, { 4, 1, "Ann", 50 } }, 0, 0, "111......." },
  { "between two finds", { { 0, 1, NULL, 50 }, { 9, 1, NULL, 60 } }, 0, 0, "1111111111" },
  { "between a stranger and a name, as long as he is held", { { 0, 1, NULL, 50 }, { 9, 1, "Ann", 60 } }, 0, 0, "1111......" },
  { "between a name and a stranger", { { 0, 1, "Ann", 50 }, { 9, 1, NULL, 60 } }, 0, 0, "1111111111" },
  { "by overlap, without tracks", { { 2, NONE, "Ann", 50 }, { 3, NONE, "Ann", 55 }, { 4, NONE, NULL, 60 } }, 0, 0, "11111111.." },
  { "another one elsewhere", { { 2, NONE, "Ann", 50 }, { 3, NONE, "Ann", 55 }, { 3, NONE, NULL, 400 } }, 0, 0, "1111111..." },
  { "a track that breaks", { { 2, 1, "Ann", 50 }, { 3, 1, "Ann", 55 }, { 4, 2, NULL, 60 } }, 0, 0, "11111111.." },
  { "two strangers", { { 2, 1, NULL, 50 }, { 3, 2, NULL, 400 } }, 0, 0, "222222" "1..." },
  { "not before a cut", { { 6, 1, NULL, 50 } }, 4, 0, "....111111" },
  { "not behind a cut", { { 2, 1, NULL, 50 } }, 4, 0, "1111......" },
  { "a flash is no cut", { { 2, 1, NULL, 50 }, { 8, 1, NULL, 50 } }, 4, 6, "1111111111" },
};

static GstFacerecHideBack *
play (const Film *film, guint *n_frames)
{
  GstFacerecHideBack *back = gst_facerec_hide_back_new ();
  GstFacerecHideRule *rule = gst_facerec_hide_rule_new ("unknown");

  gst_facerec_hide_back_judge (back, rule);
  gst_facerec_hide_rule_unref (rule);
  for (*n_frames = 0; *n_frames < 10; (*n_frames)++) {
    const guint frame = *n_frames;
    GstFacerecHideSighting sightings[8];
    FacerecShot shot = FACEREC_SHOT_SAME;
    guint n = 0;

    for (const Seen *seen = film->seen; seen->x > 0; seen++) {
      if (seen->frame != frame)
        continue;
      sightings[n] = (GstFacerecHideSighting) { .id = (gint) (10 * frame + n + 1), .box = { seen->x, 200, 100, 100, 0 },
        .track = seen->track };
      sightings[n++].identity = gst_facerec_identity_new (seen->label,
          seen->label ? GST_FACEREC_REASON_NONE : GST_FACEREC_REASON_TOO_FAR, 1, 0.3f, 1, 1);
    }
    if (film->cut && frame == film->cut)
      shot = FACEREC_SHOT_CUT;
    else if (film->back && frame == film->back)
      shot = FACEREC_SHOT_BACK;
    /* A flash is over within a quarter of a second. */
    g_assert_cmpuint (gst_facerec_hide_back_add (back, film->back ? frame * FRAME / 2 : frame * FRAME, shot, sightings, n),
        ==, frame);
    while (n > 0)
      gst_facerec_identity_unref (sightings[--n].identity);
  }
  return back;
}

static void
test_films (void)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (GstFacerecHidePlace));

  for (guint i = 0; i < G_N_ELEMENTS (films); i++) {
    guint n_frames;
    GstFacerecHideBack *back = play (&films[i], &n_frames);
    gchar hidden[11] = "";

    for (guint frame = 0; frame < n_frames; frame++) {
      guint n = gst_facerec_hide_back_look (back, frame, HOLD, places);

      hidden[frame] = n == 0 ? '.' : (gchar) ('0' + n);
      g_assert_cmpint (places->len > 0, ==, n > 0);
      gst_facerec_hide_back_forget (back, frame, HOLD);
    }
    g_test_message ("%s", films[i].name);
    g_assert_cmpstr (hidden, ==, films[i].hidden);
    gst_facerec_hide_back_free (back);
  }
}

/* ---- where ---- */

/* The place on a frame whose x is nearest. */
static GstFacerecHidePlace
find_place (const Film *film, guint frame, gfloat x)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (GstFacerecHidePlace));
  GstFacerecHidePlace best = { 0, { NAN, 0, 0, 0, 0 }, 0 };
  guint n_frames;
  GstFacerecHideBack *back = play (film, &n_frames);

  gst_facerec_hide_back_look (back, frame, 20 * FRAME, places);
  for (guint i = 0; i < places->len; i++) {
    const GstFacerecHidePlace *place = &g_array_index (places, GstFacerecHidePlace, i);

    if (i == 0 || fabsf (place->box.x - x) < fabsf (best.box.x - x))
      best = *place;
  }
  gst_facerec_hide_back_free (back);
  return best;
}

static void
test_places (void)
{
  static const Film walk = { "", { { 3, 1, NULL, 100 }, { 4, 1, NULL, 110 }, { 5, 1, NULL, 120 } }, 0, 0, NULL };
  static const Film gap = { "", { { 1, 1, NULL, 100 }, { 5, 1, NULL, 140 } }, 0, 0, NULL };
  static const struct {
    const Film *film;
    guint frame;
    gfloat x, growth;
    gint id;
  } cases[] = {
    { &walk, 4, 110, 0, 41 },                                     /* seen */
    { &walk, 1, 100, 0.3f, 0 }, { &walk, 1, 80, 0.3f, 0 },        /* where it was first; and if it was moving already */
    { &walk, 7, 120, 0.3f, 0 }, { &walk, 7, 140, 0.3f, 0 },
    { &walk, 9, 160, 0.6f, 0 },
    { &gap, 2, 110, 0.15f, 0 }, { &gap, 3, 120, 0.3f, 0 }, { &gap, 4, 130, 0.15f, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const GstFacerecHidePlace place = find_place (cases[i].film, cases[i].frame, cases[i].x);

    g_test_message ("case %u", i);
    g_assert_cmpfloat_with_epsilon (place.box.x, cases[i].x, 0.01f);
    g_assert_cmpfloat_with_epsilon (place.box.y, 200, 0.01f);
    g_assert_cmpfloat_with_epsilon (place.growth, cases[i].growth, 0.001f);
    g_assert_cmpint (place.id, ==, cases[i].id);
  }
}

/* Frames that are on their way are hidden by the rule of now. */
static void
test_another_rule (void)
{
  static const Film film = { "", { { 2, 1, "Ann", 50 } }, 0, 0, NULL };
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (GstFacerecHidePlace));
  static const struct {
    const gchar *hide;
    guint hidden;
  } cases[] = { { "known", 1 }, { "unknown", 0 }, { "Ann", 1 }, { "none", 0 } };
  guint n_frames;
  GstFacerecHideBack *back = play (&film, &n_frames);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    GstFacerecHideRule *rule = gst_facerec_hide_rule_new (cases[i].hide);

    gst_facerec_hide_back_judge (back, rule);
    g_assert_cmpuint (gst_facerec_hide_back_look (back, 1, HOLD, places), ==, cases[i].hidden);
    gst_facerec_hide_rule_unref (rule);
  }
  gst_facerec_hide_back_free (back);
}

/* A face that could be anywhere could be anywhere before it, too. */
static void
test_nowhere (void)
{
  GstFacerecHideBack *back = gst_facerec_hide_back_new ();
  GstFacerecHideRule *rule = gst_facerec_hide_rule_new ("all");
  const GstFacerecHideSighting lost = { .id = 1, .box = { NAN, 1, 2, 3, 0 }, .track = NONE };
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (GstFacerecHidePlace));

  gst_facerec_hide_back_judge (back, rule);
  for (guint frame = 0; frame < 20; frame++)
    gst_facerec_hide_back_add (back, frame * FRAME, FACEREC_SHOT_SAME, &lost, frame > 2);
  g_assert_cmpuint (gst_facerec_hide_back_look (back, 1, HOLD, places), ==, 1);
  g_assert_true (isnan (g_array_index (places, GstFacerecHidePlace, 0).box.x));
  g_assert_cmpuint (gst_facerec_hide_back_look (back, 10, HOLD, places), ==, 1);
  gst_facerec_hide_rule_unref (rule);
  gst_facerec_hide_back_free (back);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  g_test_add_func ("/elements/hideback/whom, on which frames", test_films);
  g_test_add_func ("/elements/hideback/where", test_places);
  g_test_add_func ("/elements/hideback/another rule holds for frames on their way", test_another_rule);
  g_test_add_func ("/elements/hideback/a face that could be anywhere", test_nowhere);
  return g_test_run ();
}
