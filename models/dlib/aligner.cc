/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <cmath>
#include <cstring>

#include <dlib/image_processing/shape_predictor.h>
#include <dlib/image_transforms.h>

#include "models/dlib/engine.h"
#include "models/dlib/model.hh"
#include "models/dlib/views.hh"

using namespace facerec;

struct _FacerecAligner
{
  dlib::shape_predictor predictor;
};

namespace
{

const char kind_of_model[] = "landmark model";

/* Farther from the origin than any picture reaches; keeps all arithmetic with integers safe. */
const double FARTHEST = 1e6;

bool
is_sane (double value)
{
  return std::fabs (value) < FARTHEST; /* false for NaN */
}

/* A model of somebody's own may hold anything: dlib follows its indices unchecked. */
void
check_model (const ModelFile &file)
{
  file.parse (kind_of_model, [&file] (std::istream &stream) {
    int version;
    dlib::matrix<float, 0, 1> shape;
    std::vector<std::vector<dlib::impl::regression_tree>> forests;
    std::vector<std::vector<unsigned long>> anchors;
    std::vector<std::vector<dlib::vector<float, 2>>> deltas;

    dlib::deserialize (version, stream);
    dlib::deserialize (shape, stream);
    dlib::deserialize (forests, stream);
    dlib::deserialize (anchors, stream);
    dlib::deserialize (deltas, stream);
    if (anchors.size () != forests.size () || deltas.size () != forests.size ())
      file.refuse (kind_of_model, "its stages do not fit together");
    for (size_t stage = 0; stage < forests.size (); stage++) {
      const size_t n_features = deltas[stage].size ();

      if (anchors[stage].size () != n_features)
        file.refuse (kind_of_model, "its features do not fit together");
      for (unsigned long anchor : anchors[stage])
        if (anchor >= static_cast<unsigned long> (shape.size ()) / 2)
          file.refuse (kind_of_model, "it refers to a landmark that it does not have");
      for (const dlib::impl::regression_tree &tree : forests[stage]) {
        if (tree.leaf_values.size () != tree.splits.size () + 1)
          file.refuse (kind_of_model, "a tree of it is not complete");
        for (const dlib::impl::split_feature &split : tree.splits)
          if (split.idx1 >= n_features || split.idx2 >= n_features)
            file.refuse (kind_of_model, "it refers to a feature that it does not have");
        for (const dlib::matrix<float, 0, 1> &leaf : tree.leaf_values)
          if (leaf.size () != shape.size ())
            file.refuse (kind_of_model, "a leaf of it has another number of landmarks");
      }
    }
  });
}

FacerecAligner *
load (const char *model_path)
{
  ModelFile file (model_path);
  std::unique_ptr<FacerecAligner> self (new FacerecAligner ());

  if (!file.published)
    check_model (file);
  file.parse (kind_of_model, [&self] (std::istream &stream) { deserialize (self->predictor, stream); });
  if (self->predictor.num_parts () != 5 && self->predictor.num_parts () != 68)
    fail (FACEREC_ERROR_READ, "landmark model %s finds %lu points; only models of 5 and of 68 are of use", model_path,
        self->predictor.num_parts ());
  return self.release ();
}

void
find_landmarks (const FacerecAligner &self, const FacerecFrame &frame, const FacerecBox &box,
    FacerecLandmarks *landmarks)
{
  FacerecLandmarks found = {};

  if (!is_sane (box.x) || !is_sane (box.y) || !is_sane (box.width) || !is_sane (box.height) || box.width < 1
      || box.height < 1)
    fail (FACEREC_ERROR_ARGUMENT, "no face can be in a box of %g x %g at (%g, %g)", box.width, box.height, box.x, box.y);

  const long left = std::lround (box.x), top = std::lround (box.y);
  const dlib::rectangle rect (left, top, left + std::lround (box.width) - 1, top + std::lround (box.height) - 1);
  const dlib::full_object_detection shape = self.predictor (FramePixels { &frame }, rect);

  found.n = static_cast<guint> (shape.num_parts ());
  for (guint i = 0; i < found.n; i++) {
    found.xy[2 * i] = static_cast<gfloat> (shape.part (i).x ());
    found.xy[2 * i + 1] = static_cast<gfloat> (shape.part (i).y ());
  }
  *landmarks = found;
}

/* Where the chip is in the frame, as dlib defines it. Throws where landmarks do not make a face. */
dlib::chip_details
locate_chip (const FacerecLandmarks &landmarks)
{
  std::vector<dlib::point> parts;

  if (landmarks.n != 5 && landmarks.n != 68)
    fail (FACEREC_ERROR_ARGUMENT, "a face is aligned by 5 or 68 landmarks, not by %u", landmarks.n);
  for (guint i = 0; i < landmarks.n; i++) {
    if (!is_sane (landmarks.xy[2 * i]) || !is_sane (landmarks.xy[2 * i + 1]))
      fail (FACEREC_ERROR_ARGUMENT, "landmark %u is at (%g, %g)", i, landmarks.xy[2 * i], landmarks.xy[2 * i + 1]);
    parts.emplace_back (std::lround (landmarks.xy[2 * i]), std::lround (landmarks.xy[2 * i + 1]));
  }

  const dlib::chip_details details = dlib::get_face_chip_details (
      dlib::full_object_detection (dlib::rectangle (), parts), FACEREC_CHIP_SIZE, 0.25);
  const dlib::drectangle &rect = details.rect;

  if (!is_sane (rect.left ()) || !is_sane (rect.top ()) || !is_sane (rect.right ()) || !is_sane (rect.bottom ())
      || !std::isfinite (details.angle) || rect.width () < 2 || rect.height () < 2)
    fail (FACEREC_ERROR_ARGUMENT, "the landmarks span no face");
  return details;
}

/* The part of the frame that dlib reads for the chip: the turned square, and around it what its pyramid of halved pictures
 * blurs in; two pixels more than dlib takes, so that it never meets the edge of the part. */
dlib::rectangle
area_of_chip (const dlib::chip_details &details, const FacerecFrame &frame)
{
  const dlib::dpoint middle = center (details.rect);
  dlib::drectangle turned;
  double margin = 2;

  for (double area = details.rect.area () / 4; area > details.size (); area /= 4)
    margin = 2 * margin + 2;
  for (const dlib::dpoint &corner : { details.rect.tl_corner (), details.rect.tr_corner (), details.rect.bl_corner (),
           details.rect.br_corner () })
    turned += dlib::rotate_point<double> (middle, corner, details.angle);
  turned = grow_rect (turned, margin + 2);
  return dlib::rectangle (std::floor (turned.left ()), std::floor (turned.top ()), std::ceil (turned.right ()),
      std::ceil (turned.bottom ())).intersect (dlib::rectangle (0, 0, frame.width - 1, frame.height - 1));
}

void
cut_chip (const FacerecFrame &frame, const FacerecLandmarks &landmarks, guint8 *chip)
{
  dlib::chip_details details = locate_chip (landmarks);
  const dlib::rectangle area = area_of_chip (details, frame);
  dlib::array2d<dlib::rgb_pixel> part, cut;

  if (area.is_empty ())
    fail (FACEREC_ERROR_ARGUMENT, "the face at (%g, %g) is outside of the frame of %d x %d", landmarks.xy[0],
        landmarks.xy[1], frame.width, frame.height);
  part.set_size (area.height (), area.width ());
  facerec_frame_region_rgb (&frame, area.left (), area.top (), area.width (), area.height (),
      static_cast<guint8 *> (dlib::image_data (part)), dlib::width_step (part));
  details.rect = dlib::translate_rect (details.rect, -area.tl_corner ());
  dlib::extract_image_chip (part, details, cut);
  for (long y = 0; y < FACEREC_CHIP_SIZE; y++)
    std::memcpy (chip + y * FACEREC_CHIP_SIZE * 3, &cut[y][0], FACEREC_CHIP_SIZE * 3);
}

/* ---- the C side ---- */

FacerecAligner *
aligner_open (const gchar *model_path, GError **error)
{
  return guard<FacerecAligner *> (error, FACEREC_ERROR_READ, "cannot load the landmark model", nullptr,
      [=] { return load (model_path); });
}

gboolean
aligner_landmarks (FacerecAligner *self, const FacerecFrame *frame, const FacerecBox *box, FacerecLandmarks *landmarks,
    GError **error)
{
  return guard<gboolean> (error, FACEREC_ERROR_ENGINE, "cannot find landmarks", FALSE, [=] {
    find_landmarks (*self, *frame, *box, landmarks);
    return TRUE;
  });
}

gboolean
aligner_chip (FacerecAligner *, const FacerecFrame *frame, const FacerecLandmarks *landmarks, guint8 *chip,
    GError **error)
{
  return guard<gboolean> (error, FACEREC_ERROR_ENGINE, "cannot align the face", FALSE, [=] {
    cut_chip (*frame, *landmarks, chip);
    return TRUE;
  });
}

void
aligner_close (FacerecAligner *self)
{
  delete self;
}

} // namespace

const FacerecAlignerImpl facerec_dlib_aligner = { "shape_predictor_5_face_landmarks.dat",
  "shape_predictor_68_face_landmarks.dat", aligner_open, aligner_landmarks, aligner_chip, aligner_close };
