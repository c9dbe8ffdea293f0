/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "elements/embed/trackmemory.h"

G_BEGIN_DECLS

/* Where faces were described a moment ago, and as what; for those without a track. On a stream that leaves no time to describe
 * each face of each frame, one whose box overlaps such a place (intersection over union of 0.5 and more) is taken for the same,
 * for a second after the picture at most: somebody else may stand there by then, and only a track could tell. The place goes
 * along with the face. For one thread. */
typedef struct _GstFacerecPlaceMemory GstFacerecPlaceMemory;

/* Of the stream's time, after the picture. */
#define GST_FACEREC_PLACE_STANDS GST_SECOND

GstFacerecPlaceMemory *gst_facerec_place_memory_new (void);
void gst_facerec_place_memory_free (GstFacerecPlaceMemory *self); /* NULL is fine */
/* Forgets all places. */
void gst_facerec_place_memory_clear (GstFacerecPlaceMemory *self);
/* Another frame has come: its number and time, as those of pictures. Forgets what is too old, or of a time to come. */
void gst_facerec_place_memory_begin_frame (GstFacerecPlaceMemory *self, guint64 frame, GstClockTime time);
/* Whether the face is where one was described less than a time ago. */
gboolean gst_facerec_place_memory_knows (const GstFacerecPlaceMemory *self, const GstFacerecMeta *face, GstClockTime ago);
/* Writes the embedding of its place to the face, with its age, as one of model_id, and the quality of its picture. FALSE, with
 * the face untouched: there is none, or another face of this frame has it. */
gboolean gst_facerec_place_memory_recall (GstFacerecPlaceMemory *self, GstFacerecMeta *face, const gchar *model_id);
/* The embedding of a picture of this frame or an earlier one. */
void gst_facerec_place_memory_store (GstFacerecPlaceMemory *self, const GstFacerecTrackPicture *picture, const gfloat *values,
    gsize n_values);
/* How many places are remembered. */
guint gst_facerec_place_memory_count (const GstFacerecPlaceMemory *self);

G_END_DECLS
