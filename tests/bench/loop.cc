/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "loop.hh"

#include <stdexcept>

#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

#include "medians.hh"

namespace bench
{

namespace
{

constexpr size_t DIMENSIONS = 128;
constexpr float THRESHOLD = 0.6f;

/* Of the nearest encoding; empty for a stranger. */
std::string
name_of (const Enrolled &enrolled, const float *query)
{
  float least = THRESHOLD * THRESHOLD;
  std::string name;

  for (size_t row = 0; row < enrolled.names.size (); row++) {
    const float *values = enrolled.values.data () + row * DIMENSIONS;
    float sum = 0;
    for (size_t i = 0; i < DIMENSIONS; i++)
      sum += (values[i] - query[i]) * (values[i] - query[i]);
    if (sum <= least) {
      least = sum;
      name = enrolled.names[row];
    }
  }
  return name;
}

std::set<std::string>
look (Direct &direct, const cv::Mat &bgr, cv::Mat &rgb, const Enrolled &enrolled, bool cnn)
{
  std::set<std::string> names;

  cv::cvtColor (bgr, rgb, cv::COLOR_BGR2RGB);
  const Pixels pixels = { rgb.data, rgb.cols, rgb.rows, static_cast<long> (rgb.step) };
  for (const Box &box : cnn ? direct.cnn (pixels) : direct.hog_rgb (pixels)) {
    const auto chip = direct.chip (pixels, box);
    const auto embedding = direct.embed (chip.data (), 1);
    const std::string name = name_of (enrolled, embedding.data ());
    if (!name.empty ())
      names.insert (name);
  }
  return names;
}

} // namespace

Pass
run_loop (Direct &direct, const std::string &film, const Enrolled &enrolled, bool cnn, unsigned every)
{
  Pass pass;
  double looking_ms = 0;
  const double start = now_ms ();
  cv::VideoCapture capture (film);
  cv::Mat bgr, rgb;

  pass.every = every;
  for (; capture.read (bgr); pass.n_frames++) {
    if (pass.n_frames % every != 0)
      continue;
    const double before = now_ms ();
    pass.names.push_back (look (direct, bgr, rgb, enrolled, cnn));
    looking_ms += now_ms () - before;
  }
  if (pass.n_frames == 0)
    throw std::runtime_error ("OpenCV cannot read " + film);
  const double decoding_ms = now_ms () - start - looking_ms;
  pass.ms_per_frame = decoding_ms / pass.n_frames + looking_ms / pass.names.size ();
  return pass;
}

} // namespace bench
