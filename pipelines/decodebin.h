/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* GStreamer's decodebin or uridecodebin (factory) for the first stream of pictures, in a bin whose src pad is there from the
 * beginning; a decodebin's has a sink pad, too. decoder: set to the element within, for its properties and signals (transfer
 * none). NULL when factory is not installed. (transfer floating) (nullable)
 *
 * A bin starts what stands behind a pad before what stands before it. Where the pad is yet to come it cannot know, and may start
 * the decoder first: what comes out before the rest is ready is refused, and the stream ends there without a word. */
GstElement *decodebin_new (const gchar *factory, GstElement **decoder);

G_END_DECLS
