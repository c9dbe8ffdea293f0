/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <filesystem>

#include "material.hh"
#include "part.hh"
#include "program.hh"
#include "stream.hh"

/* A film from its file to names, with facetrack and without: what tracking spares of searches and embeddings. */
namespace bench
{

namespace
{

/* The demo's film is 17 times as long as the others. */
constexpr unsigned long_film = 2000;

std::string
chain (const std::string &detect, bool track, const std::string &gallery)
{
  return "filesrc name=file ! decodebin ! facerecdetect name=detect " + detect + (track ? " ! facetrack" : "")
      + " ! faceembed name=embed ! faceknn name=knn db=" + gallery + " ! fakesink name=sink sync=false";
}

void
measure (const Options &options, Report &report, const Film &film, const std::string &gallery, const char *detector)
{
  Timing without = { "without facetrack, a frame", {}, {} }, with = { "with facetrack, a frame", {}, {} };
  Timing decoding = { "decoding alone, a frame", {}, {} };
  const std::string detect = std::string ("detector=") + detector;
  unsigned rounds = options.rounds;
  Pass alone, tracked;

  for (unsigned round = 0; round < rounds; round++) {
    decoding.ms.push_back (run_stream ("filesrc name=file ! decodebin ! fakesink name=sink sync=false", film.path).ms_per_frame);
    alone = run_stream (chain (detect, false, gallery), film.path);
    tracked = run_stream (chain (detect, true, gallery), film.path);
    without.ms.push_back (alone.ms_per_frame);
    with.ms.push_back (tracked.ms_per_frame);
    if (alone.n_frames > long_film)
      rounds = std::min (rounds, 3u);
  }
  Row &row = report.add ("tracking", film.name + ", " + detector);
  row.time (with).time (without).time (decoding);
  row.fact ("frames per second with facetrack", 1000 / with.median ());
  row.fact ("frames per second without", 1000 / without.median ());
  row.at_least ("times as fast as without", without.median () / with.median (), 2);
  row.fact ("times the decoding alone", with.median () / decoding.median ());
  row.fact ("faces without facetrack", alone.n_faces);
  row.fact ("faces with it", tracked.n_faces);
  row.at_most ("embeddings computed, % of the faces", tracked.n_faces ? 100.0 * tracked.n_embedded / tracked.n_faces : 0, 5);
}

} // namespace

void
run_tracking (const Options &options, Report &report)
{
  const Folder folder;
  const std::string gallery = folder.path + "/enc.bin";

  run_program ({ "make-gallery", gallery, "1000" });
  for (const Film &film : find_films_of_one ())
    for (const char *detector : { "hog", "cnn" })
      measure (options, report, film, gallery, detector);
}

} // namespace bench
