/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <memory>

#include "crowd.hh"
#include "elements.hh"
#include "engines.hh"
#include "part.hh"
#include "program.hh"
#include "searches.hh"

/* How cost grows with the size of a frame, the faces in it and the faces enrolled. One row a point; the fact "x" of a row is
 * where it stands, what comes before the colon of its name is its line. */
namespace bench
{

namespace
{

struct Size
{
  int width, height;
};

const Size sizes[] = { { 320, 240 }, { 640, 360 }, { 640, 480 }, { 1280, 720 }, { 1920, 1080 }, { 3840, 2160 } };

/* Points of one line, timed in turns. */
struct Line
{
  std::string name;
  std::vector<Contestant> points; /* named after where they stand */
  std::vector<double> x;

  void
  measure (const Options &options, Report &report) const
  {
    const auto timings = interleave (options.rounds, points);

    for (size_t i = 0; i < points.size (); i++)
      report.add ("scaling", name + ": " + points[i].name).time (timings[i]).fact ("x", x[i]);
  }
};

void
measure_frame_sizes (const Options &options, Report &report, const Crowd &crowd)
{
  std::vector<Frame> frames;

  for (const Size &size : sizes)
    frames.push_back (scale (crowd.draw (1280, 720, 4), size.width, size.height));
  for (bool cnn : { false, true }) {
    Detector detector ({ "auto", "auto", 0 }, cnn);
    Line line = { cnn ? "CNN" : "HOG", {}, {} };
    for (const Frame &frame : frames) {
      line.points.push_back ({ std::to_string (frame.width) + "x" + std::to_string (frame.height),
          [&] { detector.find (i420_frame (frame)); } });
      line.x.push_back (1e-6 * frame.width * frame.height);
    }
    line.measure (options, report);
  }
}

void
measure_faces (const Options &options, Report &report, const Crowd &crowd)
{
  const Folder folder;
  const std::string gallery = folder.path + "/enc.bin";
  std::vector<std::unique_ptr<Elements>> chains;
  Line line = { "faces in 1280x720", {}, {} };

  run_program ({ "make-gallery", gallery, "1000" });
  for (unsigned n : { 0u, 1u, 2u, 4u, 8u, 16u, 32u }) {
    chains.push_back (std::make_unique<Elements> (
        "facerecdetect detector=hog ! faceembed ! faceknn db=" + gallery + " ! facerecoverlay", crowd.draw (1280, 720, n)));
    Elements &chain = *chains.back ();
    line.points.push_back ({ std::to_string (n), [&chain] { chain.push (); } });
    line.x.push_back (chain.push ());
  }
  line.measure (options, report);
}

void
measure_galleries (const Options &options, Report &report)
{
  std::vector<std::unique_ptr<RandomGallery>> galleries;
  Search search;

  for (unsigned n : { 100u, 1000u, 10000u, 100000u, 1000000u })
    galleries.push_back (std::make_unique<RandomGallery> (n));
  for (unsigned n_queries : { 1u, 8u }) {
    Line line = { n_queries == 1 ? "one face among" : "8 faces among", {}, {} };
    for (const auto &gallery : galleries) {
      const auto queries = gallery->queries (n_queries);
      line.points.push_back ({ std::to_string (gallery->n_faces),
          [&search, &gallery, queries, n_queries] { search.identify (*gallery, queries, n_queries); } });
      line.x.push_back (gallery->n_faces);
    }
    line.measure (options, report);
  }
}

} // namespace

void
run_scaling (const Options &options, Report &report)
{
  const Crowd crowd;

  measure_frame_sizes (options, report, crowd);
  measure_faces (options, report, crowd);
  measure_galleries (options, report);
}

} // namespace bench
