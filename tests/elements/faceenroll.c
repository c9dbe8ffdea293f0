/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gstdio.h>
#include <math.h>
#include <sys/stat.h>

#include "models/fake.h"
#include "models/gallery.h"
#include "tests/elements/testframe.h"

#define CAPS "video/x-raw,format=I420,width=320,height=240,framerate=30/1"
#define FRAME_DURATION (GST_SECOND / 30)
#define DESCRIBED "facedetect detector=fake ! faceembed engine=fake ! "
#define TRACKED "facedetect detector=fake ! facetrack detect-cuts=false ! faceembed engine=fake ! "
/* Frames of the default window, and some more. */
#define A_WINDOW 36

/* Ann and Bob are in the gallery already; luma 179 is grey 190, somebody else. Looks that differ from frame to frame are
 * other lumas nearby: 3 levels are an embedding's distance of 0.043. */
static const TestFace ann = { 40, 48, 64, 80, 235 }, bob = { 200, 16, 48, 56, 120 }, cyd = { 200, 144, 64, 64, 179 };

typedef struct {
  gchar *gallery;
  GstHarness *harness;
  GstBus *bus;
  guint n_frames;
} Fixture;

static void
fixture_open (Fixture *self, const gchar *chain, const gchar *properties)
{
  g_autofree gchar *launch = NULL;

  self->gallery = test_gallery_new ();
  self->n_frames = 0;
  launch = g_strdup_printf ("%s faceenroll min-quality=0 db=%s %s", chain, self->gallery, properties);
  self->harness = test_harness_new (launch, CAPS, &self->bus);
}

static void
fixture_close (Fixture *self)
{
  gst_harness_teardown (self->harness);
  gst_object_unref (self->bus);
  test_gallery_remove (self->gallery);
}

static void
push (Fixture *self, const TestFace *faces, guint n_faces)
{
  GstBuffer *buffer = test_frame_new_for_caps (CAPS, faces, n_faces);

  GST_BUFFER_PTS (buffer) = self->n_frames++ * FRAME_DURATION;
  GST_BUFFER_DURATION (buffer) = FRAME_DURATION;
  buffer = gst_harness_push_and_pull (self->harness, buffer);
  g_assert_nonnull (buffer);
  gst_buffer_unref (buffer);
}

/* The same person with another look on every third frame. */
static void
push_moving (Fixture *self, const TestFace *face, guint n_frames)
{
  guint i;

  for (i = 0; i < n_frames; i++) {
    TestFace look = *face;

    look.luma -= i / 3 % 5 * 7;
    push (self, &look, 1);
  }
}

/* How the enrolment ended, for at most five seconds. (transfer full) */
static GstMessage *
wait_for_end (Fixture *self)
{
  gint64 end_us = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;

  while (g_get_monotonic_time () < end_us) {
    GstMessage *message = gst_bus_timed_pop_filtered (self->bus, 100 * GST_MSECOND, GST_MESSAGE_ELEMENT);

    if (message && (gst_message_has_name (message, "face-enrolled") || gst_message_has_name (message, "face-not-enrolled")))
      return message;
    g_clear_pointer (&message, gst_message_unref);
  }
  g_error ("nobody says how the enrolment ended");
}

static const gchar *
get_text (GstMessage *message, const gchar *field)
{
  return gst_structure_get_string (gst_message_get_structure (message), field);
}

static guint
get_faces (GstMessage *message)
{
  guint n_faces = 0;

  g_assert_true (gst_structure_get_uint (gst_message_get_structure (message), "faces", &n_faces));
  return n_faces;
}

/* Ends well; how many faces. */
static guint
expect_enrolled (Fixture *self, const gchar *identity, const gchar *known_as)
{
  g_autoptr (GstMessage) message = wait_for_end (self);

  if (get_text (message, "text"))
    g_test_message ("%s", get_text (message, "text"));
  g_assert_true (gst_message_has_name (message, "face-enrolled"));
  g_assert_cmpstr (get_text (message, "identity"), ==, identity);
  g_assert_cmpstr (get_text (message, "known-as"), ==, known_as);
  g_assert_cmpstr (get_text (message, "db"), ==, self->gallery);
  return get_faces (message);
}

