/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* Landmarks, chips and embeddings against dlib called on the whole RGB picture as its manual says. */
#include <cmath>

#include <dlib/dnn.h>
#include <dlib/image_processing.h>
#include <dlib/image_processing/frontal_face_detector.h>
#include <dlib/image_transforms.h>

#include "models.hh"
#include "models/engine.h"
#include "pictures.hh"
#include "planes.hh"

using namespace dlib;

namespace
{

typedef array2d<rgb_pixel> Chip;

const FacerecEngine *
engine ()
{
  return facerec_engine_find ("dlib", nullptr);
}

/* A face that dlib has found, in the picture it was found in. */
struct Face
{
  const pictures::Rgb *picture;
  std::string path;
  rectangle rect;
};

/* All portraits with their faces, and each again cut so close that the face leaves the picture on two sides. */
class Faces
{
public:
  std::vector<Face> all;

  Faces ()
  {
    frontal_face_detector detector = get_frontal_face_detector ();

    for (const std::string &path : pictures::portraits ()) {
      const pictures::Rgb &picture = *add (pictures::load_rgb (path));

      for (const rectangle &rect : detector (picture)) {
        all.push_back ({ &picture, path, rect });
        cut (picture, path, rect);
      }
    }
  }

private:
  std::vector<std::unique_ptr<pictures::Rgb>> kept;

  const pictures::Rgb *
  add (pictures::Rgb &&picture)
  {
    kept.emplace_back (new pictures::Rgb (std::move (picture)));
    return kept.back ().get ();
  }

  void
  cut (const pictures::Rgb &picture, const std::string &path, const rectangle &rect)
  {
    const long eighth = rect.width () / 8;
    const rectangle part = rectangle (rect.left () + eighth, rect.top () - 9 * eighth, rect.right () + 7 * eighth,
        rect.bottom () - eighth).intersect (get_rect (picture));
    pictures::Rgb copy;

    assign_image (copy, sub_image (picture, part));
    all.push_back ({ add (std::move (copy)), path + " (cut)", translate_rect (rect, -part.tl_corner ()) });
  }
};

const Faces &
faces ()
{
  static const Faces found;

  return found;
}

FacerecFrame
frame_of (const pictures::Rgb &picture)
{
  FacerecFrame frame;

  facerec_frame_init_rgb (&frame, &picture[0][0].red, picture.nc (), picture.nr (), 3 * picture.nc ());
  return frame;
}

FacerecBox
box_of (const rectangle &rect)
{
  return { static_cast<gfloat> (rect.left ()), static_cast<gfloat> (rect.top ()), static_cast<gfloat> (rect.width ()),
    static_cast<gfloat> (rect.height ()), 0 };
}

class Aligner
{
public:
  explicit Aligner (const char *file_name)
  {
    GError *error = nullptr;

    self = engine ()->aligner->open (need_model (file_name).c_str (), &error);
    g_assert_no_error (error);
  }

  ~Aligner ()
  {
    engine ()->aligner->close (self);
  }

  FacerecLandmarks
  landmarks (const FacerecFrame &frame, const rectangle &rect) const
  {
    const FacerecBox box = box_of (rect);
    FacerecLandmarks found;
    GError *error = nullptr;

    engine ()->aligner->landmarks (self, &frame, &box, &found, &error);
    g_assert_no_error (error);
    return found;
  }

