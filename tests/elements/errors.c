/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What cannot work says so once, with the code of its reason, the path, and no critical. */
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "models/engine.h"
#include "models/modelfile.h"
#include "tests/elements/testframe.h"

/* ---- files that cannot be used ---- */

typedef enum { MISSING, EMPTY, GARBAGE, FOLDER, FIFO, LOOP, UNREADABLE } Kind;

static gchar *folder;

static gchar *
make_file (Kind kind)
{
  gchar *path = g_build_filename (folder, "file", NULL);

  g_rmdir (path);
  g_remove (path);
  switch (kind) {
    case MISSING:
      break;
    case EMPTY:
      g_assert_true (g_file_set_contents (path, "", 0, NULL));
      break;
    case GARBAGE:
    case UNREADABLE:
      g_assert_true (g_file_set_contents (path, "neither a model nor a gallery, but long enough for a header of either",
          -1, NULL));
      g_assert_cmpint (g_chmod (path, kind == UNREADABLE ? 0 : 0600), ==, 0);
      break;
    case FOLDER:
      g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
      break;
    case FIFO:
      g_assert_cmpint (mkfifo (path, 0600), ==, 0);
      break;
    case LOOP:
      g_assert_cmpint (symlink ("file", path), ==, 0);
      break;
  }
  return path;
}

/* The state change fails with exactly one error. (transfer full) */
static GError *
fail_to_start (const gchar *launch)
{
  g_autoptr (GError) parse_error = NULL;
  g_autoptr (GstElement) pipeline = gst_parse_launch (launch, &parse_error);
  g_autoptr (GstBus) bus = NULL;
  GError *error = NULL;
  GstMessage *message;

  g_assert_no_error (parse_error);
  bus = gst_element_get_bus (pipeline);
  g_assert_cmpint (gst_element_set_state (pipeline, GST_STATE_PAUSED), ==, GST_STATE_CHANGE_FAILURE);
  message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
  g_assert_nonnull (message);
  gst_message_parse_error (message, &error, NULL);
  gst_message_unref (message);
  message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
  g_assert_null (message);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  return error;
}

static const struct {
  Kind kind;
  const gchar *name;
  gint code;
} kinds[] = {
  { MISSING, "missing", GST_RESOURCE_ERROR_NOT_FOUND },
  { EMPTY, "empty", GST_RESOURCE_ERROR_READ },
  { GARBAGE, "garbage", GST_RESOURCE_ERROR_READ },
  { FOLDER, "folder", GST_RESOURCE_ERROR_OPEN_READ },
  { FIFO, "FIFO", GST_RESOURCE_ERROR_OPEN_READ },
  { LOOP, "symlink loop", GST_RESOURCE_ERROR_OPEN_READ },
};

/* before: a launch line up to the path. */
static void
check_file (const gchar *before, const gchar *path, const gchar *name, gint code)
{
  g_autofree gchar *launch = g_strconcat (before, path, " ! fakesink", NULL);
  g_autoptr (GError) error = fail_to_start (launch);

  g_test_message ("%s: %s", name, error->message);
  g_assert_true (error->domain == GST_RESOURCE_ERROR);
  g_assert_cmpint (error->code, ==, code);
  g_assert_nonnull (strstr (error->message, path));
}

static void
check_files (const gchar *before)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autofree gchar *path = make_file (kinds[i].kind);

    check_file (before, path, kinds[i].name, kinds[i].code);
  }
}

static void
test_galleries (void)
{
  check_files ("videotestsrc ! faceknn db=");
}

/* It makes galleries: only what is there and none is wrong. */
static void
test_galleries_to_write (void)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autofree gchar *path = make_file (kinds[i].kind);

    if (kinds[i].kind != MISSING && kinds[i].kind != EMPTY)
      check_file ("videotestsrc ! faceenroll db=", path, kinds[i].name, kinds[i].code);
  }
}

static gboolean
has_dlib (void)
{
  if (facerec_engine_find ("dlib", NULL))
    return TRUE;
  g_test_skip ("built without dlib");
  return FALSE;
}

/* faceembed looks for the landmark model first. */
static gboolean
has_landmark_model (void)
{
  g_autofree gchar *path = facerec_model_file_find (NULL, "shape_predictor_5_face_landmarks.dat", NULL);

  return path != NULL;
}

