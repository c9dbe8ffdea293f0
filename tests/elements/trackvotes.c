/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* faceknn behind facetrack and faceembed, whose faces are made by hand: a face of a grey is who is enrolled with that grey. */
#include "elements/knn/trackvotes.h"

#include <math.h>
#include <utime.h>

#include <glib/gstdio.h>

#include "models/gallery.h"
#include "tests/elements/testframe.h"

#define CAPS "video/x-raw,format=GRAY8,width=320,height=240,framerate=10/1"
#define FRAME_MS 100
/* The gallery has the first two. Distances: 0.78 and more between any two of them. */
#define ANN 255
#define BOB 121
#define CYD 190
#define DAN 60

typedef struct {
  gchar *gallery;
  GstHarness *harness;
  GstBus *bus;
  guint64 ms;
} Fixture;

typedef struct {
  guint64 track;
  guint8 gray;
  guint embedding_age; /* frames; 0: of this frame */
  guint age;           /* of the track */
  gfloat quality;      /* 0: 0.9 */
  gboolean is_bare;    /* no embedding */
} Face;

static void
fixture_open (Fixture *self)
{
  g_autofree gchar *launch = NULL;

  self->gallery = test_gallery_new ();
  self->ms = 0;
  launch = g_strdup_printf ("faceknn db=%s", self->gallery);
  self->harness = test_harness_new (launch, CAPS, &self->bus);
}

static void
fixture_close (Fixture *self)
{
  gst_harness_teardown (self->harness);
  gst_object_unref (self->bus);
  test_gallery_remove (self->gallery);
}

static GstBuffer *
push (Fixture *self, const Face *faces, guint n)
{
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, 320 * 240, NULL);
  gfloat values[128];
  guint i;

  for (i = 0; i < n; i++) {
    GstFacerecMeta *meta = gst_facerec_buffer_add_face (buffer, 10 + 50 * (gfloat) i, 20, 40, 40, 320, 240, 1, "test");

    test_describe_gray (faces[i].gray, values);
    gst_facerec_meta_set_track (meta, faces[i].track, faces[i].age);
    gst_facerec_meta_set_overall_quality (meta, faces[i].quality > 0 ? faces[i].quality : 0.9f);
    if (!faces[i].is_bare)
      gst_facerec_meta_set_embedding (meta, values, G_N_ELEMENTS (values), "fake-v1", faces[i].embedding_age);
  }
  GST_BUFFER_PTS (buffer) = self->ms * GST_MSECOND;
  self->ms += FRAME_MS;
  buffer = gst_harness_push_and_pull (self->harness, buffer);
  g_assert_nonnull (buffer);
  return buffer;
}

static const GstFacerecIdentity *
identity_of (GstBuffer *buffer, guint index)
{
  g_autoptr (GPtrArray) faces = gst_facerec_buffer_get_faces (buffer);

  return gst_facerec_meta_get_identity (g_ptr_array_index (faces, index));
}

/* What is said of a face: the name, the stranger's id, or the reason in brackets. */
static gchar *
say (const GstFacerecIdentity *identity)
{
  if (gst_facerec_identity_get_label (identity))
    return g_strdup (gst_facerec_identity_get_label (identity));
  if (gst_facerec_identity_get_stranger (identity))
    return g_strdup (gst_facerec_identity_get_stranger (identity));
  return g_strdup_printf ("(%s)", gst_facerec_reason_to_string (gst_facerec_identity_get_reason (identity)));
}

static void
expect (Fixture *self, Face face, const gchar *expected)
{
  GstBuffer *buffer = push (self, &face, 1);
  g_autofree gchar *said = say (identity_of (buffer, 0));

  g_assert_cmpstr (said, ==, expected);
  gst_buffer_unref (buffer);
}

/* One picture, and the frames until the next one would be computed, after the first of which nothing changes. */
static void
expect_picture (Fixture *self, guint64 track, guint8 gray, const gchar *expected)
{
  expect (self, (Face) { .track = track, .gray = gray }, expected);
  expect (self, (Face) { .track = track, .gray = gray, .embedding_age = 1 }, expected);
  expect (self, (Face) { .track = track, .gray = gray, .embedding_age = 2 }, expected);
}