static void
expect_refused (Fixture *self, const gchar *reason)
{
  g_autoptr (GstMessage) message = wait_for_end (self);

  g_assert_true (gst_message_has_name (message, "face-not-enrolled"));
  g_test_message ("%s", get_text (message, "text"));
  g_assert_cmpstr (get_text (message, "reason"), ==, reason);
}

/* ---- what is in the gallery ---- */

typedef struct {
  guint n_faces;
  gboolean any_source;
  gfloat nearest; /* two faces of the person that are nearest to each other */
  GArray *values;
} Contents;

static gboolean
count_face (const gchar *person, const FacerecGalleryFace *face, gpointer user_data)
{
  Contents *contents = user_data;
  guint i, j;

  for (i = 0; i < contents->n_faces; i++) {
    const gfloat *other = &g_array_index (contents->values, gfloat, i * FACEREC_FAKE_DIMENSIONS);
    gfloat sum = 0;

    for (j = 0; j < FACEREC_FAKE_DIMENSIONS; j++)
      sum += (face->values[j] - other[j]) * (face->values[j] - other[j]);
    contents->nearest = MIN (contents->nearest, sqrtf (sum));
  }
  g_array_append_vals (contents->values, face->values, FACEREC_FAKE_DIMENSIONS);
  g_assert_null (face->sha256);
  g_assert_cmpfloat (face->width, >, 0);
  contents->any_source |= g_strcmp0 (face->source, "live") == 0;
  contents->n_faces++;
  return TRUE;
}

static guint
count_people (const gchar *path, const gchar *person, FacerecPersonKind kind)
{
  g_autoptr (FacerecGallery) gallery = facerec_gallery_open (path, FACEREC_GALLERY_READ, "fake-v1",
      FACEREC_FAKE_DIMENSIONS, NULL);
  g_autoptr (GPtrArray) people = facerec_gallery_list_people (gallery, NULL);
  guint i, n = 0;

  for (i = 0; i < people->len; i++) {
    const FacerecGalleryPerson *found = g_ptr_array_index (people, i);

    n += g_str_equal (found->name, person) && found->kind == kind ? found->n_faces : 0;
  }
  return n;
}

static Contents
read_person (const gchar *path, const gchar *person)
{
  g_autoptr (FacerecGallery) gallery = facerec_gallery_open (path, FACEREC_GALLERY_READ, "fake-v1",
      FACEREC_FAKE_DIMENSIONS, NULL);
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (gfloat));
  Contents contents = { 0, FALSE, INFINITY, values };

  g_assert_true (facerec_gallery_foreach_face (gallery, person, count_face, &contents, NULL));
  contents.values = NULL;
  return contents;
}

static gboolean
is_sound (const gchar *path)
{
  g_autoptr (FacerecGallery) gallery = facerec_gallery_open (path, FACEREC_GALLERY_READ, NULL, 0, NULL);
  g_autoptr (GPtrArray) issues = gallery ? facerec_gallery_check (gallery, NULL) : NULL;

  return issues && issues->len == 0;
}

/* ---- enrolling ---- */

static void
test_a_few_different_faces (gconstpointer chain)
{
  Fixture fixture;
  Contents contents;
  guint n_faces;

  fixture_open (&fixture, chain, "identity=Cyd max-faces=3");
  push_moving (&fixture, &cyd, A_WINDOW);
  n_faces = expect_enrolled (&fixture, "Cyd", NULL);
  contents = read_person (fixture.gallery, "Cyd");
  g_assert_cmpuint (n_faces, ==, 3);
  g_assert_cmpuint (contents.n_faces, ==, 3);
  g_assert_cmpfloat (contents.nearest, >=, 0.15);
  g_assert_true (contents.any_source);
  g_assert_true (is_sound (fixture.gallery));
  fixture_close (&fixture);
}

/* Somebody who keeps still is one face, however long the window. */
static void
test_still_face_once (void)
{
  Fixture fixture;
  guint i;

  fixture_open (&fixture, TRACKED, "identity=Cyd");
  for (i = 0; i < 2 * A_WINDOW; i++)
    push (&fixture, &cyd, 1);
  g_assert_cmpuint (expect_enrolled (&fixture, "Cyd", NULL), ==, 1);
  g_assert_cmpuint (read_person (fixture.gallery, "Cyd").n_faces, ==, 1);
  fixture_close (&fixture);
}

