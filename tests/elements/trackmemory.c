/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* When faceembed computes another embedding of a track, and which one stands in between. */
#include "elements/embed/trackmemory.h"

#include "tests/elements/testframe.h"

#define CAPS "video/x-raw,format=GRAY8,width=320,height=240,framerate=25/1"
#define FRAME_MS 40
#define NONE GST_FACEREC_NO_TRACK
#define MAX_FRAMES 200
/* Grey values that tell frames apart, and not people. */
#define SHADES 40

/* Frames with one face, all alike. */
typedef struct {
  guint n;
  guint64 track;
  gfloat side;
  gfloat quality;   /* up to 0.85 */
  guint box_age;
  guint8 brighter;  /* than it would be: another embedding */
  guint refused;    /* how many of them have no embedding */
  guint pause_ms;   /* of the stream before them */
  gboolean is_anew; /* the age of the track begins at 0 */
  gboolean no_times;
} Stretch;

typedef struct {
  const gchar *name;
  const gchar *properties;
  Stretch stretches[4];
  guint n_embeddings;
} Scenario;

static const Scenario scenarios[] = {
  { "new: at once", "", { { 1, 1, 80, .quality = .8f } }, 1 },
  { "stands for 0.3 s", "", { { 8, 1, 80, .quality = .8f } }, 1 },
  { "a second one soon", "", { { 9, 1, 80, .quality = .8f } }, 2 },
  { "stands until the interval has passed", "", { { 33, 1, 80, .quality = .8f } }, 2 },
  { "again when it has passed", "", { { 34, 1, 80, .quality = .8f } }, 3 },
  { "and again", "", { { 59, 1, 80, .quality = .8f } }, 4 },
  { "another interval", "reembed-interval=200", { { 26, 1, 80, .quality = .8f } }, 6 },
  { "default interval", "reembed-interval=2000", { { 101, 1, 80, .quality = .8f } }, 3 },
  { "frames without times last 1/30 s", "", { { 41, 1, 80, .quality = .8f, .no_times = TRUE } }, 2 },
  { "and the interval passes with them", "", { { 42, 1, 80, .quality = .8f, .no_times = TRUE } }, 3 },
  { "no interval: every frame", "reembed-interval=0", { { 10, 1, 80, .quality = .8f } }, 10 },
  { "without tracks: every frame", "", { { 10, NONE, 80, .quality = .8f } }, 10 },
  { "grown", "", { { 5, 1, 80, .quality = .8f }, { 5, 1, 101, .quality = .8f } }, 2 },
  { "one step of the detector is no growth", "",
      { { 5, 1, 80, .quality = .8f }, { 5, 1, 96, .quality = .8f }, { 5, 1, 80, .quality = .8f } }, 2 },
  { "smaller is no growth", "",
      { { 9, 1, 80, .quality = .8f }, { 3, 1, 40, .quality = .4f }, { 3, 1, 80, .quality = .8f } }, 2 },
  { "growing", "",
      { { 2, 1, 80, .quality = .8f }, { 2, 1, 101, .quality = .8f }, { 2, 1, 127, .quality = .8f },
      { 2, 1, 160, .quality = .8f } }, 4 },
  { "better, at the next look", "", { { 4, 1, 80, .quality = .4f }, { 3, 1, 80, .quality = .8f } }, 1 },
  { "better, at the look", "", { { 4, 1, 80, .quality = .4f }, { 10, 1, 80, .quality = .8f } }, 2 },
  { "hardly better", "", { { 4, 1, 80, .quality = .4f }, { 20, 1, 80, .quality = .45f } }, 2 },
  { "worse", "", { { 1, 1, 80, .quality = .8f }, { 24, 1, 80, .quality = .1f } }, 2 },
  { "two tracks", "",
      { { 3, 1, 80, .quality = .8f }, { 3, 2, 80, .quality = .8f }, { 2, 1, 80, .quality = .8f } }, 2 },
  { "not seen for long", "reembed-interval=60000",
      { { 2, 1, 80, .quality = .8f }, { 2, 1, 80, .quality = .8f, .pause_ms = 6000 } }, 2 },
  { "not seen for a while", "reembed-interval=60000",
      { { 9, 1, 80, .quality = .8f }, { 2, 1, 80, .quality = .8f, .pause_ms = 4000 } }, 2 },
  { "another track of the same number", "",
      { { 5, 1, 80, .quality = .8f }, { 5, 1, 80, .quality = .8f, .is_anew = TRUE } }, 2 },
  { "a guessed box", "", { { 1, 1, 80, .quality = .8f }, { 60, 1, 120, .quality = .8f, .box_age = 1 } }, 1 },
  { "a guessed box without a track", "", { { 5, NONE, 80, .quality = .8f, .box_age = 1 } }, 5 },
  { "a guessed box of a new track does not stand", "",
      { { 3, 1, 80, .quality = .8f, .box_age = 1 }, { 8, 1, 80, .quality = .8f } }, 4 },
  { "somebody else: two more soon", "",
      { { 20, 1, 80, .quality = .8f }, { 60, 1, 80, .quality = .8f, .brighter = 100 } }, 6 },
  { "somebody else at the second: one more soon", "",
      { { 5, 1, 80, .quality = .8f }, { 30, 1, 80, .quality = .8f, .brighter = 100 } }, 3 },
  { "poor for a while", "min-quality=0.5",
      { { 1, 1, 80, .quality = .8f }, { 60, 1, 80, .quality = .3f }, { 7, 1, 80, .quality = .8f } }, 2 },
  { "small for a while", "min-face-size=60", { { 1, 1, 80, .quality = .8f }, { 60, 1, 50, .quality = .5f } }, 1 },
  { "poor at first", "min-quality=0.5",
      { { 6, 1, 80, .quality = .3f, .refused = 6 }, { 6, 1, 80, .quality = .8f } }, 1 },
};