/* Words of who came and went since the last call: "+Ann -unknown-1". */
static gchar *
read_messages (Fixture *self)
{
  GString *words = g_string_new (NULL);
  GstMessage *message;

  while ((message = gst_bus_pop_filtered (self->bus, GST_MESSAGE_ELEMENT))) {
    const GstStructure *structure = gst_message_get_structure (message);
    const gchar *stranger = gst_structure_get_string (structure, "stranger");

    if (!gst_structure_has_name (structure, "face-db"))
      g_string_append_printf (words, "%s%c%s", words->len > 0 ? " " : "",
          gst_structure_has_name (structure, "face-identified") ? '+' : '-',
          stranger ? stranger : gst_structure_get_string (structure, "label"));
    gst_message_unref (message);
  }
  return g_string_free (words, FALSE);
}

static void
expect_messages (Fixture *self, const gchar *expected)
{
  g_autofree gchar *words = read_messages (self);

  g_assert_cmpstr (words, ==, expected);
}

static void
flush (Fixture *self)
{
  GstSegment segment;

  gst_harness_push_event (self->harness, gst_event_new_flush_start ());
  gst_harness_push_event (self->harness, gst_event_new_flush_stop (TRUE));
  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_harness_push_event (self->harness, gst_event_new_segment (&segment));
}

/* ---- names ---- */

static void
test_a_track_is_named_as_a_whole (void)
{
  Fixture fixture;

  fixture_open (&fixture);
  expect_picture (&fixture, 1, ANN, "Ann");
  expect_picture (&fixture, 1, ANN, "Ann");
  expect_picture (&fixture, 1, BOB, "Ann");
  expect_picture (&fixture, 1, CYD, "Ann");
  expect_picture (&fixture, 1, ANN, "Ann");
  expect_messages (&fixture, "+Ann");
  fixture_close (&fixture);
}

/* A track that is Ann's, and one picture of Bob in it; two more turn it. */
static void
begin_to_turn (Fixture *self)
{
  for (guint i = 0; i < 10; i++)
    expect_picture (self, 1, ANN, "Ann");
  expect_picture (self, 1, BOB, "Ann");
}

static void
test_a_track_that_turns (void)
{
  Fixture fixture;
  guint i;

  fixture_open (&fixture);
  begin_to_turn (&fixture);
  expect_picture (&fixture, 1, BOB, "Ann");
  expect_messages (&fixture, "+Ann");
  expect_picture (&fixture, 1, BOB, "Bob");
  expect_messages (&fixture, "-Ann +Bob");
  for (i = 0; i < 10; i++)
    expect_picture (&fixture, 1, BOB, "Bob");
  expect_messages (&fixture, "");
  fixture_close (&fixture);
}

/* A file that says what it said before. */
static void
touch_gallery (Fixture *self)
{
  const GstStructure *structure = NULL;

  /* The first look may come a moment after the start. */
  g_usleep (400 * 1000);
  gst_bus_set_flushing (self->bus, TRUE);
  gst_bus_set_flushing (self->bus, FALSE);
  g_assert_cmpint (g_utime (self->gallery, NULL), ==, 0);
  while (!structure) {
    g_autoptr (GstMessage) message = gst_bus_timed_pop_filtered (self->bus, 10 * GST_SECOND, GST_MESSAGE_ELEMENT);

    g_assert_nonnull (message);
    structure = gst_message_get_structure (message);
    if (!gst_structure_has_name (structure, "face-db"))
      structure = NULL;
  }
}

static void
test_a_touched_gallery (void)
{
  Fixture fixture;

  fixture_open (&fixture);
  begin_to_turn (&fixture);
  touch_gallery (&fixture);
  expect_picture (&fixture, 1, BOB, "Ann");
  expect_picture (&fixture, 1, BOB, "Bob");
  fixture_close (&fixture);
}

