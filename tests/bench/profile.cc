/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "crowd.hh"
#include "elements.hh"
#include "part.hh"
#include "program.hh"

/* What each element takes of a frame, by its own stats. */
namespace bench
{

namespace
{

struct Size
{
  int width, height;
};

void
measure (const Options &options, Report &report, const Frame &frame, const std::string &gallery, const char *detector,
    unsigned n_faces)
{
  Elements elements (std::string ("facerecdetect name=detect detector=") + detector
          + " ! faceembed name=embed ! faceknn name=knn db=" + gallery + " ! facerecoverlay name=overlay", frame);
  unsigned found = 0;
  const auto timings = interleave (options.rounds, { { "the frame", [&] { found = elements.push (); } } }, 200);
  Row &row = report.add ("profile", std::to_string (frame.width) + "x" + std::to_string (frame.height) + ", " + detector
          + ", " + std::to_string (n_faces) + (n_faces == 1 ? " face" : " faces"));

  row.time (timings[0]);
  row.fact ("faces found", found);
  for (const char *name : { "detect", "embed", "knn", "overlay" }) {
    row.fact (std::string (name) + " mean ms", elements.stat (name, "mean-ms"));
    row.fact (std::string (name) + " p99 ms", elements.stat (name, "p99-ms"));
  }
}

} // namespace

void
run_profile (const Options &options, Report &report)
{
  const Crowd crowd;
  const Folder folder;
  const std::string gallery = folder.path + "/enc.bin";

  run_program ({ "make-gallery", gallery, "1000" });
  for (const Size &size : { Size { 640, 360 }, Size { 1920, 1080 } })
    for (const char *detector : { "hog", "cnn" })
      for (unsigned n_faces : { 0u, 1u, 8u })
        measure (options, report, crowd.draw (size.width, size.height, n_faces), gallery, detector, n_faces);
}

} // namespace bench
