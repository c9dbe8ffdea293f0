/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/decoder.h"

G_BEGIN_DECLS

/* Any FILEs as frames, in order. A thread of its own decodes ahead of whoever takes them, by a few frames, so that
 * decoding one photo costs no time while another is analysed. */
typedef struct _Frames Frames;

typedef struct {
  guint file;        /* index into the paths */
  GstSample *sample; /* one frame as decoder.h says; NULL: the end of the file */
  guint64 number;    /* of the frame in its file, from 0 */
  gboolean still;    /* a photo's */
  gchar *sha256;     /* a photo's: of its file */

  /* At the end of a file: */
  guint64 n_frames;  /* given out */
  GError *error;     /* why there were none; NULL: all is well */
  gchar *warning;    /* why there are not more; nullable */
} Frame;

/* paths: (element-type filename), referenced. rate: which frames of a recording.
 * stills_only: recordings are refused. */
Frames *frames_new (GPtrArray *paths, const DecoderRate *rate, gboolean stills_only);
/* (transfer full) (nullable): waits for the next one; NULL after the end of the last file, or once *stop is set (by a
 * signal handler, say). */
Frame *frames_next (Frames *self, const volatile gint *stop);
/* Ends the thread; NULL is fine. */
void frames_free (Frames *self);
void frame_free (Frame *frame); /* NULL is fine */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Frames, frames_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Frame, frame_free)

G_END_DECLS