static void
test_without_tracks_by_frame (void)
{
  const guint64 none = GST_FACEREC_NO_TRACK;
  Fixture fixture;

  fixture_open (&fixture);
  expect (&fixture, (Face) { .track = none, .gray = ANN, .quality = 0.1f }, "Ann");
  expect (&fixture, (Face) { .track = none, .gray = BOB }, "Bob");
  expect (&fixture, (Face) { .track = none, .gray = CYD }, "(too-far)");
  expect (&fixture, (Face) { .track = none, .gray = ANN }, "Ann");
  expect_messages (&fixture, "+Ann +Bob +Unknown");
  fixture_close (&fixture);
}

/* An embedding that stands is one picture, however often it comes. */
static void
test_a_picture_counts_once (void)
{
  Fixture fixture;
  guint i;

  fixture_open (&fixture);
  for (i = 0; i < 7; i++)
    expect (&fixture, (Face) { .track = 1, .gray = ANN, .quality = 0.3f, .embedding_age = i }, "(undecided)");
  expect_messages (&fixture, "");
  expect (&fixture, (Face) { .track = 1, .gray = ANN, .quality = 0.3f, .embedding_age = 7 }, "(undecided)");
  /* The deadline. */
  expect (&fixture, (Face) { .track = 1, .gray = ANN, .quality = 0.3f, .embedding_age = 8 }, "Ann");
  expect_messages (&fixture, "+Ann");
  fixture_close (&fixture);
}

/* One that was computed for an earlier frame is no less new. */
static void
test_a_late_picture_counts (void)
{
  Fixture fixture;

  fixture_open (&fixture);
  expect (&fixture, (Face) { .track = 1, .gray = ANN, .quality = 0.3f, .embedding_age = 4 }, "(undecided)");
  expect (&fixture, (Face) { .track = 1, .gray = ANN, .quality = 0.3f, .embedding_age = 5 }, "(undecided)");
  expect (&fixture, (Face) { .track = 1, .gray = ANN, .quality = 0.3f, .embedding_age = 6 }, "(undecided)");
  expect (&fixture, (Face) { .track = 1, .gray = ANN - 1, .quality = 0.3f, .embedding_age = 3 }, "Ann");
  fixture_close (&fixture);
}

/* A frame on which faceembed had no time for the face. */
static void
test_a_face_without_embedding_keeps_its_name (void)
{
  Fixture fixture;
  Face bare[] = { { .track = 1, .is_bare = TRUE }, { .track = 2, .is_bare = TRUE } };
  GstBuffer *buffer;

  fixture_open (&fixture);
  expect (&fixture, (Face) { .track = 1, .gray = ANN }, "Ann");
  buffer = push (&fixture, bare, 2);
  g_assert_cmpstr (gst_facerec_identity_get_label (identity_of (buffer, 0)), ==, "Ann");
  g_assert_null (identity_of (buffer, 1));
  gst_buffer_unref (buffer);
  fixture_close (&fixture);
}

static void
test_two_faces_of_one_track (void)
{
  Fixture fixture;
  Face twins[] = { { .track = 1, .gray = ANN, .age = 9 }, { .track = 1, .gray = BOB, .age = 3 } };
  GstBuffer *buffer;
  guint i;

  fixture_open (&fixture);
  for (i = 0; i < 5; i++) {
    buffer = push (&fixture, twins, 2);
    g_assert_cmpstr (gst_facerec_identity_get_label (identity_of (buffer, 0)), ==, "Ann");
    g_assert_cmpstr (gst_facerec_identity_get_label (identity_of (buffer, 1)), ==, "Bob");
    gst_buffer_unref (buffer);
  }
  fixture_close (&fixture);
}

/* ---- strangers ---- */