  std::vector<guint8>
  chip (const FacerecFrame &frame, const FacerecLandmarks &landmarks) const
  {
    std::vector<guint8> chip (FACEREC_CHIP_BYTES);
    GError *error = nullptr;

    engine ()->aligner->chip (self, &frame, &landmarks, chip.data (), &error);
    g_assert_no_error (error);
    return chip;
  }

private:
  FacerecAligner *self;
};

void
test_landmarks (gconstpointer file_name)
{
  const Aligner aligner (static_cast<const char *> (file_name));
  shape_predictor reference;

  deserialize (need_model (static_cast<const char *> (file_name))) >> reference;
  for (const Face &face : faces ().all) {
    const FacerecLandmarks ours = aligner.landmarks (frame_of (*face.picture), face.rect);
    const full_object_detection theirs = reference (*face.picture, face.rect);

    g_assert_cmpuint (ours.n, ==, theirs.num_parts ());
    for (guint i = 0; i < ours.n; i++) {
      g_assert_cmpfloat (ours.xy[2 * i], ==, theirs.part (i).x ());
      g_assert_cmpfloat (ours.xy[2 * i + 1], ==, theirs.part (i).y ());
    }
  }
  g_test_message ("%zu faces, all landmarks equal", faces ().all.size ());
}

void
test_chips (gconstpointer file_name)
{
  const Aligner aligner (static_cast<const char *> (file_name));
  shape_predictor reference;
  size_t n_bytes = 0, n_different = 0;
  int largest = 0;

  deserialize (need_model (static_cast<const char *> (file_name))) >> reference;
  for (const Face &face : faces ().all) {
    const full_object_detection shape = reference (*face.picture, face.rect);
    const FacerecFrame frame = frame_of (*face.picture);
    const std::vector<guint8> ours = aligner.chip (frame, aligner.landmarks (frame, face.rect));
    Chip theirs;

    extract_image_chip (*face.picture, get_face_chip_details (shape, 150, 0.25), theirs);
    for (size_t i = 0; i < ours.size (); i++, n_bytes++) {
      const int difference = std::abs (ours[i] - (&theirs[0][0].red)[i]);

      n_different += difference > 0;
      largest = std::max (largest, difference);
    }
  }
  g_test_message ("%zu of %zu bytes differ, by %d at most", n_different, n_bytes, largest);
  g_assert_cmpint (largest, <=, 1);
  g_assert_cmpuint (n_different, <=, n_bytes / 10000);
}

/* ---- embeddings: dlib's example network, written out ---- */

template <int N, int stride, typename S>
using block = affine<con<N, 3, 3, 1, 1, relu<affine<con<N, 3, 3, stride, stride, S>>>>>;
template <int N, typename S> using res = relu<add_prev1<block<N, 1, tag1<S>>>>;
template <int N, typename S>
using res_down = relu<add_prev2<avg_pool<2, 2, 2, 2, skip1<tag2<block<N, 2, tag1<S>>>>>>>;
template <typename S> using level0 = res_down<256, S>;
template <typename S> using level1 = res<256, res<256, res_down<256, S>>>;
template <typename S> using level2 = res<128, res<128, res_down<128, S>>>;
template <typename S> using level3 = res<64, res<64, res<64, res_down<64, S>>>>;
template <typename S> using level4 = res<32, res<32, res<32, S>>>;
using net_type = loss_metric<fc_no_bias<128, avg_pool_everything<level0<level1<level2<level3<level4<
    max_pool<3, 3, 2, 2, relu<affine<con<32, 7, 7, 2, 2, input_rgb_image_sized<150>>>>>>>>>>>>>;

class Embedder
{
public:
  Embedder ()
    : self (engine ()->embedder->open (need_model (engine ()->embedder->model_file).c_str (), nullptr, nullptr))
  {
    g_assert_nonnull (self);
    g_assert_cmpuint (engine ()->embedder->dimensions (self), ==, 128);
    g_assert_cmpstr (engine ()->embedder->model_id (self), ==, "dlib-resnet-v1");
  }

  ~Embedder ()
  {
    engine ()->embedder->close (self);
  }

  matrix<float, 0, 1>
  embed (const std::vector<guint8> &chip, guint jitter) const
  {
    matrix<float, 0, 1> embedding (128);
    GError *error = nullptr;

    engine ()->embedder->embed (self, chip.data (), 1, jitter, &embedding (0), &error);
    g_assert_no_error (error);
    return embedding;
  }

  FacerecEmbedder *self;
};

class Distances
{
public:
  explicit Distances (const char *what_)
    : what (what_)
  {
  }

  void
  add (const matrix<float, 0, 1> &a, const matrix<float, 0, 1> &b)
  {
    all.push_back (length (a - b));
  }

  double
  median ()
  {
    std::sort (all.begin (), all.end ());
    g_test_message ("%s: %zu faces, median %.5f, largest %.5f", what, all.size (), all[all.size () / 2], all.back ());
    return all[all.size () / 2];
  }

  void
  assert_below (double limit)
  {
    median ();
    g_assert_cmpfloat (all.back (), <, limit);
  }

private:
  const char *what;
  std::vector<double> all;
};

/* dlib alone. */
class Reference
{
public:
  Reference ()
  {
    deserialize (need_model (engine ()->aligner->model_file_5)) >> predictor;
    deserialize (need_model (engine ()->embedder->model_file)) >> network;
  }

