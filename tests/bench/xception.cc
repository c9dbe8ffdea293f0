/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <cmath>
#include <memory>
#include <stdexcept>

#include <cblas.h>

#include "part.hh"
#include "plainnetwork.hh"

#include "models/onednn/executor.h"
#include "models/xception.h"

extern "C" {
#include "tests/models/xceptionweights.h"
}

/* Xception's forward pass on one thread against the plain way: im2col and OpenBLAS, in one run. Weights are made up, which costs
 * the same as real ones. */
namespace bench
{

namespace
{

constexpr unsigned SIZES[] = { 96, 150, 299 };
constexpr double PROMISED = 1.5;

typedef std::unique_ptr<FacerecNetwork, decltype (&facerec_network_free)> Network;
typedef std::unique_ptr<FacerecExecutor, decltype (&facerec_executor_free)> Executor;

Network
make_network ()
{
  g_autoptr (FacerecTensors) weights = xception_seeded_weights (1);

  return Network (facerec_xception_network (weights, nullptr), facerec_network_free);
}

/* The seeded picture, height x width x channels. */
std::vector<float>
make_picture (unsigned size)
{
  g_autofree guint8 *bytes = xception_seeded_picture (size);
  std::vector<float> picture (3 * static_cast<size_t> (size) * size);

  for (size_t i = 0; i < picture.size (); i++)
    picture[i] = bytes[i] / 127.5f - 1;
  return picture;
}

/* |ours - plain| / |plain|; ours lies in planes. */
double
difference (const float *ours, const FacerecShape &shape, const std::vector<float> &plain)
{
  const size_t places = static_cast<size_t> (shape.height) * shape.width;
  double sum = 0, square = 0;

  for (size_t c = 0; c < shape.channels; c++)
    for (size_t i = 0; i < places; i++) {
      const double theirs = plain[i * shape.channels + c];

      sum += (ours[c * places + i] - theirs) * (ours[c * places + i] - theirs);
      square += theirs * theirs;
    }
  return std::sqrt (sum / square);
}

void
compare (const Options &options, Report &report, const FacerecNetwork *network, FacerecPrecision precision, unsigned size)
{
  const char *name = precision == FACEREC_PRECISION_F32 ? "f32" : "bf16";
  const FacerecEngineOptions engine_options = { 1, precision };
  g_autoptr (GError) error = nullptr;
  const Executor executor (facerec_executor_new (network, &engine_options, &error), facerec_executor_free);
  const std::vector<float> picture = make_picture (size);
  const size_t places = static_cast<size_t> (size) * size;
  PlainNetwork plain (network);
  FacerecShape shape = {};

  if (!executor) {
    report.skip ("xception", std::to_string (size) + " px, " + name, error->message);
    return;
  }
  float *planes = facerec_executor_prepare (executor.get (), 1, size, size, nullptr, &error);
  if (!planes)
    throw std::runtime_error (error->message);
  for (size_t i = 0; i < places; i++)
    for (size_t c = 0; c < 3; c++)
      planes[c * places + i] = picture[3 * i + c];

  const float *ours = facerec_executor_run (executor.get (), &shape, &error);
  const double apart = difference (ours, shape, plain.run (picture, size));
  const auto timings = interleave (options.rounds, {
      { std::string ("oneDNN, ") + name, [&] { facerec_executor_run (executor.get (), nullptr, nullptr); } },
      { "im2col and OpenBLAS", [&] { plain.run (picture, size); } } });
  Row &row = report.add ("xception", std::to_string (size) + " px, one thread, " + name);

  row.time (timings[0]).time (timings[1]);
  /* What is promised is what precision=auto takes: bf16 where the CPU has it. 32 bits are bounded by the same multipliers that
   * OpenBLAS uses. */
  const double ratio = timings[1].median () / timings[0].median ();
  if (precision == FACEREC_PRECISION_BF16)
    row.at_least ("times as fast as the plain way", ratio, PROMISED);
  else
    row.fact ("times as fast as the plain way", ratio);
  row.fact ("the same in CPU time", timings[1].cpu_median () / timings[0].cpu_median ());
  row.at_most ("relative difference", apart, precision == FACEREC_PRECISION_F32 ? 1e-5 : 0.03);
}

} // namespace

void
run_xception (const Options &options, Report &report)
{
  const Network network = make_network ();
  const int threads = openblas_get_num_threads ();

  openblas_set_num_threads (1);
  for (unsigned size : SIZES)
    for (FacerecPrecision precision : { FACEREC_PRECISION_F32, FACEREC_PRECISION_BF16 })
      compare (options, report, network.get (), precision, size);
  openblas_set_num_threads (threads);
}

} // namespace bench
