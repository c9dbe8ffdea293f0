/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* Who is in the picture, so that only changes are told. Somebody has come when they are seen and were not there before, and
 * has gone when they have not been seen for a second of stream time, or at once when the track that showed them is seen to
 * show somebody else. People are told apart by their names, strangers by their ids, and all those who have neither are one.
 * For one thread. */
typedef struct _GstFacerecPresence GstFacerecPresence;

/* One face at one time. */
typedef struct {
  const gchar *label;    /* borrowed until the frame is over */
  gboolean known;        /* FALSE: label stands for anybody unknown */
  const gchar *stranger; /* borrowed likewise; which unknown one; NULL: known, or not told apart */
  gint roi_id;
  guint64 track_id;      /* or GST_FACEREC_NO_TRACK */
  gfloat distance, score;
  gdouble confidence; /* 0..1 */
  GstClockTime stream_time, running_time; /* or GST_CLOCK_TIME_NONE */
} GstFacerecSighting;

/* sighting: the first one when came, the last one otherwise. */
typedef void (*GstFacerecPresenceFunc) (gboolean came, const GstFacerecSighting *sighting, gpointer user_data);

GstFacerecPresence *gst_facerec_presence_new (GstFacerecPresenceFunc func, gpointer user_data);
void gst_facerec_presence_free (GstFacerecPresence *self); /* NULL is fine; tells nothing */
/* A face was seen on the present frame. */
void gst_facerec_presence_see (GstFacerecPresence *self, const GstFacerecSighting *sighting);
/* The frame at stream_time is over, with every face of it seen: tells first who has gone, then who has come. Where stream_time
 * is GST_CLOCK_TIME_NONE time does not pass. */
void gst_facerec_presence_end_frame (GstFacerecPresence *self, GstClockTime stream_time);
/* Everybody has gone. */
void gst_facerec_presence_clear (GstFacerecPresence *self);

G_END_DECLS
