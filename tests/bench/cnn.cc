/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engines.hh"
#include "part.hh"

/* Any faces in a frame of 640x360, by the same network that dlib has. */
namespace bench
{

namespace
{

struct Promise
{
  How how;
  double times, overlap;
};

const Promise promises[] = {
  { { "onednn", "f32", 0 }, 15, 0.95 },
  { { "onednn", "bf16", 0 }, 25, 0.9 },
};

/* The least overlap of a box with dlib's in any frame, 0 where one finds a face and the other does not. */
double
least_agreement (Detector &ours, const std::vector<Frame> &frames, const std::vector<std::vector<Box>> &theirs)
{
  double least = 1;

  for (size_t i = 0; i < frames.size (); i++)
    least = std::min (least, agreement (ours.find (rgb_frame (frames[i])), theirs[i]));
  return least;
}

void
compare (const Options &options, Report &report, Direct &direct, const std::vector<Frame> &frames,
    const std::vector<std::vector<Box>> &theirs, const Promise &promise)
{
  Detector ours (promise.how, true);
  const Frame &frame = frames.front ();
  const FacerecFrame rgb = rgb_frame (frame), i420 = i420_frame (frame);
  const auto timings = interleave (options.rounds, {
      { promise.how.name (), [&] { ours.find (rgb); } },
      { promise.how.name () + ", from I420", [&] { ours.find (i420); } },
      { "dlib", [&] { direct.cnn (frame.rgb_pixels ()); } } });
  Row &row = report.add ("cnn", "640x360, " + promise.how.name ());
  size_t n_faces = 0;

  for (const auto &boxes : theirs)
    n_faces += boxes.size ();
  for (const Timing &timing : timings)
    row.time (timing);
  row.at_least ("times as fast as dlib", timings[2].median () / timings[0].median (), promise.times);
  row.at_least ("least overlap with dlib's boxes", least_agreement (ours, frames, theirs), promise.overlap);
  row.fact ("frames compared", static_cast<double> (frames.size ()));
  row.fact ("faces compared", static_cast<double> (n_faces));
}

} // namespace

void
run_cnn (const Options &options, Report &report)
{
  const auto direct = open_direct_models (true);
  const auto frames = decode (find_film (), 640, 360, 10, 20, 14);
  std::vector<std::vector<Box>> theirs;

  for (const Frame &frame : frames)
    theirs.push_back (direct->cnn (frame.rgb_pixels ()));
  for (const Promise &promise : promises)
    try {
      compare (options, report, *direct, frames, theirs, promise);
    } catch (const Missing &missing) {
      report.skip ("cnn", promise.how.name (), missing.what ());
    }
}

} // namespace bench
