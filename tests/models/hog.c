/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* The HOG detector against itself: what may not change what it finds, and what may not harm it. tests/reference/hog.cc
 * compares it with dlib. */
#include "models/hog/detector.h"

#include <math.h>
#include <string.h>

#define LOW (-2.0f) /* a threshold at which much is found in pictures without a face */

/* ---- pictures ---- */

static guint32
next_random (guint32 *state)
{
  *state = *state * 1664525u + 1013904223u;
  return *state >> 8;
}

/* Ovals of many sizes and greys, and noise: edges in all directions. */
static guint8 *
draw_ovals (gint width, gint height, guint32 seed)
{
  guint8 *gray = g_malloc ((gsize) width * (gsize) height);

  for (gsize i = 0; i < (gsize) width * (gsize) height; i++)
    gray[i] = (guint8) (100 + next_random (&seed) % 8);
  for (gint n = 0; n < 60; n++) {
    const gint cx = (gint) (next_random (&seed) % (guint) width), cy = (gint) (next_random (&seed) % (guint) height);
    const gint a = 3 + (gint) (next_random (&seed) % 60), b = 3 + (gint) (next_random (&seed) % 60);
    const gint level = (gint) (next_random (&seed) % 240);

    for (gint y = MAX (cy - b, 0); y < MIN (cy + b, height); y++)
      for (gint x = MAX (cx - a, 0); x < MIN (cx + a, width); x++)
        if ((x - cx) * (x - cx) * b * b + (y - cy) * (y - cy) * a * a < a * a * b * b)
          gray[(gsize) y * (gsize) width + (gsize) x] = (guint8) (level + (gint) (next_random (&seed) % 12));
  }
  return gray;
}

static FacerecDetector *
open_with (const FacerecHogKernels *kernels, guint threads)
{
  const FacerecEngineOptions options = { .threads = threads };
  g_autoptr (GError) error = NULL;
  FacerecDetector *detector = facerec_hog.open (NULL, &options, &error);

  g_assert_no_error (error);
  if (kernels)
    facerec_hog_use_kernels (detector, kernels);
  return detector;
}

static GArray *
find (FacerecDetector *detector, const FacerecFrame *frame, gint min_face_size, gfloat threshold)
{
  const FacerecDetectOptions options = { min_face_size, threshold };
  GArray *boxes = g_array_new (FALSE, FALSE, sizeof (FacerecBox));
  g_autoptr (GError) error = NULL;

  g_assert_true (facerec_hog.detect (detector, frame, &options, boxes, &error));
  g_assert_no_error (error);
  return boxes;
}

static void
assert_equal (const GArray *some, const GArray *others, gfloat score_tolerance)
{
  g_assert_cmpuint (some->len, ==, others->len);
  for (guint i = 0; i < some->len; i++) {
    const FacerecBox *one = &g_array_index (some, FacerecBox, i), *other = &g_array_index (others, FacerecBox, i);

    g_assert_cmpfloat (one->x, ==, other->x);
    g_assert_cmpfloat (one->y, ==, other->y);
    g_assert_cmpfloat (one->width, ==, other->width);
    g_assert_cmpfloat (one->height, ==, other->height);
    g_assert_cmpfloat (fabsf (one->score - other->score), <=, score_tolerance);
  }
}

/* ---- the same whoever computes ---- */

static void
test_threads_and_kernels (void)
{
  static const struct {
    gint width, height, min_face_size;
  } cases[] = { { 640, 360, 80 }, { 333, 217, 80 }, { 333, 217, 40 }, { 641, 479, 160 }, { 801, 603, 320 }, { 90, 700, 80 } };
  const FacerecHogKernels *const *all = facerec_hog_kernels ();
  guint n_boxes = 0, n_runs = 0;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree guint8 *gray = draw_ovals (cases[i].width, cases[i].height, i);
    g_autoptr (GArray) first = NULL;
    FacerecFrame frame;

    facerec_frame_init_gray (&frame, gray, cases[i].width, cases[i].height, cases[i].width);
    for (guint k = 0; all[k]; k++) {
      g_autoptr (GArray) alone = NULL;

      if (!all[k]->usable ())
        continue;
      for (guint threads = 1; threads <= 5; threads += threads < 3 ? 1 : 2) {
        FacerecDetector *detector = open_with (all[k], threads);
        g_autoptr (GArray) boxes = find (detector, &frame, cases[i].min_face_size, LOW);
        g_autoptr (GArray) again = find (detector, &frame, cases[i].min_face_size, LOW);

        /* Not a bit is different: neither the next time nor with other threads. */
        assert_equal (again, boxes, 0);
        if (!alone)
          alone = g_array_ref (boxes);
        assert_equal (boxes, alone, 0);
        if (!first)
          first = g_array_ref (boxes);
        assert_equal (boxes, first, 1e-4f);
        facerec_hog.close (detector);
        n_runs++;
      }
    }
    n_boxes += first->len;
  }
  g_test_message ("%u boxes, the same in %u runs", n_boxes, n_runs);
  g_assert_cmpuint (n_boxes, >, 50);
}

