/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/check/gstharness.h>
#include <gst/facerec/facerec.h>
#include <gst/video/video.h>

G_BEGIN_DECLS

/* Frames that the fake engine finds faces on: bright rectangles on a dark ground. */
typedef struct {
  gint x, y, width, height;
  guint8 luma; /* as stored; for RGB every channel */
} TestFace;

/* Every format that our elements take, NULL-terminated. */
extern const gchar *const test_formats[];

/* A frame in the format of info. padding: bytes more than a row needs, filled with bright noise that no element may read,
 * told by a GstVideoMeta; 0: packed as GStreamer does by default, without a meta. */
GstBuffer *test_frame_new (const GstVideoInfo *info, guint padding, const TestFace *faces, guint n_faces);
/* The same, from the description of caps. */
GstBuffer *test_frame_new_for_caps (const gchar *caps, const TestFace *faces, guint n_faces);
/* Every byte of it, padding too, becomes noise: of one seed always the same. The buffer is the caller's alone. */
void test_frame_fill_noise (GstBuffer *buffer, guint32 seed);
/* One byte of a mapped copy of the frame: component of pixel (x, y). */
guint8 test_frame_get_sample (GstBuffer *buffer, const GstVideoInfo *info, guint component, gint x, gint y);
/* All of its bytes. */
gchar *test_frame_checksum (GstBuffer *buffer);

/* The face's box is exactly that of expected. */
void test_assert_box (const GstFacerecMeta *face, const TestFace *expected);
/* The face with the box of expected, or NULL. */
GstFacerecMeta *test_find_face (GstBuffer *buffer, const TestFace *expected);

/* A harness for a launch line, with a bus to be read (transfer full). */
GstHarness *test_harness_new (const gchar *launch, const gchar *caps, GstBus **bus);
/* Element messages of that name on the bus. Others are dropped. */
guint test_count_messages (GstBus *bus, const gchar *name);

/* What the fake model makes of a face that is all of that grey: 128 values. */
void test_describe_gray (guint8 gray, gfloat *values);
/* A gallery of the fake model in a new folder: Ann is as bright as 235, Bob as 120. (transfer full) */
gchar *test_gallery_new (void);
/* Somebody more in it, or a new one. */
void test_gallery_add (const gchar *path, const gchar *person, guint8 gray);
/* Removes the gallery and its folder. */
void test_gallery_remove (gchar *path);

G_END_DECLS
