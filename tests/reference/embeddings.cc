/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* The embeddings of every engine and precision against those of dlib (which faces.cc holds to dlib called directly), on the
 * chips of real faces. */
#include <cmath>
#include <cstring>

#include "models.hh"
#include "models/engine.h"
#include "pictures.hh"

namespace
{

const guint DIMENSIONS = 128;

typedef std::vector<guint8> Chips;
typedef std::vector<gfloat> Embeddings;

const FacerecEngine &
dlib_engine ()
{
  return *facerec_engine_find ("dlib", nullptr);
}

/* ---- the faces ---- */

void
append_faces (const pictures::Rgb &picture, FacerecDetector *detector, FacerecAligner *aligner, Chips &chips)
{
  const FacerecDetectOptions options = { 80, 0 };
  g_autoptr (GArray) boxes = g_array_new (FALSE, FALSE, sizeof (FacerecBox));
  FacerecFrame frame;
  GError *error = nullptr;

  facerec_frame_init_rgb (&frame, &picture[0][0].red, picture.nc (), picture.nr (), 3 * picture.nc ());
  dlib_engine ().hog->detect (detector, &frame, &options, boxes, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < boxes->len; i++) {
    FacerecLandmarks landmarks;

    chips.resize (chips.size () + FACEREC_CHIP_BYTES);
    dlib_engine ().aligner->landmarks (aligner, &frame, &g_array_index (boxes, FacerecBox, i), &landmarks, &error);
    g_assert_no_error (error);
    dlib_engine ().aligner->chip (aligner, &frame, &landmarks, &chips[chips.size () - FACEREC_CHIP_BYTES], &error);
    g_assert_no_error (error);
  }
}

const Chips &
chips ()
{
  static Chips found;

  if (found.empty ()) {
    FacerecDetector *detector = dlib_engine ().hog->open (nullptr, nullptr, nullptr);
    FacerecAligner *aligner = dlib_engine ().aligner->open (need_model (dlib_engine ().aligner->model_file_5).c_str (),
        nullptr);

    for (const std::string &path : pictures::portraits ())
      append_faces (pictures::load_rgb (path), detector, aligner, found);
    dlib_engine ().hog->close (detector);
    dlib_engine ().aligner->close (aligner);
  }
  return found;
}

guint
n_chips ()
{
  return static_cast<guint> (chips ().size () / FACEREC_CHIP_BYTES);
}

/* ---- the engines ---- */

class Embedder
{
public:
  Embedder (const FacerecEngine &engine, FacerecPrecision precision, guint threads)
    : impl (*engine.embedder)
  {
    const FacerecEngineOptions options = { threads, precision };

    self = impl.open (need_model (impl.model_file).c_str (), &options, &error);
    if (self)
      g_assert_cmpstr (impl.model_id (self), ==, "dlib-resnet-v1");
  }

  ~Embedder ()
  {
    impl.close (self);
    g_clear_error (&error);
  }

  Embeddings
  embed (const guint8 *first, guint n, guint jitter) const
  {
    Embeddings embeddings (static_cast<size_t> (n) * DIMENSIONS);
    GError *problem = nullptr;

    impl.embed (self, first, n, jitter, embeddings.data (), &problem);
    g_assert_no_error (problem);
    return embeddings;
  }

