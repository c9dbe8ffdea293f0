/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gstdio.h>
#include <math.h>

#include "models/gallery.h"
#include "tests/elements/testframe.h"

#define CAPS "video/x-raw,format=I420,width=320,height=240,framerate=30/1"
#define FRAME_DURATION (GST_SECOND / 30)
#define CHAIN "facedetect detector=fake ! faceembed engine=fake ! faceknn "

/* Luma 235, 120 and 179 are grey 255, 121 and 190; the gallery has the first two. */
static const TestFace ann = { 40, 48, 64, 80, 235 }, bob = { 200, 16, 48, 56, 120 }, cyd = { 200, 144, 64, 64, 179 };

typedef struct {
  gchar *gallery;
  GstHarness *harness;
  GstBus *bus;
  guint n_frames;
} Fixture;

static void
fixture_open (Fixture *self, const gchar *properties)
{
  g_autofree gchar *launch = NULL;

  self->gallery = test_gallery_new ();
  self->n_frames = 0;
  launch = g_strdup_printf (CHAIN "db=%s %s", self->gallery, properties);
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
push (Fixture *self, const TestFace *faces, guint n_faces)
{
  GstBuffer *buffer = test_frame_new_for_caps (CAPS, faces, n_faces);

  GST_BUFFER_PTS (buffer) = self->n_frames++ * FRAME_DURATION;
  GST_BUFFER_DURATION (buffer) = FRAME_DURATION;
  buffer = gst_harness_push_and_pull (self->harness, buffer);
  g_assert_nonnull (buffer);
  return buffer;
}

/* The name that one face gets; "" for Unknown. */
static gchar *
name_of (Fixture *self, const TestFace *face)
{
  GstBuffer *out = push (self, face, 1);
  gchar *name = g_strdup (gst_facerec_meta_get_label (test_find_face (out, face)));

  gst_buffer_unref (out);
  return name ? name : g_strdup ("");
}

static GstMessage *
pop (Fixture *self, GstMessageType type, const gchar *name)
{
  GstMessage *message;

  while ((message = gst_bus_pop_filtered (self->bus, type))) {
    if (!name || gst_message_has_name (message, name))
      return message;
    gst_message_unref (message);
  }
  return NULL;
}

/* Word of anybody who came or went. A gallery that was written just before may be read once more, and told so. */
static GstMessage *
pop_presence (Fixture *self)
{
  GstMessage *message;

  while ((message = gst_bus_pop_filtered (self->bus, GST_MESSAGE_ELEMENT))) {
    if (!gst_message_has_name (message, "face-db"))
      return message;
    gst_message_unref (message);
  }
  return NULL;
}

/* Until somebody has posted it, for at most five seconds. */
static GstMessage *
wait_for (Fixture *self, GstMessageType type, const gchar *name)
{
  gint64 end_us = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;

  while (g_get_monotonic_time () < end_us) {
    GstMessage *message = gst_bus_timed_pop_filtered (self->bus, 100 * GST_MSECOND, type);

    if (message && (!name || gst_message_has_name (message, name)))
      return message;
    g_clear_pointer (&message, gst_message_unref);
  }
  return NULL;
}

/* ---- names ---- */

static void
test_names_people (void)
{
  Fixture fixture;
  TestFace all[] = { ann, bob, cyd };
  GstFacerecIdentity *identity;
  const gchar *label;
  gfloat distance;
  GstBuffer *out;

  fixture_open (&fixture, "distance-threshold=0.4 margin=0");
  out = push (&fixture, all, 3);
  g_assert_cmpstr (gst_facerec_meta_get_label (test_find_face (out, &ann)), ==, "Ann");
  g_assert_cmpstr (gst_facerec_meta_get_label (test_find_face (out, &bob)), ==, "Bob");
  g_assert_null (gst_facerec_meta_get_label (test_find_face (out, &cyd)));

  identity = gst_facerec_meta_get_identity (test_find_face (out, &ann));
  g_assert_cmpfloat (gst_facerec_identity_get_distance (identity), <, 0.02);
  g_assert_cmpuint (gst_facerec_identity_get_n_candidates (identity), ==, 2);
  g_assert_true (gst_facerec_identity_get_candidate (identity, 1, &label, &distance));
  g_assert_cmpstr (label, ==, "Bob");
  /* Chord between two points of the half circle, see models/fake.h. */
  g_assert_cmpfloat_with_epsilon (distance, 2 * sin (G_PI * (255 - 121) / 255 / 2), 0.02);
  identity = gst_facerec_meta_get_identity (test_find_face (out, &cyd));
  g_assert_cmpint (gst_facerec_identity_get_reason (identity), ==, GST_FACEREC_REASON_TOO_FAR);
  gst_buffer_unref (out);
  fixture_close (&fixture);
}

static void
test_rule_changes_while_playing (void)
{
  Fixture fixture;
  g_autofree gchar *strict = NULL, *loose = NULL, *margin = NULL;

  fixture_open (&fixture, "distance-threshold=0.4 margin=0 k=1");
  strict = name_of (&fixture, &cyd);
  gst_harness_set (fixture.harness, "faceknn", "distance-threshold", 1.5f, NULL);
  loose = name_of (&fixture, &cyd);
  gst_harness_set (fixture.harness, "faceknn", "margin", 2.0f, NULL);
  margin = name_of (&fixture, &cyd);
  g_assert_cmpstr (strict, ==, "");
  g_assert_cmpstr (loose, ==, "Ann");
  g_assert_cmpstr (margin, ==, "");
  fixture_close (&fixture);
}

static const gchar *
region_label (GstBuffer *buffer, const TestFace *face)
{
  GstVideoRegionOfInterestMeta *region = gst_buffer_get_video_region_of_interest_meta_id (buffer,
      test_find_face (buffer, face)->id);

  return gst_structure_get_string (gst_video_region_of_interest_meta_get_param (region, "face_id"), "label");
}

static void
test_unknown_label (void)
{
  Fixture fixture;
  TestFace two[] = { ann, cyd };
  GstMessage *message;
  GstBuffer *out;

  fixture_open (&fixture, "distance-threshold=0.4 unknown-label=Fremder");
  out = push (&fixture, two, 2);
  g_assert_cmpstr (region_label (out, &ann), ==, "Ann");
  g_assert_cmpstr (region_label (out, &cyd), ==, "Fremder");
  g_assert_null (gst_facerec_meta_get_label (test_find_face (out, &cyd)));
  while ((message = pop (&fixture, GST_MESSAGE_ELEMENT, "face-identified"))) {
    const GstStructure *structure = gst_message_get_structure (message);
    const gchar *label = gst_structure_get_string (structure, "label");
    gboolean known;

    g_assert_true (gst_structure_get_boolean (structure, "known", &known));
    g_assert_cmpstr (label, ==, known ? "Ann" : "Fremder");
    gst_message_unref (message);
  }
  gst_buffer_unref (out);
  /* Latin-1, as an old program may have it. */
  gst_harness_set (fixture.harness, "faceknn", "unknown-label", "\311tranger", NULL);
  out = push (&fixture, two, 2);
  g_assert_cmpstr (region_label (out, &cyd), ==, "\357\277\275tranger");
  gst_buffer_unref (out);
  fixture_close (&fixture);
}

static void
test_refused_faces_are_left (void)
{
  Fixture fixture;
  gchar *gallery = test_gallery_new ();
  g_autofree gchar *launch = g_strdup_printf ("facedetect detector=fake ! faceembed engine=fake min-face-size=60 "
      "! faceknn db=%s", gallery);
  GstFacerecIdentity *identity;
  GstBuffer *out;

  fixture.n_frames = 0;
  fixture.gallery = gallery;
  fixture.harness = test_harness_new (launch, CAPS, &fixture.bus);
  out = push (&fixture, &bob, 1);
  identity = gst_facerec_meta_get_identity (test_find_face (out, &bob));
  g_assert_cmpint (gst_facerec_identity_get_reason (identity), ==, GST_FACEREC_REASON_LOW_QUALITY);
  g_assert_cmpuint (test_count_messages (fixture.bus, "face-identified"), ==, 0);
  gst_buffer_unref (out);
  fixture_close (&fixture);
}

/* Before anybody is enrolled everybody is a stranger, and says why. */
static void
test_empty_gallery (void)
{
  g_autofree gchar *path = test_gallery_new (), *empty = g_strconcat (path, ".empty", NULL);
  g_autofree gchar *launch = g_strdup_printf (CHAIN "db=%s", empty);
  GstFacerecIdentity *identity;
  GstHarness *harness;
  GstBuffer *out;

  facerec_gallery_close (facerec_gallery_open (empty, FACEREC_GALLERY_CREATE, "fake-v1", 128, NULL));
  harness = test_harness_new (launch, CAPS, NULL);
  out = gst_harness_push_and_pull (harness, test_frame_new_for_caps (CAPS, &ann, 1));
  identity = gst_facerec_meta_get_identity (test_find_face (out, &ann));
  g_assert_cmpint (gst_facerec_identity_get_reason (identity), ==, GST_FACEREC_REASON_EMPTY_GALLERY);
  g_assert_true (isnan (gst_facerec_identity_get_distance (identity)));
  g_assert_cmpuint (gst_facerec_identity_get_n_candidates (identity), ==, 0);
  gst_buffer_unref (out);
  gst_harness_teardown (harness);
  test_gallery_remove (g_steal_pointer (&path));
}

/* It reads no pixels, so it does not ask what memory they are in. */
static void
test_any_memory (void)
{
  g_autofree gchar *gallery = test_gallery_new ();
  g_autofree gchar *launch = g_strdup_printf ("faceknn db=%s", gallery);
  GstHarness *harness = test_harness_new (launch, "video/x-raw(memory:GLMemory),format=RGBA,width=320,height=240", NULL);
  GstBuffer *out = gst_harness_push_and_pull (harness, gst_buffer_new ());

  g_assert_nonnull (out);
  gst_buffer_unref (out);
  gst_harness_teardown (harness);
  test_gallery_remove (g_steal_pointer (&gallery));
}

/* ---- messages ---- */

static guint64
get_time (GstMessage *message, const gchar *field)
{
  guint64 time = 0;

  g_assert_true (gst_structure_get_uint64 (gst_message_get_structure (message), field, &time));
  return time;
}

static void
test_messages_on_change_only (void)
{
  Fixture fixture;
  GstMessage *message;
  gdouble score, confidence;
  guint i;

  fixture_open (&fixture, "");
  for (i = 0; i < 10; i++)
    gst_buffer_unref (push (&fixture, &ann, 1));
  message = pop (&fixture, GST_MESSAGE_ELEMENT, "face-identified");
  g_assert_nonnull (message);
  g_assert_cmpstr (gst_structure_get_string (gst_message_get_structure (message), "label"), ==, "Ann");
  g_assert_true (gst_structure_get (gst_message_get_structure (message), "score", G_TYPE_DOUBLE, &score, "confidence",
      G_TYPE_DOUBLE, &confidence, NULL));
  g_assert_cmpfloat (score, >, 0);
  g_assert_cmpfloat_with_epsilon (confidence, 1 / (1 + exp (-10 * score)), 1e-6);
  g_assert_cmpuint (get_time (message, "stream-time"), ==, 0);
  g_assert_cmpuint (get_time (message, "track-id"), ==, GST_FACEREC_NO_TRACK);
  gst_message_unref (message);
  g_assert_null (pop_presence (&fixture));

  /* Last seen at frame 9; a second later is frame 39. */
  for (i = 10; i < 40; i++)
    gst_buffer_unref (push (&fixture, NULL, 0));
  g_assert_null (pop_presence (&fixture));
  gst_buffer_unref (push (&fixture, NULL, 0));
  message = pop (&fixture, GST_MESSAGE_ELEMENT, "face-lost");
  g_assert_nonnull (message);
  g_assert_cmpstr (gst_structure_get_string (gst_message_get_structure (message), "label"), ==, "Ann");
  g_assert_cmpuint (get_time (message, "stream-time"), ==, 9 * FRAME_DURATION);
  gst_message_unref (message);
  g_assert_null (pop_presence (&fixture));
  fixture_close (&fixture);
}

static void
test_flicker_is_no_change (void)
{
  Fixture fixture;
  guint i;

  fixture_open (&fixture, "");
  for (i = 0; i < 120; i++)
    gst_buffer_unref (push (&fixture, &ann, i % 20 == 0));
  g_assert_cmpuint (test_count_messages (fixture.bus, "face-identified"), ==, 1);
  fixture_close (&fixture);
}

/* Whoever has come is told to have gone when the stream ends or jumps. */
static void
test_end_and_flush (void)
{
  Fixture fixture;
  GstSegment segment;

  fixture_open (&fixture, "");
  gst_buffer_unref (push (&fixture, &ann, 1));
  gst_harness_push_event (fixture.harness, gst_event_new_flush_start ());
  gst_harness_push_event (fixture.harness, gst_event_new_flush_stop (TRUE));
  g_assert_cmpuint (test_count_messages (fixture.bus, "face-lost"), ==, 1);
  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_harness_push_event (fixture.harness, gst_event_new_segment (&segment));
  gst_buffer_unref (push (&fixture, &bob, 1));
  g_assert_cmpuint (test_count_messages (fixture.bus, "face-identified"), ==, 1);
  gst_harness_push_event (fixture.harness, gst_event_new_eos ());
  g_assert_cmpuint (test_count_messages (fixture.bus, "face-lost"), ==, 1);
  fixture_close (&fixture);
}

/* ---- the gallery changes ---- */

/* The gallery comes to that state, possibly by others: it may be looked at while it is being written. */
static void
await_gallery (Fixture *self, const gchar *status, guint expected_people, const gchar *path)
{
  GstMessage *message;
  gboolean came = FALSE;

  while (!came && (message = wait_for (self, GST_MESSAGE_ELEMENT, "face-db"))) {
    const GstStructure *structure = gst_message_get_structure (message);
    guint people, faces;

    g_assert_true (gst_structure_get (structure, "people", G_TYPE_UINT, &people, "faces", G_TYPE_UINT, &faces, NULL));
    came = g_str_equal (gst_structure_get_string (structure, "status"), status) && people == expected_people
        && faces == expected_people && g_str_equal (gst_structure_get_string (structure, "path"), path);
    gst_message_unref (message);
  }
  g_assert_true (came);
}

static void
assert_warning (Fixture *self, gint code, const gchar *words)
{
  GstMessage *message = wait_for (self, GST_MESSAGE_WARNING, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (message);
  gst_message_parse_warning (message, &error, NULL);
  g_test_message ("%s", error->message);
  g_assert_true (g_error_matches (error, GST_RESOURCE_ERROR, code));
  g_assert_nonnull (strstr (error->message, words));
  gst_message_unref (message);
}

static void
test_new_person_appears (void)
{
  Fixture fixture;
  g_autofree gchar *before = NULL, *after = NULL;

  fixture_open (&fixture, "distance-threshold=0.4");
  before = name_of (&fixture, &cyd);
  g_assert_cmpstr (before, ==, "");
  test_gallery_add (fixture.gallery, "Cyd", 190);
  await_gallery (&fixture, "loaded", 3, fixture.gallery);
  after = name_of (&fixture, &cyd);
  g_assert_cmpstr (after, ==, "Cyd");
  fixture_close (&fixture);
}

/* Whoever enrols somebody while the element still starts. */
static GstBusSyncReply
enrol_at_first_message (GstBus *bus, GstMessage *message, gpointer user_data)
{
  Fixture *self = user_data;

  if (gst_message_has_name (message, "face-db") && self->n_frames == 0) {
    self->n_frames = 1;
    test_gallery_add (self->gallery, "Cyd", 190);
    /* Longer than the gallery is ever left unwatched. */
    g_usleep (G_USEC_PER_SEC);
  }
  return GST_BUS_PASS;
}

static void
test_change_during_start (void)
{
  Fixture fixture = { .gallery = test_gallery_new (), .bus = gst_bus_new () };
  g_autofree gchar *launch = g_strdup_printf (CHAIN "db=%s distance-threshold=0.4", fixture.gallery);
  g_autoptr (GstElement) bin = gst_parse_bin_from_description (launch, TRUE, NULL);
  g_autofree gchar *name = NULL;

  gst_object_ref_sink (bin);
  gst_element_set_bus (bin, fixture.bus);
  gst_bus_set_sync_handler (fixture.bus, enrol_at_first_message, &fixture, NULL);
  fixture.harness = gst_harness_new_with_element (bin, "sink", "src");
  gst_harness_set_live (fixture.harness, FALSE);
  gst_harness_set_caps_str (fixture.harness, CAPS, CAPS);
  await_gallery (&fixture, "loaded", 3, fixture.gallery);
  name = name_of (&fixture, &cyd);
  g_assert_cmpstr (name, ==, "Cyd");
  fixture_close (&fixture);
}

/* As an editor or a copy would do it. */
static void
replace (const gchar *path, const gchar *content, gsize length)
{
  g_autofree gchar *next = g_strconcat (path, ".next", NULL);

  g_assert_true (g_file_set_contents (next, content, length, NULL));
  g_assert_cmpint (g_rename (next, path), ==, 0);
}

static void
test_bad_file_keeps_the_old (void)
{
  Fixture fixture;
  g_autofree gchar *good = NULL, *kept = NULL, *recovered = NULL;
  gsize length;

  fixture_open (&fixture, "distance-threshold=0.4");
  g_assert_true (g_file_get_contents (fixture.gallery, &good, &length, NULL));
  replace (fixture.gallery, "this is no gallery", 18);
  assert_warning (&fixture, GST_RESOURCE_ERROR_READ, fixture.gallery);
  await_gallery (&fixture, "kept", 2, fixture.gallery);
  kept = name_of (&fixture, &ann);
  g_assert_cmpstr (kept, ==, "Ann");
  /* Told once, not four times a second. */
  g_usleep (600 * 1000);
  g_assert_null (gst_bus_pop_filtered (fixture.bus, GST_MESSAGE_WARNING));

  replace (fixture.gallery, good, length);
  await_gallery (&fixture, "loaded", 2, fixture.gallery);
  recovered = name_of (&fixture, &bob);
  g_assert_cmpstr (recovered, ==, "Bob");
  fixture_close (&fixture);
}

/* A file may be called by bytes that are no text. */
static void
test_no_text (void)
{
  Fixture fixture;

  fixture_open (&fixture, "");
  gst_harness_set (fixture.harness, "faceknn", "db", "/no\xff/gallery", NULL);
  await_gallery (&fixture, "kept", 2, "/no\357\277\275/gallery");
  fixture_close (&fixture);
}

static void
test_removed_file_keeps_the_old (void)
{
  Fixture fixture;
  g_autofree gchar *kept = NULL;

  fixture_open (&fixture, "");
  g_assert_cmpint (g_remove (fixture.gallery), ==, 0);
  assert_warning (&fixture, GST_RESOURCE_ERROR_NOT_FOUND, fixture.gallery);
  kept = name_of (&fixture, &ann);
  g_assert_cmpstr (kept, ==, "Ann");
  test_gallery_add (fixture.gallery, "Eve", 255);
  await_gallery (&fixture, "loaded", 1, fixture.gallery);
  g_free (kept);
  kept = name_of (&fixture, &ann);
  g_assert_cmpstr (kept, ==, "Eve");
  fixture_close (&fixture);
}

static void
make_foreign_gallery (const gchar *path)
{
  gfloat values[4] = { 1, 0, 0, 0 };
  FacerecGalleryFace face = { .values = values, .quality = 1, .width = 100, .height = 100 };
  g_autoptr (GError) error = NULL;
  FacerecGallery *gallery = facerec_gallery_open (path, FACEREC_GALLERY_CREATE, "other-v7", 4, &error);

  g_assert_no_error (error);
  facerec_gallery_add_face (gallery, "Zoe", FACEREC_PERSON, &face, NULL, &error);
  g_assert_no_error (error);
  facerec_gallery_close (gallery);
}

static void
test_other_file_while_playing (void)
{
  Fixture fixture;
  g_autofree gchar *other = test_gallery_new (), *foreign = g_strconcat (other, ".foreign", NULL), *name = NULL;

  test_gallery_add (other, "Cyd", 190);
  make_foreign_gallery (foreign);
  fixture_open (&fixture, "distance-threshold=0.4");
  name = name_of (&fixture, &cyd);
  g_assert_cmpstr (name, ==, "");
  gst_harness_set (fixture.harness, "faceknn", "db", other, NULL);
  await_gallery (&fixture, "loaded", 3, other);

  gst_harness_set (fixture.harness, "faceknn", "db", foreign, NULL);
  assert_warning (&fixture, GST_RESOURCE_ERROR_SETTINGS, "other-v7");
  g_free (name);
  name = name_of (&fixture, &cyd);
  g_assert_cmpstr (name, ==, "Cyd");
  fixture_close (&fixture);
  test_gallery_remove (g_steal_pointer (&other));
}

static void
test_gallery_of_another_model (void)
{
  g_autofree gchar *path = test_gallery_new (), *foreign = g_strconcat (path, ".foreign", NULL), *launch = NULL;
  g_autoptr (GError) error = NULL;
  GstMessage *message;
  GstHarness *harness;
  GstBus *bus;

  make_foreign_gallery (foreign);
  launch = g_strdup_printf (CHAIN "db=%s", foreign);
  harness = test_harness_new (launch, CAPS, &bus);
  g_assert_cmpint (gst_harness_push (harness, test_frame_new_for_caps (CAPS, NULL, 0)), ==, GST_FLOW_OK);
  g_assert_cmpint (gst_harness_push (harness, test_frame_new_for_caps (CAPS, &ann, 1)), ==, GST_FLOW_ERROR);
  message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
  g_assert_nonnull (message);
  gst_message_parse_error (message, &error, NULL);
  g_assert_true (g_error_matches (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_SETTINGS));
  g_assert_nonnull (strstr (error->message, "fake-v1"));
  g_assert_nonnull (strstr (error->message, "other-v7"));
  g_assert_nonnull (strstr (error->message, foreign));
  gst_message_unref (message);
  g_assert_null (gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR));
  gst_harness_teardown (harness);
  gst_object_unref (bus);
  test_gallery_remove (g_steal_pointer (&path));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  g_test_add_func ("/elements/faceknn/names the enrolled and nobody else", test_names_people);
  g_test_add_func ("/elements/faceknn/the rule may change while playing", test_rule_changes_while_playing);
  g_test_add_func ("/elements/faceknn/strangers are called as the user says", test_unknown_label);
  g_test_add_func ("/elements/faceknn/refused faces keep their reason", test_refused_faces_are_left);
  g_test_add_func ("/elements/faceknn/an empty gallery is no error", test_empty_gallery);
  g_test_add_func ("/elements/faceknn/takes frames in any memory", test_any_memory);
  g_test_add_func ("/elements/faceknn/tells who comes and goes, once", test_messages_on_change_only);
  g_test_add_func ("/elements/faceknn/flicker is no change", test_flicker_is_no_change);
  g_test_add_func ("/elements/faceknn/everybody goes at a flush and at the end", test_end_and_flush);
  g_test_add_func ("/elements/faceknn/a person enrolled while playing appears", test_new_person_appears);
  g_test_add_func ("/elements/faceknn/a person enrolled during the start appears", test_change_during_start);
  g_test_add_func ("/elements/faceknn/a bad gallery keeps the old one", test_bad_file_keeps_the_old);
  g_test_add_func ("/elements/faceknn/a removed gallery keeps the old one", test_removed_file_keeps_the_old);
  g_test_add_func ("/elements/faceknn/a file whose name is no text", test_no_text);
  g_test_add_func ("/elements/faceknn/another gallery may be set while playing", test_other_file_while_playing);
  g_test_add_func ("/elements/faceknn/a gallery of another model is refused by both names", test_gallery_of_another_model);
  return g_test_run ();
}