/* One object sees frames of changing size and scale. */
static void
test_changing_sizes (void)
{
  static const gint sizes[][3] = { { 320, 240, 80 }, { 200, 300, 80 }, { 320, 240, 40 }, { 7, 5, 80 }, { 320, 240, 80 },
    { 320, 240, 200 }, { 320, 240, 80 } };
  FacerecDetector *kept = open_with (NULL, 2);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autofree guint8 *gray = draw_ovals (sizes[i][0], sizes[i][1], i);
    FacerecDetector *fresh = open_with (NULL, 2);
    FacerecFrame frame;

    facerec_frame_init_gray (&frame, gray, sizes[i][0], sizes[i][1], sizes[i][0]);
    g_autoptr (GArray) boxes = find (kept, &frame, sizes[i][2], LOW);
    g_autoptr (GArray) expected = find (fresh, &frame, sizes[i][2], LOW);
    assert_equal (boxes, expected, 0);
    facerec_hog.close (fresh);
  }
  facerec_hog.close (kept);
}

typedef struct {
  FacerecDetector *detector;
  const FacerecFrame *frame;
  const GArray *expected;
} Together;

static gpointer
find_often (gpointer data)
{
  const Together *self = data;

  for (guint i = 0; i < 8; i++) {
    g_autoptr (GArray) boxes = find (self->detector, self->frame, i % 2 ? 80 : 40, LOW);

    if (i % 2)
      assert_equal (boxes, self->expected, 0);
  }
  return NULL;
}

/* Objects with other numbers of threads work at the same time. */
static void
test_together (void)
{
  g_autofree guint8 *gray = draw_ovals (320, 200, 7);
  FacerecDetector *alone = open_with (NULL, 1);
  GThread *threads[3];
  Together together[3];
  FacerecFrame frame;

  facerec_frame_init_gray (&frame, gray, 320, 200, 320);
  g_autoptr (GArray) expected = find (alone, &frame, 80, LOW);
  for (guint i = 0; i < 3; i++) {
    together[i] = (Together) { open_with (NULL, i + 1), &frame, expected };
    threads[i] = g_thread_new ("find", find_often, &together[i]);
  }
  for (guint i = 0; i < 3; i++) {
    g_thread_join (threads[i]);
    facerec_hog.close (together[i].detector);
  }
  facerec_hog.close (alone);
}

/* ---- luma where it lies ---- */

typedef struct {
  const gchar *name;
  FacerecColorModel model;
  gint offset[3], step;
  gboolean planar; /* three planes of one byte, one behind the other */
  gint padding;
  gboolean flipped;
} Layout;

static const Layout layouts[] = {
  { "GRAY8", FACEREC_COLOR_GRAY, { 0, 0, 0 }, 1, FALSE, 0, FALSE },
  { "GRAY8, padded", FACEREC_COLOR_GRAY, { 0, 0, 0 }, 1, FALSE, 13, FALSE },
  { "GRAY8, upside down", FACEREC_COLOR_GRAY, { 0, 0, 0 }, 1, FALSE, 5, TRUE },
  { "Y444", FACEREC_COLOR_YUV, { 0, 1, 2 }, 1, TRUE, 3, FALSE },
  { "YUY2", FACEREC_COLOR_YUV, { 0, 1, 3 }, 2, FALSE, 2, FALSE },
  { "UYVY", FACEREC_COLOR_YUV, { 1, 0, 2 }, 2, FALSE, 0, TRUE },
  { "AYUV", FACEREC_COLOR_YUV, { 1, 2, 3 }, 4, FALSE, 0, FALSE },
  { "v308", FACEREC_COLOR_YUV, { 0, 1, 2 }, 3, FALSE, 1, FALSE },
  { "RGB", FACEREC_COLOR_RGB, { 0, 1, 2 }, 3, FALSE, 0, FALSE },
  { "BGR", FACEREC_COLOR_RGB, { 2, 1, 0 }, 3, FALSE, 7, TRUE },
  { "xBGR", FACEREC_COLOR_RGB, { 3, 2, 1 }, 4, FALSE, 0, FALSE },
  { "GBR", FACEREC_COLOR_RGB, { 2, 0, 1 }, 1, TRUE, 0, FALSE },
};

