/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* Every layout against the textbook formulas in double precision, reading samples by its own arithmetic. */
#include "models/frame.h"

#include <math.h>
#include <string.h>

#include "models/pixels/framecolor.h"

/* Where component c of a packed or planar picture begins and how it goes on. */
typedef struct {
  const gchar *name;
  FacerecColorModel model;
  gint plane[3], offset[3], step[3]; /* of each component */
  gint shift_x, shift_y;             /* of the second and third */
} Layout;

static const Layout layouts[] = {
  { "GRAY8", FACEREC_COLOR_GRAY, { 0, 0, 0 }, { 0, 0, 0 }, { 1, 1, 1 }, 0, 0 },
  { "I420", FACEREC_COLOR_YUV, { 0, 1, 2 }, { 0, 0, 0 }, { 1, 1, 1 }, 1, 1 },
  { "YV12", FACEREC_COLOR_YUV, { 0, 2, 1 }, { 0, 0, 0 }, { 1, 1, 1 }, 1, 1 },
  { "Y42B", FACEREC_COLOR_YUV, { 0, 1, 2 }, { 0, 0, 0 }, { 1, 1, 1 }, 1, 0 },
  { "Y444", FACEREC_COLOR_YUV, { 0, 1, 2 }, { 0, 0, 0 }, { 1, 1, 1 }, 0, 0 },
  { "NV12", FACEREC_COLOR_YUV, { 0, 1, 1 }, { 0, 0, 1 }, { 1, 2, 2 }, 1, 1 },
  { "NV21", FACEREC_COLOR_YUV, { 0, 1, 1 }, { 0, 1, 0 }, { 1, 2, 2 }, 1, 1 },
  { "YUY2", FACEREC_COLOR_YUV, { 0, 0, 0 }, { 0, 1, 3 }, { 2, 4, 4 }, 1, 0 },
  { "UYVY", FACEREC_COLOR_YUV, { 0, 0, 0 }, { 1, 0, 2 }, { 2, 4, 4 }, 1, 0 },
  { "AYUV", FACEREC_COLOR_YUV, { 0, 0, 0 }, { 1, 2, 3 }, { 4, 4, 4 }, 0, 0 },
  { "RGB", FACEREC_COLOR_RGB, { 0, 0, 0 }, { 0, 1, 2 }, { 3, 3, 3 }, 0, 0 },
  { "BGR", FACEREC_COLOR_RGB, { 0, 0, 0 }, { 2, 1, 0 }, { 3, 3, 3 }, 0, 0 },
  { "RGBx", FACEREC_COLOR_RGB, { 0, 0, 0 }, { 0, 1, 2 }, { 4, 4, 4 }, 0, 0 },
  { "xBGR", FACEREC_COLOR_RGB, { 0, 0, 0 }, { 3, 2, 1 }, { 4, 4, 4 }, 0, 0 },
  { "GBR", FACEREC_COLOR_RGB, { 2, 0, 1 }, { 0, 0, 0 }, { 1, 1, 1 }, 0, 0 },
};

static const gint sizes[][2] = { { 1, 1 }, { 2, 2 }, { 1, 7 }, { 9, 1 }, { 3, 5 }, { 16, 8 }, { 17, 13 }, { 33, 31 },
  { 1043, 3 } };

/* Matrix and range: BT.601, BT.709, BT.2020, JPEG. */
static const struct {
  gfloat kr, kb;
  gboolean full_range;
} colors[] = {
  { 0.299f, 0.114f, FALSE }, { 0.2126f, 0.0722f, FALSE }, { 0.2627f, 0.0593f, FALSE }, { 0.299f, 0.114f, TRUE },
};

typedef struct {
  FacerecFrame frame;
  guint8 *memory[3];
  gsize size[3];
} Picture;

static gint
shifted (gint length, gint shift)
{
  return (length + (1 << shift) - 1) >> shift;
}