static void
test_embedding_models (void)
{
  if (!has_dlib ())
    return;
  if (!has_landmark_model ())
    g_test_skip ("the landmark model is not there: models/fetch.sh brings it");
  else
    check_files ("videotestsrc ! faceembed engine=dlib model=");
}

static void
test_detector_models (void)
{
  if (has_dlib ())
    check_files ("videotestsrc ! facedetect detector=cnn model=");
}

static void
test_landmark_models (void)
{
  if (has_dlib ())
    check_files ("videotestsrc ! facedetect detector=hog landmarks=68 landmark-model=");
}

/* hog is built in: a model for it would be forgotten without a word. */
static void
test_model_for_a_detector_without (void)
{
  g_autoptr (GError) error = NULL;

  if (!has_dlib ())
    return;
  error = fail_to_start ("videotestsrc ! facedetect detector=hog model=/some/model.dat ! fakesink");
  g_test_message ("%s", error->message);
  g_assert_true (g_error_matches (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_SETTINGS));
  g_assert_nonnull (strstr (error->message, "/some/model.dat"));
  g_assert_nonnull (strstr (error->message, "detector=cnn"));
}

/* The number of landmarks is the model's; asking for another is an error that names the file and both. */
static void
test_landmarks_of_another_model (void)
{
  g_autofree gchar *path = facerec_model_file_find (NULL, "shape_predictor_5_face_landmarks.dat", NULL);
  g_autofree gchar *launch = NULL;
  g_autoptr (GError) error = NULL;

  if (!has_dlib ())
    return;
  if (!path) {
    g_test_skip ("the landmark model is not there: models/fetch.sh brings it");
    return;
  }
  launch = g_strdup_printf ("videotestsrc ! facedetect detector=hog landmarks=68 landmark-model=%s ! fakesink", path);
  error = fail_to_start (launch);
  g_test_message ("%s", error->message);
  g_assert_true (g_error_matches (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_SETTINGS));
  g_assert_nonnull (strstr (error->message, path));
  g_assert_nonnull (strstr (error->message, "landmarks=68"));
  g_assert_nonnull (strstr (error->message, "finds 5"));
}

static void
test_unreadable_files (void)
{
  g_autofree gchar *path = make_file (UNREADABLE);

  if (g_access (path, R_OK) == 0) {
    g_test_skip ("permissions do not bind root");
    return;
  }
  check_file ("videotestsrc ! faceknn db=", path, "gallery", GST_RESOURCE_ERROR_OPEN_READ);
  if (facerec_engine_find ("dlib", NULL)) {
    if (has_landmark_model ())
      check_file ("videotestsrc ! faceembed engine=dlib model=", path, "embedding",
          GST_RESOURCE_ERROR_OPEN_READ);
    check_file ("videotestsrc ! facedetect detector=cnn model=", path, "detector", GST_RESOURCE_ERROR_OPEN_READ);
    check_file ("videotestsrc ! facedetect detector=hog landmarks=68 landmark-model=", path, "landmarks",
        GST_RESOURCE_ERROR_OPEN_READ);
  }
}

/* ---- settings that cannot work ---- */

static void
test_settings (void)
{
  static const struct {
    const gchar *launch, *words;
  } cases[] = {
    { "videotestsrc ! faceknn ! fakesink", "db" },
    { "videotestsrc ! faceknn db=\"\" ! fakesink", "gst-facerec enroll" },
    { "videotestsrc ! faceenroll identity=Ann ! fakesink", "db" },
    { "videotestsrc ! faceenroll identity=Ann db=\"\" ! fakesink", "Ann" },
    { "videotestsrc ! faceembed engine=abacus ! fakesink", "abacus" },
    { "videotestsrc ! facedetect engine=abacus ! fakesink", "abacus" },
    { "videotestsrc ! facedetect detector=fake engine=dlib ! fakesink", "leave one of the two out" },
    { "videotestsrc ! facedetect detector=fake model=/m.dat ! fakesink", "/m.dat" },
    { "videotestsrc ! facedetect detector=fake region=here ! fakesink", "here" },
    { "videotestsrc ! facedetect detector=fake region=1,2,3 ! fakesink", "1,2,3" },
    { "videotestsrc ! facedetect detector=fake region=1,2,0,4 ! fakesink", "1,2,0,4" },
    { "videotestsrc ! facedetect detector=fake region=1,2,nan,4 ! fakesink", "nan" },
    { "videotestsrc ! facedetect detector=fake region=-1,2,3,4 ! fakesink", "-1,2,3,4" },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = fail_to_start (cases[i].launch);

    g_test_message ("%s", error->message);
    g_assert_true (g_error_matches (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_SETTINGS));
    g_assert_nonnull (strstr (error->message, cases[i].words));
  }
}