/* The grey picture in layout; what is not luma is random. The memory ends where the frame ends. */
static guint8 *
lay_out (const Layout *layout, const guint8 *gray, gint width, gint height, FacerecFrame *frame)
{
  const gsize stride = (gsize) (width * layout->step + layout->padding), size = stride * (gsize) height;
  guint8 *memory = g_malloc (layout->planar ? 3 * size : size);
  guint32 seed = 5;

  for (gsize i = 0; i < (layout->planar ? 3 * size : size); i++)
    memory[i] = (guint8) next_random (&seed);
  *frame = (FacerecFrame) { .width = width, .height = height, .model = layout->model, .kr = 0.299f, .kb = 0.114f };
  for (gint c = 0; c < 3; c++) {
    const guint8 *start = layout->planar ? memory + (gsize) layout->offset[c] * size : memory + layout->offset[c];

    frame->plane[c].data = layout->flipped ? start + ((gsize) height - 1) * stride : start;
    frame->plane[c].stride = layout->flipped ? -(gint) stride : (gint) stride;
    frame->plane[c].step = layout->step;
  }
  for (gint y = 0; y < height; y++)
    for (gint x = 0; x < width; x++) {
      const FacerecPlane *luma = &frame->plane[layout->model == FACEREC_COLOR_RGB ? 1 : 0];

      memory[luma->data + (gssize) y * luma->stride + (gssize) x * luma->step - memory] = gray[y * width + x];
    }
  return memory;
}

static void
test_layouts (void)
{
  const gint width = 301, height = 197;
  g_autofree guint8 *gray = draw_ovals (width, height, 3);
  g_autoptr (GByteArray) scratch = g_byte_array_new ();
  FacerecDetector *detector = open_with (NULL, 2);

  for (guint i = 0; i < G_N_ELEMENTS (layouts); i++)
    for (gint min_face_size = 40; min_face_size <= 160; min_face_size *= 2) {
      FacerecFrame frame, plain;
      G_GNUC_UNUSED g_autofree guint8 *memory = lay_out (&layouts[i], gray, width, height, &frame);
      gint stride;
      const guint8 *luma = facerec_frame_luma (&frame, scratch, &stride);

      facerec_frame_init_gray (&plain, luma, width, height, stride);
      g_autoptr (GArray) boxes = find (detector, &frame, min_face_size, LOW);
      g_autoptr (GArray) expected = find (detector, &plain, min_face_size, LOW);
      g_test_message ("%s, %d px: %u boxes", layouts[i].name, min_face_size, boxes->len);
      assert_equal (boxes, expected, 0);
      if (min_face_size < 160)
        g_assert_cmpuint (boxes->len, >, 0);
    }
  facerec_hog.close (detector);
}

/* Luma is computed in its own way here: for every colour. */
static void
test_every_colour (void)
{
  enum { SIDE = 256 };
  g_autofree guint8 *rgb = g_malloc (3 * SIDE * SIDE);
  g_autoptr (GByteArray) scratch = g_byte_array_new ();
  guint8 line[SIDE];

  for (gint red = 0; red < SIDE; red++) {
    FacerecHogPicture picture;
    FacerecFrame frame;
    gint stride;

    for (gint i = 0; i < SIDE * SIDE; i++) {
      rgb[3 * i] = (guint8) red;
      rgb[3 * i + 1] = (guint8) (i / SIDE);
      rgb[3 * i + 2] = (guint8) (i % SIDE);
    }
    facerec_frame_init_rgb (&frame, rgb, SIDE, SIDE, 3 * SIDE);
    const guint8 *luma = facerec_frame_luma (&frame, scratch, &stride);
    facerec_hog_picture_of_frame (&picture, &frame);
    for (gint y = 0; y < SIDE; y++)
      g_assert_cmpmem (facerec_hog_picture_row (&picture, 0, y, SIDE, line), SIDE, luma + y * stride, SIDE);
  }
}

/* ---- every gradient ---- */

/* The first of 18 directions that the gradient points along most, in whole numbers: products with the directions in units of
 * a ten-thousandth, as dlib writes them. */
static guint
direction_of (gint across, gint down)
{
  static const gint directions[9][2] = { { 10000, 0 }, { 9397, 3420 }, { 7660, 6428 }, { 5000, 8660 }, { 1736, 9848 },
    { -1736, 9848 }, { -5000, 8660 }, { -7660, 6428 }, { -9397, 3420 } };
  gint most = 0;
  guint best = 0;

  for (guint i = 0; i < 9; i++) {
    const gint product = across * directions[i][0] + down * directions[i][1];

    if (ABS (product) > most) {
      most = ABS (product);
      best = product > 0 ? i : i + 9;
    }
  }
  return best;
}

