/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "elements/overlay/hiderule.h"
#include "models/frame.h"
#include "models/shotcut.h"

G_BEGIN_DECLS

/* Where faces that are to be hidden are on a frame that came a while ago, by all that was seen on it, before it and since.
 *
 * Sightings of the same face within a shot are one chain: by track id, else by the overlap of boxes. On a frame a chain is
 * hidden
 *   - where it was seen there: when it is to be hidden on that frame, or on any later one;
 *   - where it was not, between two sightings: when it is to be hidden on a later one, or was on the one before it at most
 *     `hold` ago: in between the two;
 *   - before its first sighting: when it is to be hidden on any: where it was first;
 *   - after its last one, for `hold`, when it was to be hidden there: where it was last.
 * Never on the other side of a shot cut. Where a face was not seen, its place grows with the time to the nearest sighting, and
 * there is a second one if the face was moving: where it would be if it had moved on like that. */
typedef struct _GstFacerecHideBack GstFacerecHideBack;

/* A face of a frame that comes. */
typedef struct {
  gint id;                       /* of its GstFacerecMeta */
  FacerecBox box;                /* not finite, or empty: it could be anywhere on the frame */
  guint64 track;                 /* GST_FACEREC_NO_TRACK: none */
  guint age;                     /* frames since the box was measured */
  GstFacerecIdentity *identity;  /* NULL: nobody has asked; a reference is taken */
} GstFacerecHideSighting;

/* A place to be hidden. */
typedef struct {
  gint id;        /* of the face that was seen there on this very frame; 0: none was */
  FacerecBox box; /* as the sighting's */
  gfloat growth;  /* by how much of the box it may be further at each side, >= 0 */
} GstFacerecHidePlace;

GstFacerecHideBack *gst_facerec_hide_back_new (void);
void gst_facerec_hide_back_free (GstFacerecHideBack *self); /* NULL is fine */
/* Forgets everything; frames are counted on. */
void gst_facerec_hide_back_clear (GstFacerecHideBack *self);

/* The next frame. time: ns, never smaller than the one before. shot: whether it begins another shot. Returns its number, from 0
 * on, one more than the last one's. */
guint64 gst_facerec_hide_back_add (GstFacerecHideBack *self, guint64 time, FacerecShot shot,
    const GstFacerecHideSighting *sightings, guint n_sightings);
/* Whom to hide from now on, also on frames that have come already. */
void gst_facerec_hide_back_judge (GstFacerecHideBack *self, GstFacerecHideRule *rule);
/* What is to be hidden on a frame that was added and is not forgotten; replaces what is in places, an array of
 * GstFacerecHidePlace. hold: ns. Returns how many faces that is. */
guint gst_facerec_hide_back_look (GstFacerecHideBack *self, guint64 number, guint64 hold, GArray *places);
/* Frames up to that number are not asked for any more. hold: as for look, from now on; it may not become longer for
 * what is forgotten. */
void gst_facerec_hide_back_forget (GstFacerecHideBack *self, guint64 number, guint64 hold);

G_END_DECLS
