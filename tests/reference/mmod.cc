/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* The parts of the CNN detector around its network against dlib's: the pyramid's layout and pixels, boxes from scores. */
#include <dlib/dnn.h>
#include <dlib/image_transforms.h>
#include <dlib/rand.h>

#include "mmodnetwork.hh"
#include "models.hh"
#include "models/engine.h"
#include "models/mmod/decode.h"
#include "models/mmod/pyramid.h"
#include "models/mmod/rows.h"
#include "pictures.hh"
#include "planes.hh"

using namespace dlib;

namespace
{

typedef matrix<rgb_pixel> Picture;
typedef input_rgb_image_pyramid<pyramid_down<6>> Input;

const int PADDING = 10, BORDER = 11;

/* Noise over a gradient: no two neighbours alike. */
Picture
noise (long width, long height)
{
  Picture picture (height, width);
  dlib::rand random (width * 10007 + height);

  for (long y = 0; y < height; y++)
    for (long x = 0; x < width; x++) {
      const int base = static_cast<int> ((x * 3 + y * 2) % 192);

      picture (y, x) = rgb_pixel (base + random.get_random_8bit_number () % 64,
          255 - base - random.get_random_8bit_number () % 64, random.get_random_8bit_number ());
    }
  return picture;
}

FacerecFrame
frame_of (const Picture &picture)
{
  FacerecFrame frame;

  facerec_frame_init_rgb (&frame, &picture (0, 0).red, static_cast<gint> (picture.nc ()),
      static_cast<gint> (picture.nr ()), static_cast<gint> (3 * picture.nc ()));
  return frame;
}

/* ---- layout ---- */

void
assert_same_layout (long width, long height, int padding, int border)
{
  FacerecMmodLayout ours;
  std::vector<rectangle> theirs;
  long theirs_width, theirs_height;

  facerec_mmod_layout_init (&ours, static_cast<gint> (width), static_cast<gint> (height), padding, border);
  dlib::impl::compute_tiled_image_pyramid_details (pyramid_down<6> (), height, width, padding, border, theirs,
      theirs_height, theirs_width);
  if (ours.width != theirs_width || ours.height != theirs_height || ours.n_levels != theirs.size ())
    g_error ("%ldx%ld: a tile of %dx%d with %u levels, dlib's is %ldx%ld with %zu", width, height, ours.width, ours.height,
        ours.n_levels, theirs_width, theirs_height, theirs.size ());
  for (guint i = 0; i < ours.n_levels; i++) {
    g_assert_cmpint (ours.levels[i].x, ==, theirs[i].left ());
    g_assert_cmpint (ours.levels[i].y, ==, theirs[i].top ());
    g_assert_cmpint (ours.levels[i].width, ==, theirs[i].width ());
    g_assert_cmpint (ours.levels[i].height, ==, theirs[i].height ());
  }
}

void
test_layout ()
{
  for (long width = 16; width < 200; width++)
    for (long height = 16; height < 200; height += 3)
      assert_same_layout (width, height, PADDING, BORDER);
  for (long width = 150; width < 4000; width += 211)
    for (long height = 100; height < 4000; height += 173) {
      assert_same_layout (width, height, PADDING, BORDER);
      assert_same_layout (width, height, 3, 0);
    }
  assert_same_layout (640, 360, PADDING, BORDER);
  assert_same_layout (7680, 4320, PADDING, BORDER);
  assert_same_layout (60000, 20, PADDING, BORDER);
}

/* ---- pixels ---- */

/* The largest difference to dlib's tensor, in levels of 0..255. */
double
tile_difference (const FacerecFrame &frame, const FacerecScaling &scaling, const Picture &scaled)
{
  const Input input;
  const gfloat mean[3] = { input.get_avg_red (), input.get_avg_green (), input.get_avg_blue () };
  FacerecMmodPyramid *pyramid = facerec_mmod_pyramid_new (mean, 1 / 256.0f);
  FacerecMmodLayout layout;
  resizable_tensor theirs;
  gint width = frame.width, height = frame.height;
  double worst = 0;

  input.to_tensor (&scaled, &scaled + 1, theirs);
  facerec_scaling_size (&scaling, &width, &height);
  g_assert_cmpint (width, ==, scaled.nc ());
  g_assert_cmpint (height, ==, scaled.nr ());
  facerec_mmod_layout_init (&layout, width, height, PADDING, BORDER);
  g_assert_cmpint (layout.width, ==, theirs.nc ());
  g_assert_cmpint (layout.height, ==, theirs.nr ());
  std::vector<float> ours (theirs.size (), 0.0f);
  facerec_mmod_pyramid_draw (pyramid, &frame, &scaling, &layout, ours.data ());
  for (size_t i = 0; i < ours.size (); i++)
    worst = std::max (worst, 256.0 * std::abs (static_cast<double> (ours[i]) - theirs.host ()[i]));
  facerec_mmod_pyramid_free (pyramid);
  return worst;
}

void
test_tile ()
{
  const FacerecScaling none = { 0, 0 };
  const std::pair<long, long> sizes[] = { { 55, 16 }, { 64, 48 }, { 97, 131 }, { 160, 120 }, { 641, 359 }, { 1280, 720 } };

  for (const auto &size : sizes) {
    const Picture picture = noise (size.first, size.second);
    const double worst = tile_difference (frame_of (picture), none, picture);

    g_test_message ("%ldx%ld: %.4f of a level", size.first, size.second, worst);
    /* dlib adds up its places along a row in single precision. */
    g_assert_cmpfloat (worst, <, 1);
  }
}

/* From planes of YUV it is what dlib makes of the same frame converted to RGB first. */
void
test_tile_of_yuv ()
{
  const FacerecScaling none = { 0, 0 };

  for (bool semi_planar : { false, true }) {
    const Picture picture = noise (321, 243);
    pictures::Rgb rgb;
    Picture converted;

    assign_image (rgb, picture);
    const Planes planes (rgb, semi_planar);
    assign_image (converted, planes.to_rgb ());
    /* Its conversion is of double precision, ours of 20 bits: seldom a level differs by one. */
    g_assert_cmpfloat (tile_difference (planes.frame, none, converted), <=, 2);
  }
}

Picture
rescaled (Picture picture, const FacerecScaling &scaling)
{
  for (guint i = 0; i < scaling.doublings; i++)
    pyramid_up (picture);
  for (guint i = 0; i < scaling.halvings; i++)
    pyramid_down<2> () (picture);
  return picture;
}

void
test_scaled ()
{
  const FacerecScaling scalings[] = { { 1, 0 }, { 2, 0 }, { 0, 1 }, { 0, 2 }, { 0, 3 } };

  for (const FacerecScaling &scaling : scalings)
    for (const auto &size : { std::make_pair (180L, 240L), std::make_pair (333L, 211L) }) {
      const Picture picture = noise (size.first, size.second), theirs = rescaled (picture, scaling);
      const FacerecFrame frame = frame_of (picture);
      FacerecMmodRows *rows = facerec_mmod_rows_new ();
      int worst = 0;
      double sum = 0;

      facerec_mmod_rows_start (rows, &frame, &scaling);
      for (long y = 0; y < theirs.nr (); y++) {
        const guint8 *row = reinterpret_cast<const guint8 *> (facerec_mmod_rows_read (rows, static_cast<gint> (y)));

        for (long x = 0; x < theirs.nc (); x++) {
          const rgb_pixel &pixel = theirs (y, x);
          const int difference = std::max ({ std::abs (row[4 * x] - pixel.red), std::abs (row[4 * x + 1] - pixel.green),
              std::abs (row[4 * x + 2] - pixel.blue) });

          worst = std::max (worst, difference);
          sum += difference;
        }
      }
      g_test_message ("%u doublings, %u halvings of %ldx%ld: at most %d, mean %.4f", scaling.doublings, scaling.halvings,
          size.first, size.second, worst, sum / theirs.size ());
      /* dlib rounds down but for the last columns, which it rounds to the nearest; twice, and it is two levels. */
      g_assert_cmpint (worst, <=, static_cast<int> (scaling.doublings));
      g_assert_cmpfloat (sum / theirs.size (), <, 0.05 * scaling.doublings + 1e-9);
      facerec_mmod_rows_free (rows);
      g_assert_cmpfloat (tile_difference (frame, scaling, theirs), <=, scaling.doublings + 1.0);
    }
}

/* ---- boxes ---- */

void
test_mapping ()
{
  FacerecScaling scaling;
  dlib::rand random (1);

  for (int i = 0; i < 1000; i++) {
    const long left = random.get_integer_in_range (-50, 2000), top = random.get_integer_in_range (-50, 2000);
    const rectangle found (left, top, left + random.get_integer_in_range (0, 500), top + random.get_integer_in_range (0, 500));
    const FacerecRectangle ours = { static_cast<gint> (found.left ()), static_cast<gint> (found.top ()),
      static_cast<gint> (found.right ()), static_cast<gint> (found.bottom ()) };

    for (guint steps = 1; steps < 4; steps++)
      for (bool doubled : { false, true }) {
        scaling = { doubled ? steps : 0, doubled ? 0 : steps };
        const FacerecRectangle mapped = facerec_scaling_to_frame (&scaling, &ours);
        const rectangle theirs = doubled ? pyramid_down<2> ().rect_down (found, steps)
                                         : pyramid_down<2> ().rect_up (found, steps);

        g_assert_true (rectangle (mapped.left, mapped.top, mapped.right, mapped.bottom) == theirs);
      }
  }
}

/* Scores without a face's meaning: dense and sparse, with neighbours that suppress each other. */
void
fill_randomly (tensor &scores, dlib::rand &random, double density)
{
  float *score = scores.host_write_only ();

  for (size_t i = 0; i < scores.size (); i++)
    score[i] = static_cast<float> (random.get_random_double () < density ? random.get_random_gaussian () : -1);
}

FacerecMmodDecoder
decoder_of (const mmod_options &options)
{
  return { static_cast<gint> (options.detector_windows[0].width), static_cast<gint> (options.detector_windows[0].height),
    options.overlaps_nms.get_iou_thresh (), options.overlaps_nms.get_percent_covered_thresh (), 8, 14 };
}

void
assert_same_faces (const GArray *ours, const std::vector<mmod_rect> &theirs)
{
  g_assert_cmpuint (ours->len, ==, theirs.size ());
  for (guint i = 0; i < ours->len; i++) {
    const FacerecMmodFace *face = &g_array_index (ours, FacerecMmodFace, i);
    const rectangle rect (face->rectangle.left, face->rectangle.top, face->rectangle.right, face->rectangle.bottom);

    g_assert_true (rect == theirs[i].rect);
    g_assert_cmpfloat (face->score, ==, theirs[i].detection_confidence);
  }
}

void
test_decode ()
{
  MmodNetwork network;
  dlib::rand random (7);
  size_t n_faces = 0;

  deserialize (need_model ("mmod_human_face_detector.dat")) >> network;
  const FacerecMmodDecoder decoder = decoder_of (network.loss_details ().get_options ());
  for (const auto &size : { std::make_pair (90L, 70L), std::make_pair (320L, 180L), std::make_pair (200L, 333L) }) {
    const Picture picture = noise (size.first, size.second);
    resizable_tensor input;
    FacerecMmodLayout layout;

    network.to_tensor (&picture, &picture + 1, input);
    network.subnet ().forward (input);
    tensor &scores = const_cast<tensor &> (network.subnet ().get_output ());
    facerec_mmod_layout_init (&layout, static_cast<gint> (size.first), static_cast<gint> (size.second), PADDING, BORDER);
    for (int round = 0; round < 20; round++) {
      const double threshold = 0.1 * (round - 10);
      std::vector<std::vector<mmod_rect>> theirs (1);
      GArray *ours = g_array_new (FALSE, FALSE, sizeof (FacerecMmodFace));

      fill_randomly (scores, random, round % 2 ? 0.01 : 0.5);
      network.loss_details ().to_label (input, network.subnet (), theirs.begin (), threshold);
      facerec_mmod_decode (&decoder, &layout, scores.host (), static_cast<gint> (scores.nc ()),
          static_cast<gint> (scores.nr ()), threshold, ours);
      assert_same_faces (ours, theirs[0]);
      n_faces += ours->len;
      g_array_unref (ours);
    }
  }
  g_test_message ("%zu boxes, all identical", n_faces);
  g_assert_cmpuint (n_faces, >, 1000);
}

} // namespace

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, nullptr);
  g_test_add_func ("/reference/mmod/layout of the pyramid", test_layout);
  g_test_add_func ("/reference/mmod/pixels of the pyramid", test_tile);
  g_test_add_func ("/reference/mmod/pixels of YUV", test_tile_of_yuv);
  g_test_add_func ("/reference/mmod/pixels of pictures doubled and halved", test_scaled);
  g_test_add_func ("/reference/mmod/boxes of pictures doubled and halved", test_mapping);
  g_test_add_func ("/reference/mmod/boxes from scores", test_decode);
  return g_test_run ();
}
