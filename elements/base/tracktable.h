/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/facerec/facerec.h>

G_BEGIN_DECLS

/* What an element remembers of the tracks of a stream, whatever that is, and the stream's clock. Bounded: a track that was
 * not seen for 5 s is forgotten, and of more than 4,096 those that are not in the picture. A forgotten track is a new one.
 * For one thread. */
typedef struct _GstFacerecTrackTable GstFacerecTrackTable;

/* What every entry begins with. */
typedef struct {
  guint64 id;
  guint age;         /* of the track, when it was seen last: a lower one is another track */
  GstClockTime seen;
} GstFacerecTrackEntry;

/* entry_size: of a structure that begins with a GstFacerecTrackEntry. clear: frees what an entry holds, not itself; nullable. */
GstFacerecTrackTable *gst_facerec_track_table_new (gsize entry_size, GDestroyNotify clear);
void gst_facerec_track_table_free (GstFacerecTrackTable *self); /* NULL is fine */
/* Forgets all tracks. */
void gst_facerec_track_table_clear (GstFacerecTrackTable *self);
/* Another frame has come, lasting for duration. Where running_time is GST_CLOCK_TIME_NONE it follows on the last one; where
 * duration is, too, by 1/30 s. */
void gst_facerec_track_table_begin_frame (GstFacerecTrackTable *self, GstClockTime running_time, GstClockTime duration);
/* The time of the present frame, and its number. */
GstClockTime gst_facerec_track_table_get_time (const GstFacerecTrackTable *self);
guint64 gst_facerec_track_table_get_frame (const GstFacerecTrackTable *self);
/* Whether interval has passed since that time. A time that has gone back is long ago, too: nothing older is of use. */
gboolean gst_facerec_track_table_has_passed (const GstFacerecTrackTable *self, GstClockTime since,
    GstClockTime interval);

/* The entry of a track; NULL for GST_FACEREC_NO_TRACK, and when nothing is remembered of it. */
gpointer gst_facerec_track_table_find (const GstFacerecTrackTable *self, guint64 id);
/* The same for one that is on the present frame, of that age: unless the track remembered has ended, as by the age of one that
 * begins anew, or by time. */
gpointer gst_facerec_track_table_see (GstFacerecTrackTable *self, guint64 id, guint age);
/* A fresh entry, all zero but for its head, seen now; it takes the place of a former one. NULL for GST_FACEREC_NO_TRACK, and
 * when so many are in the picture that it cannot be remembered. */
gpointer gst_facerec_track_table_add (GstFacerecTrackTable *self, guint64 id, guint age);
void gst_facerec_track_table_remove (GstFacerecTrackTable *self, gpointer entry);
/* How many tracks are remembered. */
guint gst_facerec_track_table_count (const GstFacerecTrackTable *self);

G_END_DECLS