  matrix<float, 0, 1>
  embed (const pictures::Rgb &picture, const rectangle &rect)
  {
    matrix<rgb_pixel> chip;

    extract_image_chip (picture, get_face_chip_details (predictor (picture, rect), 150, 0.25), chip);
    return network (chip);
  }

private:
  shape_predictor predictor;
  net_type network;
};

/* An RGB frame; and an NV12 and an I420 frame made from it. Landmarks are whole pixels and change by one with the noise of
 * any conversion, dlib's own included, so the loss that 4:2:0 means is asserted with landmarks held still, and what
 * becomes of it with landmarks is compared with what dlib itself makes of the converted frame. */
void
test_embeddings ()
{
  const Aligner aligner (engine ()->aligner->model_file_5);
  const Embedder embedder;
  Reference reference;
  Distances rgb ("RGB, to dlib"), nv12 ("NV12, to dlib on the same frame"), i420 ("I420, to dlib on the same frame");
  Distances nv12_still ("NV12, to dlib before 4:2:0, same landmarks");
  Distances nv12_lost ("NV12, to dlib before 4:2:0"), dlib_lost ("dlib on NV12 to dlib before 4:2:0");

  for (const Face &face : faces ().all) {
    const Planes semi_planar (*face.picture, true), planar (*face.picture, false);
    const FacerecFrame frame = frame_of (*face.picture);
    const FacerecLandmarks landmarks = aligner.landmarks (frame, face.rect);
    const auto ours = [&] (const FacerecFrame &of) {
      return embedder.embed (aligner.chip (of, aligner.landmarks (of, face.rect)), 0);
    };
    const matrix<float, 0, 1> before = reference.embed (*face.picture, face.rect);
    const matrix<float, 0, 1> same_frame = reference.embed (semi_planar.to_rgb (), face.rect);
    const matrix<float, 0, 1> ours_nv12 = ours (semi_planar.frame);

    rgb.add (ours (frame), before);
    nv12.add (ours_nv12, same_frame);
    i420.add (ours (planar.frame), same_frame);
    nv12_still.add (embedder.embed (aligner.chip (semi_planar.frame, landmarks), 0), before);
    nv12_lost.add (ours_nv12, before);
    dlib_lost.add (same_frame, before);
  }
  rgb.assert_below (1e-3);
  nv12.assert_below (0.05);
  i420.assert_below (0.05);
  nv12_still.assert_below (0.05);
  g_assert_cmpfloat (nv12_lost.median (), <, 1.05 * dlib_lost.median ());
}

/* A batch is the sum of its parts, and jitter is what dlib's example does, the same on every call. */
void
test_batch_and_jitter ()
{
  const Aligner aligner (engine ()->aligner->model_file_5);
  const Embedder embedder;
  const size_t n = std::min<size_t> (faces ().all.size (), 19);
  std::vector<guint8> chips;
  std::vector<float> together (n * 128);
  net_type network;

  deserialize (need_model (engine ()->embedder->model_file)) >> network;
  for (size_t i = 0; i < n; i++) {
    const FacerecFrame frame = frame_of (*faces ().all[i].picture);
    const std::vector<guint8> chip = aligner.chip (frame, aligner.landmarks (frame, faces ().all[i].rect));

    chips.insert (chips.end (), chip.begin (), chip.end ());
  }
  g_assert_true (engine ()->embedder->embed (embedder.self, chips.data (), n, 0, together.data (), nullptr));
  for (size_t i = 0; i < n; i++) {
    const std::vector<guint8> one (&chips[i * FACEREC_CHIP_BYTES], &chips[i * FACEREC_CHIP_BYTES] + FACEREC_CHIP_BYTES);

    g_assert_cmpfloat (length (embedder.embed (one, 0) - mat (&together[i * 128], 128)), <, 1e-5);
  }

  const std::vector<guint8> first (chips.begin (), chips.begin () + FACEREC_CHIP_BYTES);
  matrix<rgb_pixel> chip (150, 150);
  std::vector<matrix<rgb_pixel>> crops;
  dlib::rand random;

  std::copy (first.begin (), first.end (), &chip (0, 0).red);
  for (int i = 0; i < 20; i++)
    crops.push_back (jitter_image (chip, random));
  const matrix<float, 0, 1> theirs = mean (mat (network (crops)));
  g_assert_cmpfloat (length (embedder.embed (first, 20) - theirs), <, 1e-3);
  g_assert_cmpfloat (length (embedder.embed (first, 20) - embedder.embed (first, 20)), ==, 0);
  g_assert_cmpfloat (length (embedder.embed (first, 20) - embedder.embed (first, 0)), >, 0.01);
}

} // namespace

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, nullptr);
  need_model (engine ()->aligner->model_file_5);
  need_model (engine ()->embedder->model_file);
  if (faces ().all.empty ()) {
    g_print ("1..0 # SKIP no pictures: install visp-images-data or set FACEREC_DATA\n");
    return 0;
  }
  g_test_add_data_func ("/reference/landmarks/5", engine ()->aligner->model_file_5, test_landmarks);
  g_test_add_data_func ("/reference/chip/5", engine ()->aligner->model_file_5, test_chips);
  gchar *optional = facerec_model_file_find (nullptr, engine ()->aligner->model_file_68, nullptr);
  if (optional) {
    g_test_add_data_func ("/reference/landmarks/68", engine ()->aligner->model_file_68, test_landmarks);
    g_test_add_data_func ("/reference/chip/68", engine ()->aligner->model_file_68, test_chips);
  }
  g_free (optional);
  g_test_add_func ("/reference/embedding", test_embeddings);
  g_test_add_func ("/reference/batch-and-jitter", test_batch_and_jitter);
  return g_test_run ();
}
