/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements.hh"
#include "engines.hh"
#include "part.hh"
#include "program.hh"

/* What a frame of 1920x1080 without faces pays for faceembed, faceknn and overlay. */
namespace bench
{

void
run_overhead (const Options &options, Report &report)
{
  const Folder folder;
  const std::string gallery = folder.path + "/enc.bin";
  const Frame frame = decode (find_film (), 1920, 1080, 0, 1, 1).front ();
  const FacerecFrame described = i420_frame (frame);
  Detector hog ({ "auto", "auto", 0 }, false);

  run_program ({ "make-gallery", gallery, "1000" });
  Elements elements ("faceembed ! faceknn db=" + gallery + " ! facerecoverlay", frame);
  const auto timings = interleave (options.rounds, {
      { "faceembed, faceknn, overlay", [&] { elements.push (); } },
      { "HOG", [&] { hog.find (described); } } });
  Row &row = report.add ("overhead", "1920x1080 without faces");
  row.time (timings[0]).time (timings[1]);
  row.at_most ("% of what HOG takes", 100 * timings[0].median () / timings[1].median (), 1);
}

} // namespace bench
