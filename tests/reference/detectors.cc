/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* Our detectors against dlib called as its manual says. */
#include <dlib/dnn.h>
#include <dlib/image_processing/frontal_face_detector.h>
#include <dlib/image_transforms.h>

#include "mmodnetwork.hh"
#include "models.hh"
#include "models/engine.h"
#include "pictures.hh"

using namespace dlib;

namespace
{

struct Found
{
  rectangle rect;
  double score;
};

const FacerecEngine *
engine ()
{
  const FacerecEngine *found = facerec_engine_find ("dlib", nullptr);

  g_assert_nonnull (found);
  return found;
}

std::vector<FacerecBox>
detect (const FacerecDetectorImpl *impl, FacerecDetector *detector, const FacerecFrame &frame, int min_face_size,
    float threshold)
{
  const FacerecDetectOptions options = { min_face_size, threshold };
  GArray *array = g_array_new (FALSE, FALSE, sizeof (FacerecBox));
  GError *error = nullptr;

  g_assert_true (impl->detect (detector, &frame, &options, array, &error));
  g_assert_no_error (error);
  const FacerecBox *first = &g_array_index (array, FacerecBox, 0);
  std::vector<FacerecBox> boxes (first, first + array->len);
  g_array_unref (array);
  return boxes;
}

void
assert_identical (const std::string &path, const std::vector<FacerecBox> &ours, const std::vector<Found> &theirs)
{
  if (ours.size () != theirs.size ())
    g_error ("%s: %zu faces, dlib finds %zu", path.c_str (), ours.size (), theirs.size ());
  for (size_t i = 0; i < ours.size (); i++) {
    g_assert_cmpfloat (ours[i].x, ==, theirs[i].rect.left ());
    g_assert_cmpfloat (ours[i].y, ==, theirs[i].rect.top ());
    g_assert_cmpfloat (ours[i].width, ==, theirs[i].rect.width ());
    g_assert_cmpfloat (ours[i].height, ==, theirs[i].rect.height ());
    g_assert_cmpfloat (ours[i].score, ==, static_cast<float> (theirs[i].score));
  }
}

/* The picture, and for every fifth one also sizes in which video comes, odd ones among them. */
std::vector<pictures::Gray>
sizes_of (const pictures::Gray &gray, size_t number)
{
  std::vector<pictures::Gray> all (1);

  assign_image (all[0], gray);
  if (number % 5 != 0)
    return all;
  for (const auto &size : { std::make_pair (640L, 360L), std::make_pair (641L, 479L) }) {
    all.emplace_back (size.second, size.first);
    resize_image (gray, all.back ());
  }
  return all;
}

void
test_hog (gconstpointer data)
{
  const int min_face_size = GPOINTER_TO_INT (data);
  const std::vector<std::string> paths = pictures::scenes ();
  frontal_face_detector reference = get_frontal_face_detector ();
  FacerecDetector *detector = engine ()->hog->open (nullptr, nullptr, nullptr);
  size_t n_faces = 0, n_pictures = 0;

  for (size_t i = 0; i < paths.size (); i++) {
    pictures::Gray gray;

    load_image (gray, paths[i]);
    for (pictures::Gray &picture : sizes_of (gray, i)) {
      std::vector<rect_detection> dets;
      std::vector<Found> theirs;
      pictures::Gray doubled;
      FacerecFrame frame;

      facerec_frame_init_gray (&frame, &picture[0][0], picture.nc (), picture.nr (), picture.nc ());
      const std::vector<FacerecBox> ours = detect (engine ()->hog, detector, frame, min_face_size, 0);
      if (min_face_size == 40)
        pyramid_up (picture);
      reference (picture, dets, 0);
      for (const rect_detection &det : dets)
        theirs.push_back ({ min_face_size == 40 ? rectangle (pyramid_down<2> ().rect_down (det.rect)) : det.rect,
            det.detection_confidence });
      assert_identical (paths[i], ours, theirs);
      n_faces += ours.size ();
      n_pictures++;
    }
  }
  engine ()->hog->close (detector);
  g_test_message ("%zu faces in %zu pictures, all identical", n_faces, n_pictures);
  g_assert_cmpuint (n_faces, >, 0);
}

/* The threshold is dlib's own. */
void
test_hog_threshold ()
{
  frontal_face_detector reference = get_frontal_face_detector ();
  FacerecDetector *detector = engine ()->hog->open (nullptr, nullptr, nullptr);
  size_t n_faces[3] = { 0, 0, 0 };

  for (const std::string &path : pictures::packaged ())
    for (int i = 0; i < 3; i++) {
      const float threshold = 0.5f * (i - 1);
      pictures::Gray gray;
      std::vector<rect_detection> dets;
      std::vector<Found> theirs;
      FacerecFrame frame;

      load_image (gray, path);
      reference (gray, dets, threshold);
      for (const rect_detection &det : dets)
        theirs.push_back ({ det.rect, det.detection_confidence });
      facerec_frame_init_gray (&frame, &gray[0][0], gray.nc (), gray.nr (), gray.nc ());
      assert_identical (path, detect (engine ()->hog, detector, frame, 80, threshold), theirs);
      n_faces[i] += theirs.size ();
    }
  engine ()->hog->close (detector);
  g_assert_cmpuint (n_faces[0], >, n_faces[2]);
}

/* ---- CNN ---- */

double
iou (const FacerecBox &box, const rectangle &rect)
{
  const drectangle ours (box.x, box.y, box.x + box.width - 1, box.y + box.height - 1);

  return box_intersection_over_union (ours, drectangle (rect));
}

void
test_cnn ()
{
  std::vector<std::string> paths = pictures::packaged ();
  const std::string model = need_model (engine ()->cnn->model_file);
  FacerecDetector *detector = engine ()->cnn->open (model.c_str (), nullptr, nullptr);
  MmodNetwork network;
  double worst = 1;
  size_t n_faces = 0;

  g_assert_nonnull (detector);
  deserialize (model) >> network;
  pictures::collect (pictures::data_folder () / "detection" / "dlib_faces", 1, paths);
  pictures::collect (pictures::data_folder () / "detection" / "wider", 11, paths);
  pictures::collect (pictures::data_folder () / "lfw" / "images", 200, paths);
  for (const std::string &path : paths) {
    matrix<rgb_pixel> picture;
    FacerecFrame frame;

    load_image (picture, path);
    facerec_frame_init_rgb (&frame, &picture (0, 0).red, picture.nc (), picture.nr (), 3 * picture.nc ());
    const std::vector<FacerecBox> ours = detect (engine ()->cnn, detector, frame, 80, 0);
    const std::vector<mmod_rect> theirs = network (picture);
    g_assert_cmpuint (ours.size (), ==, theirs.size ());
    for (size_t i = 0; i < ours.size (); i++, n_faces++)
      worst = std::min (worst, iou (ours[i], theirs[i].rect));
  }
  engine ()->cnn->close (detector);
  g_test_message ("%zu faces in %zu pictures, lowest IoU %.4f", n_faces, paths.size (), worst);
  g_assert_cmpuint (n_faces, >, 0);
  g_assert_cmpfloat (worst, >=, 0.98);
}

} // namespace

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, nullptr);
  need_model (engine ()->cnn->model_file);
  if (pictures::packaged ().empty () && pictures::scenes ().empty ()) {
    g_print ("1..0 # SKIP no pictures: install visp-images-data or set FACEREC_DATA\n");
    return 0;
  }
  g_test_add_data_func ("/reference/hog/native", GINT_TO_POINTER (80), test_hog);
  g_test_add_data_func ("/reference/hog/doubled", GINT_TO_POINTER (40), test_hog);
  g_test_add_func ("/reference/hog/threshold", test_hog_threshold);
  g_test_add_func ("/reference/cnn", test_cnn);
  return g_test_run ();
}
