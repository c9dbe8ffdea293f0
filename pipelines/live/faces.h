/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* Looks at the frames that pass a pad, after their faces have names: counts them, writes their JSON lines, and knows which
 * faces are in view. Its functions may be called from any thread. */
typedef struct _LiveFaces LiveFaces;

/* A message of the pad's element, type application, with a structure of this name, is posted when as many frames as
 * wanted have passed, and for each that nobody reads the line of. */
#define LIVE_FACES_ENOUGH "live-enough-frames"

typedef struct {
  guint64 track_id;
  gchar *label;    /* NULL: nobody that we know */
  gchar *stranger; /* "unknown-3"; NULL: has a label, or is not told apart from other strangers */
  guint n_in_view; /* faces of that frame, this one among them */
} LiveFace;

/* json_name: "file" of the JSON lines, NULL: write none. max_frames: 0: no end. */
LiveFaces *live_faces_new (GstPad *pad, const gchar *json_name, guint64 max_frames);
void live_faces_free (LiveFaces *self); /* NULL is fine */

/* The largest face of the newest frame; of those with a name only. NULL: there is none. (transfer full) */
LiveFace *live_faces_get_largest (LiveFaces *self, gboolean named);
/* Whether the newest frame has a face of that track. */
gboolean live_faces_has_track (LiveFaces *self, guint64 track_id);
void live_face_free (LiveFace *face); /* NULL is fine */

/* Frames so far, and when the last one passed, monotonic time (0: never). */
guint64 live_faces_count_frames (LiveFaces *self);
gint64 live_faces_get_last_time (LiveFaces *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LiveFaces, live_faces_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LiveFace, live_face_free)

G_END_DECLS
