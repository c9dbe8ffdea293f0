/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* dlib's CNN detector behind our interface against dlib called as its manual says; hog.cc does so for HOG. */
#include <dlib/dnn.h>

#include "mmodnetwork.hh"
#include "models.hh"
#include "models/engine.h"
#include "pictures.hh"

using namespace dlib;

namespace
{

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
  g_test_add_func ("/reference/cnn", test_cnn);
  return g_test_run ();
}
