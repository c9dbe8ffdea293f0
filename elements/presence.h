/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* Who is in the picture, so that only changes are told: somebody has come when their label is seen and was not there before,
 * and has gone when it has not been seen for a second of stream time. For one thread. */
typedef struct _GstFacerecPresence GstFacerecPresence;

/* One face at one time. */
typedef struct {
  const gchar *label; /* borrowed */
  gboolean known;     /* FALSE: label stands for anybody unknown */
  gint roi_id;
  guint64 track_id;
  gfloat distance, score;
  gdouble confidence; /* 0..1 */
  GstClockTime stream_time, running_time; /* or GST_CLOCK_TIME_NONE */
} GstFacerecSighting;

/* sighting: the first one when came, the last one otherwise. */
typedef void (*GstFacerecPresenceFunc) (gboolean came, const GstFacerecSighting *sighting, gpointer user_data);

GstFacerecPresence *gst_facerec_presence_new (GstFacerecPresenceFunc func, gpointer user_data);
void gst_facerec_presence_free (GstFacerecPresence *self); /* NULL is fine; tells nothing */
/* A face was seen. */
void gst_facerec_presence_see (GstFacerecPresence *self, const GstFacerecSighting *sighting);
/* The stream has come to stream_time, with every face of it seen. GST_CLOCK_TIME_NONE changes nothing. */
void gst_facerec_presence_advance (GstFacerecPresence *self, GstClockTime stream_time);
/* Everybody has gone. */
void gst_facerec_presence_clear (GstFacerecPresence *self);

G_END_DECLS