static void
test_strangers_are_told_apart (void)
{
  Fixture fixture;
  Face first[] = { { .track = 1, .gray = CYD }, { .track = 2, .gray = DAN }, { .track = 3, .gray = ANN } };
  Face again[] = { { .track = 7, .gray = DAN + 3 }, { .track = 8, .gray = CYD + 3 } };
  const gchar *const expected_first[] = { "unknown-1", "unknown-2", "Ann" };
  const gchar *const expected_again[] = { "unknown-2", "unknown-1" };
  GstBuffer *buffer = NULL;
  guint i;

  fixture_open (&fixture);
  for (i = 0; i < 4; i++) {
    gst_clear_buffer (&buffer);
    fixture.ms += 200;
    buffer = push (&fixture, first, 3);
  }
  for (i = 0; i < 3; i++) {
    g_autofree gchar *said = say (identity_of (buffer, i));
    g_assert_cmpstr (said, ==, expected_first[i]);
  }
  expect_messages (&fixture, "+Ann +unknown-1 +unknown-2");
  fixture.ms += 7000;
  for (i = 0; i < 4; i++) {
    gst_clear_buffer (&buffer);
    fixture.ms += 200;
    buffer = push (&fixture, again, 2);
  }
  for (i = 0; i < 2; i++) {
    g_autofree gchar *said = say (identity_of (buffer, i));
    g_assert_cmpstr (said, ==, expected_again[i]);
  }
  gst_clear_buffer (&buffer);
  fixture_close (&fixture);
}

static void
test_the_region_keeps_the_users_word (void)
{
  Fixture fixture;
  GstStructure *param;
  GstBuffer *buffer;

  fixture_open (&fixture);
  gst_harness_set (fixture.harness, "faceknn", "unknown-label", "Fremder", NULL);
  expect_picture (&fixture, 1, CYD, "(undecided)");
  buffer = push (&fixture, &(Face) { .track = 1, .gray = CYD }, 1);
  param = gst_video_region_of_interest_meta_get_param (gst_buffer_get_video_region_of_interest_meta_id (buffer,
      ((GstFacerecMeta *) gst_facerec_buffer_iterate_faces (buffer, &(gpointer) { NULL }))->id), "face_id");
  g_assert_cmpstr (gst_structure_get_string (param, "label"), ==, "Fremder");
  g_assert_cmpstr (gst_structure_get_string (param, "stranger"), ==, "unknown-1");
  gst_buffer_unref (buffer);
  fixture_close (&fixture);
}

/* Two people in one picture are two, like as they are. */
static void
test_never_one_id_twice (void)
{
  Fixture fixture;
  Face twins[] = { { .track = 1, .gray = CYD }, { .track = 2, .gray = CYD } };
  GstBuffer *buffer = NULL;
  guint i;

  fixture_open (&fixture);
  for (i = 0; i < 6; i++) {
    gst_clear_buffer (&buffer);
    fixture.ms += 200;
    buffer = push (&fixture, twins, 2);
  }
  g_assert_cmpstr (gst_facerec_identity_get_stranger (identity_of (buffer, 0)), ==, "unknown-1");
  g_assert_cmpstr (gst_facerec_identity_get_stranger (identity_of (buffer, 1)), ==, "unknown-2");
  gst_buffer_unref (buffer);
  fixture_close (&fixture);
}

/* A track may go over from one stranger to another. */
static void
test_a_stranger_takes_anothers_track (void)
{
  Fixture fixture;
  guint i;

  fixture_open (&fixture);
  expect_picture (&fixture, 1, CYD, "(undecided)");
  for (i = 0; i < 5; i++)
    expect_picture (&fixture, 1, CYD, "unknown-1");
  expect_picture (&fixture, 1, DAN, "unknown-1");
  expect_picture (&fixture, 1, CYD, "unknown-1");
  expect_picture (&fixture, 1, DAN, "unknown-1");
  expect_picture (&fixture, 1, DAN, "unknown-2");
  expect_messages (&fixture, "+unknown-1 -unknown-1 +unknown-2");
  fixture_close (&fixture);
}

/* ---- the gallery changes ---- */

static void
await_gallery (Fixture *self, guint expected_people)
{
  gint64 end_us = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;
  guint people = 0;

  while (people != expected_people && g_get_monotonic_time () < end_us) {
    GstMessage *message = gst_bus_timed_pop_filtered (self->bus, 100 * GST_MSECOND, GST_MESSAGE_ELEMENT);

    if (message && gst_message_has_name (message, "face-db"))
      gst_structure_get_uint (gst_message_get_structure (message), "people", &people);
    g_clear_pointer (&message, gst_message_unref);
  }
  g_assert_cmpuint (people, ==, expected_people);
}

