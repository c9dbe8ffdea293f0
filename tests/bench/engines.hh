/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "models/engine.h"

#include "direct.hh"
#include "material.hh"

namespace bench
{

/* Our own, by the tables of models/engine.h. Everything throws std::runtime_error; where the engine is not built in or
 * cannot run on this CPU, Missing. precision: "f32", "bf16" or "auto". */
struct How
{
  std::string engine, precision;
  unsigned threads; /* 0: one per core */

  std::string
  name () const
  {
    return engine + " " + precision;
  }
};

class Embedder
{
public:
  explicit Embedder (const How &how);
  std::vector<float> embed (const uint8_t *chips, unsigned n);

private:
  const FacerecEmbedderImpl *impl;
  std::unique_ptr<FacerecEmbedder, void (*) (FacerecEmbedder *)> self;
};

class Detector
{
public:
  Detector (const How &how, bool cnn);
  std::vector<FacerecBox> find (const FacerecFrame &frame);

private:
  const FacerecDetectorImpl *impl;
  std::unique_ptr<FacerecDetector, void (*) (FacerecDetector *)> self;
};

FacerecFrame rgb_frame (const Frame &frame);
FacerecFrame i420_frame (const Frame &frame);

/* Intersection over union. */
double overlap (const FacerecBox &ours, const Box &theirs);
/* How well boxes agree: the least overlap of any box with its best partner among the others, both ways; 0 where their numbers
 * differ; 1 where both found nothing. */
double agreement (const std::vector<FacerecBox> &ours, const std::vector<Box> &theirs);
/* The same boxes to the pixel, in whatever order. */
bool identical (const std::vector<FacerecBox> &ours, const std::vector<Box> &theirs);

} // namespace bench