/* Random samples in layout; padding bytes behind each row, which run upwards when flipped. */
static void
picture_init (Picture *self, const Layout *layout, gint width, gint height, gint padding, gboolean flipped)
{
  const guint n_components = layout->model == FACEREC_COLOR_GRAY ? 1 : 3;

  memset (self, 0, sizeof *self);
  self->frame.width = width;
  self->frame.height = height;
  self->frame.model = layout->model;
  for (guint c = 0; c < n_components; c++) {
    const gint p = layout->plane[c], sx = c ? layout->shift_x : 0, sy = c ? layout->shift_y : 0;
    /* Packed 4:2:2 has whole pairs of pixels, of four bytes. */
    const gint row = layout->step[0] == 2 ? 4 * shifted (width, 1) : layout->step[c] * shifted (width, sx);
    const gint stride = row + padding, rows = shifted (height, sy);

    if (!self->memory[p]) {
      self->size[p] = (gsize) stride * rows + 3;
      self->memory[p] = g_malloc (self->size[p]);
      for (gsize i = 0; i < self->size[p]; i++)
        self->memory[p][i] = (guint8) g_test_rand_int ();
    }
    self->frame.plane[c] = (FacerecPlane) {
      .data = self->memory[p] + layout->offset[c] + (flipped ? (gsize) stride * (rows - 1) : 0),
      .stride = flipped ? -stride : stride,
      .step = layout->step[c],
      .shift_x = (guint8) sx,
      .shift_y = (guint8) sy,
    };
  }
}

static void
picture_clear (Picture *self)
{
  for (guint p = 0; p < 3; p++)
    g_free (self->memory[p]);
}

static gint
sample (const FacerecFrame *frame, guint c, gint x, gint y)
{
  const FacerecPlane *plane = &frame->plane[c];
  const gint column = x / (1 << plane->shift_x), row = y / (1 << plane->shift_y);

  return plane->data[row * plane->stride + column * plane->step];
}

static gint
to_byte (gdouble value)
{
  return (gint) floor (CLAMP (value, 0.0, 255.0) + 0.5);
}

/* ITU-R BT.601, BT.709, BT.2020: E'Y = kr R + kg G + kb B. */
static void
expected_rgb (const FacerecFrame *frame, gint x, gint y, gint *rgb)
{
  gdouble luma, cb, cr, red, blue;

  if (x < 0 || y < 0 || x >= frame->width || y >= frame->height) {
    rgb[0] = rgb[1] = rgb[2] = 0;
    return;
  }
  if (frame->model != FACEREC_COLOR_YUV) {
    for (guint c = 0; c < 3; c++)
      rgb[c] = sample (frame, frame->model == FACEREC_COLOR_RGB ? c : 0, x, y);
    return;
  }
  luma = frame->full_range ? sample (frame, 0, x, y) / 255.0 : (sample (frame, 0, x, y) - 16) / 219.0;
  cb = (sample (frame, 1, x, y) - 128) / (frame->full_range ? 255.0 : 224.0);
  cr = (sample (frame, 2, x, y) - 128) / (frame->full_range ? 255.0 : 224.0);
  red = luma + cr * 2 * (1 - frame->kr);
  blue = luma + cb * 2 * (1 - frame->kb);
  rgb[0] = to_byte (255 * red);
  rgb[1] = to_byte (255 * (luma - frame->kr * red - frame->kb * blue) / (1.0 - frame->kr - frame->kb));
  rgb[2] = to_byte (255 * blue);
}

/* Compares a region, and that nothing beside it is written. Returns how many bytes are off by one. */
static guint
check_region (const FacerecFrame *frame, gint x, gint y, gint width, gint height)
{
  const gint stride = 3 * width + 5;
  const gint allowed = frame->model == FACEREC_COLOR_YUV ? 1 : 0;
  g_autofree guint8 *out = g_malloc ((gsize) stride * height);
  guint n_off = 0;

  memset (out, 0xa5, (gsize) stride * height);
  facerec_frame_region_rgb (frame, x, y, width, height, out, stride);
  for (gint row = 0; row < height; row++) {
    for (gint column = 0; column < width; column++) {
      gint rgb[3];

      expected_rgb (frame, x + column, y + row, rgb);
      for (guint c = 0; c < 3; c++) {
        const gint off = ABS (out[row * stride + 3 * column + (gint) c] - rgb[c]);

        g_assert_cmpint (off, <=, allowed);
        n_off += off > 0;
      }
    }
    for (gint i = 3 * width; i < stride; i++)
      g_assert_cmphex (out[row * stride + i], ==, 0xa5);
  }
  return n_off;
}