static void
test_again_adds_only_what_is_new (void)
{
  Fixture fixture;

  fixture_open (&fixture, TRACKED, "identity=Cyd max-faces=2");
  push_moving (&fixture, &cyd, A_WINDOW);
  g_assert_cmpuint (expect_enrolled (&fixture, "Cyd", NULL), ==, 2);
  gst_harness_set (fixture.harness, "faceenroll", "identity", "Cyd", "max-faces", 5, NULL);
  push_moving (&fixture, &cyd, A_WINDOW);
  g_assert_cmpuint (expect_enrolled (&fixture, "Cyd", NULL), >=, 1);
  gst_harness_set (fixture.harness, "faceenroll", "identity", "Cyd", NULL);
  push_moving (&fixture, &cyd, A_WINDOW);
  expect_refused (&fixture, "duplicate");
  g_assert_cmpfloat (read_person (fixture.gallery, "Cyd").nearest, >=, 0.15);
  fixture_close (&fixture);
}

/* Once, and again only when identity is set again; nothing without an identity. */
static void
test_is_quiet_otherwise (void)
{
  Fixture fixture;

  fixture_open (&fixture, TRACKED, "");
  push_moving (&fixture, &cyd, A_WINDOW);
  gst_harness_set (fixture.harness, "faceenroll", "identity", "Cyd", NULL);
  push_moving (&fixture, &cyd, A_WINDOW);
  expect_enrolled (&fixture, "Cyd", NULL);
  gst_harness_set (fixture.harness, "faceenroll", "identity", "", NULL);
  push_moving (&fixture, &ann, 2 * A_WINDOW);
  gst_harness_push_event (fixture.harness, gst_event_new_eos ());
  g_assert_cmpuint (test_count_messages (fixture.bus, "face-enrolled"), ==, 0);
  g_assert_cmpuint (count_people (fixture.gallery, "Ann", FACEREC_PERSON), ==, 1);
  fixture_close (&fixture);
}

static void
test_makes_a_gallery (gconstpointer is_empty_file)
{
  Fixture fixture;
  g_autofree gchar *path = NULL;
  struct stat st;

  fixture_open (&fixture, TRACKED, "");
  path = g_strconcat (fixture.gallery, ".new", NULL);
  if (is_empty_file)
    g_assert_true (g_file_set_contents (path, "", 0, NULL));
  gst_harness_set (fixture.harness, "faceenroll", "db", path, "identity", "Cyd", NULL);
  push_moving (&fixture, &cyd, A_WINDOW);
  gst_message_unref (wait_for_end (&fixture));
  g_assert_cmpuint (read_person (path, "Cyd").n_faces, >, 1);
  g_assert_cmpint (stat (path, &st), ==, 0);
  g_assert_cmpint (st.st_mode & 0777, ==, 0600);
  fixture_close (&fixture);
}

/* Ann is enrolled as Zoe: it is done, and said. */
static void
test_other_name_is_told (void)
{
  Fixture fixture;

  fixture_open (&fixture, TRACKED, "identity=Zoe");
  push_moving (&fixture, &ann, A_WINDOW);
  g_assert_cmpuint (expect_enrolled (&fixture, "Zoe", "Ann"), >, 0);
  fixture_close (&fixture);
}

static void
test_poor_faces_are_left (void)
{
  Fixture fixture;
  guint i;

  fixture_open (&fixture, TRACKED, "");
  gst_harness_set (fixture.harness, "faceenroll", "min-quality", 1.0f, "timeout", 500, "identity", "Cyd", NULL);
  for (i = 0; i < A_WINDOW; i++)
    push (&fixture, &(TestFace) { 100, 100, 12, 12, 179 }, 1);
  expect_refused (&fixture, "low-quality");
  g_assert_cmpuint (count_people (fixture.gallery, "Cyd", FACEREC_PERSON), ==, 0);
  fixture_close (&fixture);
}

