/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A model file of one's own in a stream: dlib's network with a head, as training would write it. */
#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "models/backbone.h"
#include "models/gallery.h"
#include "models/modelfile.h"
#include "tests/elements/testframe.h"

#define CAPS "video/x-raw,format=RGB,width=200,height=200,framerate=30/1"
#define N 128

static gchar *folder, *model, *gallery;

/* Every number turned to the other sign, and the first one doubled: not dlib's, not its multiple. */
static gchar *
write_model (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FacerecBackbone) backbone = facerec_backbone_open ("dlib", NULL, NULL, &error);
  g_autoptr (FacerecFaceModel) made = NULL;
  g_autofree gfloat *matrix = g_new0 (gfloat, N * N);

  g_assert_no_error (error);
  for (guint i = 0; i < N; i++)
    matrix[i * N + i] = i == 0 ? -2 : -1;
  made = facerec_backbone_new_model (backbone, "own");
  made->head = facerec_head_new (N);
  facerec_head_add_layer (made->head, N, matrix, NULL, FALSE);
  g_assert_true (facerec_face_model_write (made, model, &error));
  return facerec_face_model_id (made);
}

/* A picture of noise of which somebody says that it is a face. */
static GstBuffer *
make_frame (void)
{
  static const gfloat landmarks[] = { 0.85f, 0.35f, 0.65f, 0.35f, 0.15f, 0.35f, 0.35f, 0.35f, 0.5f, 0.65f };
  GstBuffer *frame = test_frame_new_for_caps (CAPS, NULL, 0);
  GstFacerecMeta *face;

  test_frame_fill_noise (frame, 7);
  face = gst_facerec_buffer_add_face (frame, 40, 40, 120, 120, 200, 200, 1, "other");
  gst_facerec_meta_set_landmarks (face, landmarks, 10);
  return frame;
}

static GstFacerecMeta *
only_face (GstBuffer *buffer)
{
  gpointer state = NULL;

  return gst_facerec_buffer_iterate_faces (buffer, &state);
}

static GstHarness *
open_chain (const gchar *value, const gchar *more, GstBus **bus)
{
  g_autofree gchar *launch = g_strdup_printf ("faceembed model=\"%s\" precision=f32 ! %s", value, more);

  return test_harness_new (launch, CAPS, bus);
}

/* The face's embedding, and its model's id. */
static void
describe (const gchar *value, gfloat *embedding, gchar **id)
{
  GstBus *bus;
  GstHarness *harness = open_chain (value, "identity", &bus);
  GstBuffer *out = gst_harness_push_and_pull (harness, make_frame ());
  GstFacerecMeta *face;
  const gfloat *values;
  gsize n;

  g_assert_nonnull (out);
  face = only_face (out);
  g_assert_nonnull (face);
  values = gst_facerec_meta_get_embedding (face, &n);
  g_assert_cmpuint (n, ==, N);
  memcpy (embedding, values, N * sizeof *values);
  *id = g_strdup (gst_facerec_meta_get_embedding_model (face));
  gst_buffer_unref (out);
  gst_harness_teardown (harness);
  gst_object_unref (bus);
}

static void
enrol (const gchar *id, const gfloat *embedding)
{
  const FacerecGalleryFace face = { .values = embedding, .quality = 1, .width = 100, .height = 100 };
  g_autoptr (GError) error = NULL;
  FacerecGallery *opened;

  g_unlink (gallery);
  opened = facerec_gallery_open (gallery, FACEREC_GALLERY_CREATE, id, N, &error);
  g_assert_no_error (error);
  g_assert_cmpint (facerec_gallery_add_face (opened, "Ann", FACEREC_PERSON, &face, NULL, &error), !=, 0);
  g_assert_no_error (error);
  facerec_gallery_close (opened);
}

