/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <cmath>

#include <dlib/image_transforms.h>

#include "models/pixels/chip.h"
#include "models/dlib/engine.h"
#include "models/dlib/landmarks.hh"

using namespace facerec;

static_assert (FACEREC_CHIP_SIDE == FACEREC_CHIP_SIZE, "one size of chips");

struct _FacerecAligner
{
  explicit _FacerecAligner (const ModelFile &file)
    : model (file), scratch (g_byte_array_new ())
  {
  }

  ~_FacerecAligner ()
  {
    g_byte_array_unref (scratch);
  }

  LandmarkModel model;
  GByteArray *scratch;
};

namespace
{

/* Farther from the origin than any picture reaches; keeps all arithmetic with integers safe. */
const double FARTHEST = 1e6;

bool
is_sane (double value)
{
  return std::fabs (value) < FARTHEST; /* false for NaN */
}

FacerecAligner *
load (const char *model_path)
{
  std::unique_ptr<FacerecAligner> self (new FacerecAligner (ModelFile (model_path)));

  if (self->model.n_points () != 5 && self->model.n_points () != 68)
    fail (FACEREC_ERROR_READ, "landmark model %s finds %u points; only models of 5 and of 68 are of use", model_path,
        self->model.n_points ());
  return self.release ();
}

void
find_landmarks (const FacerecAligner &self, const FacerecFrame &frame, const FacerecBox &box,
    FacerecLandmarks *landmarks)
{
  if (!is_sane (box.x) || !is_sane (box.y) || !is_sane (box.width) || !is_sane (box.height) || box.width < 1
      || box.height < 1)
    fail (FACEREC_ERROR_ARGUMENT, "no face can be in a box of %g x %g at (%g, %g)", box.width, box.height, box.x, box.y);

  const long left = std::lround (box.x), top = std::lround (box.y);
  const dlib::rectangle rect (left, top, left + std::lround (box.width) - 1, top + std::lround (box.height) - 1);

  self.model.find (frame, rect, landmarks);
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

/* What dlib's extract_image_chip would read of the frame and how it would turn and scale it: the turned square with room for
 * what the halvings blur in, in the frame's own coordinates, since where a halving begins decides which pixels it takes. */
FacerecChipPlan
plan_chip (const dlib::chip_details &details, const FacerecFrame &frame)
{
  const dlib::pyramid_down<2> pyramid;
  const dlib::rectangle chip (0, 0, details.cols - 1, details.rows - 1);
  const dlib::dpoint middle = center (details.rect);
  dlib::drectangle turned, rect;
  FacerecChipPlan plan = {};
  double grow = 2;

  for (rect = pyramid.rect_down (details.rect); rect.area () > details.size (); rect = pyramid.rect_down (rect))
    grow = 2 * grow + 2;
  for (const dlib::dpoint &corner : { details.rect.tl_corner (), details.rect.tr_corner (), details.rect.bl_corner (),
           details.rect.br_corner () })
    turned += dlib::rotate_point<double> (middle, corner, details.angle);

  const dlib::rectangle part = grow_rect (turned, grow).intersect (dlib::rectangle (0, 0, frame.width - 1, frame.height - 1));

  rect = dlib::translate_rect (details.rect, -part.tl_corner ());
  while (pyramid.rect_down (rect).area () > details.size ()) {
    plan.n_halvings++;
    rect = pyramid.rect_down (rect);
  }

  const std::vector<dlib::dpoint> from = { chip.tl_corner (), chip.tr_corner (), chip.bl_corner () };
  std::vector<dlib::dpoint> to;

  for (const dlib::dpoint &corner : { rect.tl_corner (), rect.tr_corner (), rect.bl_corner () })
    to.push_back (dlib::rotate_point<double> (center (rect), corner, details.angle));

  const dlib::point_transform_affine transform = dlib::find_affine_transform (from, to);

  plan.x = static_cast<gint> (part.left ());
  plan.y = static_cast<gint> (part.top ());
  plan.width = static_cast<gint> (part.width ());
  plan.height = static_cast<gint> (part.height ());
  for (int i = 0; i < 4; i++)
    plan.turn[i] = transform.get_m () (i / 2, i % 2);
  plan.shift[0] = transform.get_b ().x ();
  plan.shift[1] = transform.get_b ().y ();
  return plan;
}

void
cut_chip (const FacerecFrame &frame, const FacerecLandmarks &landmarks, GByteArray *scratch, guint8 *chip)
{
  const dlib::chip_details details = locate_chip (landmarks);
  const FacerecChipPlan plan = plan_chip (details, frame);

  if (plan.width <= 0 || plan.height <= 0)
    fail (FACEREC_ERROR_ARGUMENT, "the face at (%g, %g) is outside of the frame of %d x %d", landmarks.xy[0],
        landmarks.xy[1], frame.width, frame.height);
  /* Neither turned nor scaled: dlib copies then. */
  if (details.angle == 0 && details.rect.width () == details.cols && details.rect.height () == details.rows) {
    const dlib::rectangle rect = details.rect;

    facerec_frame_region_rgb (&frame, static_cast<gint> (rect.left ()), static_cast<gint> (rect.top ()),
        FACEREC_CHIP_SIZE, FACEREC_CHIP_SIZE, chip, 3 * FACEREC_CHIP_SIZE);
    return;
  }
  facerec_chip_cut (&frame, &plan, scratch, chip);
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
aligner_chip (FacerecAligner *self, const FacerecFrame *frame, const FacerecLandmarks *landmarks, guint8 *chip,
    GError **error)
{
  g_autoptr (GByteArray) own_scratch = self ? nullptr : g_byte_array_new ();

  return guard<gboolean> (error, FACEREC_ERROR_ENGINE, "cannot align the face", FALSE, [&] {
    cut_chip (*frame, *landmarks, self ? self->scratch : own_scratch, chip);
    return TRUE;
  });
}

void
aligner_close (FacerecAligner *self)
{
  delete self;
}

guint
aligner_n_landmarks (FacerecAligner *self)
{
  return self->model.n_points ();
}

} // namespace

const FacerecAlignerImpl facerec_dlib_aligner = { "shape_predictor_5_face_landmarks.dat",
  "shape_predictor_68_face_landmarks.dat", aligner_open, aligner_landmarks, aligner_chip, aligner_close, aligner_n_landmarks };