/* faceembed was forgotten: coming nearer would not help. */
static void
test_not_described (void)
{
  Fixture fixture;

  fixture_open (&fixture, "facedetect detector=fake !", "identity=Cyd timeout=500");
  push_moving (&fixture, &cyd, 18);
  expect_refused (&fixture, "no-embedding");
  fixture_close (&fixture);
}

static void
test_nobody_comes (void)
{
  Fixture fixture;
  guint i;

  fixture_open (&fixture, TRACKED, "identity=Cyd timeout=500");
  for (i = 0; i < 14; i++)
    push (&fixture, NULL, 0);
  g_assert_null (gst_bus_pop_filtered (fixture.bus, GST_MESSAGE_WARNING));
  for (i = 0; i < 4; i++)
    push (&fixture, NULL, 0);
  expect_refused (&fixture, "no-face");
  fixture_close (&fixture);
}

/* ---- whose face ---- */

static void
test_two_people_enrol_nobody (gconstpointer chain)
{
  TestFace two[] = { cyd, { 40, 48, 64, 80, 150 } };
  Fixture fixture;
  guint i;

  fixture_open (&fixture, chain, "identity=Cyd");
  push_moving (&fixture, &cyd, 6);
  /* Not every frame is searched in front of facetrack. */
  for (i = 0; i < 12; i++)
    push (&fixture, two, 2);
  expect_refused (&fixture, "many-faces");
  push_moving (&fixture, &cyd, A_WINDOW);
  g_assert_cmpuint (count_people (fixture.gallery, "Cyd", FACEREC_PERSON), ==, 0);
  g_assert_cmpuint (test_count_messages (fixture.bus, "face-enrolled"), ==, 0);
  fixture_close (&fixture);
}

static guint64
see_track (Fixture *self, const TestFace *faces, guint n_faces, const TestFace *face)
{
  GstBuffer *buffer = test_frame_new_for_caps (CAPS, faces, n_faces);
  guint64 track_id;

  GST_BUFFER_PTS (buffer) = self->n_frames++ * FRAME_DURATION;
  buffer = gst_harness_push_and_pull (self->harness, buffer);
  track_id = gst_facerec_meta_get_track_id (test_find_face (buffer, face));
  gst_buffer_unref (buffer);
  return track_id;
}

static void
test_track_id_tells_who (void)
{
  TestFace two[] = { bob, cyd };
  Fixture fixture;
  guint64 track_id;
  guint i;

  fixture_open (&fixture, TRACKED, "");
  track_id = see_track (&fixture, two, 2, &cyd);
  g_assert_cmpuint (track_id, !=, GST_FACEREC_NO_TRACK);
  gst_harness_set (fixture.harness, "faceenroll", "track-id", track_id, "identity", "Cyd", NULL);
  for (i = 0; i < A_WINDOW; i++) {
    two[1].luma = cyd.luma - i / 3 % 5 * 7;
    push (&fixture, two, 2);
  }
  g_assert_cmpuint (expect_enrolled (&fixture, "Cyd", NULL), >, 1);
  g_assert_true (is_sound (fixture.gallery));
  fixture_close (&fixture);
}

/* One after the other is two people, too. Tracks tell them apart; without them their looks do. */
static void
test_one_after_the_other (void)
{
  Fixture with, without;

  fixture_open (&without, DESCRIBED, "identity=Cyd");
  push_moving (&without, &cyd, 15);
  push_moving (&without, &(TestFace) { 200, 144, 64, 64, 90 }, A_WINDOW);
  expect_refused (&without, "many-faces");
  fixture_close (&without);

  fixture_open (&with, TRACKED, "identity=Cyd");
  push_moving (&with, &cyd, 10);
  push (&with, NULL, 0);
  push_moving (&with, &(TestFace) { 20, 20, 64, 64, 90 }, 2 * A_WINDOW);
  expect_refused (&with, "many-faces");
  g_assert_cmpuint (count_people (with.gallery, "Cyd", FACEREC_PERSON), ==, 0);
  fixture_close (&with);
}

/* ---- not this person ---- */

