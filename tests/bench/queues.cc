/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <thread>

#include <gst/gst.h>

#include "material.hh"
#include "part.hh"
#include "program.hh"
#include "stream.hh"

/* How to arrange a pipeline: where queues go, how many threads an element gets, one film at a time or two. */
namespace bench
{

namespace
{

struct Arrangement
{
  const char *name;
  bool before_detect, before_embed; /* a queue there */
  unsigned threads;                 /* of the detector and of the embedder; 0: theirs */
  unsigned films;                   /* at once */
};

const Arrangement arrangements[] = {
  { "no queue", false, false, 0, 1 },
  { "no queue, threads=1", false, false, 1, 1 },
  { "a queue before facedetect", true, false, 0, 1 },
  { "a queue before faceembed", false, true, 0, 1 },
  { "a queue before both", true, true, 0, 1 },
  { "a queue before both, threads=1", true, true, 1, 1 },
  { "two films at once, no queue, threads=1", false, false, 1, 2 },
  { "two films at once, a queue before both", true, true, 0, 2 },
};

bool
has_property (const char *element, const char *property)
{
  GstElement *made = gst_element_factory_make (element, nullptr);
  const bool found = made && g_object_class_find_property (G_OBJECT_GET_CLASS (made), property);

  if (made)
    gst_object_unref (made);
  return found;
}

std::string
to_line (const Arrangement &arrangement, const char *detector, const std::string &gallery)
{
  const std::string queue = "queue max-size-buffers=4 ! ";
  const std::string threads = arrangement.threads ? " threads=" + std::to_string (arrangement.threads) : "";

  return "filesrc name=file ! decodebin ! " + (arrangement.before_detect ? queue : "")
      + "facerecdetect name=detect detector=" + detector + threads + " ! " + (arrangement.before_embed ? queue : "")
      + "faceembed name=embed" + (has_property ("faceembed", "threads") ? threads : "")
      + " ! faceknn name=knn db=" + gallery + " ! fakesink name=sink sync=false";
}

/* Milliseconds a frame, of all films together. */
double
run_films (const std::string &line, const Film &film, unsigned n)
{
  std::vector<Pass> passes (n);
  std::vector<std::thread> others;
  double slowest_ms = 0, n_frames = 0;

  for (unsigned i = 1; i < n; i++)
    others.emplace_back ([&, i] { passes[i] = run_stream (line, film.path); });
  passes[0] = run_stream (line, film.path);
  for (std::thread &other : others)
    other.join ();
  for (const Pass &pass : passes) {
    slowest_ms = std::max (slowest_ms, pass.ms_per_frame * pass.n_frames);
    n_frames += pass.n_frames;
  }
  return slowest_ms / n_frames;
}

void
compare (const Options &options, Report &report, const Film &film, const std::string &gallery, const char *detector)
{
  const size_t n = G_N_ELEMENTS (arrangements);
  std::vector<Timing> timings;

  for (const Arrangement &arrangement : arrangements)
    timings.push_back ({ std::string (arrangement.name) + ", a frame", {}, {} });
  for (unsigned round = 0; round < std::max (1u, options.rounds / 2); round++)
    for (size_t i = 0; i < n; i++) {
      const size_t turn = (round + i) % n;
      timings[turn].ms.push_back (
          run_films (to_line (arrangements[turn], detector, gallery), film, arrangements[turn].films));
    }
  for (size_t i = 0; i < n; i++)
    report.add ("queues", std::string (detector) + ", " + arrangements[i].name).time (timings[i]).fact (
        "frames per second", 1000 / timings[i].median ());
}

} // namespace

void
run_queues (const Options &options, Report &report)
{
  const Film film = find_film ();
  const Folder folder;
  const std::string gallery = folder.path + "/enc.bin";

  run_program ({ "make-gallery", gallery, "1000" });
  for (const char *detector : { "hog", "cnn" })
    compare (options, report, film, gallery, detector);
}

} // namespace bench