/* A missing gallery is how everybody begins: the message says what to do. */
static void
test_missing_gallery_tells_what_to_do (void)
{
  g_autoptr (GError) error = fail_to_start ("videotestsrc ! faceknn db=/nonexistent/enc.bin ! fakesink");

  g_assert_nonnull (strstr (error->message, "gst-facerec enroll"));
}

/* After a failed start the same element works when its setting is right. */
static void
test_starts_after_failure (void)
{
  g_autofree gchar *gallery = test_gallery_new ();
  GstElement *element = gst_object_ref_sink (gst_element_factory_make ("faceknn", NULL));

  g_object_set (element, "db", "/nonexistent", NULL);
  g_assert_cmpint (gst_element_set_state (element, GST_STATE_PAUSED), ==, GST_STATE_CHANGE_FAILURE);
  gst_element_set_state (element, GST_STATE_NULL);
  g_object_set (element, "db", gallery, NULL);
  g_assert_cmpint (gst_element_set_state (element, GST_STATE_PAUSED), !=, GST_STATE_CHANGE_FAILURE);
  gst_element_set_state (element, GST_STATE_NULL);
  gst_object_unref (element);
  test_gallery_remove (g_steal_pointer (&gallery));
}

/* ---- buffers that cannot be frames ---- */

static void
test_short_buffers (void)
{
  static const gchar *const elements[] = { "facedetect detector=fake", "facetrack", "faceembed engine=fake", "overlay" };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (elements); i++) {
    GstBus *bus;
    GstHarness *harness = test_harness_new (elements[i], "video/x-raw,format=I420,width=320,height=240,framerate=30/1",
        &bus);
    GstBuffer *in = gst_buffer_new_allocate (NULL, 100, NULL);
    g_autoptr (GError) error = NULL;
    GstMessage *message;

    /* The overlay looks at nothing without a face. */
    gst_facerec_buffer_add_face (in, 40, 40, 80, 80, 320, 240, 1, "other");
    g_assert_cmpint (gst_harness_push (harness, in), ==, GST_FLOW_ERROR);
    message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
    g_assert_nonnull (message);
    gst_message_parse_error (message, &error, NULL);
    g_assert_true (g_error_matches (error, GST_STREAM_ERROR, GST_STREAM_ERROR_FORMAT));
    g_assert_nonnull (strstr (error->message, "100 bytes"));
    gst_message_unref (message);
    gst_harness_teardown (harness);
    gst_object_unref (bus);
  }
}

int
main (int argc, char **argv)
{
  g_autofree gchar *file = NULL;
  gint result;

  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  folder = g_dir_make_tmp ("facerec-XXXXXX", NULL);
  g_test_add_func ("/elements/errors/galleries that cannot be read", test_galleries);
  g_test_add_func ("/elements/errors/galleries that cannot be read to write", test_galleries_to_write);
  g_test_add_func ("/elements/errors/embedding models that cannot be read", test_embedding_models);
  g_test_add_func ("/elements/errors/detector models that cannot be read", test_detector_models);
  g_test_add_func ("/elements/errors/landmark models that cannot be read", test_landmark_models);
  g_test_add_func ("/elements/errors/a model for a detector without", test_model_for_a_detector_without);
  g_test_add_func ("/elements/errors/landmarks of another model", test_landmarks_of_another_model);
  g_test_add_func ("/elements/errors/files that may not be read", test_unreadable_files);
  g_test_add_func ("/elements/errors/settings that cannot work", test_settings);
  g_test_add_func ("/elements/errors/a missing gallery tells what to do", test_missing_gallery_tells_what_to_do);
  g_test_add_func ("/elements/errors/starts after a failure", test_starts_after_failure);
  g_test_add_func ("/elements/errors/buffers too short for a frame", test_short_buffers);
  result = g_test_run ();
  file = make_file (MISSING);
  g_rmdir (folder);
  g_free (folder);
  return result;
}