/* The grey values tell the frames apart, the pattern is sharp, and the pose of the head makes the quality. */
static GstBuffer *
new_frame (const Stretch *stretch, guint n, guint age)
{
  const gfloat pose = .2f + .5f * stretch->quality, nose = .2f + .6f * (1 - .5f * pose);
  const gfloat landmarks[] = { .8f, .4f, .6f, .4f, .2f, .4f, .4f, .4f, nose, .7f };
  GstBuffer *buffer = test_frame_new_for_caps (CAPS, NULL, 0);
  GstFacerecMeta *face;
  GstMapInfo map;
  guint i;

  g_assert_true (gst_buffer_map (buffer, &map, GST_MAP_WRITE));
  for (i = 0; i < map.size; i++)
    map.data[i] = (guint8) (50 + stretch->brighter + n % SHADES + ((i / 4 + i / 320 / 4) & 1 ? 0 : 4));
  gst_buffer_unmap (buffer, &map);
  face = gst_facerec_buffer_add_face (buffer, 20, 20, stretch->side, stretch->side, 320, 240, 1, "test");
  gst_facerec_meta_set_landmarks (face, landmarks, G_N_ELEMENTS (landmarks));
  gst_facerec_meta_set_track (face, stretch->track, stretch->track == NONE ? 0 : age);
  gst_facerec_meta_set_box_age (face, stretch->box_age);
  return buffer;
}

static GstFacerecMeta *
only_face (GstBuffer *buffer)
{
  gpointer state = NULL;

  g_assert_cmpuint (gst_facerec_buffer_count_faces (buffer), ==, 1);
  return gst_facerec_buffer_iterate_faces (buffer, &state);
}

/* The embeddings of a stream, as they were when they were new. */
typedef struct {
  GstBuffer *frames[MAX_FRAMES];
  guint n_frames, n_new, n_refused;
} History;

/* What stands is what was computed as many frames ago as it says, of the same track, with its quality. */
static void
look_up (History *self, const GstFacerecMeta *face)
{
  guint age = gst_facerec_meta_get_embedding_age (face);
  const gfloat *values, *expected;
  const GstFacerecMeta *origin;
  gsize n_values, n_expected;

  values = gst_facerec_meta_get_embedding (face, &n_values);
  if (!values) {
    g_assert_nonnull (gst_facerec_meta_get_identity (face));
    self->n_refused++;
    return;
  }
  g_assert_null (gst_facerec_meta_get_identity (face));
  g_assert_cmpstr (gst_facerec_meta_get_embedding_model (face), ==, "fake-v1");
  g_assert_cmpuint (age, <, self->n_frames);
  origin = only_face (self->frames[self->n_frames - 1 - age]);
  expected = gst_facerec_meta_get_embedding (origin, &n_expected);
  g_assert_cmpuint (gst_facerec_meta_get_embedding_age (origin), ==, 0);
  g_assert_cmpuint (gst_facerec_meta_get_track_id (origin), ==, gst_facerec_meta_get_track_id (face));
  g_assert_cmpmem (values, n_values * sizeof *values, expected, n_expected * sizeof *expected);
  g_assert_cmpfloat (gst_facerec_meta_get_overall_quality (face), ==, gst_facerec_meta_get_overall_quality (origin));
  self->n_new += age == 0;
}

