/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A frame's JSON line, as far as naming its faces anew needs it: everything but the identities stays as it is, byte for byte. */
typedef struct _BatchFrameLine BatchFrameLine;

typedef enum {
  BATCH_LINE_FACE_UNKNOWN,  /* identity null: nobody has compared it */
  BATCH_LINE_FACE_REFUSED,  /* too poor to be compared */
  BATCH_LINE_FACE_COMPARED, /* named, or Unknown for another reason */
} BatchLineFaceState;

typedef struct {
  gfloat x, y, width, height; /* box, px */
  gchar *detector;            /* nullable */
  gfloat quality;             /* overall; NaN: none was measured */
  gboolean has_track;
  guint64 track;
  guint box_age;
  BatchLineFaceState state;
  gsize begin, end; /* where the identity is in the line */
} BatchLineFace;

struct _BatchFrameLine {
  guint64 frame;
  guint64 pts_ns;
  gboolean has_pts;
  guint width, height;
  GArray *faces; /* BatchLineFace, in order */
};

/* NULL: it is no line that we have written. */
BatchFrameLine *batch_frame_line_new (const gchar *text);
/* text with other identities: one JSON value for each face. (transfer full) */
gchar *batch_frame_line_splice (const BatchFrameLine *self, const gchar *text, const gchar *const *identities);
void batch_frame_line_free (BatchFrameLine *self); /* NULL is fine */
/* The identity in a face's JSON. (transfer full) (nullable) */
gchar *batch_frame_line_take_identity (const gchar *face);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BatchFrameLine, batch_frame_line_free)

G_END_DECLS
