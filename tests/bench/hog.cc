/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engines.hh"
#include "part.hh"

/* Frontal faces of a frame of 640x360. dlib's detector is a template over the picture: given colour, as face_recognition
 * gives it, it takes the strongest of three gradients at each pixel; given grey there is only one. Ours looks at luma. */
namespace bench
{

namespace
{

/* Frames whose boxes are not those that dlib finds in luma. */
unsigned
count_differences (Detector &ours, Direct &direct, const std::vector<Frame> &frames)
{
  unsigned n = 0;

  for (const Frame &frame : frames)
    n += !identical (ours.find (i420_frame (frame)), direct.hog_gray (frame.gray_pixels ()));
  return n;
}

void
compare (const Options &options, Report &report, Direct &native, Direct &plain, const std::vector<Frame> &frames,
    const How &how, bool promised)
{
  Detector ours (how, false);
  const Frame &frame = frames.front ();
  const FacerecFrame described = i420_frame (frame);
  const auto timings = interleave (options.rounds, {
      { how.engine, [&] { ours.find (described); } },
      { "dlib, RGB", [&] { plain.hog_rgb (frame.rgb_pixels ()); } },
      { "dlib, grey", [&] { plain.hog_gray (frame.gray_pixels ()); } },
      { "dlib for this CPU, RGB", [&] { native.hog_rgb (frame.rgb_pixels ()); } },
      { "dlib for this CPU, grey", [&] { native.hog_gray (frame.gray_pixels ()); } } });
  Row &row = report.add ("hog", "640x360, " + how.engine + (how.threads == 1 ? ", one thread" : ""));

  for (const Timing &timing : timings)
    row.time (timing);
  const double times = timings[3].median () / timings[0].median ();
  if (promised)
    row.at_least ("times as fast as dlib for this CPU on RGB", times, 1.9);
  else
    row.fact ("times as fast as dlib for this CPU on RGB", times);
  row.fact ("times as fast as dlib as Debian builds it", timings[1].median () / timings[0].median ());
  row.at_most ("frames with other boxes than dlib on grey", count_differences (ours, plain, frames), 0);
  row.fact ("frames compared", static_cast<double> (frames.size ()));
}

} // namespace

void
run_hog (const Options &options, Report &report)
{
  const auto native = open_direct_models (true), plain = open_direct_models (false);
  const auto frames = decode (find_film (), 640, 360, 120, 5, 32);

  for (const How &how : { How { "onednn", "auto", 0 }, How { "onednn", "auto", 1 }, How { "dlib", "auto", 0 } })
    try {
      compare (options, report, *native, *plain, frames, how, how.engine != "dlib" && how.threads == 0);
    } catch (const Missing &missing) {
      report.skip ("hog", how.engine, missing.what ());
    }
}

} // namespace bench