static void
history_clear (History *self)
{
  while (self->n_frames > 0)
    gst_buffer_unref (self->frames[--self->n_frames]);
}

static guint64
count_embeddings (GstHarness *harness)
{
  GstStructure *stats;
  guint64 faces = 0;

  gst_harness_get (harness, "faceembed", "stats", &stats, NULL);
  g_assert_true (gst_structure_get_uint64 (stats, "faces", &faces));
  gst_structure_free (stats);
  return faces;
}

static void
run (const Scenario *scenario)
{
  g_autofree gchar *launch = g_strdup_printf ("faceembed engine=fake reembed-interval=1000 %s", scenario->properties);
  GstHarness *harness = test_harness_new (launch, CAPS, NULL);
  History history = { .n_frames = 0 };
  guint s, f, age = 0, ms = 0;

  for (s = 0; s < G_N_ELEMENTS (scenario->stretches); s++) {
    const Stretch *stretch = &scenario->stretches[s];

    history.n_refused = 0;
    age = stretch->is_anew ? 0 : age;
    ms += stretch->pause_ms;
    for (f = 0; f < stretch->n; f++, ms += FRAME_MS) {
      GstBuffer *frame = new_frame (stretch, history.n_frames, age++);

      GST_BUFFER_PTS (frame) = stretch->no_times ? GST_CLOCK_TIME_NONE : ms * GST_MSECOND;
      history.frames[history.n_frames++] = gst_harness_push_and_pull (harness, frame);
      look_up (&history, only_face (history.frames[history.n_frames - 1]));
    }
    g_assert_cmpuint (history.n_refused, ==, stretch->refused);
  }
  g_assert_cmpuint (history.n_new, ==, scenario->n_embeddings);
  g_assert_cmpuint (count_embeddings (harness), ==, scenario->n_embeddings);
  history_clear (&history);
  gst_harness_teardown (harness);
}

static void
test_scenarios (void)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (scenarios); i++) {
    g_test_message ("%s", scenarios[i].name);
    run (&scenarios[i]);
  }
}

/* The whole chain: two faces for two seconds, searched for on every third frame, are two embeddings each, of the first frame and
 * the first searched one after 0.3 s. */
static void
test_behind_facetrack (void)
{
  GstHarness *harness = test_harness_new ("facedetect detector=fake interval=3 ! facetrack ! faceembed engine=fake", CAPS,
      NULL);
  guint frame;

  for (frame = 0; frame < 50; frame++) {
    const TestFace faces[] = { { 20 + frame, 80, 50, 60, 235 }, { 220, 40 + frame, 60, 60, 120 } };
    GstBuffer *in = test_frame_new_for_caps (CAPS, faces, 2), *out;
    gpointer state = NULL;
    GstFacerecMeta *face;
    guint n = 0;

    GST_BUFFER_PTS (in) = frame * FRAME_MS * GST_MSECOND;
    out = gst_harness_push_and_pull (harness, in);
    while ((face = gst_facerec_buffer_iterate_faces (out, &state))) {
      gsize n_values;

      g_assert_nonnull (gst_facerec_meta_get_embedding (face, &n_values));
      g_assert_cmpuint (gst_facerec_meta_get_embedding_age (face), ==, frame < 9 ? frame : frame - 9);
      n++;
    }
    g_assert_cmpuint (n, ==, 2);
    gst_buffer_unref (out);
  }
  g_assert_cmpuint (count_embeddings (harness), ==, 4);
  gst_harness_teardown (harness);
}

/* ---- resets, and properties while playing ---- */

static void
push_and_expect (GstHarness *harness, guint n, guint64 n_embeddings)
{
  const Stretch stretch = { 1, 1, 80, .quality = .8f };
  GstBuffer *frame = new_frame (&stretch, n, n);

  GST_BUFFER_PTS (frame) = n * FRAME_MS * GST_MSECOND;
  gst_buffer_unref (gst_harness_push_and_pull (harness, frame));
  g_assert_cmpuint (count_embeddings (harness), ==, n_embeddings);
}

static void
start_segment (GstHarness *harness)
{
  GstSegment segment;

  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_harness_push_event (harness, gst_event_new_segment (&segment));
}

