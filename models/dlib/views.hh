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

} // namespace dlib
