/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the HOG detectors find, ours and dlib's behind our interface, against dlib called as its manual says. */
#include <cmath>

#include <dlib/image_processing/frontal_face_detector.h>
#include <dlib/image_transforms.h>

#include "models/dlib/engine.h"
#include "models/hog/detector.h"
#include "pictures.hh"

using namespace dlib;

namespace
{

struct Found
{
  rectangle rect;
  double score;
};

/* An open detector that is to find what dlib finds. */
struct Candidate
{
  std::string name;
  const FacerecDetectorImpl *impl;
  FacerecDetector *detector;
  double score_tolerance;
};

FacerecDetector *
open_detector (const FacerecDetectorImpl *impl, guint threads)
{
  const FacerecEngineOptions options = { threads, FACEREC_PRECISION_AUTO };
  FacerecDetector *detector = impl->open (nullptr, &options, nullptr);

  g_assert_nonnull (detector);
  return detector;
}

/* Ours with all instructions that this CPU has, on one, two and three threads, and dlib behind our interface. */
std::vector<Candidate>
open_candidates ()
{
  std::vector<Candidate> all;

  for (const FacerecHogKernels *const *kernels = facerec_hog_kernels (); *kernels; kernels++)
    if ((*kernels)->usable ()) {
      const guint threads = 1 + static_cast<guint> (all.size ()) % 3;
      FacerecDetector *detector = open_detector (&facerec_hog, threads);

      facerec_hog_use_kernels (detector, *kernels);
      all.push_back ({ std::string ((*kernels)->name) + ", threads: " + std::to_string (threads), &facerec_hog, detector, 1e-4 });
    }
  all.push_back ({ "dlib", &facerec_dlib_hog, open_detector (&facerec_dlib_hog, 0), 0 });
  return all;
}

void
close_candidates (const std::vector<Candidate> &all)
{
  for (const Candidate &candidate : all)
    candidate.impl->close (candidate.detector);
}

std::vector<FacerecBox>
detect (const Candidate &candidate, const pictures::Gray &picture, int min_face_size, float threshold)
{
  const FacerecDetectOptions options = { min_face_size, threshold };
  GArray *array = g_array_new (FALSE, FALSE, sizeof (FacerecBox));
  FacerecFrame frame;
  GError *error = nullptr;

  facerec_frame_init_gray (&frame, &picture[0][0], picture.nc (), picture.nr (), picture.nc ());
  g_assert_true (candidate.impl->detect (candidate.detector, &frame, &options, array, &error));
  g_assert_no_error (error);
  const FacerecBox *first = &g_array_index (array, FacerecBox, 0);
  std::vector<FacerecBox> boxes (first, first + array->len);
  g_array_unref (array);
  return boxes;
}

/* dlib on the picture as it is, doubled or halved. */
std::vector<Found>
detect_directly (frontal_face_detector &detector, const pictures::Gray &picture, int min_face_size, float threshold)
{
  pictures::Gray scaled;
  std::vector<rect_detection> detections;
  std::vector<Found> found;
  const pyramid_down<2> pyramid;

  if (min_face_size == 40)
    pyramid_up (picture, scaled, pyramid);
  else if (min_face_size == 160)
    pyramid (picture, scaled);
  detector (min_face_size == 80 ? picture : scaled, detections, threshold);
  for (const rect_detection &detection : detections) {
    const rectangle rect = min_face_size == 40 ? rectangle (pyramid.rect_down (detection.rect))
        : min_face_size == 160 ? rectangle (pyramid.rect_up (detection.rect)) : detection.rect;

    if (min_face_size <= 80 || std::min (rect.width (), rect.height ()) >= 0.9 * min_face_size)
      found.push_back ({ rect, detection.detection_confidence });
  }
  return found;
}

void
assert_identical (const std::string &what, const Candidate &candidate, const std::vector<FacerecBox> &ours,
    const std::vector<Found> &theirs, double *worst)
{
  bool same = ours.size () == theirs.size ();

  for (size_t i = 0; same && i < ours.size (); i++) {
    const double difference = std::abs (ours[i].score - static_cast<float> (theirs[i].score));

    same = ours[i].x == theirs[i].rect.left () && ours[i].y == theirs[i].rect.top () && ours[i].width == theirs[i].rect.width ()
        && ours[i].height == theirs[i].rect.height () && difference <= candidate.score_tolerance;
    *worst = std::max (*worst, difference);
  }
  if (!same)
    g_error ("%s: %s finds %zu faces, and not the %zu that dlib finds", what.c_str (), candidate.name.c_str (), ours.size (),
        theirs.size ());
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

/* dlib's own time is nearly all there is, and it grows with the picture: doubled, fewer of them do. */
struct Sample
{
  int min_face_size;
  float threshold;
  size_t every;
};

void
test_sample (gconstpointer data)
{
  const Sample &sample = *static_cast<const Sample *> (data);
  const std::vector<std::string> paths = pictures::scenes ();
  frontal_face_detector reference = get_frontal_face_detector ();
  const std::vector<Candidate> candidates = open_candidates ();
  size_t n_faces = 0, n_pictures = 0, n_runs = 0;
  double worst = 0;

  for (size_t i = 0; i < paths.size (); i += sample.every) {
    pictures::Gray gray;

    load_image (gray, paths[i]);
    for (const pictures::Gray &picture : sizes_of (gray, i)) {
      const std::vector<Found> theirs = detect_directly (reference, picture, sample.min_face_size, sample.threshold);

      for (size_t c = 0; c < candidates.size (); c++)
        /* All of them now and then, each in its turn. */
        if (n_pictures % 5 == 0 || n_pictures % candidates.size () == c) {
          assert_identical (paths[i], candidates[c], detect (candidates[c], picture, sample.min_face_size, sample.threshold),
              theirs, &worst);
          n_runs++;
        }
      n_faces += theirs.size ();
      n_pictures++;
    }
  }
  close_candidates (candidates);
  g_test_message ("%zu faces in %zu pictures, identical in %zu runs of %zu detectors; scores differ by %.2g at most", n_faces,
      n_pictures, n_runs, candidates.size (), worst);
  /* The pictures that Debian has show no face that large. */
  if (sample.min_face_size < 160)
    g_assert_cmpuint (n_faces, >, 0);
}

const Sample samples[] = { { 80, 0, 1 }, { 80, -0.5, 4 }, { 80, 0.5, 4 }, { 40, 0, 8 }, { 160, 0, 3 }, { 160, -0.5, 5 } };

} // namespace

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, nullptr);
  if (pictures::scenes ().empty ()) {
    g_print ("1..0 # SKIP no pictures: install visp-images-data or set FACEREC_DATA\n");
    return 0;
  }
  for (const Sample &sample : samples) {
    gchar *name = g_strdup_printf ("/reference/hog/%dpx/threshold%+.1f", sample.min_face_size, sample.threshold);

    g_test_add_data_func (name, &sample, test_sample);
    g_free (name);
  }
  return g_test_run ();
}