/* One by one they are what they are in a region. */
static void
check_pixels (const FacerecFrame *frame)
{
  g_autofree guint8 *region = g_malloc (3 * (gsize) frame->width * (gsize) frame->height);
  const guint8 *expected = region;
  FacerecYuvToRgb to_rgb;

  facerec_frame_region_rgb (frame, 0, 0, frame->width, frame->height, region, 3 * frame->width);
  facerec_yuv_to_rgb_init (&to_rgb, frame);
  for (gint y = 0; y < frame->height; y++)
    for (gint x = 0; x < frame->width; x++, expected += 3) {
      guint8 rgb[3];

      facerec_frame_pixel_rgb (frame, &to_rgb, x, y, rgb);
      g_assert_cmpmem (rgb, 3, expected, 3);
    }
}

static void
check_luma (const FacerecFrame *frame, GByteArray *scratch)
{
  const gboolean in_place = frame->model != FACEREC_COLOR_RGB && frame->plane[0].step == 1;
  gint stride;
  const guint8 *luma = facerec_frame_luma (frame, scratch, &stride);

  if (in_place)
    g_assert_true (luma == frame->plane[0].data && stride == frame->plane[0].stride);
  for (gint y = 0; y < frame->height; y++)
    for (gint x = 0; x < frame->width; x++) {
      const gdouble exact = frame->model != FACEREC_COLOR_RGB ? sample (frame, 0, x, y) :
          0.299 * sample (frame, 0, x, y) + 0.587 * sample (frame, 1, x, y) + 0.114 * sample (frame, 2, x, y);

      g_assert_cmpfloat (fabs (luma[y * stride + x] - exact), <=, 0.5 + 1e-9);
    }
}

static void
test_layout (gconstpointer data)
{
  const Layout *layout = data;
  g_autoptr (GByteArray) scratch = g_byte_array_new ();
  guint n_off = 0, n_bytes = 0;

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint variant = 0; variant < 4 * G_N_ELEMENTS (colors); variant++) {
      const gint width = sizes[i][0], height = sizes[i][1];
      Picture picture;

      picture_init (&picture, layout, width, height, variant & 1 ? 7 : 0, (variant & 2) != 0);
      picture.frame.kr = colors[variant / 4].kr;
      picture.frame.kb = colors[variant / 4].kb;
      picture.frame.full_range = colors[variant / 4].full_range;
      check_luma (&picture.frame, scratch);
      check_pixels (&picture.frame);
      n_off += check_region (&picture.frame, 0, 0, width, height);
      n_bytes += 3 * width * height;
      check_region (&picture.frame, -3, -2, width + 7, height + 5);
      check_region (&picture.frame, width / 2, height / 3, width, height);
      check_region (&picture.frame, width + 4, 0, 3, 3);
      check_region (&picture.frame, 0, -9, 3, 3);
      picture_clear (&picture);
    }
  g_test_message ("%s: %u of %u bytes off by one", layout->name, n_off, n_bytes);
  g_assert_cmpuint (n_off, <=, n_bytes / 1000);
}

/* Coordinates whose sums leave 32 bits. */
static void
test_far_away (void)
{
  static const gint far[] = { G_MININT, G_MININT + 1, -1000000000, 1000000000, G_MAXINT - 1, G_MAXINT };
  guint8 pixel[3] = { 1, 2, 3 };
  FacerecFrame frame;

  facerec_frame_init_rgb (&frame, pixel, 1, 1, 3);
  for (guint i = 0; i < G_N_ELEMENTS (far); i++)
    for (guint j = 0; j < 2; j++) {
      guint8 out[12];

      memset (out, 0xa5, sizeof out);
      facerec_frame_region_rgb (&frame, j ? far[i] : 0, j ? 0 : far[i], 2, 2, out, 6);
      for (guint k = 0; k < sizeof out; k++)
        g_assert_cmpint (out[k], ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (layouts); i++) {
    g_autofree gchar *path = g_strdup_printf ("/frame/%s", layouts[i].name);

    g_test_add_data_func (path, &layouts[i], test_layout);
  }
  g_test_add_func ("/frame/far-away", test_far_away);
  return g_test_run ();
}
