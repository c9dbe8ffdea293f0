/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engines.hh"

#include <algorithm>
#include <cmath>

namespace bench
{

namespace
{

const FacerecEngine &
find_engine (const How &how)
{
  GError *error = nullptr;
  const FacerecEngine *engine = facerec_engine_find (how.engine.c_str (), &error);

  if (engine)
    return *engine;
  const std::string text = error->message;
  g_error_free (error);
  throw Missing (text);
}

FacerecEngineOptions
to_options (const How &how)
{
  FacerecEngineOptions options = { how.threads, FACEREC_PRECISION_AUTO };

  if (how.precision == "f32")
    options.precision = FACEREC_PRECISION_F32;
  else if (how.precision == "bf16")
    options.precision = FACEREC_PRECISION_BF16;
  return options;
}

[[noreturn]] void
fail_open (const How &how, GError *error)
{
  if (!g_error_matches (error, FACEREC_ERROR, FACEREC_ERROR_UNAVAILABLE))
    fail (how.name (), error);
  const std::string text = error->message;
  g_error_free (error);
  throw Missing (text);
}

} // namespace

Embedder::Embedder (const How &how)
  : impl (find_engine (how).embedder), self (nullptr, [] (FacerecEmbedder *) {})
{
  const FacerecEngineOptions options = to_options (how);
  GError *error = nullptr;

  if (!impl)
    throw Missing ("engine " + how.engine + " has no embedder");
  FacerecEmbedder *opened = impl->open (model_path (impl->model_file).c_str (), &options, &error);
  if (!opened)
    fail_open (how, error);
  self = { opened, impl->close };
}

std::vector<float>
Embedder::embed (const uint8_t *chips, unsigned n)
{
  std::vector<float> values (static_cast<size_t> (n) * impl->dimensions (self.get ()));
  GError *error = nullptr;

  if (!impl->embed (self.get (), chips, n, 0, values.data (), &error))
    fail ("embedding", error);
  return values;
}

Detector::Detector (const How &how, bool cnn)
  : impl (cnn ? find_engine (how).cnn : find_engine (how).hog), self (nullptr, [] (FacerecDetector *) {})
{
  const FacerecEngineOptions options = to_options (how);
  GError *error = nullptr;

  if (!impl)
    throw Missing ("engine " + how.engine + " has no such detector");
  const std::string path = impl->model_file ? model_path (impl->model_file) : "";
  FacerecDetector *opened = impl->open (path.empty () ? nullptr : path.c_str (), &options, &error);
  if (!opened)
    fail_open (how, error);
  self = { opened, impl->close };
}

std::vector<FacerecBox>
Detector::find (const FacerecFrame &frame)
{
  const FacerecDetectOptions options = { 80, 0 };
  g_autoptr (GArray) boxes = g_array_new (FALSE, FALSE, sizeof (FacerecBox));
  GError *error = nullptr;

  if (!impl->detect (self.get (), &frame, &options, boxes, &error))
    fail ("detection", error);
  const FacerecBox *first = reinterpret_cast<const FacerecBox *> (boxes->data);
  return std::vector<FacerecBox> (first, first + boxes->len);
}

FacerecFrame
rgb_frame (const Frame &frame)
{
  FacerecFrame described;

  facerec_frame_init_rgb (&described, frame.rgb.data (), frame.width, frame.height, frame.width * 3);
  return described;
}

FacerecFrame
i420_frame (const Frame &frame)
{
  const guint8 *luma = frame.i420.data ();
  const guint8 *blue = luma + frame.width * frame.height, *red = blue + frame.width * frame.height / 4;
  FacerecFrame described = {};

  described.width = frame.width;
  described.height = frame.height;
  described.model = FACEREC_COLOR_YUV;
  described.plane[0] = { luma, frame.width, 1, 0, 0 };
  described.plane[1] = { blue, frame.width / 2, 1, 1, 1 };
  described.plane[2] = { red, frame.width / 2, 1, 1, 1 };
  described.kr = 0.299f;
  described.kb = 0.114f;
  return described;
}

double
overlap (const FacerecBox &ours, const Box &theirs)
{
  const double left = std::max<double> (ours.x, theirs.x), top = std::max<double> (ours.y, theirs.y);
  const double right = std::min<double> (ours.x + ours.width, theirs.x + theirs.width);
  const double bottom = std::min<double> (ours.y + ours.height, theirs.y + theirs.height);
  const double both = std::max (0.0, right - left) * std::max (0.0, bottom - top);
  const double all = static_cast<double> (ours.width) * ours.height + static_cast<double> (theirs.width) * theirs.height;

  return both / (all - both);
}

double
agreement (const std::vector<FacerecBox> &ours, const std::vector<Box> &theirs)
{
  double least = 1;

  if (ours.size () != theirs.size ())
    return 0;
  for (const FacerecBox &box : ours) {
    double best = 0;
    for (const Box &other : theirs)
      best = std::max (best, overlap (box, other));
    least = std::min (least, best);
  }
  for (const Box &other : theirs) {
    double best = 0;
    for (const FacerecBox &box : ours)
      best = std::max (best, overlap (box, other));
    least = std::min (least, best);
  }
  return least;
}

bool
identical (const std::vector<FacerecBox> &ours, const std::vector<Box> &theirs)
{
  return agreement (ours, theirs) == 1;
}

} // namespace bench
