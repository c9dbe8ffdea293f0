/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "elements/enroll/facechoice.h"

G_BEGIN_DECLS

/* Gathers the faces of one person from the frames of a stream, and makes sure that it is one person. For one thread. */
typedef struct _GstFacerecEnrolCollection GstFacerecEnrolCollection;

typedef struct {
  guint64 track_id;     /* whose faces; GST_FACEREC_NO_TRACK: of the only person in view */
  gfloat min_quality;   /* 0..1: poorer faces are not taken */
  GstClockTime window;  /* from the first face taken to the end */
  GstClockTime timeout; /* for the first face to come; 0: for ever */
} GstFacerecEnrolTerms;

typedef enum {
  GST_FACEREC_ENROL_WAITING,      /* for more frames */
  GST_FACEREC_ENROL_READY,        /* there are samples */
  GST_FACEREC_ENROL_NO_FACE,      /* nobody came in time, or not the track that was asked for */
  GST_FACEREC_ENROL_NO_EMBEDDING, /* somebody came, and nobody has described a face */
  GST_FACEREC_ENROL_LOW_QUALITY,  /* somebody came, with no face that is good enough */
  GST_FACEREC_ENROL_MANY_FACES,   /* several people, and nobody has said which */
} GstFacerecEnrolState;

GstFacerecEnrolCollection *gst_facerec_enrol_collection_new (const GstFacerecEnrolTerms *terms);
void gst_facerec_enrol_collection_free (GstFacerecEnrolCollection *self); /* NULL is fine */

/* Takes what can be taken from a frame. time never goes back. Only embeddings count that were computed since the collection
 * began, each once; of faces without a track only those whose box was measured on this frame.
 * Without a wanted track the first face taken tells which track it is. Another face that does not lie over it, be it on one
 * frame only, means MANY_FACES; one that does is the same person found twice, or again after a loss. */
GstFacerecEnrolState gst_facerec_enrol_collection_see (GstFacerecEnrolCollection *self, GstBuffer *buffer,
    GstClockTime time, GstClockTime stream_time);
/* No more frames will come: any state but WAITING. */
GstFacerecEnrolState gst_facerec_enrol_collection_end (const GstFacerecEnrolCollection *self);
/* The stream has been interrupted: faces and tracks have nothing to do with those before. Forgets everything. */
void gst_facerec_enrol_collection_restart (GstFacerecEnrolCollection *self);

/* How many faces were taken so far. */
guint gst_facerec_enrol_collection_count (const GstFacerecEnrolCollection *self);
/* The track they are of, GST_FACEREC_NO_TRACK: none. */
guint64 gst_facerec_enrol_collection_get_track (const GstFacerecEnrolCollection *self);
/* Of their embeddings; NULL before the first. */
const gchar *gst_facerec_enrol_collection_get_model (const GstFacerecEnrolCollection *self);
/* The best few of them (transfer full) (element-type GstFacerecFaceSample), with the best first; forgets the others. NULL when
 * they are of several people: without a track when any is somebody else, with one when half of them are. */
GPtrArray *gst_facerec_enrol_collection_choose (GstFacerecEnrolCollection *self, guint max_faces);

G_END_DECLS