/* A picture of 3x3 pixels has one gradient; it must be in its bin, shared out as its place says. */
static void
check_gradient (const FacerecHogKernels *kernels, gint across, gint down)
{
  enum { STRIDE = 16, SIZE = FACEREC_HOG_BINS * STRIDE };
  const guint8 pixels[9] = { 0, (guint8) MAX (-down, 0), 0, (guint8) MAX (-across, 0), 9, (guint8) MAX (across, 0), 0,
    (guint8) MAX (down, 0), 0 };
  const FacerecHogPicture picture = { .width = 3, .height = 3, .data = pixels, .stride = 3 };
  const guint bin = direction_of (across, down);
  gfloat upper[SIZE] = { 0 }, lower[SIZE] = { 0 };
  gdouble sum = 0;

  kernels->histograms (&picture, 2, 2, -1, 1, upper, lower, STRIDE);
  for (guint i = 0; i < SIZE; i++)
    sum += upper[i] + lower[i];
  /* Pixel 1 is 5.5 of 8 away from the centre of the cell before, on both axes. */
  if (fabs (sum - hypot (across, down)) > 1e-4
      || fabs (lower[bin * STRIDE + 1] - hypot (across, down) * (11 / 16.0) * (11 / 16.0)) > 1e-4
      || fabs (upper[bin * STRIDE + 1] - hypot (across, down) * (11 / 16.0) * (5 / 16.0)) > 1e-4)
    g_error ("%s: gradient %d, %d is not in bin %u", kernels->name, across, down, bin);
}

static void
test_every_gradient (void)
{
  for (const FacerecHogKernels *const *kernels = facerec_hog_kernels (); *kernels; kernels++)
    if ((*kernels)->usable ())
      /* Grey decides on a bin as its negative does, turned round: of those, every third is enough. */
      for (gint across = -255; across <= 255; across++)
        for (gint down = -255; down <= 255; down += across < 0 ? 3 : 1)
          if (across || down)
            check_gradient (*kernels, across, down);
}

/* ---- hostile ---- */

static void
test_extreme_sizes (void)
{
  static const gint sizes[][2] = { { 1, 1 }, { 1, 2 }, { 3, 3 }, { 11, 12 }, { 12, 12 }, { 20, 20 }, { 28, 27 }, { 63, 64 },
    { 64, 64 }, { 77, 76 }, { 95, 97 }, { 20000, 4 }, { 4, 20000 }, { 20000, 40 }, { 40, 20000 }, { 32767, 1 }, { 1, 32767 },
    { 9000, 80 } };
  static const gint min_face_sizes[] = { G_MININT, 0, 10, 40, 80, 160, 1000, G_MAXINT };
  FacerecDetector *detector = open_with (NULL, 3);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autofree guint8 *gray = draw_ovals (sizes[i][0], sizes[i][1], i);
    FacerecFrame frame;

    facerec_frame_init_gray (&frame, gray, sizes[i][0], sizes[i][1], sizes[i][0]);
    for (guint j = 0; j < G_N_ELEMENTS (min_face_sizes); j++) {
      /* Doubling goes on up to 64 million pixels: once is enough, and three times for what is small. */
      if ((min_face_sizes[j] < 10 && sizes[i][0] != 63) || (min_face_sizes[j] < 40 && sizes[i][0] * sizes[i][1] > 5000))
        continue;
      g_autoptr (GArray) boxes = find (detector, &frame, min_face_sizes[j], 0);
      g_assert_cmpuint (boxes->len, <, 1000);
    }
  }
  facerec_hog.close (detector);
}

/* Thresholds that nothing or everything reaches. */
static void
test_extreme_thresholds (void)
{
  g_autofree guint8 *gray = draw_ovals (200, 150, 1);
  FacerecDetector *detector = open_with (NULL, 2);
  FacerecFrame frame;

  facerec_frame_init_gray (&frame, gray, 200, 150, 200);
  g_autoptr (GArray) none = find (detector, &frame, 80, INFINITY);
  g_autoptr (GArray) not_a_number = find (detector, &frame, 80, NAN);
  g_autoptr (GArray) all = find (detector, &frame, 80, -INFINITY);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (not_a_number->len, ==, 0);
  g_assert_cmpuint (all->len, >, 0);
  facerec_hog.close (detector);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hog/threads-and-kernels-change-nothing", test_threads_and_kernels);
  g_test_add_func ("/hog/frames-of-changing-size", test_changing_sizes);
  g_test_add_func ("/hog/several-at-once", test_together);
  g_test_add_func ("/hog/luma-of-every-layout", test_layouts);
  g_test_add_func ("/hog/luma-of-every-colour", test_every_colour);
  g_test_add_func ("/hog/every-gradient", test_every_gradient);
  g_test_add_func ("/hog/extreme-sizes", test_extreme_sizes);
  g_test_add_func ("/hog/extreme-thresholds", test_extreme_thresholds);
  return g_test_run ();
}
