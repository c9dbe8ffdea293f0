/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Compiled twice, each time into a library that shares no symbol with anything else: BENCH_OPEN is the name of the function
 * that the library offers, BENCH_BUILD says how it was compiled. */
#include "direct.hh"

#include <cstring>

#include <dlib/dnn.h>
#include <dlib/image_processing.h>
#include <dlib/image_processing/frontal_face_detector.h>

#include "models/dlib/resnet.hh"

namespace
{

template <typename Pixel>
struct View
{
  bench::Pixels pixels;
};

template <typename Pixel>
long
num_rows (const View<Pixel> &view)
{
  return view.pixels.height;
}

template <typename Pixel>
long
num_columns (const View<Pixel> &view)
{
  return view.pixels.width;
}

template <typename Pixel>
const void *
image_data (const View<Pixel> &view)
{
  return view.pixels.data;
}

template <typename Pixel>
long
width_step (const View<Pixel> &view)
{
  return view.pixels.stride;
}

} // namespace

namespace dlib
{

template <typename Pixel>
struct image_traits<View<Pixel>>
{
  typedef Pixel pixel_type;
};

template <typename Pixel>
struct image_traits<const View<Pixel>>
{
  typedef Pixel pixel_type;
};

} // namespace dlib

namespace
{

using Rgb = View<dlib::rgb_pixel>;
using Gray = View<unsigned char>;
using Chip = dlib::matrix<dlib::rgb_pixel>;

/* As in dlib's dnn_mmod_face_detection_ex.cpp. */
template <long filters, typename Below>
using Con5 = dlib::con<filters, 5, 5, 1, 1, Below>;
template <long filters, typename Below>
using Con5Down = dlib::con<filters, 5, 5, 2, 2, Below>;
template <typename Below>
using Downsampler = dlib::relu<dlib::affine<Con5Down<32, dlib::relu<dlib::affine<Con5Down<32,
    dlib::relu<dlib::affine<Con5Down<16, Below>>>>>>>>>;
template <typename Below>
using Rcon5 = dlib::relu<dlib::affine<Con5<45, Below>>>;
using Mmod = dlib::loss_mmod<dlib::con<1, 9, 9, 1, 1,
    Rcon5<Rcon5<Rcon5<Downsampler<dlib::input_rgb_image_pyramid<dlib::pyramid_down<6>>>>>>>>;

bench::Box
to_box (const dlib::rectangle &rect)
{
  return { rect.left (), rect.top (), static_cast<long> (rect.width ()), static_cast<long> (rect.height ()) };
}

dlib::rectangle
to_rectangle (const bench::Box &box)
{
  return dlib::rectangle (box.x, box.y, box.x + box.width - 1, box.y + box.height - 1);
}

class DlibDirect : public bench::Direct
{
public:
  DlibDirect (const std::string &landmarks_path, const std::string &resnet_path, const std::string &mmod_path)
  {
    dlib::deserialize (landmarks_path) >> landmarks;
    dlib::deserialize (resnet_path) >> resnet;
    dlib::deserialize (mmod_path) >> mmod;
  }

  std::string
  build () const override
  {
    return BENCH_BUILD;
  }

  std::vector<bench::Box>
  hog_rgb (const bench::Pixels &rgb) override
  {
    return hog_any (Rgb { rgb });
  }

  std::vector<bench::Box>
  hog_gray (const bench::Pixels &gray) override
  {
    return hog_any (Gray { gray });
  }

  std::vector<bench::Box>
  cnn (const bench::Pixels &rgb) override
  {
    std::vector<bench::Box> boxes;

    dlib::assign_image (picture, Rgb { rgb });
    for (const dlib::mmod_rect &face : mmod (picture))
      boxes.push_back (to_box (face.rect));
    return boxes;
  }

  std::vector<uint8_t>
  chip (const bench::Pixels &rgb, const bench::Box &box) override
  {
    const Rgb view = { rgb };
    const auto shape = landmarks (view, to_rectangle (box));
    Chip face;
    std::vector<uint8_t> bytes (150 * 150 * 3);

    dlib::extract_image_chip (view, dlib::get_face_chip_details (shape, 150, 0.25), face);
    std::memcpy (bytes.data (), &face (0, 0), bytes.size ());
    return bytes;
  }

  std::vector<float>
  embed (const uint8_t *chips, unsigned n) override
  {
    std::vector<Chip> faces (n);
    std::vector<float> values;

    for (unsigned i = 0; i < n; i++) {
      faces[i].set_size (150, 150);
      std::memcpy (&faces[i](0, 0), chips + i * 150 * 150 * 3, 150 * 150 * 3);
    }
    for (const auto &embedding : resnet (faces, n))
      values.insert (values.end (), embedding.begin (), embedding.end ());
    return values;
  }

private:
  template <typename Image>
  std::vector<bench::Box>
  hog_any (const Image &image)
  {
    std::vector<bench::Box> boxes;

    for (const dlib::rectangle &rect : hog (image))
      boxes.push_back (to_box (rect));
    return boxes;
  }

  dlib::frontal_face_detector hog = dlib::get_frontal_face_detector ();
  dlib::shape_predictor landmarks;
  facerec::ResNet resnet;
  Mmod mmod;
  Chip picture;
};

} // namespace

namespace bench
{

__attribute__ ((visibility ("default"))) std::unique_ptr<Direct>
BENCH_OPEN (const std::string &landmarks, const std::string &resnet, const std::string &mmod)
{
  return std::make_unique<DlibDirect> (landmarks, resnet, mmod);
}

} // namespace bench