static void
change_gallery (Fixture *self, gboolean (*change) (FacerecGallery *gallery, GError **error), guint expected_people)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FacerecGallery) gallery = facerec_gallery_open (self->gallery, FACEREC_GALLERY_WRITE, NULL, 0, &error);

  g_assert_no_error (error);
  g_assert_true (change (gallery, &error));
  await_gallery (self, expected_people);
}

static gboolean
remove_cyd (FacerecGallery *gallery, GError **error)
{
  return facerec_gallery_remove (gallery, "Cyd", error);
}

static gboolean
rename_cyd_and_leave (FacerecGallery *gallery, GError **error)
{
  return facerec_gallery_rename (gallery, "Cyd", "Zoe", error) && facerec_gallery_remove (gallery, "Bob", error);
}

/* No new picture is needed: the next frame has the name, and the one after it is gone has none. */
static void
test_enrolled_renamed_removed (void)
{
  Fixture fixture;

  fixture_open (&fixture);
  expect_picture (&fixture, 1, CYD, "(undecided)");
  expect_picture (&fixture, 1, CYD, "unknown-1");
  expect_messages (&fixture, "+unknown-1");
  test_gallery_add (fixture.gallery, "Cyd", CYD);
  await_gallery (&fixture, 3);
  expect (&fixture, (Face) { .track = 1, .gray = CYD, .embedding_age = 3 }, "Cyd");
  expect_messages (&fixture, "-unknown-1 +Cyd");
  change_gallery (&fixture, rename_cyd_and_leave, 2);
  expect (&fixture, (Face) { .track = 1, .gray = CYD, .embedding_age = 4 }, "Zoe");
  expect_messages (&fixture, "-Cyd +Zoe");
  fixture_close (&fixture);
}

static void
test_a_removed_name_goes (void)
{
  Fixture fixture;

  fixture_open (&fixture);
  expect_picture (&fixture, 1, CYD, "(undecided)");
  expect_picture (&fixture, 1, CYD, "unknown-1");
  test_gallery_add (fixture.gallery, "Cyd", CYD);
  await_gallery (&fixture, 3);
  expect_picture (&fixture, 1, CYD, "Cyd");
  expect_picture (&fixture, 1, CYD, "Cyd");
  change_gallery (&fixture, remove_cyd, 2);
  /* The same stranger as before. */
  expect (&fixture, (Face) { .track = 1, .gray = CYD, .embedding_age = 3 }, "unknown-1");
  fixture_close (&fixture);
}

static void
test_another_rule (void)
{
  Fixture fixture;

  fixture_open (&fixture);
  expect_picture (&fixture, 1, ANN - 30, "Ann");
  gst_harness_set (fixture.harness, "faceknn", "distance-threshold", 0.2f, NULL);
  expect (&fixture, (Face) { .track = 1, .gray = ANN - 30, .embedding_age = 3 }, "(undecided)");
  gst_harness_set (fixture.harness, "faceknn", "distance-threshold", 0.5f, NULL);
  expect (&fixture, (Face) { .track = 1, .gray = ANN - 30, .embedding_age = 4 }, "Ann");
  fixture_close (&fixture);
}

/* ---- resets ---- */

static void
expect_stranger (Fixture *self, guint64 track, guint8 gray, const gchar *expected)
{
  expect_picture (self, track, gray, "(undecided)");
  expect_picture (self, track, gray, expected);
}

/* Tracks are those of the frames, strangers those of the stream. */
static void
test_resets (void)
{
  static const gchar other_caps[] = "video/x-raw,format=GRAY8,width=640,height=240,framerate=10/1";
  Fixture fixture;
  GstSegment segment;

  fixture_open (&fixture);
  expect_stranger (&fixture, 1, CYD, "unknown-1");
  flush (&fixture);
  expect_stranger (&fixture, 1, DAN, "unknown-2");
  gst_harness_set_caps_str (fixture.harness, other_caps, other_caps);
  expect_stranger (&fixture, 1, CYD, "unknown-1");
  gst_harness_push_event (fixture.harness, gst_event_new_stream_start ("another"));
  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_harness_push_event (fixture.harness, gst_event_new_segment (&segment));
  expect_stranger (&fixture, 1, DAN, "unknown-1");
  expect_messages (&fixture, "+unknown-1 -unknown-1 +unknown-2 -unknown-2 +unknown-1 -unknown-1 +unknown-1");
  /* A track that begins anew, by its age. */
  expect (&fixture, (Face) { .track = 5, .gray = ANN, .age = 9 }, "Ann");
  expect (&fixture, (Face) { .track = 5, .gray = BOB, .age = 0 }, "Bob");
  fixture_close (&fixture);
}

