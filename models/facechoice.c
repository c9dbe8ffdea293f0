/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/facechoice.h"

/* Whom the most agree with, the first of equals; G_MAXUINT: there is nobody. n_same: how many those are. */
static guint
find_first (guint n, FacerecFaceDistanceFunc distance, gpointer user_data, gfloat same_person, guint *n_same)
{
  guint first = G_MAXUINT;

  *n_same = 0;
  for (guint i = 0; i < n; i++) {
    guint n_agreeing = 0;

    for (guint j = 0; j < n; j++)
      n_agreeing += distance (i, j, user_data) < same_person;
    if (n_agreeing > *n_same) {
      *n_same = n_agreeing;
      first = i;
    }
  }
  return first;
}

guint
facerec_face_choice (guint n, FacerecFaceDistanceFunc distance, gpointer user_data, const FacerecFaceChoiceRule *rule,
    guint *taken, guint *n_strangers)
{
  guint n_same, n_taken = 0;
  const guint first = find_first (n, distance, user_data, rule->same_person, &n_same);

  if (n_strangers)
    *n_strangers = n - n_same;
  if (first == G_MAXUINT || rule->max_faces == 0)
    return 0;
  taken[n_taken++] = first;
  for (guint i = 0; i < n && n_taken < rule->max_faces; i++) {
    gboolean differs = distance (first, i, user_data) < rule->same_person;

    for (guint j = 0; j < n_taken && differs; j++)
      differs = distance (taken[j], i, user_data) >= rule->different;
    if (differs)
      taken[n_taken++] = i;
  }
  return n_taken;
}
