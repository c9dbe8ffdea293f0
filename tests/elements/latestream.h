/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "tests/elements/testframe.h"

/* Frames in which the place of the face, and its brightness, tell which frame it is: what comes late can be traced back to where
 * it was measured, whatever the machine does meanwhile. */

#define LATE_RATE 25
#define LATE_FRAME (GST_SECOND / LATE_RATE)
#define LATE_CAPS "video/x-raw,format=I420,width=640,height=240,framerate=25/1"
#define LATE_NEVER G_MAXUINT /* no frame */

typedef struct {
  GstHarness *harness;
  GstBus *bus;
  guint n_pushed;
} LateStream;

void late_stream_open (LateStream *stream, const gchar *launch, gboolean live);
void late_stream_close (LateStream *stream);
/* The face of a frame. */
TestFace late_stream_face (guint number);
/* The next frame goes through. (transfer full) */
GstBuffer *late_stream_push (LateStream *stream, const gchar *caps);
/* A number of an element's stats. */
guint64 late_stream_count (LateStream *stream, const gchar *element, const gchar *name);
