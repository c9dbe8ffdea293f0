/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <set>
#include <string>
#include <vector>

namespace bench
{

/* One film from its file to names, once through. */
struct Pass
{
  unsigned n_frames = 0;                     /* of the film */
  unsigned every = 1;                        /* only each such frame was looked at */
  double ms_per_frame = 0;                   /* decoding and looking */
  unsigned n_faces = 0, n_embedded = 0;      /* faces of all frames, and those described on their own frame: our elements */
  std::vector<std::set<std::string>> names;  /* who was named, in each frame that was looked at */

  double
  frames_per_second () const
  {
    return 1000 / ms_per_frame;
  }
};

/* Who is enrolled: a name for each 128 values. */
struct Enrolled
{
  std::vector<std::string> names;
  std::vector<float> values;
};

} // namespace bench