static void
test_negative (void)
{
  g_autoptr (GstMessage) message = NULL;
  Fixture fixture;

  fixture_open (&fixture, TRACKED, "");
  gst_harness_set (fixture.harness, "faceenroll", "not-this-person", TRUE, "identity", "Bob", NULL);
  push_moving (&fixture, &cyd, A_WINDOW);
  message = wait_for_end (&fixture);
  g_assert_true (gst_message_has_name (message, "face-enrolled"));
  g_assert_cmpstr (get_text (message, "identity"), ==, "Bob");
  g_assert_cmpstr (get_text (message, "kind"), ==, "negative");
  g_assert_cmpuint (count_people (fixture.gallery, "not Bob", FACEREC_NEGATIVE), ==, get_faces (message));
  g_assert_cmpuint (count_people (fixture.gallery, "Bob", FACEREC_PERSON), ==, 1);
  gst_harness_set (fixture.harness, "faceenroll", "identity", "Bobb", NULL);
  push_moving (&fixture, &cyd, A_WINDOW);
  expect_refused (&fixture, "unknown-name");
  fixture_close (&fixture);
}

/* ---- the stream's events ---- */

static void
test_end_of_stream_waits (void)
{
  Fixture fixture;
  g_autoptr (GstMessage) message = NULL;

  fixture_open (&fixture, TRACKED, "identity=Cyd");
  push_moving (&fixture, &cyd, 7);
  gst_harness_push_event (fixture.harness, gst_event_new_eos ());
  /* It is there now, not some time later. */
  message = gst_bus_pop_filtered (fixture.bus, GST_MESSAGE_ELEMENT);
  g_assert_true (gst_message_has_name (message, "face-enrolled"));
  g_assert_cmpuint (read_person (fixture.gallery, "Cyd").n_faces, >=, 2);
  fixture_close (&fixture);
}

static void
test_end_of_stream_without_face (void)
{
  Fixture fixture;

  fixture_open (&fixture, TRACKED, "identity=Cyd");
  push (&fixture, NULL, 0);
  gst_harness_push_event (fixture.harness, gst_event_new_eos ());
  expect_refused (&fixture, "no-face");
  fixture_close (&fixture);
}

static void
test_flush (void)
{
  Fixture fixture;

  fixture_open (&fixture, TRACKED, "identity=Cyd");
  push (&fixture, NULL, 0);
  gst_harness_push_event (fixture.harness, gst_event_new_flush_start ());
  gst_harness_push_event (fixture.harness, gst_event_new_flush_stop (TRUE));
  g_assert_cmpuint (test_count_messages (fixture.bus, "face-not-enrolled"), ==, 0);
  gst_harness_teardown (fixture.harness);
  gst_object_unref (fixture.bus);
  test_gallery_remove (fixture.gallery);
}

static void
test_stop_stores_what_is_there (void)
{
  Fixture fixture;

  fixture_open (&fixture, TRACKED, "identity=Cyd");
  push_moving (&fixture, &cyd, 7);
  gst_element_set_state (fixture.harness->element, GST_STATE_NULL);
  g_assert_cmpuint (read_person (fixture.gallery, "Cyd").n_faces, >=, 2);
  fixture_close (&fixture);
}

static void
test_setting_it_again_cancels (void)
{
  Fixture fixture;

  fixture_open (&fixture, TRACKED, "identity=Cyd");
  push_moving (&fixture, &cyd, 5);
  gst_harness_set (fixture.harness, "faceenroll", "identity", "Dan", NULL);
  push_moving (&fixture, &cyd, A_WINDOW);
  expect_refused (&fixture, "cancelled");
  g_assert_cmpuint (expect_enrolled (&fixture, "Dan", NULL), >, 0);
  g_assert_cmpuint (count_people (fixture.gallery, "Cyd", FACEREC_PERSON), ==, 0);
  fixture_close (&fixture);
}

/* ---- galleries that cannot be used ---- */

