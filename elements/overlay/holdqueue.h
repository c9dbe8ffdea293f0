/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* Frames on their way, and the events between them, in order. Frames are held by reference. For the streaming thread. */
typedef struct _GstFacerecHoldQueue GstFacerecHoldQueue;

GstFacerecHoldQueue *gst_facerec_hold_queue_new (void);
void gst_facerec_hold_queue_free (GstFacerecHoldQueue *self); /* NULL is fine */
/* Drops all that is held. pad: keeps those sticky events that a flush does not end; NULL: none. */
void gst_facerec_hold_queue_clear (GstFacerecHoldQueue *self, GstPad *pad);

/* A frame and its number. time: ns, on any clock that does not go back. */
void gst_facerec_hold_queue_add_frame (GstFacerecHoldQueue *self, GstBuffer *frame /* (transfer full) */,
    guint64 number, guint64 time);
void gst_facerec_hold_queue_add_event (GstFacerecHoldQueue *self, GstEvent *event /* (transfer full) */);
gboolean gst_facerec_hold_queue_is_empty (const GstFacerecHoldQueue *self);

/* The next one to go, a GstBuffer or a GstEvent, (transfer full): a frame when delay has passed between its time and now, or
 * when all frames together have more than max_bytes; an event when it is its turn. NULL: nothing yet.
 * number, time: (out): of a frame. */
GstMiniObject *gst_facerec_hold_queue_take (GstFacerecHoldQueue *self, guint64 now, guint64 delay,
    guint64 max_bytes, guint64 *number, guint64 *time);

/* A frame that may be held while as many as n_held others are: itself, or a copy in memory of its own where it comes from a pool
 * that has not so many, whose owner would wait for it forever. frame: (transfer full). (transfer full) (nullable): NULL
 * when there is no memory for the copy. */
GstBuffer *gst_facerec_hold_queue_keepable (GstBuffer *frame, guint64 n_held);

G_END_DECLS
