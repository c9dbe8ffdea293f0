/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

#include "models/frame.h"

G_BEGIN_DECLS

/* Which frames facedetect searches: every Nth, or with `interval` 0 as many as its faces need. A rule without a clock: the same
 * stream in the same pipeline always has the same frames searched. For the streaming thread. */
typedef struct _GstFacerecDetectPace GstFacerecDetectPace;

/* What a frame is searched by. */
typedef struct {
  guint interval;    /* as asked for; 0: auto */
  gboolean tracked;  /* somebody behind moves the faces on frames that are not searched */
  gdouble rate;      /* frames a second, 0: stills */
} GstFacerecDetectTerms;

GstFacerecDetectPace *gst_facerec_detect_pace_new (void);
void gst_facerec_detect_pace_free (GstFacerecDetectPace *self); /* NULL is fine */
/* The next frame is the first. */
void gst_facerec_detect_pace_reset (GstFacerecDetectPace *self);

/* Of how many frames one is searched. For auto: all of them when nobody tracks, and of stills; else the faces of a film are as
 * old as an eighth of a second at most, which is every third frame of 24 to 30 a second and all up to 15. */
guint gst_facerec_detect_pace_interval (const GstFacerecDetectTerms *terms);

/* Whether the next frame is to be searched: the first, each Nth, and with auto also the first frame of another shot, from which
 * on it is counted again. time: ns of any clock. */
gboolean gst_facerec_detect_pace_is_due (GstFacerecDetectPace *self, const GstFacerecDetectTerms *terms,
    const FacerecFrame *frame, guint64 time);

G_END_DECLS
