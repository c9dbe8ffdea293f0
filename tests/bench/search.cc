/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <thread>

#include "part.hh"
#include "plain.hh"
#include "searches.hh"

/* The nearest of a million enrolled faces to one face, and to eight faces of a frame. */
namespace bench
{

namespace
{

constexpr unsigned N_FACES = 1000000, DIMENSIONS = 128, K = 5, N_QUERIES = 8;

/* Queries for which the neighbours differ. */
unsigned
count_differences (const std::vector<unsigned> &ours, const std::vector<unsigned> &theirs)
{
  unsigned n = 0;

  for (size_t i = 0; i < ours.size (); i += K)
    n += !std::equal (ours.begin () + i, ours.begin () + i + K, theirs.begin () + i);
  return n;
}

} // namespace

void
run_search (const Options &options, Report &report)
{
  const RandomGallery gallery (N_FACES);
  const auto one = gallery.queries (1), eight = gallery.queries (N_QUERIES);
  const unsigned cores = std::max (1u, std::thread::hardware_concurrency ());
  const double bytes = static_cast<double> (N_FACES) * DIMENSIONS * sizeof (float);
  Search ours;
  volatile uint64_t sink = 0;
  std::vector<Contestant> contestants = {
    { "one query", [&] { ours.nearest (gallery, one, 1, K); } },
    { "8 queries", [&] { ours.nearest (gallery, eight, N_QUERIES, K); } },
    { "who one face is, as faceknn asks", [&] { ours.identify (gallery, one, 1); } },
    { "who 8 faces are", [&] { ours.identify (gallery, eight, N_QUERIES); } },
    { "reading the matrix once", [&] { sink = plain_read (gallery.values, gallery.n_values (), cores); } },
    { "plain loop, one query", [&] { sink = plain_nearest (gallery.values, N_FACES, DIMENSIONS, one.data ()); } },
  };
#ifdef HAVE_FAISS
  FaissSearch faiss (gallery);
  contestants.push_back ({ "FAISS IndexFlatL2, one query", [&] { faiss.nearest (one, 1, K); } });
  contestants.push_back ({ "FAISS IndexFlatL2, 8 queries", [&] { faiss.nearest (eight, N_QUERIES, K); } });
#endif
  const auto timings = interleave (options.rounds, contestants, 150);
  Row &row = report.add ("search", "a million faces");

  for (const Timing &timing : timings)
    row.time (timing);
#ifdef HAVE_FAISS
  row.at_least ("times as fast as FAISS, one query", timings[6].median () / timings[0].median (), 2.5);
  row.fact ("times as fast as FAISS, 8 queries", timings[7].median () / timings[1].median ());
  row.at_most ("of 8 queries, other neighbours than FAISS",
      count_differences (ours.nearest (gallery, eight, N_QUERIES, K), faiss.nearest (eight, N_QUERIES, K)), 0);
#else
  row.say ("built without FAISS: libfaiss-dev is missing");
#endif
  row.at_least ("% of the bandwidth of a plain read", 100 * timings[4].median () / timings[0].median (), 85);
  row.at_most ("8 queries, in single ones", timings[1].median () / timings[0].median (), 3);
  row.fact ("times as fast as a plain loop", timings[5].median () / timings[0].median ());
  row.fact ("GB/s, plain read", bytes / timings[4].median () * 1e-6);
  row.fact ("GB/s, one query", bytes / timings[0].median () * 1e-6);
}

} // namespace bench
