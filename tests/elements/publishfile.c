/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* facepublish where it cannot write, or has no or a slow reader; and what it finds in its file. */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/elements/testpublishing.h"

/* ---- when it cannot be written ---- */

/* The state change fails, with one error of that code that names what it is about. */
static void
expect_refusal (const gchar *properties, gint expected, const gchar *named)
{
  g_autoptr (GstElement) element = gst_parse_launch (properties, NULL);
  g_autoptr (GstBus) bus = gst_bus_new ();
  TestPublishing self = { .bus = bus };
  g_autofree gchar *text = NULL;
  gint code = -1;

  g_test_message ("%s", properties);
  gst_element_set_bus (element, bus);
  g_assert_cmpint (gst_element_set_state (element, GST_STATE_PAUSED), ==, GST_STATE_CHANGE_FAILURE);
  g_assert_cmpuint (test_publishing_take_errors (&self, GST_MESSAGE_ERROR, &code, &text), ==, 1);
  g_assert_cmpint (code, ==, expected);
  g_test_message ("%s", text);
  g_assert_nonnull (strstr (text, named));
  gst_element_set_state (element, GST_STATE_NULL);
}

static void
test_refusals (void)
{
  g_autofree gchar *folder = g_dir_make_tmp ("facepublish-XXXXXX", NULL);
  g_autofree gchar *fifo = g_build_filename (folder, "fifo", NULL);
  g_autofree gchar *at_fifo = g_strdup_printf ("facepublish location=%s", fifo);
  g_autofree gchar *at_folder = g_strdup_printf ("facepublish location=%s", folder);
  g_autofree gchar *fifo_appended = g_strdup_printf ("facepublish append=true location=%s", fifo);

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  expect_refusal ("facepublish", GST_RESOURCE_ERROR_SETTINGS, "location");
  expect_refusal ("facepublish location=/no/such/folder/out", GST_RESOURCE_ERROR_NOT_FOUND, "/no/such/folder/out");
  expect_refusal (at_folder, GST_RESOURCE_ERROR_OPEN_WRITE, folder);
  expect_refusal (at_fifo, GST_RESOURCE_ERROR_OPEN_WRITE, "start its reader first");
  expect_refusal (fifo_appended, GST_RESOURCE_ERROR_OPEN_WRITE, "start its reader first");
  expect_refusal ("facepublish location=/dev/full format=csv", GST_RESOURCE_ERROR_NO_SPACE_LEFT, "/dev/full");
  expect_refusal ("facepublish location=/dev/null format=webvtt append=true", GST_RESOURCE_ERROR_SETTINGS, "append");
  g_unlink (fifo);
  g_rmdir (folder);
}

static void
test_full_disk (void)
{
  TestPublishing *self = test_publishing_new_after ("/dev/full", NULL, "");
  g_autofree gchar *text = NULL;
  gint code = -1;
  guint frame;

  for (frame = 0; frame < 10; frame++)
    test_publishing_push (self, frame, "Ann");
  g_assert_cmpuint (test_publishing_take_errors (self, GST_MESSAGE_ERROR, &code, &text), ==, 1);
  g_assert_cmpint (code, ==, GST_RESOURCE_ERROR_NO_SPACE_LEFT);
  g_assert_nonnull (strstr (text, "/dev/full"));
  g_assert_nonnull (strstr (text, g_strerror (ENOSPC)));
  test_publishing_free (self);
}

static void
test_one_writer (void)
{
  TestPublishing *self = test_publishing_new ("");
  g_autofree gchar *again = g_strdup_printf ("facepublish location=%s", self->path);
  g_autofree gchar *before = NULL;

  test_publishing_push (self, 0, "Ann");
  before = test_publishing_contents (self);
  expect_refusal (again, GST_RESOURCE_ERROR_OPEN_WRITE, "another pipeline");
  test_publishing_assert_written (self, before);
  test_publishing_free (self);
}

