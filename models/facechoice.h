/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A few different faces of one person, out of many that are thought to be that person's. */

typedef struct {
  gfloat same_person; /* two farther apart than this are not taken for one person */
  gfloat different;   /* two nearer than this tell the same twice */
  guint max_faces;
} FacerecFaceChoiceRule;

/* The distance of faces a and b, which count from 0. */
typedef gfloat (*FacerecFaceDistanceFunc) (guint a, guint b, gpointer user_data);

/* n faces, in the order in which they are preferred. First comes the most preferred of those that the most others agree with (are
 * within same_person of): a good picture of somebody else must not stand for the person. Then, in order, each that is within
 * same_person of it and differs from all taken, until there are max_faces. taken: room for max_faces numbers. Returns how many;
 * n_strangers (nullable): how many of all do not agree with the first. Asks for up to n * n distances. */
guint facerec_face_choice (guint n, FacerecFaceDistanceFunc distance, gpointer user_data, const FacerecFaceChoiceRule *rule,
    guint *taken, guint *n_strangers);

G_END_DECLS
