/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/elementsetting.h"
#include "pipelines/live/source.h"

G_BEGIN_DECLS

/* The pipeline of a live picture:
 *
 *   source ! queue ! facerecdetect ! facetrack ! faceembed ! faceknn ! faceenroll ! textoverlay ! facerecoverlay
 *     ! videoconvert ! sink
 */
typedef struct {
  GstElement *pipeline;
  GstElement *source; /* NULL while there is none */
  GstElement *queue, *detect, *embed, *knn, *enroll, *overlay;
  GstElement *text;   /* NULL without a window, or where it is not installed */
  GstElement *sink;
} LiveChain;

/* sink: a description as of gst-launch-1.0; NULL: a window on the display. window FALSE: a silent one that keeps time.
 * settings: as of element_settings_apply(). What a user must do is in the error. */
LiveChain *live_chain_new (gboolean window, const gchar *sink, const ElementSetting *settings, GError **error);
/* Loads the models and tells what faceembed describes faces with. NULL on error. (transfer full) */
gchar *live_chain_load_models (LiveChain *self, GError **error);
/* Puts a new source, in the state of the rest, in the place of the one there is. */
gboolean live_chain_connect (LiveChain *self, const LiveSource *source, GError **error);
/* Ends the stream from the queue on: what was decoded by then is still shown, and the end comes as a message. */
void live_chain_end (LiveChain *self);
/* From the beginning again. FALSE: it cannot be. */
gboolean live_chain_rewind (LiveChain *self);
/* The error that was posted, taken from the bus, or NULL. (transfer full) */
GstMessage *live_chain_take_error (LiveChain *self);
void live_chain_free (LiveChain *self); /* NULL is fine */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LiveChain, live_chain_free)

G_END_DECLS
