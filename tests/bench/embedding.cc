/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <cmath>

#include "engines.hh"
#include "part.hh"

/* One face and eight faces of one frame into embeddings: our engines against dlib's own network, chips ready. */
namespace bench
{

namespace
{

constexpr unsigned N_FACES = 8, CHIP_BYTES = FACEREC_CHIP_BYTES;

/* What has to be reached, for one face and for each of eight. */
struct Promise
{
  How how;
  double one, eight, distance;
};

const Promise promises[] = {
  { { "onednn", "f32", 0 }, 6, 6, 1e-3 },
  { { "onednn", "bf16", 0 }, 10, 6, 1e-2 },
};

/* Chips of faces in a film, n of them; the same face again where the film has too few. */
std::vector<uint8_t>
find_chips (Direct &direct, unsigned n)
{
  std::vector<uint8_t> chips;

  for (const Frame &frame : decode (find_film (), 640, 360, 108, 9, 4 * n))
    for (const Box &box : direct.hog_rgb (frame.rgb_pixels ())) {
      const auto chip = direct.chip (frame.rgb_pixels (), box);
      chips.insert (chips.end (), chip.begin (), chip.end ());
    }
  if (chips.empty ())
    throw std::runtime_error ("no face in the film");
  for (size_t i = 0; chips.size () < n * CHIP_BYTES; i++)
    chips.push_back (chips[i]);
  chips.resize (n * CHIP_BYTES);
  return chips;
}

/* The largest Euclidean distance of an embedding to its counterpart. */
double
farthest (const std::vector<float> &ours, const std::vector<float> &theirs)
{
  double largest = 0;

  for (size_t i = 0; i + 128 <= theirs.size (); i += 128) {
    double sum = 0;
    for (size_t j = i; j < i + 128; j++)
      sum += (ours[j] - theirs[j]) * static_cast<double> (ours[j] - theirs[j]);
    largest = std::max (largest, std::sqrt (sum));
  }
  return largest;
}

void
compare (const Options &options, Report &report, Direct &direct, const std::vector<uint8_t> &chips,
    const Promise &promise)
{
  Embedder ours (promise.how);
  const double distance = farthest (ours.embed (chips.data (), N_FACES), direct.embed (chips.data (), N_FACES));

  for (unsigned n : { 1u, N_FACES }) {
    const auto timings = interleave (options.rounds, {
        { promise.how.name (), [&] { ours.embed (chips.data (), n); } },
        { "dlib", [&] { direct.embed (chips.data (), n); } } });
    Row &row = report.add ("embedding", (n == 1 ? "one face, " : "8 faces of one frame, ") + promise.how.name ());
    row.time (timings[0]).time (timings[1]);
    row.at_least ("times as fast as dlib", timings[1].median () / timings[0].median (),
        n == 1 ? promise.one : promise.eight);
    row.at_most ("distance to dlib's embedding", distance, promise.distance);
    if (n > 1)
      row.fact ("ms per face", timings[0].median () / n);
  }
}

} // namespace

void
run_embedding (const Options &options, Report &report)
{
  const auto direct = open_direct_models (true);
  const auto chips = find_chips (*direct, N_FACES);

  for (const Promise &promise : promises)
    try {
      compare (options, report, *direct, chips, promise);
    } catch (const Missing &missing) {
      report.skip ("embedding", promise.how.name (), missing.what ());
    }
}

} // namespace bench
