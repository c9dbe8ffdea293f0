/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "tests/elements/testframe.h"

G_BEGIN_DECLS

#define TEST_PUBLISHING_CAPS "video/x-raw,format=GRAY8,width=320,height=240,framerate=30/1"
#define TEST_PUBLISHING_FRAMES_OF_A_SECOND 30

/* A facepublish that writes into a file of its own. */
typedef struct {
  gchar *folder, *path;
  GstHarness *harness;
  GstBus *bus;
} TestPublishing;

TestPublishing *test_publishing_new (const gchar *properties);
/* path: NULL: a new file. before: what is in it already; NULL: it is not there. */
TestPublishing *test_publishing_new_after (const gchar *path, const gchar *before, const gchar *properties);
/* Removes the file, too. */
void test_publishing_free (TestPublishing *self);

/* When that frame begins. */
GstClockTime test_publishing_time_of (guint frame);
/* A face of that name, of that stranger ("unknown-…"), Unknown ("?"), or not compared (NULL). */
void test_publishing_add_face (GstBuffer *buffer, const gchar *name, guint64 track);
/* That frame with these faces, NULL-terminated, each on a track of its own as long as its name. It must come out as it
 * went in. */
void test_publishing_push_names (TestPublishing *self, guint frame, const gchar *const *names);
/* With one face, or none (NULL). */
void test_publishing_push (TestPublishing *self, guint frame, const gchar *name);

/* What is in the file now. (transfer full) */
gchar *test_publishing_contents (TestPublishing *self);
void test_publishing_assert_written (TestPublishing *self, const gchar *expected);
guint test_publishing_count_lines (const gchar *text);
/* Errors or warnings on the bus, by their number; code and text (nullable) of the last one. */
guint test_publishing_take_errors (TestPublishing *self, GstMessageType type, gint *code, gchar **text);

G_END_DECLS