  const FacerecEmbedderImpl &impl;
  FacerecEmbedder *self;
  GError *error = nullptr;
};

double
distance (const gfloat *a, const gfloat *b)
{
  double sum = 0;

  for (guint i = 0; i < DIMENSIONS; i++)
    sum += (static_cast<double> (a[i]) - b[i]) * (static_cast<double> (a[i]) - b[i]);
  return std::sqrt (sum);
}

double
largest_distance (const Embeddings &a, const Embeddings &b)
{
  double largest = 0;

  g_assert_cmpuint (a.size (), ==, b.size ());
  for (size_t i = 0; i < a.size (); i += DIMENSIONS)
    largest = std::max (largest, distance (&a[i], &b[i]));
  return largest;
}

const Embeddings &
expected ()
{
  static const Embeddings found = Embedder (dlib_engine (), FACEREC_PRECISION_F32, 0).embed (chips ().data (), n_chips (), 0);

  return found;
}

struct Case
{
  std::string path;
  const FacerecEngine *engine;
  FacerecPrecision precision;
  double limit;  /* distance to dlib's embedding, whose length is about 1.4 */
  double repeat; /* to that of the same face in other company */
};

bool
skip (const Embedder &embedder, const Case &c)
{
  if (embedder.self)
    return false;
  g_assert_cmpint (c.precision, ==, FACEREC_PRECISION_BF16);
  g_assert_error (embedder.error, FACEREC_ERROR, FACEREC_ERROR_UNAVAILABLE);
  g_test_skip (embedder.error->message);
  return true;
}

void
test_near_dlib (gconstpointer data)
{
  const Case &c = *static_cast<const Case *> (data);
  const Embedder embedder (*c.engine, c.precision, 0);

  if (skip (embedder, c))
    return;
  const Embeddings found = embedder.embed (chips ().data (), n_chips (), 0);
  const double largest = largest_distance (found, expected ());

  g_test_message ("%s: %u faces, largest distance to dlib %.2g", c.path.c_str (), n_chips (), largest);
  g_assert_cmpfloat (largest, <, c.limit);
  /* Not one embedding for all. */
  for (guint i = 1; i < n_chips (); i++)
    g_assert_cmpfloat (distance (&found[(i - 1) * DIMENSIONS], &found[i * DIMENSIONS]), >, 0);
}

/* Whatever company a face is in, it has the embedding that it has alone, and has it again. */
void
test_company (gconstpointer data)
{
  const Case &c = *static_cast<const Case *> (data);

  for (guint threads = 1; threads <= 3; threads++) {
    const Embedder embedder (*c.engine, c.precision, threads);
    Embeddings alone;

    if (skip (embedder, c))
      return;
    for (guint n = 1; n <= MIN (n_chips (), 17); n++) {
      const Embeddings last = embedder.embed (chips ().data () + static_cast<size_t> (n - 1) * FACEREC_CHIP_BYTES, 1, 0);
      const Embeddings together = embedder.embed (chips ().data (), n, 0);

      alone.insert (alone.end (), last.begin (), last.end ());
      g_assert_cmpfloat (largest_distance (alone, together), <=, c.repeat);
      g_assert_true (together == embedder.embed (chips ().data (), n, 0) || c.repeat > 0);
    }
  }
}

void
test_jitter (gconstpointer data)
{
  const Case &c = *static_cast<const Case *> (data);
  const Embedder reference (dlib_engine (), FACEREC_PRECISION_F32, 0), embedder (*c.engine, c.precision, 0);

  if (skip (embedder, c))
    return;
  for (guint jitter : { 1u, 5u, 20u }) {
    const Embeddings ours = embedder.embed (chips ().data (), 2, jitter);

    g_assert_cmpfloat (largest_distance (ours, reference.embed (chips ().data (), 2, jitter)), <, c.limit);
    g_assert_cmpfloat (largest_distance (ours, embedder.embed (chips ().data (), 2, jitter)), <=, c.repeat);
    g_assert_cmpfloat (distance (&ours[0], &expected ()[0]), >, 0.01);
  }
}

void
add (const FacerecEngine &engine, const char *name, FacerecPrecision precision, double limit, double repeat)
{
  const std::string path = std::string ("/reference/embeddings/") + engine.name + "/" + name;
  static std::vector<std::unique_ptr<Case>> cases;

  cases.emplace_back (new Case { path, &engine, precision, limit, repeat });
  g_test_add_data_func ((path + "/near-dlib").c_str (), cases.back ().get (), test_near_dlib);
  g_test_add_data_func ((path + "/company").c_str (), cases.back ().get (), test_company);
  g_test_add_data_func ((path + "/jitter").c_str (), cases.back ().get (), test_jitter);
}

} // namespace

int
main (int argc, char **argv)
{
  guint n_engines = 0;

  g_test_init (&argc, &argv, nullptr);
  if (n_chips () == 0) {
    g_print ("1..0 # SKIP no pictures: install visp-images-data or set FACEREC_DATA\n");
    return 0;
  }
  for (const FacerecEngine *const *engine = facerec_engines (); *engine; engine++) {
    if (g_str_equal ((*engine)->name, "dlib") || g_str_equal ((*engine)->name, "fake")
        || ((*engine)->usable && !(*engine)->usable (nullptr)))
      continue;
    n_engines++;
    /* How 3x3 filters share work out among threads may change the last bits of 32. */
    add (**engine, "f32", FACEREC_PRECISION_F32, 1e-3, 1e-5);
    add (**engine, "bf16", FACEREC_PRECISION_BF16, 1e-2, 0);
  }
  if (n_engines == 0) {
    g_print ("1..0 # SKIP no engine but dlib describes faces here\n");
    return 0;
  }
  return g_test_run ();
}
