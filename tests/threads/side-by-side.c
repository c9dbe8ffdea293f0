/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Streams beside each other, each with its own number of threads, on the real engines: each gets what it gets alone, and the
 * settings that the libraries under them keep for the whole process stay as they were found. */
#include <dlfcn.h>

#include "models/engine.h"
#include "models/modelfile.h"
#include "tests/elements/testframe.h"

#define CAPS "video/x-raw,format=I420,width=320,height=240,framerate=30/1"
#define N_FRAMES 6
#define N_STREAMS 3

static const gchar *const detectors[] = { "hog", "cnn" };
static const guint threads_of[N_STREAMS] = { 1, 2, 3 };

/* ---- settings of the process ---- */

static const gchar *const settings[] = { "openblas_get_num_threads", "omp_get_max_threads", "omp_get_dynamic",
  "omp_get_thread_limit", "omp_get_max_active_levels" };

typedef struct {
  gint values[G_N_ELEMENTS (settings)]; /* -1: there is no such library in the process */
} Settings;

static void
settings_read (Settings *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++) {
    gint (*get) (void) = (gint (*) (void)) dlsym (RTLD_DEFAULT, settings[i]);

    self->values[i] = get ? get () : -1;
  }
}

static void
settings_assert_equal (const Settings *now, const Settings *before)
{
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++) {
    if (before->values[i] >= 0 && now->values[i] != before->values[i])
      g_test_message ("%s: %d, it was %d", settings[i], now->values[i], before->values[i]);
    if (before->values[i] >= 0)
      g_assert_cmpint (now->values[i], ==, before->values[i]);
  }
}

/* ---- one stream ---- */

typedef struct {
  const gchar *detector;
  guint threads;
  GArray *numbers; /* gfloat: all boxes and embeddings */
} Stream;

/* Noise with a shape like a face: whatever is found there, it is found every time. */
static GstBuffer *
frame_new (guint number)
{
  static const TestFace shapes[] = { { 60, 40, 120, 150, 200 }, { 85, 90, 22, 12, 40 }, { 135, 90, 22, 12, 40 },
    { 100, 150, 44, 10, 60 } };
  GstBuffer *frame = test_frame_new_for_caps (CAPS, shapes, G_N_ELEMENTS (shapes));
  GRand *random = g_rand_new_with_seed (number);
  GstMapInfo map;

  g_assert_true (gst_buffer_map (frame, &map, GST_MAP_READWRITE));
  for (gsize i = 0; i < map.size; i++)
    map.data[i] = (guint8) (map.data[i] + g_rand_int_range (random, 0, 16));
  gst_buffer_unmap (frame, &map);
  g_rand_free (random);
  return frame;
}

static void
add_numbers (GArray *numbers, GstBuffer *frame)
{
  gpointer state = NULL;
  GstFacerecMeta *face;

  while ((face = gst_facerec_buffer_iterate_faces (frame, &state))) {
    const gfloat box[4] = { face->x, face->y, face->width, face->height };
    gsize n_values;
    const gfloat *embedding = gst_facerec_meta_get_embedding (face, &n_values);

    g_assert_nonnull (embedding);
    g_array_append_vals (numbers, box, 4);
    g_array_append_vals (numbers, embedding, (guint) n_values);
  }
}

static gpointer
stream_run (gpointer data)
{
  Stream *self = data;
  g_autofree gchar *launch = g_strdup_printf ("facerecdetect append=true detector=%s threads=%u ! "
      "faceembed name=embed", self->detector, self->threads);
  GstHarness *harness = gst_harness_new_parse (launch);
  g_autoptr (GstElement) embed = gst_bin_get_by_name (GST_BIN (harness->element), "embed");

  if (g_object_class_find_property (G_OBJECT_GET_CLASS (embed), "threads"))
    g_object_set (embed, "threads", self->threads, NULL);
  gst_harness_set_live (harness, FALSE);
  gst_harness_set_src_caps_str (harness, CAPS);
  for (guint i = 0; i < N_FRAMES; i++) {
    GstBuffer *frame = frame_new (i);
    GstBuffer *out;

    /* One that nobody has to find, so that there is something to describe. */
    gst_facerec_buffer_add_face (frame, 70 + (gfloat) i, 60, 100, 100, 320, 240, 1, "test");
    out = gst_harness_push_and_pull (harness, frame);
    g_assert_nonnull (out);
    add_numbers (self->numbers, out);
    gst_buffer_unref (out);
  }
  gst_harness_teardown (harness);
  return NULL;
}

static void
stream_init (Stream *self, const gchar *detector, guint threads)
{
  *self = (Stream) { detector, threads, g_array_new (FALSE, FALSE, sizeof (gfloat)) };
}

/* The share of the work of each thread may differ in the order of its sums. */
static void
assert_alike (const GArray *a, const GArray *b)
{
  g_assert_cmpuint (a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++)
    g_assert_cmpfloat_with_epsilon (g_array_index (a, gfloat, i), g_array_index (b, gfloat, i), 1e-3);
}

static void
test_side_by_side (gconstpointer detector)
{
  Stream alone, beside[N_STREAMS];
  GThread *threads[N_STREAMS];
  Settings before, now;

  settings_read (&before);
  stream_init (&alone, detector, 1);
  stream_run (&alone);
  g_assert_cmpuint (alone.numbers->len, >=, N_FRAMES * (4 + 128));
  settings_read (&now);
  settings_assert_equal (&now, &before);

  for (guint i = 0; i < N_STREAMS; i++) {
    stream_init (&beside[i], detector, threads_of[i]);
    threads[i] = g_thread_new ("stream", stream_run, &beside[i]);
  }
  for (guint i = 0; i < N_STREAMS; i++)
    g_thread_join (threads[i]);
  settings_read (&now);
  settings_assert_equal (&now, &before);
  for (guint i = 0; i < N_STREAMS; i++) {
    assert_alike (beside[i].numbers, alone.numbers);
    g_array_unref (beside[i].numbers);
  }
  g_test_message ("%s: %u numbers of %u streams as of one", (const gchar *) detector, alone.numbers->len, N_STREAMS);
  g_array_unref (alone.numbers);
}

static gboolean
has_models (void)
{
  static const gchar *const files[] = { "mmod_human_face_detector.dat", "shape_predictor_5_face_landmarks.dat",
    "dlib_face_recognition_resnet_model_v1.dat" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree gchar *path = facerec_model_file_find (NULL, files[i], NULL);

    if (!path)
      return FALSE;
  }
  return TRUE;
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  if (!facerec_engine_find ("auto", NULL) || !has_models ()) {
    g_print ("1..0 # SKIP no engine with model files: models/fetch.sh brings them\n");
    return 0;
  }
  for (guint i = 0; i < G_N_ELEMENTS (detectors); i++) {
    g_autofree gchar *path = g_strdup_printf ("/threads/side by side/%s", detectors[i]);

    g_test_add_data_func (path, detectors[i], test_side_by_side);
  }
  return g_test_run ();
}