static void
test_resets (void)
{
  static const gchar other_caps[] = "video/x-raw,format=GRAY8,width=320,height=240,framerate=30/1";
  GstHarness *harness = test_harness_new ("faceembed engine=fake reembed-interval=60000", CAPS, NULL);

  push_and_expect (harness, 0, 1);
  push_and_expect (harness, 1, 1);
  gst_harness_push_event (harness, gst_event_new_flush_start ());
  gst_harness_push_event (harness, gst_event_new_flush_stop (TRUE));
  start_segment (harness);
  push_and_expect (harness, 2, 2);
  push_and_expect (harness, 3, 2);
  gst_harness_set_caps_str (harness, other_caps, other_caps);
  push_and_expect (harness, 4, 3);
  gst_harness_push_event (harness, gst_event_new_stream_start ("another"));
  start_segment (harness);
  push_and_expect (harness, 5, 4);
  push_and_expect (harness, 6, 4);
  gst_harness_set (harness, "faceembed", "reembed-interval", 0, NULL);
  push_and_expect (harness, 7, 5);
  push_and_expect (harness, 8, 6);
  gst_harness_set (harness, "faceembed", "reembed-interval", 60000, NULL);
  push_and_expect (harness, 9, 7);
  push_and_expect (harness, 10, 7);
  /* What stands is no longer good enough, nor is what comes. */
  gst_harness_set (harness, "faceembed", "min-quality", .95f, NULL);
  push_and_expect (harness, 11, 7);
  gst_harness_set (harness, "faceembed", "min-quality", .5f, NULL);
  push_and_expect (harness, 12, 8);
  gst_harness_teardown (harness);
}

/* ---- memory ---- */

static const gfloat two_values[] = { 1, 0 };

static void
remember (GstFacerecTrackMemory *memory, GstFacerecMeta *face, guint64 first, guint n)
{
  GstFacerecTrackPicture picture;
  guint64 id;

  for (id = first; id < first + n; id++) {
    gst_facerec_meta_set_track (face, id, 0);
    gst_facerec_track_memory_describe (memory, face, FALSE, &picture);
    gst_facerec_track_memory_store (memory, &picture, two_values, G_N_ELEMENTS (two_values));
  }
}

static void
test_memory_is_bounded (void)
{
  GstFacerecTrackMemory *memory = gst_facerec_track_memory_new ();
  GstBuffer *buffer = gst_buffer_new ();
  GstFacerecMeta *face = gst_facerec_buffer_add_face (buffer, 0, 0, 80, 80, 320, 240, 1, "test");
  guint64 id = 1;
  guint frame;

  gst_facerec_meta_set_overall_quality (face, .5f);
  /* Two new ones a frame, each seen once: no more than those of six seconds. */
  for (frame = 0; frame < 100000; frame++, id += 2) {
    gst_facerec_track_memory_begin_frame (memory, frame * FRAME_MS * GST_MSECOND, GST_CLOCK_TIME_NONE);
    remember (memory, face, id, 2);
    g_assert_cmpuint (gst_facerec_track_memory_count (memory), <=, 2 * (6000 / FRAME_MS + 1));
  }
  /* A crowd that comes and goes at once; and one that is too large for a frame. */
  for (; frame < 100100; frame++, id += 1000) {
    gst_facerec_track_memory_begin_frame (memory, frame * FRAME_MS * GST_MSECOND, GST_CLOCK_TIME_NONE);
    remember (memory, face, id, 1000);
    g_assert_cmpuint (gst_facerec_track_memory_count (memory), <=, 4096);
    g_assert_true (gst_facerec_track_memory_recall (memory, face, "two"));
  }
  gst_facerec_track_memory_begin_frame (memory, frame * FRAME_MS * GST_MSECOND, GST_CLOCK_TIME_NONE);
  remember (memory, face, id, 10000);
  g_assert_cmpuint (gst_facerec_track_memory_count (memory), ==, 4096);
  g_assert_false (gst_facerec_track_memory_recall (memory, face, "two"));
  gst_facerec_track_memory_clear (memory);
  g_assert_cmpuint (gst_facerec_track_memory_count (memory), ==, 0);
  gst_facerec_track_memory_free (memory);
  gst_buffer_unref (buffer);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  g_test_add_func ("/elements/trackmemory/embeds when it is worth it", test_scenarios);
  g_test_add_func ("/elements/trackmemory/two seconds are two embeddings a face", test_behind_facetrack);
  g_test_add_func ("/elements/trackmemory/begins anew after a reset", test_resets);
  g_test_add_func ("/elements/trackmemory/is bounded", test_memory_is_bounded);
  return g_test_run ();
}
