/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <dlib/image_processing/generic_image.h>
#include <dlib/pixel.h>

#include "models/frame.h"

/* Our frames as images that dlib reads where they lie. */
namespace facerec
{

/* Grey bytes with a stride, borrowed: what facerec_frame_luma returns. */
struct LumaView
{
  const guint8 *data;
  long width, height, stride;
};

inline long
num_rows (const LumaView &view)
{
  return view.height;
}

inline long
num_columns (const LumaView &view)
{
  return view.width;
}

inline const void *
image_data (const LumaView &view)
{
  return view.data;
}

inline long
width_step (const LumaView &view)
{
  return view.stride;
}

/* A frame whose pixels become RGB one by one as they are read: for readers that touch few of them. */
struct FramePixels
{
  const FacerecFrame *frame;
};

inline long
num_rows (const FramePixels &pixels)
{
  return pixels.frame->height;
}

inline long
num_columns (const FramePixels &pixels)
{
  return pixels.frame->width;
}

} // namespace facerec

namespace dlib
{

template <>
struct image_traits<facerec::LumaView>
{
  typedef unsigned char pixel_type;
};

template <>
struct image_traits<const facerec::LumaView>
{
  typedef unsigned char pixel_type;
};

template <>
struct image_traits<facerec::FramePixels>
{
  typedef rgb_pixel pixel_type;
};

template <>
struct image_traits<const facerec::FramePixels>
{
  typedef rgb_pixel pixel_type;
};

template <>
class const_image_view<facerec::FramePixels>
{
public:
  typedef rgb_pixel pixel_type;

  struct Row
  {
    const FacerecFrame *frame;
    long y;

    rgb_pixel
    operator[] (long x) const
    {
      guint8 rgb[3];

      facerec_frame_region_rgb (frame, static_cast<gint> (x), static_cast<gint> (y), 1, 1, rgb, sizeof rgb);
      return rgb_pixel (rgb[0], rgb[1], rgb[2]);
    }
  };

  explicit const_image_view (const facerec::FramePixels &pixels)
    : frame (pixels.frame)
  {
  }

  long
  nr () const
  {
    return frame->height;
  }

  long
  nc () const
  {
    return frame->width;
  }

  Row
  operator[] (long y) const
  {
    return Row { frame, y };
  }

private:
  const FacerecFrame *frame;
};

} // namespace dlib
