/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/dlib/landmarks.hh"

#include <limits>

#include <dlib/image_processing/shape_predictor.h>

namespace facerec
{

namespace
{

const char kind_of_model[] = "landmark model";

typedef std::vector<dlib::impl::regression_tree> Forest;

/* A model of somebody's own may hold anything, and its indices are followed unchecked. */
void
check_tree (const ModelFile &file, const dlib::impl::regression_tree &tree, size_t n_features, long n_values)
{
  if (tree.leaf_values.size () != tree.splits.size () + 1)
    file.refuse (kind_of_model, "a tree of it is not complete");
  for (const dlib::impl::split_feature &split : tree.splits)
    if (split.idx1 >= n_features || split.idx2 >= n_features)
      file.refuse (kind_of_model, "it refers to a feature that it does not have");
  for (const dlib::matrix<float, 0, 1> &leaf : tree.leaf_values)
    if (leaf.size () != n_values)
      file.refuse (kind_of_model, "a leaf of it has another number of landmarks");
}

} // namespace

LandmarkModel::LandmarkModel (const ModelFile &file)
{
  file.parse (kind_of_model, [&] (std::istream &stream) { read (file, stream); });
}

void
LandmarkModel::read (const ModelFile &file, std::istream &stream)
{
  int version;
  std::vector<Forest> forests;
  std::vector<std::vector<unsigned long>> anchors;
  std::vector<std::vector<dlib::vector<float, 2>>> deltas;

  dlib::deserialize (version, stream);
  if (version != 1)
    file.refuse (kind_of_model, "it is of a version that this dlib does not know");
  dlib::deserialize (mean_shape, stream);
  dlib::deserialize (forests, stream);
  dlib::deserialize (anchors, stream);
  dlib::deserialize (deltas, stream);
  if (anchors.size () != forests.size () || deltas.size () != forests.size ())
    file.refuse (kind_of_model, "its stages do not fit together");
  if (mean_shape.size () % 2 != 0)
    file.refuse (kind_of_model, "it has half a landmark");

  stages.resize (forests.size ());
  for (size_t i = 0; i < stages.size (); i++) {
    Stage &stage = stages[i];

    if (anchors[i].size () != deltas[i].size ())
      file.refuse (kind_of_model, "its features do not fit together");
    if (deltas[i].size () > std::numeric_limits<guint16>::max ())
      file.refuse (kind_of_model, "a stage of it has more than 65535 features");
    for (size_t f = 0; f < deltas[i].size (); f++) {
      if (anchors[i][f] >= n_points ())
        file.refuse (kind_of_model, "it refers to a landmark that it does not have");
      stage.anchor.push_back (static_cast<guint> (anchors[i][f]));
      stage.dx.push_back (deltas[i][f].x ());
      stage.dy.push_back (deltas[i][f].y ());
    }
    for (const dlib::impl::regression_tree &tree : forests[i]) {
      check_tree (file, tree, deltas[i].size (), mean_shape.size ());
      stage.n_splits.push_back (static_cast<guint> (tree.splits.size ()));
      for (const dlib::impl::split_feature &split : tree.splits)
        stage.splits.push_back ({ static_cast<guint16> (split.idx1), static_cast<guint16> (split.idx2), split.thresh });
      for (const dlib::matrix<float, 0, 1> &leaf : tree.leaf_values)
        stage.leaves.insert (stage.leaves.end (), leaf.begin (), leaf.end ());
    }
    Forest ().swap (forests[i]);
    stage.cascade = { static_cast<guint> (stage.anchor.size ()), stage.anchor.data (), stage.dx.data (),
      stage.dy.data (), static_cast<guint> (stage.n_splits.size ()), static_cast<guint> (mean_shape.size ()),
      stage.n_splits.data (), stage.splits.data (), stage.leaves.data () };
  }
}

void
LandmarkModel::find (const FacerecFrame &frame, const dlib::rectangle &rect, FacerecLandmarks *found) const
{
  const dlib::point_transform_affine to_frame = dlib::impl::unnormalizing_tform (rect);
  const dlib::matrix<double, 2, 2> &m = to_frame.get_m ();
  const gdouble coefficients[6] = { m (0, 0), m (0, 1), to_frame.get_b ().x (), m (1, 0), m (1, 1),
    to_frame.get_b ().y () };
  dlib::matrix<float, 0, 1> shape = mean_shape;
  std::vector<gfloat> features;
  std::vector<gint> places;
  FacerecYuvToRgb to_rgb;

  facerec_yuv_to_rgb_init (&to_rgb, &frame);
  for (const Stage &stage : stages) {
    const dlib::matrix<float, 2, 2> turn =
        dlib::matrix_cast<float> (dlib::impl::find_tform_between_shapes (mean_shape, shape).get_m ());
    const gfloat turned[4] = { turn (0, 0), turn (0, 1), turn (1, 0), turn (1, 1) };

    features.resize (stage.anchor.size ());
    places.resize (2 * stage.anchor.size ());
    facerec_cascade_look (&stage.cascade, &frame, &to_rgb, &shape (0), turned, coefficients, features.data (),
        places.data ());
    facerec_cascade_move (&stage.cascade, features.data (), &shape (0));
  }

  found->n = n_points ();
  for (guint i = 0; i < found->n; i++) {
    const dlib::point part = to_frame (dlib::impl::location (shape, i));

    found->xy[2 * i] = static_cast<gfloat> (part.x ());
    found->xy[2 * i + 1] = static_cast<gfloat> (part.y ());
  }
}

} // namespace facerec
