/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* The steps of our HOG detector, each against dlib's own: pictures byte for byte, features within 1e-5. */
#include <cmath>
#include <cstring>
#include <random>

#include <dlib/image_processing/frontal_face_detector.h>
#include <dlib/image_transforms.h>

#include "models/dlib/weights.h"
#include "models/hog/fhog.h"
#include "models/pixels/scaling.h"
#include "pictures.hh"

using namespace dlib;
using pictures::Gray;

namespace
{

const std::pair<long, long> sizes[] = { { 64, 64 }, { 65, 66 }, { 97, 113 }, { 119, 80 }, { 320, 240 }, { 641, 359 }, { 77, 500 },
  { 1283, 97 }, { 4096, 66 }, { 10, 9 }, { 12, 30 }, { 9, 9 } };

std::vector<const FacerecHogKernels *>
usable_kernels ()
{
  std::vector<const FacerecHogKernels *> all;

  for (const FacerecHogKernels *const *kernels = facerec_hog_kernels (); *kernels; kernels++)
    if ((*kernels)->usable ())
      all.push_back (*kernels);
  return all;
}

/* Noise over waves: steep and flat places, black and white. */
void
fill (Gray &picture, long width, long height)
{
  std::mt19937 random (static_cast<unsigned> (width * 10000 + height));

  picture.set_size (height, width);
  for (long y = 0; y < height; y++)
    for (long x = 0; x < width; x++) {
      const double wave = 128 + 140 * std::sin (0.07 * x) * std::cos (0.05 * y + 0.001 * x * y);
      const double noise = static_cast<double> (random () % 64) * (y % 50 < 25) - 16;

      picture[y][x] = static_cast<unsigned char> (std::min (std::max (wave + noise, 0.0), 255.0));
    }
}

FacerecHogPicture
view_of (const Gray &picture)
{
  return { static_cast<gint> (picture.nc ()), static_cast<gint> (picture.nr ()), &picture[0][0],
    static_cast<gssize> (picture.width_step ()), nullptr };
}

struct FreeMemory
{
  void
  operator() (void *memory) const
  {
    std::free (memory);
  }
};
template <typename T> using Memory = std::unique_ptr<T, FreeMemory>;

template <typename T>
Memory<T>
allocate (size_t bytes)
{
  Memory<T> memory (static_cast<T *> (std::aligned_alloc (64, (bytes + 63) / 64 * 64)));

  std::memset (memory.get (), 0, (bytes + 63) / 64 * 64);
  return memory;
}

void
assert_same_bytes (const char *kernels, const Gray &expected, const guint8 *bytes)
{
  for (long y = 0; y < expected.nr (); y++)
    if (std::memcmp (&expected[y][0], bytes + y * expected.nc (), expected.nc ()) != 0)
      g_error ("%s: row %ld of %ldx%ld differs", kernels, y, expected.nc (), expected.nr ());
}

/* In two bands, since a level may be made in any. */
void
check_resampled (const Gray &picture, const Gray &expected)
{
  const FacerecHogPicture source = view_of (picture);
  const gint width = expected.nc (), height = expected.nr ();
  FacerecHogResampling how;

  g_assert_true (facerec_hog_resampling_init (&how, source.width, source.height, width, height));
  for (const FacerecHogKernels *kernels : usable_kernels ()) {
    const auto scratch = allocate<guint8> (facerec_hog_resampling_scratch (source.width, width));
    const auto bytes = allocate<guint8> (static_cast<size_t> (width) * height);

    kernels->enlarge_or_reduce (&source, &how, bytes.get (), height / 3, height, scratch.get ());
    kernels->enlarge_or_reduce (&source, &how, bytes.get (), 0, height / 3, scratch.get ());
    assert_same_bytes (kernels->name, expected, bytes.get ());
  }
  facerec_hog_resampling_clear (&how);
}

void
test_reduced ()
{
  size_t n = 0;

  for (const auto &size : sizes) {
    Gray picture, next;

    fill (picture, size.first, size.second);
    for (; picture.nr () > 6 && picture.nc () > 6; n++) {
      pyramid_down<6> () (picture, next);
      g_assert_cmpint (next.nc (), ==, 5 * picture.nc () / 6);
      check_resampled (picture, next);
      swap (picture, next);
    }
  }
  g_test_message ("%zu levels, byte for byte", n);
}

void
test_doubled ()
{
  for (const auto &size : sizes) {
    Gray picture, expected;
    gint width = size.first, height = size.second;

    fill (picture, width, height);
    pyramid_up (picture, expected, pyramid_down<2> ());
    facerec_scaling_double (&width, &height);
    g_assert_cmpint (width, ==, expected.nc ());
    g_assert_cmpint (height, ==, expected.nr ());
    check_resampled (picture, expected);
  }
}

void
test_halved ()
{
  for (const auto &size : sizes) {
    Gray picture, expected;
    gint width = size.first, height = size.second;

    fill (picture, width, height);
    pyramid_down<2> () (picture, expected);
    facerec_scaling_halve (&width, &height);
    g_assert_cmpint (width, ==, expected.nc ());
    g_assert_cmpint (height, ==, expected.nr ());
    for (const FacerecHogKernels *kernels : usable_kernels ()) {
      const FacerecHogPicture source = view_of (picture);
      const auto scratch = allocate<guint8> (facerec_hog_resampling_scratch (source.width, width));
      const auto bytes = allocate<guint8> (static_cast<size_t> (width) * height);

      kernels->halve (&source, bytes.get (), width, height / 2, height, scratch.get ());
      kernels->halve (&source, bytes.get (), width, 0, height / 2, scratch.get ());
      assert_same_bytes (kernels->name, expected, bytes.get ());
    }
  }
}

/* dlib's planes have room for a template at all sides; ours at two. */
double
check_planes (const FacerecHogPlanes &planes, const dlib::array<array2d<float>> &expected)
{
  double worst = 0;

  for (guint p = 0; p < FACEREC_HOG_PLANES; p++) {
    g_assert_cmpint (expected[p].nr (), ==, planes.rows ? planes.rows + FACEREC_HOG_TAPS - 1 : 0);
    g_assert_cmpint (expected[p].nc (), ==, planes.rows ? planes.columns + FACEREC_HOG_TAPS - 1 : 0);
    for (gint y = 0; y < planes.rows; y++)
      for (gint x = 0; x < expected[p].nc (); x++)
        worst = std::max<double> (worst, std::abs (expected[p][y + FACEREC_HOG_LEFT][x]
            - planes.data[(static_cast<gsize> (p) * planes.rows + y) * planes.stride + x]));
  }
  return worst;
}

double
check_features (const Gray &picture, const FacerecHogKernels *kernels)
{
  const FacerecHogPicture source = view_of (picture);
  dlib::array<array2d<float>> expected;
  FacerecHogPlanes planes;

  extract_fhog_features (picture, expected, FACEREC_HOG_CELL, FACEREC_HOG_TAPS, FACEREC_HOG_TAPS);
  facerec_hog_planes_measure (&planes, source.width, source.height);
  const auto data = allocate<gfloat> (facerec_hog_planes_size (&planes));
  const auto scratch = allocate<gfloat> (facerec_hog_extract_scratch (source.width));
  planes.data = data.get ();
  if (planes.rows) {
    facerec_hog_extract (kernels, &source, &planes, planes.rows / 2, planes.rows, scratch.get ());
    facerec_hog_extract (kernels, &source, &planes, 0, planes.rows / 2, scratch.get ());
  }
  return check_planes (planes, expected);
}

void
test_features ()
{
  double worst = 0;
  size_t n = 0;

  for (const FacerecHogKernels *kernels : usable_kernels ()) {
    for (long width = 9; width < 140; width += 7)
      for (long height = 9; height < 90; height += 5, n++) {
        Gray picture;

        fill (picture, width, height);
        worst = std::max (worst, check_features (picture, kernels));
      }
    for (const std::string &path : pictures::packaged ()) {
      Gray picture;

      load_image (picture, path);
      worst = std::max (worst, check_features (picture, kernels));
      n++;
    }
  }
  g_test_message ("%zu pictures, features differ by %.2g at most", n, worst);
  g_assert_cmpfloat (worst, <, 1e-5);
}

/* The sum of the products of rows and columns is dlib's filter. */
void
test_templates ()
{
  const frontal_face_detector detector = get_frontal_face_detector ();
  const FacerecHogModel *model = facerec_dlib_hog_model (nullptr);
  double worst = 0;

  g_assert_cmpuint (model->n_templates, ==, detector.num_detectors ());
  for (guint face = 0; face < model->n_templates; face++) {
    const auto &filters = detector.get_processed_w (face).get_detect_argument ().get_filters ();
    std::vector<matrix<double>> sums (FACEREC_HOG_PLANES, zeros_matrix<double> (FACEREC_HOG_TAPS, FACEREC_HOG_TAPS));

    for (guint i = 0; i < model->n_filters; i++)
      if (model->filters[i].face == face)
        for (int r = 0; r < FACEREC_HOG_TAPS; r++)
          for (int c = 0; c < FACEREC_HOG_TAPS; c++)
            sums[model->filters[i].plane] (r, c) += model->filters[i].column[r] * model->filters[i].row[c];
    for (guint plane = 0; plane < FACEREC_HOG_PLANES; plane++)
      worst = std::max<double> (worst, max (abs (sums[plane] - matrix_cast<double> (filters[plane]))));
  }
  g_test_message ("%u products, filters differ by %.2g at most", model->n_filters, worst);
  g_assert_cmpfloat (worst, <, 1e-4);
}

} // namespace

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, nullptr);
  g_test_add_func ("/reference/hog/reduced", test_reduced);
  g_test_add_func ("/reference/hog/doubled", test_doubled);
  g_test_add_func ("/reference/hog/halved", test_halved);
  g_test_add_func ("/reference/hog/features", test_features);
  g_test_add_func ("/reference/hog/templates", test_templates);
  return g_test_run ();
}
