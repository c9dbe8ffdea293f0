/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <dlib/dnn.h>
#include <dlib/image_processing/frontal_face_detector.h>
#include <dlib/image_transforms.h>

#include "models/dlib/engine.h"
#include "models/dlib/model.hh"
#include "models/dlib/views.hh"
#include "models/dlib/weights.hh"
#include "models/pixels/scaling.h"

using namespace facerec;

typedef dlib::pyramid_down<2> Halving;
static const guint MMOD_PYRAMID = 6;

struct _FacerecDetector
{
  virtual ~_FacerecDetector () = default;
  virtual void find (const FacerecFrame &frame, const FacerecDetectOptions &options, GArray *boxes) = 0;
};

namespace
{

/* Doubles or halves picture as scaling says; first is the picture it starts from, which may be picture itself. */
template <typename First, typename Image>
void
rescale (const First &first, const FacerecScaling &scaling, Image &picture)
{
  Halving pyramid;
  Image next;

  for (unsigned i = 0; i < scaling.doublings; i++) {
    if (i == 0)
      dlib::pyramid_up (first, next, pyramid);
    else
      dlib::pyramid_up (picture, next, pyramid);
    dlib::swap (picture, next);
  }
  for (unsigned i = 0; i < scaling.halvings; i++) {
    if (i == 0)
      pyramid (first, next);
    else
      pyramid (picture, next);
    dlib::swap (picture, next);
  }
}

void
append_box (GArray *boxes, const dlib::rectangle &rect, const FacerecScaling &scaling, double score, int min_face_size)
{
  const FacerecRectangle found = { static_cast<gint> (rect.left ()), static_cast<gint> (rect.top ()),
    static_cast<gint> (rect.right ()), static_cast<gint> (rect.bottom ()) };
  const FacerecRectangle face = facerec_scaling_to_frame (&scaling, &found);
  const FacerecBox box = { static_cast<gfloat> (face.left), static_cast<gfloat> (face.top),
    static_cast<gfloat> (face.right - face.left + 1), static_cast<gfloat> (face.bottom - face.top + 1),
    static_cast<gfloat> (score) };

  if (facerec_scaling_wants (min_face_size, box.width, box.height))
    g_array_append_val (boxes, box);
}

/* ---- HOG ---- */

class HogDetector : public _FacerecDetector
{
public:
  ~HogDetector () override
  {
    g_byte_array_unref (scratch);
  }

  void
  find (const FacerecFrame &frame, const FacerecDetectOptions &options, GArray *boxes) override
  {
    FacerecScaling scaling;
    std::vector<dlib::rect_detection> found;
    gint stride;
    const guint8 *luma = facerec_frame_luma (&frame, scratch, &stride);
    const LumaView view = { luma, frame.width, frame.height, stride };

    facerec_scaling_init (&scaling, frame.width, frame.height, options.min_face_size, MAX_PIXELS, FALSE);
    if (scaling.doublings || scaling.halvings) {
      rescale (view, scaling, picture);
      detector (picture, found, options.threshold);
    } else {
      detector (view, found, options.threshold);
    }
    for (const dlib::rect_detection &face : found)
      append_box (boxes, face.rect, scaling, face.detection_confidence, options.min_face_size);
  }

private:
  static constexpr double MAX_PIXELS = 64e6;
  dlib::frontal_face_detector detector = dlib::get_frontal_face_detector ();
  GByteArray *scratch = g_byte_array_new ();
  dlib::array2d<unsigned char> picture;
};

/* ---- CNN ---- */

/* The network of the published mmod_human_face_detector.dat: three convolutions that each halve the picture, three more, and
 * one filter that is the face; max-margin object detection on a tiled image pyramid (King 2015, arXiv:1502.00046). */
template <long filters, typename Below>
using Conv5 = dlib::con<filters, 5, 5, 1, 1, Below>;
template <long filters, typename Below>
using Conv5Half = dlib::con<filters, 5, 5, 2, 2, Below>;
template <long filters, typename Below>
using Block = dlib::relu<dlib::affine<Conv5<filters, Below>>>;
template <long filters, typename Below>
using HalfBlock = dlib::relu<dlib::affine<Conv5Half<filters, Below>>>;
template <typename Below>
using Eighth = HalfBlock<32, HalfBlock<32, HalfBlock<16, Below>>>;
using MmodNetwork = dlib::loss_mmod<dlib::con<1, 9, 9, 1, 1,
    Block<45, Block<45, Block<45, Eighth<dlib::input_rgb_image_pyramid<dlib::pyramid_down<MMOD_PYRAMID>>>>>>>>;

const char *const MMOD_KIND = "face detection network";

class MmodDetector : public _FacerecDetector
{
public:
  explicit MmodDetector (const char *model_path)
  {
    ModelFile file (model_path);

    file.parse (MMOD_KIND, [this] (std::istream &stream) { deserialize (network, stream); });
  }