static void
test_other_model (void)
{
  Fixture fixture;
  g_autofree gchar *path = NULL;
  g_autoptr (GstMessage) message = NULL;

  fixture_open (&fixture, TRACKED, "");
  path = g_strconcat (fixture.gallery, ".other", NULL);
  facerec_gallery_close (facerec_gallery_open (path, FACEREC_GALLERY_CREATE, "other-v9", 128, NULL));
  gst_harness_set (fixture.harness, "faceenroll", "db", path, "identity", "Cyd", NULL);
  push_moving (&fixture, &cyd, A_WINDOW);
  message = wait_for_end (&fixture);
  g_assert_cmpstr (get_text (message, "reason"), ==, "gallery");
  g_assert_nonnull (strstr (get_text (message, "text"), "other-v9"));
  g_assert_nonnull (strstr (get_text (message, "text"), "fake-v1"));
  g_assert_nonnull (strstr (get_text (message, "text"), path));
  /* The picture goes on. */
  push (&fixture, &cyd, 1);
  fixture_close (&fixture);
}

static void
test_bad_requests (void)
{
  static const struct {
    const gchar *property, *value, *word;
  } cases[] = {
    { "db", NULL, "db" }, { "db", "", "db" }, { "db", "/nonexistent/folder/enc.bin", "/nonexistent/folder" },
    { "db", "/", "/" }, { "identity", ".hidden", "dot" }, { "identity", "a/b", "slash" },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GstMessage) message = NULL;
    Fixture fixture;

    fixture_open (&fixture, TRACKED, "");
    gst_harness_set (fixture.harness, "faceenroll", cases[i].property, cases[i].value, NULL);
    if (!g_str_equal (cases[i].property, "identity"))
      gst_harness_set (fixture.harness, "faceenroll", "identity", "Cyd", NULL);
    push_moving (&fixture, &cyd, A_WINDOW);
    message = wait_for_end (&fixture);
    g_assert_cmpstr (get_text (message, "reason"), ==, "gallery");
    g_test_message ("%s", get_text (message, "text"));
    g_assert_nonnull (strstr (get_text (message, "text"), cases[i].word));
    fixture_close (&fixture);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  g_test_add_data_func ("/elements/faceenroll/a few different faces", TRACKED, test_a_few_different_faces);
  g_test_add_data_func ("/elements/faceenroll/a few different faces without tracks", DESCRIBED, test_a_few_different_faces);
  g_test_add_func ("/elements/faceenroll/a still face once", test_still_face_once);
  g_test_add_func ("/elements/faceenroll/again adds only what is new", test_again_adds_only_what_is_new);
  g_test_add_func ("/elements/faceenroll/is quiet otherwise", test_is_quiet_otherwise);
  g_test_add_data_func ("/elements/faceenroll/makes a gallery", NULL, test_makes_a_gallery);
  g_test_add_data_func ("/elements/faceenroll/makes a gallery of an empty file", "empty", test_makes_a_gallery);
  g_test_add_func ("/elements/faceenroll/another name is told", test_other_name_is_told);
  g_test_add_func ("/elements/faceenroll/poor faces are left", test_poor_faces_are_left);
  g_test_add_func ("/elements/faceenroll/nobody describes faces", test_not_described);
  g_test_add_func ("/elements/faceenroll/nobody comes", test_nobody_comes);
  g_test_add_data_func ("/elements/faceenroll/two people enrol nobody", TRACKED, test_two_people_enrol_nobody);
  g_test_add_data_func ("/elements/faceenroll/two people enrol nobody without tracks", DESCRIBED,
      test_two_people_enrol_nobody);
  g_test_add_func ("/elements/faceenroll/a track tells who", test_track_id_tells_who);
  g_test_add_func ("/elements/faceenroll/one after the other", test_one_after_the_other);
  g_test_add_func ("/elements/faceenroll/not this person", test_negative);
  g_test_add_func ("/elements/faceenroll/the end of the stream waits", test_end_of_stream_waits);
  g_test_add_func ("/elements/faceenroll/the end comes before a face", test_end_of_stream_without_face);
  g_test_add_func ("/elements/faceenroll/a flush", test_flush);
  g_test_add_func ("/elements/faceenroll/a stop stores what is there", test_stop_stores_what_is_there);
  g_test_add_func ("/elements/faceenroll/setting it again cancels", test_setting_it_again_cancels);
  g_test_add_func ("/elements/faceenroll/a gallery of another model", test_other_model);
  g_test_add_func ("/elements/faceenroll/requests that cannot be met", test_bad_requests);
  return g_test_run ();
}
