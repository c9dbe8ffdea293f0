/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <algorithm>

#include <dlib/image_processing/frontal_face_detector.h>

#include "models/dlib/guard.hh"
#include "models/dlib/weights.h"

using namespace facerec;

namespace
{

typedef dlib::matrix<float, 0, 1> Taps;

/* Ours are compiled for these; another dlib might have been built with others. */
void
check (const dlib::frontal_face_detector &detector)
{
  const auto &scanner = detector.get_scanner ();

  if (scanner.get_fhog_window_width () != FACEREC_HOG_TAPS || scanner.get_fhog_window_height () != FACEREC_HOG_TAPS
      || scanner.get_cell_size () != FACEREC_HOG_CELL || scanner.get_padding () != 0
      || scanner.get_min_pyramid_layer_width () != scanner.get_min_pyramid_layer_height ()
      || scanner.get_max_pyramid_levels () < 100 || scanner.get_feature_extractor ().get_num_planes () != FACEREC_HOG_PLANES)
    fail (FACEREC_ERROR_UNAVAILABLE, "this dlib has another face detector than dlib 19.24; use engine=dlib");
}

FacerecHogFilter
filter_of (unsigned face, unsigned plane, const Taps &row, const Taps &column)
{
  FacerecHogFilter filter = {};

  if (row.size () != FACEREC_HOG_TAPS || column.size () != FACEREC_HOG_TAPS)
    fail (FACEREC_ERROR_UNAVAILABLE, "a filter of dlib's face detector has another size; use engine=dlib");
  std::copy (row.begin (), row.end (), filter.row);
  std::copy (column.begin (), column.end (), filter.column);
  filter.face = face;
  filter.plane = plane;
  return filter;
}

std::vector<FacerecHogFilter>
filters_of (const dlib::frontal_face_detector &detector)
{
  std::vector<FacerecHogFilter> filters;

  for (unsigned plane = 0; plane < FACEREC_HOG_PLANES; plane++)
    for (unsigned face = 0; face < detector.num_detectors (); face++) {
      const auto &bank = detector.get_processed_w (face).get_detect_argument ();

      for (size_t i = 0; i < bank.row_filters[plane].size (); i++)
        filters.push_back (filter_of (face, plane, bank.row_filters[plane][i], bank.col_filters[plane][i]));
    }
  return filters;
}

/* The numbers, which nothing changes any more, live as long as the process. */
struct Model
{
  std::vector<FacerecHogFilter> filters;
  std::vector<double> thresholds;
  FacerecHogModel plain;

  Model ()
  {
    const dlib::frontal_face_detector detector = dlib::get_frontal_face_detector ();
    const auto &scanner = detector.get_scanner ();
    const auto &overlap = detector.get_overlap_tester ();

    check (detector);
    filters = filters_of (detector);
    for (unsigned i = 0; i < detector.num_detectors (); i++)
      thresholds.push_back (detector.get_w (i) (scanner.get_num_dimensions ()));
    plain = { static_cast<guint> (thresholds.size ()), thresholds.data (), static_cast<guint> (filters.size ()),
      filters.data (), static_cast<gint> (scanner.get_min_pyramid_layer_width ()), overlap.get_iou_thresh (),
      overlap.get_percent_covered_thresh () };
  }
};

} // namespace

const FacerecHogModel *
facerec_dlib_hog_model (GError **error)
{
  return guard<const FacerecHogModel *> (error, FACEREC_ERROR_ENGINE, "cannot make the HOG detector", nullptr, [] {
    static const Model model;

    return &model.plain;
  });
}
