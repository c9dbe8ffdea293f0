/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Films of painted scenes: rooms that differ, and what a camera does to one. */
#include "models/shotcut.h"

#include <math.h>
#include <time.h>

#define WIDTH 128
#define HEIGHT 96
/* Of the painted world to a pixel. */
#define STEP 2.5
#define FRAME_NS (G_GUINT64_CONSTANT (1000000000) / 30)

typedef struct {
  guint room;
  gdouble pan, zoom;          /* to the right, of a picture 320 wide; times */
  gdouble brightness, gain;   /* added, after the contrast */
  gdouble noise;              /* amplitude */
  gdouble actor;              /* where somebody stands; < 0: nobody */
} View;

static const View plain = { 0, 0, 1, 0, 1, 0, -1 };

/* Furniture: broad and narrow waves in directions that only this room has. */
static gdouble
room_luma (guint room, gdouble x, gdouble y)
{
  gdouble sum = 0;
  guint i;

  for (i = 1; i <= 6; i++) {
    gdouble angle = room * 1.7 + i * i * 0.9, length = 40.0 + 130.0 / i + 10 * room;

    sum += sin (2 * G_PI * (x * cos (angle) + y * sin (angle)) / length + i * room);
  }
  return 120 + 25 * sum;
}

static void
paint (const View *view, GRand *random, guint8 *luma)
{
  gint x, y;

  for (y = 0; y < HEIGHT; y++)
    for (x = 0; x < WIDTH; x++) {
      gdouble value = room_luma (view->room, STEP * (x - WIDTH / 2) / view->zoom + view->pan,
          STEP * (y - HEIGHT / 2) / view->zoom);

      if (view->actor >= 0 && hypot (STEP * x - view->actor, (STEP * y - 140) / 1.4) < 45)
        value = 190 - 60 * cos (STEP * x / 6.0);
      value = view->gain * value + view->brightness;
      if (view->noise > 0)
        value += g_rand_double_range (random, -view->noise, view->noise);
      luma[y * WIDTH + x] = (guint8) CLAMP (value, 0, 255);
    }
}

typedef void (*Direct) (guint frame, View *view);

static void hold (guint frame, View *view) { }
static void pan (guint frame, View *view) { view->pan = 6.0 * frame; }
static void whip (guint frame, View *view) { view->pan = frame < 20 ? 0 : 16.0 * (frame - 20); }
static void zoom (guint frame, View *view) { view->zoom = pow (1.02, frame); }
static void noise (guint frame, View *view) { view->noise = 25; }
static void lamp (guint frame, View *view) { view->gain = frame < 20 ? 1 : 0.5; }
static void fade (guint frame, View *view) { view->gain = MAX (0.0, 1 - frame / 30.0); }
static void walk (guint frame, View *view) { view->actor = 12.0 * frame - 60; }
static void black (guint frame, View *view) { view->gain = 0; view->noise = 3; }
static void flash (guint frame, View *view) { if (frame == 20) { view->gain = 3; view->brightness = 60; } }
static void long_flash (guint frame, View *view) { if (frame >= 20 && frame < 25) { view->gain = 4; view->brightness = 90; } }
static void glitch (guint frame, View *view) { if (frame == 20 || frame == 21) view->room = 3; }
static void cut (guint frame, View *view) { view->room = frame >= 20; }
static void darker (guint frame, View *view) { view->room = frame >= 20; view->gain = frame >= 20 ? 0.5 : 1; }
static void in_a_pan (guint frame, View *view) { view->pan = 6.0 * frame; view->room = frame >= 20; }
static void in_noise (guint frame, View *view) { view->room = frame >= 20; view->noise = 25; }
static void two (guint frame, View *view) { view->room = frame >= 30 ? 2 : frame >= 20; }
static void return_late (guint frame, View *view) { view->room = frame >= 20 && frame < 35; }
static void from_black (guint frame, View *view) { view->gain = frame >= 20; }