  void
  find (const FacerecFrame &frame, const FacerecDetectOptions &options, GArray *boxes) override
  {
    FacerecScaling scaling;

    facerec_scaling_init (&scaling, frame.width, frame.height, options.min_face_size, MAX_PIXELS, TRUE);
    picture.set_size (frame.height, frame.width);
    facerec_frame_region_rgb (&frame, 0, 0, frame.width, frame.height, reinterpret_cast<guint8 *> (&picture (0, 0)),
        static_cast<gint> (sizeof (dlib::rgb_pixel)) * frame.width);
    rescale (picture, scaling, picture);
    /* No face is that small, and dlib treats a picture smaller than its filters as a fatal error. */
    if (MIN (picture.nr (), picture.nc ()) < SMALLEST_PICTURE)
      return;
    for (const dlib::mmod_rect &face : network.process (picture, options.threshold))
      append_box (boxes, face.rect, scaling, face.detection_confidence, options.min_face_size);
  }

private:
  static constexpr double MAX_PIXELS = 4e6; /* 1 GB of memory for each million */
  static constexpr long SMALLEST_PICTURE = 16;
  MmodNetwork network;
  dlib::matrix<dlib::rgb_pixel> picture;
};

/* ---- the CNN as plain data ---- */

void
read_windows (const dlib::mmod_options &options, FacerecMmodModel &model)
{
  model.windows = g_new0 (FacerecMmodWindow, options.detector_windows.size ());
  for (const auto &window : options.detector_windows)
    model.windows[model.n_windows++] = { static_cast<guint> (window.width), static_cast<guint> (window.height),
      g_strdup (window.label.c_str ()) };
}

FacerecMmodModel *
read_mmod (const char *path)
{
  ModelFile file (path);
  g_autoptr (FacerecMmodModel) model = g_new0 (FacerecMmodModel, 1);
  MmodNetwork net;

  file.parse (MMOD_KIND, [&] (std::istream &stream) { deserialize (net, stream); });
  const dlib::mmod_options &options = net.loss_details ().get_options ();
  if (options.detector_windows.size () != 1 || options.use_bounding_box_regression)
    file.refuse (MMOD_KIND, "it has other outputs than one window's score");
  model->model_id = g_strdup (file.id.c_str ());
  model->network = network_from_dlib (net, file, MMOD_KIND);
  read_windows (options, *model);
  model->pyramid_n = MMOD_PYRAMID;
  model->pyramid_padding = static_cast<guint> (dlib::input_layer (net).get_pyramid_padding ());
  model->pyramid_outer_padding = static_cast<guint> (dlib::input_layer (net).get_pyramid_outer_padding ());
  model->assume_pyramid = options.assume_image_pyramid == dlib::use_image_pyramid::yes;
  model->iou_threshold = options.overlaps_nms.get_iou_thresh ();
  model->covered_threshold = options.overlaps_nms.get_percent_covered_thresh ();
  return static_cast<FacerecMmodModel *> (g_steal_pointer (&model));
}

/* ---- the C side ---- */

FacerecDetector *
hog_open (const gchar *, const FacerecEngineOptions *, GError **error)
{
  return guard<FacerecDetector *> (error, FACEREC_ERROR_ENGINE, "cannot make the HOG detector", nullptr,
      [] { return new HogDetector (); });
}

FacerecDetector *
mmod_open (const gchar *model_path, const FacerecEngineOptions *, GError **error)
{
  return guard<FacerecDetector *> (error, FACEREC_ERROR_READ, "cannot load the CNN detector", nullptr,
      [=] { return new MmodDetector (model_path); });
}

gboolean
detect (FacerecDetector *self, const FacerecFrame *frame, const FacerecDetectOptions *options, GArray *boxes,
    GError **error)
{
  const guint n_before = boxes->len;
  const gboolean ok = guard<gboolean> (error, FACEREC_ERROR_ENGINE, "cannot search for faces", FALSE, [=] {
    self->find (*frame, *options, boxes);
    return TRUE;
  });

  if (!ok)
    g_array_set_size (boxes, n_before);
  return ok;
}

void
detector_close (FacerecDetector *self)
{
  delete self;
}

} // namespace

const FacerecDetectorImpl facerec_dlib_hog = { "dlib-hog", nullptr, hog_open, detect, detector_close, nullptr, nullptr };
const FacerecDetectorImpl facerec_dlib_mmod = { "dlib-mmod", "mmod_human_face_detector.dat", mmod_open, detect,
  detector_close, nullptr, nullptr };

FacerecMmodModel *
facerec_dlib_read_mmod (const gchar *path, GError **error)
{
  return guard<FacerecMmodModel *> (error, FACEREC_ERROR_READ, "cannot load the CNN detector", nullptr,
      [=] { return read_mmod (path); });
}
