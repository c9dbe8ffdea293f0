/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <vector>

#include <dlib/geometry.h>
#include <dlib/matrix.h>

#include "models/pixels/cascade.h"
#include "models/dlib/model.hh"
#include "models/engine.h"

namespace facerec
{

/* A file of dlib's shape_predictor, checked and laid out for speed. It finds what dlib finds, bit for bit. */
class LandmarkModel
{
public:
  explicit LandmarkModel (const ModelFile &file);

  guint
  n_points () const
  {
    return static_cast<guint> (mean_shape.size ()) / 2;
  }

  /* Landmarks of the face in rect, px of the frame. */
  void find (const FacerecFrame &frame, const dlib::rectangle &rect, FacerecLandmarks *found) const;

private:
  /* What the pointers of a FacerecCascadeStage point to. */
  struct Stage
  {
    std::vector<guint> anchor, n_splits;
    std::vector<gfloat> dx, dy, leaves;
    std::vector<FacerecSplit> splits;
    FacerecCascadeStage cascade;
  };

  void read (const ModelFile &file, std::istream &stream);

  dlib::matrix<float, 0, 1> mean_shape;
  std::vector<Stage> stages;
};

} // namespace facerec