static const struct {
  const gchar *name;
  Direct direct;
  gint cuts[2], back; /* frames, -1: none */
} films[] = {
  { "nothing happens", hold, { -1, -1 }, -1 },
  { "a pan", pan, { -1, -1 }, -1 },
  { "a whip", whip, { -1, -1 }, -1 },
  { "a zoom", zoom, { -1, -1 }, -1 },
  { "noise", noise, { -1, -1 }, -1 },
  { "a lamp goes out", lamp, { -1, -1 }, -1 },
  { "fade to black", fade, { -1, -1 }, -1 },
  { "somebody walks through", walk, { -1, -1 }, -1 },
  { "noisy black", black, { -1, -1 }, -1 },
  { "a flash", flash, { 20, -1 }, 21 },
  { "a long flash", long_flash, { 20, -1 }, 25 },
  { "two frames of another film", glitch, { 20, -1 }, 22 },
  { "a cut", cut, { 20, -1 }, -1 },
  { "a cut to a dark room", darker, { 20, -1 }, -1 },
  { "a cut in a pan", in_a_pan, { 20, -1 }, -1 },
  { "a cut in noise", in_noise, { 20, -1 }, -1 },
  { "two cuts", two, { 20, 30 }, -1 },
  { "back after half a second", return_late, { 20, 35 }, -1 },
  { "out of black", from_black, { 20, -1 }, -1 },
};

static void
test_film (gconstpointer data)
{
  guint film = GPOINTER_TO_UINT (data), frame;
  g_autoptr (GRand) random = g_rand_new_with_seed (2);
  g_autofree guint8 *luma = g_malloc (WIDTH * HEIGHT);
  FacerecShotCut *detector = facerec_shot_cut_new ();

  for (frame = 0; frame < 50; frame++) {
    View view = plain;
    FacerecFrame picture;
    FacerecShot expected = FACEREC_SHOT_SAME, shot;

    films[film].direct (frame, &view);
    paint (&view, random, luma);
    facerec_frame_init_gray (&picture, luma, WIDTH, HEIGHT, WIDTH);
    if ((gint) frame == films[film].cuts[0] || (gint) frame == films[film].cuts[1])
      expected = FACEREC_SHOT_CUT;
    else if ((gint) frame == films[film].back)
      expected = FACEREC_SHOT_BACK;
    shot = facerec_shot_cut_look (detector, &picture, frame * FRAME_NS);
    if (shot != expected)
      g_test_message ("frame %u", frame);
    g_assert_cmpint (shot, ==, expected);
  }
  facerec_shot_cut_free (detector);
}

/* Any size, however small; RGB as grey; nothing is left after a reset. */
static void
test_frames_of_any_kind (void)
{
  static const gint sizes[][2] = { { 1, 1 }, { 3, 500 }, { 64, 36 }, { 61, 33 }, { 700, 2 } };
  FacerecShotCut *detector = facerec_shot_cut_new ();
  guint8 *pixels = g_malloc0 (700 * 500 * 3);
  guint i, x;

  for (i = 0; i < G_N_ELEMENTS (sizes); i++) {
    FacerecFrame frame;

    facerec_frame_init_rgb (&frame, pixels, sizes[i][0], sizes[i][1], 3 * sizes[i][0]);
    g_assert_cmpint (facerec_shot_cut_look (detector, &frame, i), ==, FACEREC_SHOT_SAME);
  }
  for (i = 0; i < 2; i++) {
    FacerecFrame frame;

    for (x = 0; x < 300 * 200 * 3; x++)
      pixels[x] = (guint8) CLAMP (room_luma (i, x / 3 % 300, x / 900), 0, 255);
    facerec_frame_init_rgb (&frame, pixels, 300, 200, 900);
    g_assert_cmpint (facerec_shot_cut_look (detector, &frame, 10 + i), ==, FACEREC_SHOT_CUT);
  }
  facerec_shot_cut_reset (detector);
  {
    FacerecFrame frame;

    facerec_frame_init_gray (&frame, pixels, 700, 500, 700);
    g_assert_cmpint (facerec_shot_cut_look (detector, &frame, 0), ==, FACEREC_SHOT_SAME);
  }
  g_free (pixels);
  facerec_shot_cut_free (detector);
  facerec_shot_cut_free (NULL);
}

int
main (int argc, char **argv)
{
  guint i;

  g_test_init (&argc, &argv, NULL);
  for (i = 0; i < G_N_ELEMENTS (films); i++) {
    g_autofree gchar *path = g_strdup_printf ("/models/shotcut/%s", films[i].name);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_film);
  }
  g_test_add_func ("/models/shotcut/frames of any kind", test_frames_of_any_kind);
  return g_test_run ();
}
