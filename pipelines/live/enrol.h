/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/live/faces.h"
#include "pipelines/live/gallery.h"
#include "pipelines/live/keys.h"
#include "pipelines/live/text.h"

G_BEGIN_DECLS

/* Enrolling the face in view: asks for the name, hands it to faceenroll, and tells what became of it. For the thread of the
 * main context. */
typedef struct _LiveEnrol LiveEnrol;

/* All but the elements are borrowed and must live as long. */
LiveEnrol *live_enrol_new (GstElement *enroll, GstElement *knn, LiveGallery *gallery, LiveFaces *faces, LiveText *text);
void live_enrol_free (LiveEnrol *self); /* NULL is fine */

/* Asks who the largest face in view is, unless there is none. */
void live_enrol_ask (LiveEnrol *self);
/* The largest face with a name does not belong to that name. */
void live_enrol_deny (LiveEnrol *self);
/* TRUE: the key was a part of the answer. */
gboolean live_enrol_take_key (LiveEnrol *self, gunichar key);
/* A message of faceenroll; others are nothing. */
void live_enrol_take_message (LiveEnrol *self, const GstStructure *message);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LiveEnrol, live_enrol_free)

G_END_DECLS
