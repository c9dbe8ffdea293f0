/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/video/video.h>

#include "models/error.h"

G_BEGIN_DECLS

/* More, and the picture lags; less, and it breaks: frames that refer to later ones come late by some frames. */
#define LIVE_SOURCE_LATENCY 200

typedef enum {
  LIVE_SOURCE_CAMERA,  /* a camera of this machine */
  LIVE_SOURCE_FILE,    /* a recording, played as fast as it was recorded */
  LIVE_SOURCE_STILL,   /* a photo, shown again and again */
  LIVE_SOURCE_NETWORK, /* an address */
  LIVE_SOURCE_TEST,    /* a made-up picture */
} LiveSourceKind;

/* What the SOURCE of a command line becomes. */
typedef struct {
  LiveSourceKind kind;
  gchar *name;        /* for people and JSON: the path, the device, or the address without user and password */
  gchar *location;    /* the path, device or whole address; NULL for the test picture and a camera of the device monitor */
  GstDevice *camera;  /* a camera found by the device monitor; NULL otherwise */
  gboolean live;      /* its pace is its own: it cannot be held back */
  gint width, fps;    /* asked of a camera; 0: whatever it likes */
  guint latency;      /* how long packets of a network camera are waited for, ms */
  GstVideoOrientationMethod orientation; /* a photo's */
} LiveSource;

/* argument NULL: the first camera. Else "test", a device (/dev/video0, or 0), an address with a scheme, or a file. Errors
 * tell what is wrong with it and what else could be tried. */
LiveSource *live_source_new (const gchar *argument, GError **error);
void live_source_free (LiveSource *self); /* NULL is fine */

/* A new bin with a pad "src" for raw video, upright, in a format that the elements take; once for every (re)connection.
 * (transfer floating) */
GstElement *live_source_make_bin (const LiveSource *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LiveSource, live_source_free)

G_END_DECLS
