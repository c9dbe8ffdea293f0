/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* Chips of every size, turn and place against dlib's, byte by byte, on pictures of noise: nothing there hides a difference. */
#include <algorithm>
#include <cmath>
#include <cstring>

#include <dlib/image_processing.h>
#include <dlib/image_transforms.h>
#include <dlib/rand.h>

#include "models/engine.h"

using namespace dlib;

namespace
{

typedef array2d<rgb_pixel> Rgb;

/* Noise over a slope, so that halving leaves something. */
Rgb
noise (long width, long height, dlib::rand &random)
{
  Rgb picture (height, width);

  for (long y = 0; y < height; y++)
    for (long x = 0; x < width; x++) {
      const int slope = static_cast<int> (255 * x / width);

      picture[y][x] = rgb_pixel (random.get_random_8bit_number (), (slope + random.get_random_8bit_number ()) / 2,
          (255 - slope + random.get_random_8bit_number () % 64) & 255);
    }
  return picture;
}

/* The landmarks of a face of this size, about as dlib's five lie, turned and moved. */
std::vector<point>
landmarks_of (double size, double angle, double x, double y)
{
  static const double places[5][2] = { { 0.86, 0.21 }, { 0.65, 0.23 }, { 0.12, 0.21 }, { 0.33, 0.23 }, { 0.49, 0.63 } };
  std::vector<point> parts;

  for (const double *place : places) {
    const double dx = (place[0] - 0.5) * size, dy = (place[1] - 0.5) * size;

    parts.emplace_back (std::lround (x + std::cos (angle) * dx - std::sin (angle) * dy),
        std::lround (y + std::sin (angle) * dx + std::cos (angle) * dy));
  }
  return parts;
}

bool
cut (const FacerecFrame &frame, const std::vector<point> &parts, guint8 *chip)
{
  const FacerecEngine *engine = facerec_engine_find ("dlib", nullptr);
  FacerecLandmarks landmarks = {};
  GError *error = nullptr;

  landmarks.n = static_cast<guint> (parts.size ());
  for (size_t i = 0; i < parts.size (); i++) {
    landmarks.xy[2 * i] = static_cast<gfloat> (parts[i].x ());
    landmarks.xy[2 * i + 1] = static_cast<gfloat> (parts[i].y ());
  }
  if (engine->aligner->chip (nullptr, &frame, &landmarks, chip, &error))
    return true;
  g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT);
  g_error_free (error);
  return false;
}

/* TRUE: there was something to compare. */
bool
compare (const Rgb &picture, const std::vector<point> &parts)
{
  const chip_details details = get_face_chip_details (full_object_detection (rectangle (), parts), FACEREC_CHIP_SIZE,
      0.25);
  std::vector<guint8> ours (FACEREC_CHIP_BYTES);
  FacerecFrame frame;
  Rgb theirs;

  facerec_frame_init_rgb (&frame, &picture[0][0].red, static_cast<gint> (picture.nc ()),
      static_cast<gint> (picture.nr ()), static_cast<gint> (width_step (picture)));
  extract_image_chip (picture, details, theirs);
  if (!cut (frame, parts, ours.data ())) {
    for (const rgb_pixel &pixel : theirs)
      g_assert_true (pixel.red == 0 && pixel.green == 0 && pixel.blue == 0);
    return false;
  }
  g_assert_cmpmem (ours.data (), ours.size (), &theirs[0][0].red, ours.size ());
  return std::any_of (ours.begin (), ours.end (), [] (guint8 value) { return value != 0; });
}

void
test_sizes (gconstpointer data)
{
  const double *sizes = static_cast<const double *> (data);
  dlib::rand random;
  guint n_seen = 0;

  for (int i = 0; i < 60; i++) {
    const long width = 200 + random.get_random_32bit_number () % 900, height = 150 + random.get_random_32bit_number () % 700;
    const double size = sizes[0] * std::pow (sizes[1] / sizes[0], random.get_random_double ());
    const double angle = i % 10 == 0 ? 0 : (random.get_random_double () - 0.5) * 2 * pi;
    const Rgb picture = noise (width, height, random);

    n_seen += compare (picture, landmarks_of (size, angle, random.get_random_double () * width,
        random.get_random_double () * height));
  }
  g_test_message ("faces of %g to %g pixels: %u of 60 in the picture, all bytes equal", sizes[0], sizes[1], n_seen);
  g_assert_cmpuint (n_seen, >=, 50);
}

/* Pictures so small that halving leaves nothing, and others just above. */
void
test_small_pictures ()
{
  dlib::rand random;
  guint n_seen = 0;

  for (long width = 1; width <= 40; width += 3)
    for (long height = 1; height <= 40; height += 4) {
      const Rgb picture = noise (width, height, random);

      for (const double size : { 8.0, 60.0, 400.0, 1500.0 })
        n_seen += compare (picture, landmarks_of (size, 0.1, width / 2.0, height / 2.0));
    }
  g_test_message ("%u chips not black, all bytes equal", n_seen);
  g_assert_cmpuint (n_seen, >=, 100);
}

} // namespace

int
main (int argc, char **argv)
{
  static const double small[] = { 4, 80 }, usual[] = { 60, 250 }, large[] = { 200, 1200 }, huge[] = { 1000, 5000 };

  g_test_init (&argc, &argv, nullptr);
  g_test_add_data_func ("/reference/chips/small", small, test_sizes);
  g_test_add_data_func ("/reference/chips/usual", usual, test_sizes);
  g_test_add_data_func ("/reference/chips/large", large, test_sizes);
  g_test_add_data_func ("/reference/chips/huge", huge, test_sizes);
  g_test_add_func ("/reference/chips/small-pictures", test_small_pictures);
  return g_test_run ();
}
