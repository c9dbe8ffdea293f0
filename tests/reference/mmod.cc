/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* The parts of the CNN detector around its network against dlib's: the pyramid's layout and pixels, boxes from scores. */
#include <dlib/dnn.h>
#include <dlib/image_transforms.h>
#include <dlib/rand.h>

#include "mmodnetwork.hh"
#include "models.hh"
#include "models/engine.h"
#include "models/mmod/decode.h"
#include "models/mmod/pyramid.h"
#include "models/mmod/rows.h"
#include "models/onednn/cpu.h"
#include "models/onednn/engine.h"
#include "pictures.hh"
#include "planes.hh"

using namespace dlib;

namespace
{

typedef matrix<rgb_pixel> Picture;
typedef input_rgb_image_pyramid<pyramid_down<6>> Input;

const int PADDING = 10, BORDER = 11;

/* Noise over a gradient: no two neighbours alike. */
Picture
noise (long width, long height)
{
  Picture picture (height, width);
  dlib::rand random (width * 10007 + height);

  for (long y = 0; y < height; y++)
    for (long x = 0; x < width; x++) {
      const int base = static_cast<int> ((x * 3 + y * 2) % 192);

      picture (y, x) = rgb_pixel (base + random.get_random_8bit_number () % 64,
          255 - base - random.get_random_8bit_number () % 64, random.get_random_8bit_number ());
    }
  return picture;
}

FacerecFrame
frame_of (const Picture &picture)
{
  FacerecFrame frame;

  facerec_frame_init_rgb (&frame, &picture (0, 0).red, static_cast<gint> (picture.nc ()),
      static_cast<gint> (picture.nr ()), static_cast<gint> (3 * picture.nc ()));
  return frame;
}

/* ---- layout ---- */

void
assert_same_layout (long width, long height, int padding, int border)
{
  FacerecMmodLayout ours;
  std::vector<rectangle> theirs;
  long theirs_width, theirs_height;

  facerec_mmod_layout_init (&ours, static_cast<gint> (width), static_cast<gint> (height), padding, border);
  dlib::impl::compute_tiled_image_pyramid_details (pyramid_down<6> (), height, width, padding, border, theirs,
      theirs_height, theirs_width);
  if (ours.width != theirs_width || ours.height != theirs_height || ours.n_levels != theirs.size ())
    g_error ("%ldx%ld: a tile of %dx%d with %u levels, dlib's is %ldx%ld with %zu", width, height, ours.width, ours.height,
        ours.n_levels, theirs_width, theirs_height, theirs.size ());
  for (guint i = 0; i < ours.n_levels; i++) {
    g_assert_cmpint (ours.levels[i].x, ==, theirs[i].left ());
    g_assert_cmpint (ours.levels[i].y, ==, theirs[i].top ());
    g_assert_cmpint (ours.levels[i].width, ==, theirs[i].width ());
    g_assert_cmpint (ours.levels[i].height, ==, theirs[i].height ());
  }
}

void
test_layout ()
{
  for (long width = 16; width < 200; width++)
    for (long height = 16; height < 200; height += 3)
      assert_same_layout (width, height, PADDING, BORDER);
  for (long width = 150; width < 4000; width += 211)
    for (long height = 100; height < 4000; height += 173) {
      assert_same_layout (width, height, PADDING, BORDER);
      assert_same_layout (width, height, 3, 0);
    }
  assert_same_layout (640, 360, PADDING, BORDER);
  assert_same_layout (7680, 4320, PADDING, BORDER);
  assert_same_layout (60000, 20, PADDING, BORDER);
}

/* ---- pixels ---- */

/* The largest difference to dlib's tensor, in levels of 0..255. */
double
tile_difference (const FacerecFrame &frame, const FacerecScaling &scaling, const Picture &scaled)
{
  const Input input;
  const gfloat mean[3] = { input.get_avg_red (), input.get_avg_green (), input.get_avg_blue () };
  FacerecMmodPyramid *pyramid = facerec_mmod_pyramid_new (mean, 1 / 256.0f);
  FacerecMmodLayout layout;
  resizable_tensor theirs;
  gint width = frame.width, height = frame.height;
  double worst = 0;

  input.to_tensor (&scaled, &scaled + 1, theirs);
  facerec_scaling_size (&scaling, &width, &height);
  g_assert_cmpint (width, ==, scaled.nc ());
  g_assert_cmpint (height, ==, scaled.nr ());
  facerec_mmod_layout_init (&layout, width, height, PADDING, BORDER);
  g_assert_cmpint (layout.width, ==, theirs.nc ());
  g_assert_cmpint (layout.height, ==, theirs.nr ());
  std::vector<float> ours (theirs.size (), 0.0f);
  facerec_mmod_pyramid_draw (pyramid, &frame, &scaling, &layout, ours.data ());
  for (size_t i = 0; i < ours.size (); i++)
    worst = std::max (worst, 256.0 * std::abs (static_cast<double> (ours[i]) - theirs.host ()[i]));
  facerec_mmod_pyramid_free (pyramid);
  return worst;
}

void
test_tile ()
{
  const FacerecScaling none = { 0, 0 };
  const std::pair<long, long> sizes[] = { { 55, 16 }, { 64, 48 }, { 97, 131 }, { 160, 120 }, { 641, 359 }, { 1280, 720 } };

  for (const auto &size : sizes) {
    const Picture picture = noise (size.first, size.second);
    const double worst = tile_difference (frame_of (picture), none, picture);

    g_test_message ("%ldx%ld: %.4f of a level", size.first, size.second, worst);
    /* dlib adds up its places along a row in single precision. */
    g_assert_cmpfloat (worst, <, 1);
  }
}

/* From planes of YUV it is what dlib makes of the same frame converted to RGB first. */
void
test_tile_of_yuv ()
{
  const FacerecScaling none = { 0, 0 };

  for (bool semi_planar : { false, true }) {
    const Picture picture = noise (321, 243);
    pictures::Rgb rgb;
    Picture converted;

    assign_image (rgb, picture);
    const Planes planes (rgb, semi_planar);
    assign_image (converted, planes.to_rgb ());
    /* Its conversion is of double precision, ours of 20 bits: seldom a level differs by one. */
    g_assert_cmpfloat (tile_difference (planes.frame, none, converted), <=, 2);
  }
}

Picture
rescaled (Picture picture, const FacerecScaling &scaling)
{
  for (guint i = 0; i < scaling.doublings; i++)
    pyramid_up (picture);
  for (guint i = 0; i < scaling.halvings; i++)
    pyramid_down<2> () (picture);
  return picture;
}

void
test_scaled ()
{
  const FacerecScaling scalings[] = { { 1, 0 }, { 2, 0 }, { 0, 1 }, { 0, 2 }, { 0, 3 } };

  for (const FacerecScaling &scaling : scalings)
    for (const auto &size : { std::make_pair (180L, 240L), std::make_pair (333L, 211L) }) {
      const Picture picture = noise (size.first, size.second), theirs = rescaled (picture, scaling);
      const FacerecFrame frame = frame_of (picture);
      FacerecMmodRows *rows = facerec_mmod_rows_new ();
      int worst = 0;
      double sum = 0;

      facerec_mmod_rows_start (rows, &frame, &scaling);
      for (long y = 0; y < theirs.nr (); y++) {
        const guint8 *row = reinterpret_cast<const guint8 *> (facerec_mmod_rows_read (rows, static_cast<gint> (y)));

        for (long x = 0; x < theirs.nc (); x++) {
          const rgb_pixel &pixel = theirs (y, x);
          const int difference = std::max ({ std::abs (row[4 * x] - pixel.red), std::abs (row[4 * x + 1] - pixel.green),
              std::abs (row[4 * x + 2] - pixel.blue) });

          worst = std::max (worst, difference);
          sum += difference;
        }
      }
      g_test_message ("%u doublings, %u halvings of %ldx%ld: at most %d, mean %.4f", scaling.doublings, scaling.halvings,
          size.first, size.second, worst, sum / theirs.size ());
      /* dlib rounds down but for the last columns, which it rounds to the nearest; twice, and it is two levels. */
      g_assert_cmpint (worst, <=, static_cast<int> (scaling.doublings));
      g_assert_cmpfloat (sum / theirs.size (), <, 0.05 * scaling.doublings + 1e-9);
      facerec_mmod_rows_free (rows);
      g_assert_cmpfloat (tile_difference (frame, scaling, theirs), <=, scaling.doublings + 1.0);
    }
}

/* ---- boxes ---- */

void
test_mapping ()
{
  FacerecScaling scaling;
  dlib::rand random (1);

  for (int i = 0; i < 1000; i++) {
    const long left = random.get_integer_in_range (-50, 2000), top = random.get_integer_in_range (-50, 2000);
    const rectangle found (left, top, left + random.get_integer_in_range (0, 500), top + random.get_integer_in_range (0, 500));
    const FacerecRectangle ours = { static_cast<gint> (found.left ()), static_cast<gint> (found.top ()),
      static_cast<gint> (found.right ()), static_cast<gint> (found.bottom ()) };

    for (guint steps = 1; steps < 4; steps++)
      for (bool doubled : { false, true }) {
        scaling = { doubled ? steps : 0, doubled ? 0 : steps };
        const FacerecRectangle mapped = facerec_scaling_to_frame (&scaling, &ours);
        const rectangle theirs = doubled ? pyramid_down<2> ().rect_down (found, steps)
                                         : pyramid_down<2> ().rect_up (found, steps);

        g_assert_true (rectangle (mapped.left, mapped.top, mapped.right, mapped.bottom) == theirs);
      }
  }
}

/* Scores without a face's meaning: dense and sparse, with neighbours that suppress each other. */
void
fill_randomly (tensor &scores, dlib::rand &random, double density)
{
  float *score = scores.host_write_only ();

  for (size_t i = 0; i < scores.size (); i++)
    score[i] = static_cast<float> (random.get_random_double () < density ? random.get_random_gaussian () : -1);
}

FacerecMmodDecoder
decoder_of (const mmod_options &options)
{
  return { static_cast<gint> (options.detector_windows[0].width), static_cast<gint> (options.detector_windows[0].height),
    options.overlaps_nms.get_iou_thresh (), options.overlaps_nms.get_percent_covered_thresh (), 8, 14 };
}

void
assert_same_faces (const GArray *ours, const std::vector<mmod_rect> &theirs)
{
  g_assert_cmpuint (ours->len, ==, theirs.size ());
  for (guint i = 0; i < ours->len; i++) {
    const FacerecMmodFace *face = &g_array_index (ours, FacerecMmodFace, i);
    const rectangle rect (face->rectangle.left, face->rectangle.top, face->rectangle.right, face->rectangle.bottom);

    g_assert_true (rect == theirs[i].rect);
    g_assert_cmpfloat (face->score, ==, theirs[i].detection_confidence);
  }
}

void
test_decode ()
{
  MmodNetwork network;
  dlib::rand random (7);
  size_t n_faces = 0;

  deserialize (need_model ("mmod_human_face_detector.dat")) >> network;
  const FacerecMmodDecoder decoder = decoder_of (network.loss_details ().get_options ());
  for (const auto &size : { std::make_pair (90L, 70L), std::make_pair (320L, 180L), std::make_pair (200L, 333L) }) {
    const Picture picture = noise (size.first, size.second);
    resizable_tensor input;
    FacerecMmodLayout layout;

    network.to_tensor (&picture, &picture + 1, input);
    network.subnet ().forward (input);
    tensor &scores = const_cast<tensor &> (network.subnet ().get_output ());
    facerec_mmod_layout_init (&layout, static_cast<gint> (size.first), static_cast<gint> (size.second), PADDING, BORDER);
    for (int round = 0; round < 20; round++) {
      const double threshold = 0.1 * (round - 10);
      std::vector<std::vector<mmod_rect>> theirs (1);
      GArray *ours = g_array_new (FALSE, FALSE, sizeof (FacerecMmodFace));

      fill_randomly (scores, random, round % 2 ? 0.01 : 0.5);
      network.loss_details ().to_label (input, network.subnet (), theirs.begin (), threshold);
      facerec_mmod_decode (&decoder, &layout, scores.host (), static_cast<gint> (scores.nc ()),
          static_cast<gint> (scores.nr ()), threshold, ours);
      assert_same_faces (ours, theirs[0]);
      n_faces += ours->len;
      g_array_unref (ours);
    }
  }
  g_test_message ("%zu boxes, all identical", n_faces);
  g_assert_cmpuint (n_faces, >, 1000);
}

/* ---- the whole detector on oneDNN ---- */

#ifdef HAVE_ONEDNN

struct Comparison
{
  size_t n_pictures = 0, n_faces = 0, n_doubtful = 0;
  double worst_iou = 1, worst_score = 0;
};

double
iou (const FacerecBox &box, const rectangle &rect)
{
  const drectangle ours (box.x, box.y, box.x + box.width - 1, box.y + box.height - 1), theirs (rect);
  const double common = ours.intersect (theirs).area ();

  return common / (ours.area () + theirs.area () - common);
}

/* Each of theirs is one of ours and the other way round; only a face that scores as good as nothing may be missing. */
void
compare (const std::string &path, const std::vector<FacerecBox> &ours, const std::vector<mmod_rect> &theirs,
    double least_iou, double doubtful, Comparison &sum)
{
  std::vector<bool> taken (ours.size (), false);

  for (const mmod_rect &face : theirs) {
    size_t best = ours.size ();

    for (size_t i = 0; i < ours.size (); i++)
      if (!taken[i] && iou (ours[i], face.rect) > (best < ours.size () ? iou (ours[best], face.rect) : least_iou))
        best = i;
    if (best == ours.size ()) {
      if (face.detection_confidence > doubtful)
        g_error ("%s: no face where dlib has one with a score of %g", path.c_str (), face.detection_confidence);
      sum.n_doubtful++;
      continue;
    }
    taken[best] = true;
    sum.n_faces++;
    sum.worst_iou = std::min (sum.worst_iou, iou (ours[best], face.rect));
    sum.worst_score = std::max (sum.worst_score, std::abs (ours[best].score - face.detection_confidence));
  }
  for (size_t i = 0; i < ours.size (); i++)
    if (!taken[i]) {
      if (ours[i].score > doubtful)
        g_error ("%s: a face with a score of %g where dlib has none", path.c_str (), static_cast<double> (ours[i].score));
      sum.n_doubtful++;
    }
  sum.n_pictures++;
}

std::vector<FacerecBox>
detect (FacerecDetector *detector, const FacerecFrame &frame, int min_face_size)
{
  const FacerecDetectOptions options = { min_face_size, 0 };
  GArray *array = g_array_new (FALSE, FALSE, sizeof (FacerecBox));
  GError *error = nullptr;

  g_assert_true (facerec_onednn_mmod.detect (detector, &frame, &options, array, &error));
  g_assert_no_error (error);
  const FacerecBox *first = &g_array_index (array, FacerecBox, 0);
  const std::vector<FacerecBox> boxes (first, first + array->len);
  g_array_unref (array);
  return boxes;
}

/* A whole film or folder takes dlib minutes; the environment says how much of them is wanted. */
std::vector<std::string>
pictures_to_compare ()
{
  const char *folder = std::getenv ("FACEREC_COMPARE");
  std::vector<std::string> paths = pictures::packaged ();

  if (folder && *folder) {
    paths.clear ();
    pictures::collect (folder, 1, paths);
    return paths;
  }
  pictures::collect (pictures::data_folder () / "detection" / "dlib_faces", 1, paths);
  pictures::collect (pictures::data_folder () / "detection" / "wider", 17, paths);
  pictures::collect (pictures::data_folder () / "lfw" / "images", 300, paths);
  return paths;
}

struct Candidate
{
  FacerecPrecision precision;
  double least_iou, doubtful; /* scores differ by as much as that */
  FacerecDetector *detector;
  Comparison sum;
};

void
test_whole ()
{
  const std::string model = need_model (facerec_onednn_mmod.model_file);
  Candidate candidates[] = { { FACEREC_PRECISION_F32, 0.95, 0.001, nullptr, {} },
    { FACEREC_PRECISION_BF16, 0.9, 0.05, nullptr, {} } };
  MmodNetwork network;

  if (!facerec_onednn_usable (nullptr)) {
    g_test_skip ("oneDNN has nothing for this CPU");
    return;
  }
  deserialize (model) >> network;
  for (Candidate &candidate : candidates) {
    const FacerecEngineOptions options = { 0, candidate.precision };

    if (candidate.precision == FACEREC_PRECISION_F32 || facerec_onednn_has_bf16 ())
      candidate.detector = facerec_onednn_mmod.open (model.c_str (), &options, nullptr);
  }
  g_assert_nonnull (candidates[0].detector);
  for (const std::string &path : pictures_to_compare ()) {
    Picture picture;

    load_image (picture, path);
    const std::vector<mmod_rect> theirs = network.process (picture, 0);
    for (Candidate &candidate : candidates)
      if (candidate.detector)
        compare (path, detect (candidate.detector, frame_of (picture), 80), theirs, candidate.least_iou,
            candidate.doubtful, candidate.sum);
  }
  for (Candidate &candidate : candidates) {
    const Comparison &sum = candidate.sum;

    if (!candidate.detector)
      continue;
    g_test_message ("%s: %zu pictures, %zu faces of both, lowest IoU %.3f, scores differ by %.4f at most, %zu doubtful of one",
        candidate.precision == FACEREC_PRECISION_F32 ? "f32" : "bf16", sum.n_pictures, sum.n_faces, sum.worst_iou,
        sum.worst_score, sum.n_doubtful);
    g_assert_cmpuint (sum.n_faces, >, 0);
    facerec_onednn_mmod.close (candidate.detector);
  }
}

/* px: dlib would need minutes and gigabytes for more. */
const size_t LARGEST_DOUBLED = 400000;

/* Doubled and halved pictures, and frames of YUV, in the 32 bits that leave no room for excuses. */
void
test_whole_scaled ()
{
  const std::string model = need_model (facerec_onednn_mmod.model_file);
  const FacerecEngineOptions options = { 0, FACEREC_PRECISION_F32 };
  MmodNetwork network;
  Comparison sum;

  if (!facerec_onednn_usable (nullptr)) {
    g_test_skip ("oneDNN has nothing for this CPU");
    return;
  }
  deserialize (model) >> network;
  FacerecDetector *detector = facerec_onednn_mmod.open (model.c_str (), &options, nullptr);
  std::vector<std::string> paths;
  pictures::collect (pictures::data_folder () / "detection" / "dlib_faces", 1, paths);
  if (paths.empty ())
    paths = pictures::packaged ();
  for (const std::string &path : paths) {
    pictures::Rgb rgb = pictures::load_rgb (path);

    if (rgb.size () > LARGEST_DOUBLED)
      continue;
    const Planes planes (rgb, true);

    for (int min_face_size : { 40, 80, 160 }) {
      FacerecScaling scaling = { min_face_size < 80, min_face_size > 80 };
      Picture picture;
      std::vector<mmod_rect> theirs;

      assign_image (picture, planes.to_rgb ());
      picture = rescaled (picture, scaling);
      for (mmod_rect face : network.process (picture, 0)) {
        const FacerecRectangle found = { static_cast<gint> (face.rect.left ()), static_cast<gint> (face.rect.top ()),
          static_cast<gint> (face.rect.right ()), static_cast<gint> (face.rect.bottom ()) };
        const FacerecRectangle place = facerec_scaling_to_frame (&scaling, &found);

        face.rect = rectangle (place.left, place.top, place.right, place.bottom);
        if (facerec_scaling_wants (min_face_size, face.rect.width (), face.rect.height ()))
          theirs.push_back (face);
      }
      /* Pixels that dlib rounds up and we do not move the scores of doubled pictures. */
      compare (path, detect (detector, planes.frame, min_face_size), theirs, 0.95, 0.02, sum);
    }
  }
  g_test_message ("%zu pictures, %zu faces of both, lowest IoU %.3f, scores differ by %.4f at most, %zu doubtful of one",
      sum.n_pictures, sum.n_faces, sum.worst_iou, sum.worst_score, sum.n_doubtful);
  if (sum.n_pictures == 0)
    g_test_skip ("no picture that is small enough: set FACEREC_DATA");
  facerec_onednn_mmod.close (detector);
}

#endif

} // namespace

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, nullptr);
  g_test_add_func ("/reference/mmod/layout of the pyramid", test_layout);
  g_test_add_func ("/reference/mmod/pixels of the pyramid", test_tile);
  g_test_add_func ("/reference/mmod/pixels of YUV", test_tile_of_yuv);
  g_test_add_func ("/reference/mmod/pixels of pictures doubled and halved", test_scaled);
  g_test_add_func ("/reference/mmod/boxes of pictures doubled and halved", test_mapping);
  g_test_add_func ("/reference/mmod/boxes from scores", test_decode);
#ifdef HAVE_ONEDNN
  g_test_add_func ("/reference/mmod/faces on oneDNN", test_whole);
  g_test_add_func ("/reference/mmod/faces on oneDNN of YUV doubled and halved", test_whole_scaled);
#endif
  return g_test_run ();
}