static void
test_embeds (void)
{
  g_autofree gchar *expected_id = write_model (), *id = NULL, *raw_id = NULL, *plain_id = NULL;
  g_autofree gchar *raw_name = g_strconcat ("raw:", model, NULL);
  gfloat own[N], raw[N], plain[N];
  gdouble length = 0;

  describe (model, own, &id);
  describe (raw_name, raw, &raw_id);
  describe ("", plain, &plain_id);
  g_assert_cmpstr (id, ==, expected_id);
  g_assert_true (g_str_has_prefix (id, "face:own:"));
  g_assert_cmpstr (raw_id, ==, plain_id);
  g_assert_cmpmem (raw, sizeof raw, plain, sizeof plain);
  for (guint i = 0; i < N; i++)
    length += (i == 0 ? 4 : 1) * (gdouble) plain[i] * plain[i];
  for (guint i = 0; i < N; i++)
    g_assert_cmpfloat_with_epsilon (own[i], (i == 0 ? -2 : -1) * plain[i] / sqrt (length), 1e-5);
}

static void
test_names (void)
{
  g_autofree gchar *expected_id = write_model (), *id = NULL, *knn = g_strdup_printf ("faceknn db=%s", gallery);
  const GstFacerecIdentity *identity;
  gfloat own[N];
  GstHarness *harness;
  GstBuffer *out;
  GstBus *bus;

  describe (model, own, &id);
  g_assert_cmpstr (id, ==, expected_id);
  enrol (id, own);
  harness = open_chain (model, knn, &bus);
  out = gst_harness_push_and_pull (harness, make_frame ());
  g_assert_nonnull (out);
  identity = gst_facerec_meta_get_identity (only_face (out));
  g_assert_nonnull (identity);
  g_assert_cmpstr (gst_facerec_identity_get_label (identity), ==, "Ann");
  gst_buffer_unref (out);
  gst_harness_teardown (harness);
  gst_object_unref (bus);
}

/* A gallery of dlib's own embeddings, and a stream of ours: refused with both ids. */
static void
test_other_gallery (void)
{
  g_autofree gchar *id = write_model (), *plain_id = NULL, *knn = g_strdup_printf ("faceknn db=%s", gallery);
  g_autoptr (GError) error = NULL;
  gfloat plain[N];
  GstHarness *harness;
  GstMessage *message;
  GstBus *bus;

  describe ("", plain, &plain_id);
  enrol (plain_id, plain);
  harness = open_chain (model, knn, &bus);
  g_assert_cmpint (gst_harness_push (harness, make_frame ()), ==, GST_FLOW_ERROR);
  message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
  g_assert_nonnull (message);
  gst_message_parse_error (message, &error, NULL);
  g_assert_true (g_error_matches (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_SETTINGS));
  g_assert_nonnull (strstr (error->message, plain_id));
  g_assert_nonnull (strstr (error->message, id));
  gst_message_unref (message);
  gst_harness_teardown (harness);
  gst_object_unref (bus);
}

int
main (int argc, char **argv)
{
  g_autofree gchar *found = NULL;
  g_autoptr (GError) error = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  found = facerec_model_file_find (NULL, "dlib_face_recognition_resnet_model_v1.dat", &error);
  if (!found) {
    g_print ("SKIP: %s\n", error->message);
    return 77;
  }
  folder = g_dir_make_tmp ("ownmodel-XXXXXX", NULL);
  model = g_build_filename (folder, "own.face", NULL);
  gallery = g_build_filename (folder, "enc.bin", NULL);
  g_test_add_func ("/elements/ownmodel/embeds", test_embeds);
  g_test_add_func ("/elements/ownmodel/names", test_names);
  g_test_add_func ("/elements/ownmodel/a gallery of dlib's is refused by both names", test_other_gallery);
  result = g_test_run ();
  g_unlink (model);
  g_unlink (gallery);
  g_rmdir (folder);
  g_free (gallery);
  g_free (model);
  g_free (folder);
  return result;
}
