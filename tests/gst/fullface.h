/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/facerec/facerec.h>

/* A face in which every field has a value of its own, so that a field that is lost or mixed up shows. */

#define FULL_FACE_DIMENSIONS 128
#define FULL_FACE_LANDMARK_VALUES 10
#define FULL_FACE_TRACK G_GUINT64_CONSTANT (4294967303)

typedef struct {
  gfloat x, y, width, height;
  guint frame_width, frame_height;
} FullFaceBox;

GstFacerecMeta *full_face_add (GstBuffer *buffer, const FullFaceBox *box);
/* Asserts that the face is the one full_face_add() makes, in that box. */
void full_face_check (const GstFacerecMeta *face, const FullFaceBox *box);

gfloat full_face_embedding_value (guint index);
gfloat full_face_landmark_value (guint index);
