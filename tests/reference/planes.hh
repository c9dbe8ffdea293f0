/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <cmath>
#include <vector>

#include "models/frame.h"
#include "pictures.hh"

/* An RGB picture as a camera or decoder would hand it over: 4:2:0, limited range, BT.601, chroma averaged over its four
 * pixels. Straight from the formulas in double precision. */
class Planes
{
public:
  Planes (const pictures::Rgb &rgb, bool semi_planar)
    : width (rgb.nc ()), height (rgb.nr ()), half_width ((width + 1) / 2), half_height ((height + 1) / 2),
      luma (width * height), chroma (2 * half_width * half_height), step (semi_planar ? 2 : 1)
  {
    const size_t v_offset = semi_planar ? 1 : static_cast<size_t> (half_width) * half_height;

    for (long y = 0; y < height; y++)
      for (long x = 0; x < width; x++)
        luma[y * width + x] = byte (16 + 219 / 255.0 * luma_of (rgb[y][x]));
    for (long y = 0; y < half_height; y++)
      for (long x = 0; x < half_width; x++)
        set_chroma (rgb, x, y, v_offset);
    fill_frame (v_offset);
  }

  FacerecFrame frame;

  /* What the frame shows, each pixel with the chroma sample it lies in. */
  pictures::Rgb
  to_rgb () const
  {
    pictures::Rgb rgb (height, width);

    for (long y = 0; y < height; y++)
      for (long x = 0; x < width; x++) {
        const long at = (y / 2) * frame.plane[1].stride + (x / 2) * frame.plane[1].step;
        const double l = (luma[y * width + x] - 16) * 255 / 219.0;
        const double u = (frame.plane[1].data[at] - 128) * 255 / 224.0;
        const double v = (frame.plane[2].data[at] - 128) * 255 / 224.0;
        const double red = l + 2 * (1 - 0.299) * v, blue = l + 2 * (1 - 0.114) * u;

        rgb[y][x] = dlib::rgb_pixel (byte (red), byte ((l - 0.299 * red - 0.114 * blue) / 0.587), byte (blue));
      }
    return rgb;
  }

private:
  static guint8
  byte (double value)
  {
    return static_cast<guint8> (std::lround (std::min (255.0, std::max (0.0, value))));
  }

  static double
  luma_of (const dlib::rgb_pixel &pixel)
  {
    return 0.299 * pixel.red + 0.587 * pixel.green + 0.114 * pixel.blue;
  }

  void
  set_chroma (const pictures::Rgb &rgb, long x, long y, size_t v_offset)
  {
    double u = 0, v = 0;

    for (int i = 0; i < 4; i++) {
      const dlib::rgb_pixel &pixel = rgb[std::min (2 * y + i / 2, height - 1)][std::min (2 * x + i % 2, width - 1)];

      u += (pixel.blue - luma_of (pixel)) / (2 * (1 - 0.114)) / 4;
      v += (pixel.red - luma_of (pixel)) / (2 * (1 - 0.299)) / 4;
    }
    chroma[step * (y * half_width + x)] = byte (128 + 224 / 255.0 * u);
    chroma[step * (y * half_width + x) + v_offset] = byte (128 + 224 / 255.0 * v);
  }

  void
  fill_frame (size_t v_offset)
  {
    const int stride = static_cast<int> (step * half_width);

    frame = {};
    frame.width = static_cast<gint> (width);
    frame.height = static_cast<gint> (height);
    frame.model = FACEREC_COLOR_YUV;
    frame.plane[0] = { luma.data (), static_cast<gint> (width), 1, 0, 0 };
    frame.plane[1] = { chroma.data (), stride, step, 1, 1 };
    frame.plane[2] = { chroma.data () + v_offset, stride, step, 1, 1 };
    frame.kr = 0.299f;
    frame.kb = 0.114f;
    frame.full_range = FALSE;
  }

  long width, height, half_width, half_height;
  std::vector<guint8> luma, chroma;
  int step;
};
