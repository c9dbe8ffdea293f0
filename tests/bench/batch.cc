/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <algorithm>
#include <chrono>
#include <filesystem>

#include "loop.hh"
#include "material.hh"
#include "part.hh"
#include "program.hh"

/* A long film by `gst-facerec batch`, from the start of the command to its end, against one loop of OpenCV and dlib. */
namespace bench
{

namespace
{

/* The loop takes minutes for the whole film: it looks at each such frame only and is counted as if at all. */
constexpr unsigned looked_at = 20;

double
batch_ms (const Folder &folder, const std::string &gallery, const std::string &film, const char *fps)
{
  const std::string output = folder.path + "/out";

  std::filesystem::remove_all (output);
  const auto start = std::chrono::steady_clock::now ();
  run_program ({ "gst-facerec", "batch", "--quiet", "--db", gallery, "-o", output, "--fps", fps, film });
  return std::chrono::duration<double, std::milli> (std::chrono::steady_clock::now () - start).count ();
}

} // namespace

void
run_batch (const Options &options, Report &report)
{
  const Film film = find_long_film ();
  const auto direct = open_direct_models (true);
  const Folder folder;
  const std::string gallery = folder.path + "/enc.bin";
  Timing all = { "batch, a frame", {}, {} }, few = { "batch --fps 5, a frame of the film", {}, {} };
  Timing loop = { "OpenCV and dlib in a loop, HOG at every frame", {}, {} };

  run_program ({ "make-gallery", gallery, "1000" });
  for (unsigned round = 0; round < std::max (1u, options.rounds / 3); round++) {
    const Pass pass = run_loop (*direct, film.path, Enrolled (), false, looked_at);

    loop.ms.push_back (pass.ms_per_frame);
    all.ms.push_back (batch_ms (folder, gallery, film.path, "0") / pass.n_frames);
    few.ms.push_back (batch_ms (folder, gallery, film.path, "5") / pass.n_frames);
  }
  Row &row = report.add ("batch", film.name + ", HOG, from the command's start to its end");
  row.time (all).time (few).time (loop);
  row.fact ("frames per second", 1000 / all.median ());
  row.fact ("frames of the film per second with --fps 5", 1000 / few.median ());
  row.fact ("frames per second, the loop", 1000 / loop.median ());
  row.at_least ("times as fast as the loop", loop.median () / all.median (), 3);
  row.at_least ("times as fast as the loop with --fps 5", loop.median () / few.median (), 12);
  row.fact ("times as fast with --fps 5 as without", all.median () / few.median ());
  row.say ("the loop looks at every " + std::to_string (looked_at) + "th frame and is counted as if at all");
  row.say ("the loop and dlib's headers compiled with " + direct->build ());
}

} // namespace bench