static void
test_embeddings_are_private (void)
{
  TestPublishing *open = test_publishing_new (""), *closed = test_publishing_new ("embeddings=true");
  mode_t mask = umask (0);
  GStatBuf status;

  umask (mask);
  g_assert_cmpint (g_stat (open->path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0666 & ~mask);
  g_assert_cmpint (g_stat (closed->path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600 & ~mask);
  test_publishing_free (open);
  test_publishing_free (closed);
}

/* What a writer left that was killed in the middle of a record is taken away; what is whole stays. */
static void
test_append (void)
{
  static const struct {
    const gchar *properties, *before, *kept;
  } cases[] = {
    { "append=false", "{}\n{}\n", "" },
    { "append=true", "", "" },
    { "append=true", "{}\n{}\n", "{}\n{}\n" },
    { "append=true", "{}\n{\"version", "{}\n" },
    { "append=true", "{\"version", "" },
    { "append=true format=csv", "version\r\n1,a\nb\r\n1,c\nd", "version\r\n1,a\nb\r\n" },
    { "append=true format=csv", "version\r\n1\r", "version\r\n" },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    TestPublishing *self = test_publishing_new_after (NULL, cases[i].before, cases[i].properties);
    g_autofree gchar *text = NULL;
    guint old;

    g_test_message ("%s after %s", cases[i].properties, cases[i].before);
    test_publishing_push (self, 0, "Ann");
    text = test_publishing_contents (self);
    old = strlen (cases[i].kept);
    g_assert_cmpint (strncmp (text, cases[i].kept, old), ==, 0);
    if (strstr (cases[i].properties, "csv"))
      g_assert_true (g_str_has_prefix (text + old, "1,,0,0,320,"));
    else
      g_assert_true (g_str_has_prefix (text + old, "{\"version\":1,"));
    test_publishing_free (self);
  }
}

/* A torn record longer than what is read at once. */
static void
test_append_after_long_torn_record (void)
{
  g_autoptr (GString) before = g_string_new ("{}\r\n");
  TestPublishing *self;

  while (before->len < 20001)
    g_string_append (before, "0123456789");
  self = test_publishing_new_after (NULL, before->str, "format=csv append=true");
  test_publishing_assert_written (self, "{}\r\n");
  test_publishing_free (self);
}

/* ---- readers ---- */

/* A FIFO with a reader that reads when it is told to. */
static TestPublishing *
publishing_new_fifo (const gchar *properties, gint *reader)
{
  g_autofree gchar *folder = g_dir_make_tmp ("facepublish-XXXXXX", NULL);
  g_autofree gchar *path = g_build_filename (folder, "fifo", NULL);
  TestPublishing *self;

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  *reader = open (path, O_RDONLY | O_NONBLOCK);
  g_assert_cmpint (*reader, >=, 0);
  self = test_publishing_new_after (path, NULL, properties);
  g_rmdir (self->folder);
  g_free (self->folder);
  self->folder = g_steal_pointer (&folder);
  return self;
}

static void
read_all (gint reader, GString *text)
{
  gchar block[65536];
  gssize n;

  while ((n = read (reader, block, sizeof block)) > 0)
    g_string_append_len (text, block, n);
}

static void
test_reader_goes (void)
{
  gint reader, code = -1;
  TestPublishing *self = publishing_new_fifo ("", &reader);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree gchar *error = NULL;
  guint frame;

  test_publishing_push (self, 0, "Ann");
  read_all (reader, text);
  g_assert_cmpuint (test_publishing_count_lines (text->str), ==, 1);
  close (reader);
  for (frame = 1; frame < 10; frame++)
    test_publishing_push (self, frame, "Ann");
  g_assert_cmpuint (test_publishing_take_errors (self, GST_MESSAGE_ERROR, &code, &error), ==, 1);
  g_assert_cmpint (code, ==, GST_RESOURCE_ERROR_WRITE);
  g_assert_nonnull (strstr (error, self->path));
  g_assert_nonnull (strstr (error, "reader has gone"));
  test_publishing_free (self);
}

/* A live stream goes on while nobody reads; who reads again gets whole lines, in order, with one hole. */
static void
test_slow_reader_of_live_stream (void)
{
  gint reader;
  TestPublishing *self = publishing_new_fifo ("", &reader);
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (GStrv) lines = NULL;
  g_autofree gchar *warning = NULL;
  guint frame, holes = 0, i;
  guint64 last = 0;

  gst_harness_set_live (self->harness, TRUE);
  for (frame = 0; frame < 20000; frame++)
    test_publishing_push (self, frame, NULL);
  g_assert_cmpuint (test_publishing_take_errors (self, GST_MESSAGE_WARNING, NULL, &warning), ==, 1);
  g_assert_nonnull (strstr (warning, self->path));
  for (; frame < 20100; frame++) {
    read_all (reader, text);
    test_publishing_push (self, frame, NULL);
  }
  read_all (reader, text);
  g_assert_cmpuint (test_publishing_take_errors (self, GST_MESSAGE_WARNING, NULL, NULL), ==, 0);
  g_assert_cmpuint (test_publishing_take_errors (self, GST_MESSAGE_ERROR, NULL, NULL), ==, 0);

  lines = g_strsplit (text->str, "\n", -1);
  for (i = 0; lines[i] && *lines[i]; i++) {
    guint64 number = g_ascii_strtoull (strstr (lines[i], "\"frame\":") + 8, NULL, 10);

    g_assert_true (g_str_has_prefix (lines[i], "{\"version\":1,") && g_str_has_suffix (lines[i], "\"faces\":[]}"));
    g_assert_true (i == 0 ? number == 0 : number > last);
    holes += i > 0 && number != last + 1;
    last = number;
  }
  g_assert_cmpuint (i, >, 5000);
  g_assert_cmpuint (holes, ==, 1);
  g_assert_cmpuint (last, ==, 20099);
  close (reader);
  test_publishing_free (self);
}

/* A recording waits for its reader, and can be stopped all the same. */
static void
test_stops_while_it_waits (void)
{
  g_autofree gchar *folder = g_dir_make_tmp ("facepublish-XXXXXX", NULL);
  g_autofree gchar *path = g_build_filename (folder, "fifo", NULL), *launch = NULL;
  g_autoptr (GstElement) pipeline = NULL, publish = NULL;
  guint64 before = 0, now = 1;
  gint reader;

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  reader = open (path, O_RDONLY | O_NONBLOCK);
  launch = g_strdup_printf ("videotestsrc pattern=black ! video/x-raw,width=16,height=16 ! facepublish name=publish location=%s "
      "! fakesink", path);
  pipeline = gst_parse_launch (launch, NULL);
  publish = gst_bin_get_by_name (GST_BIN (pipeline), "publish");
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  while (now <= 5000 || now != before) {
    g_autoptr (GstStructure) stats = NULL;

    g_usleep (G_USEC_PER_SEC / 4);
    before = now;
    g_object_get (publish, "stats", &stats, NULL);
    g_assert_true (gst_structure_get_uint64 (stats, "frames", &now));
  }
  gst_element_set_state (pipeline, GST_STATE_NULL);
  close (reader);
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  g_test_add_func ("/elements/publishfile/refusals", test_refusals);
  g_test_add_func ("/elements/publishfile/full disk", test_full_disk);
  g_test_add_func ("/elements/publishfile/one writer a file", test_one_writer);
  g_test_add_func ("/elements/publishfile/embeddings are private", test_embeddings_are_private);
  g_test_add_func ("/elements/publishfile/append", test_append);
  g_test_add_func ("/elements/publishfile/append after a long torn record", test_append_after_long_torn_record);
  g_test_add_func ("/elements/publishfile/reader goes", test_reader_goes);
  g_test_add_func ("/elements/publishfile/slow reader of a live stream", test_slow_reader_of_live_stream);
  g_test_add_func ("/elements/publishfile/stops while it waits", test_stops_while_it_waits);
  return g_test_run ();
}