/* ---- memory ---- */

static void
test_memory_is_bounded (void)
{
  GstFacerecTrackVotes *votes = gst_facerec_track_votes_new ();
  GstBuffer *buffer = gst_buffer_new ();
  GstFacerecMeta *face = gst_facerec_buffer_add_face (buffer, 0, 0, 80, 80, 320, 240, 1, "test");
  gfloat values[128];
  guint64 frame, i;

  test_describe_gray (ANN, values);
  gst_facerec_meta_set_embedding (face, values, G_N_ELEMENTS (values), "fake-v1", 0);
  /* Eight new tracks a frame, each seen once: no more than those of six seconds. */
  for (frame = 0; frame < 20000; frame++) {
    gst_facerec_track_votes_begin_frame (votes, frame * FRAME_MS * GST_MSECOND, GST_CLOCK_TIME_NONE);
    for (i = 0; i < 8; i++) {
      gst_facerec_meta_set_track (face, 8 * frame + i, 0);
      g_assert_nonnull (gst_facerec_track_votes_see (votes, face));
    }
    g_assert_cmpuint (gst_facerec_track_votes_count (votes), <=, 8 * (6000 / FRAME_MS + 1));
  }
  gst_facerec_track_votes_begin_frame (votes, frame * FRAME_MS * GST_MSECOND, GST_CLOCK_TIME_NONE);
  for (i = 0; i < 5000; i++) {
    gst_facerec_meta_set_track (face, 1000000 + i, 0);
    gst_facerec_track_votes_see (votes, face);
  }
  g_assert_cmpuint (gst_facerec_track_votes_count (votes), ==, 4096);
  gst_facerec_track_votes_clear (votes, TRUE);
  g_assert_cmpuint (gst_facerec_track_votes_count (votes), ==, 0);
  gst_facerec_track_votes_free (votes);
  gst_buffer_unref (buffer);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  g_test_add_func ("/elements/trackvotes/a track is named as a whole", test_a_track_is_named_as_a_whole);
  g_test_add_func ("/elements/trackvotes/a name changes when the evidence turns", test_a_track_that_turns);
  g_test_add_func ("/elements/trackvotes/a touched gallery unsettles nothing", test_a_touched_gallery);
  g_test_add_func ("/elements/trackvotes/without tracks each frame by itself", test_without_tracks_by_frame);
  g_test_add_func ("/elements/trackvotes/a picture counts once", test_a_picture_counts_once);
  g_test_add_func ("/elements/trackvotes/a late picture counts", test_a_late_picture_counts);
  g_test_add_func ("/elements/trackvotes/a face without embedding keeps its name",
      test_a_face_without_embedding_keeps_its_name);
  g_test_add_func ("/elements/trackvotes/two faces of one track", test_two_faces_of_one_track);
  g_test_add_func ("/elements/trackvotes/strangers are told apart", test_strangers_are_told_apart);
  g_test_add_func ("/elements/trackvotes/the region keeps the user's word", test_the_region_keeps_the_users_word);
  g_test_add_func ("/elements/trackvotes/never one id twice in a picture", test_never_one_id_twice);
  g_test_add_func ("/elements/trackvotes/a stranger takes another's track", test_a_stranger_takes_anothers_track);
  g_test_add_func ("/elements/trackvotes/enrolled and renamed while in view", test_enrolled_renamed_removed);
  g_test_add_func ("/elements/trackvotes/a removed name goes", test_a_removed_name_goes);
  g_test_add_func ("/elements/trackvotes/another rule judges anew", test_another_rule);
  g_test_add_func ("/elements/trackvotes/resets", test_resets);
  g_test_add_func ("/elements/trackvotes/memory is bounded", test_memory_is_bounded);
  return g_test_run ();
}
