/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tests/elements/testpublishing.h"

#include <glib/gstdio.h>
#include <string.h>

GstClockTime
test_publishing_time_of (guint frame)
{
  return gst_util_uint64_scale (frame, GST_SECOND, TEST_PUBLISHING_FRAMES_OF_A_SECOND);
}

TestPublishing *
test_publishing_new_after (const gchar *path, const gchar *before, const gchar *properties)
{
  TestPublishing *self = g_new0 (TestPublishing, 1);
  g_autofree gchar *launch = NULL;

  self->folder = g_dir_make_tmp ("facepublish-XXXXXX", NULL);
  self->path = path ? g_strdup (path) : g_build_filename (self->folder, "out", NULL);
  if (before)
    g_assert_true (g_file_set_contents (self->path, before, -1, NULL));
  launch = g_strdup_printf ("facepublish location=%s %s", self->path, properties);
  self->harness = test_harness_new (launch, TEST_PUBLISHING_CAPS, &self->bus);
  return self;
}

TestPublishing *
test_publishing_new (const gchar *properties)
{
  return test_publishing_new_after (NULL, NULL, properties);
}

void
test_publishing_free (TestPublishing *self)
{
  gst_harness_teardown (self->harness);
  gst_object_unref (self->bus);
  if (g_str_has_prefix (self->path, self->folder))
    g_unlink (self->path);
  g_rmdir (self->folder);
  g_free (self->path);
  g_free (self->folder);
  g_free (self);
}

void
test_publishing_add_face (GstBuffer *buffer, const gchar *name, guint64 track)
{
  GstFacerecMeta *face = gst_facerec_buffer_add_face (buffer, 10.5f + 60 * gst_facerec_buffer_count_faces (buffer), 20, 40,
      50, 320, 240, 1.5f, "fake");
  gboolean known = name && name[0] != '?' && !g_str_has_prefix (name, "unknown-");
  g_autoptr (GstFacerecIdentity) identity = NULL;

  if (track != GST_FACEREC_NO_TRACK)
    gst_facerec_meta_set_track (face, track, 0);
  if (!name)
    return;
  identity = gst_facerec_identity_new (known ? name : NULL, known ? GST_FACEREC_REASON_NONE : GST_FACEREC_REASON_TOO_FAR,
      0.125f, 0.25f, 4, 5);
  if (g_str_has_prefix (name, "unknown-"))
    gst_facerec_identity_set_stranger (identity, name);
  gst_facerec_meta_set_identity (face, identity);
}

void
test_publishing_push_names (TestPublishing *self, guint frame, const gchar *const *names)
{
  GstBuffer *buffer = test_frame_new_for_caps (TEST_PUBLISHING_CAPS, NULL, 0), *out;
  guint i;

  GST_BUFFER_PTS (buffer) = test_publishing_time_of (frame);
  GST_BUFFER_DURATION (buffer) = test_publishing_time_of (1);
  for (i = 0; names && names[i]; i++)
    test_publishing_add_face (buffer, names[i], strlen (names[i]));
  out = gst_harness_push_and_pull (self->harness, buffer);
  g_assert_nonnull (out);
  g_assert_cmpuint (GST_BUFFER_PTS (out), ==, test_publishing_time_of (frame));
  g_assert_cmpuint (gst_facerec_buffer_count_faces (out), ==, i);
  gst_buffer_unref (out);
}

void
test_publishing_push (TestPublishing *self, guint frame, const gchar *name)
{
  const gchar *names[] = { name, NULL };

  test_publishing_push_names (self, frame, names);
}

gchar *
test_publishing_contents (TestPublishing *self)
{
  gchar *text = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (self->path, &text, &size, NULL));
  g_assert_cmpuint (size, ==, strlen (text));
  return text;
}

guint
test_publishing_count_lines (const gchar *text)
{
  guint n = 0;

  for (; *text; text++)
    n += *text == '\n';
  return n;
}

void
test_publishing_assert_written (TestPublishing *self, const gchar *expected)
{
  g_autofree gchar *text = test_publishing_contents (self);

  g_assert_cmpstr (text, ==, expected);
}

guint
test_publishing_take_errors (TestPublishing *self, GstMessageType type, gint *code, gchar **text)
{
  GstMessage *message;
  guint n = 0;

  while ((message = gst_bus_pop_filtered (self->bus, type))) {
    g_autoptr (GError) error = NULL;

    if (type == GST_MESSAGE_ERROR)
      gst_message_parse_error (message, &error, NULL);
    else
      gst_message_parse_warning (message, &error, NULL);
    g_assert_true (error->domain == GST_RESOURCE_ERROR);
    if (code)
      *code = error->code;
    if (text) {
      g_free (*text);
      *text = g_strdup (error->message);
    }
    gst_message_unref (message);
    n++;
  }
  return n;
}
