/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/evaluation/openset.h"

#include <math.h>

static gint
compare (gconstpointer a, gconstpointer b)
{
  const gfloat x = *(const gfloat *) a, y = *(const gfloat *) b;

  return (x > y) - (x < y);
}

/* Half of those with two pictures or more, the odd one as well, but never everybody there is. FALSE: that is nobody. */
static gboolean
choose_people (GRand *random, const guint *n_faces, guint n_people, gboolean *chosen)
{
  g_autofree guint *order = g_new (guint, n_people);
  guint n_able = 0, n_chosen;

  for (guint person = 0; person < n_people; person++) {
    chosen[person] = FALSE;
    if (n_faces[person] >= 2)
      order[n_able++] = person;
  }
  facerec_shuffle (random, order, n_able);
  n_chosen = MIN ((n_able + 1) / 2, n_people - 1);
  for (guint i = 0; i < n_chosen; i++)
    chosen[order[i]] = TRUE;
  return n_chosen > 0;
}

/* was_stranger: of each face, kept from draw to draw. */
static void
ask_all (FacerecOpenSet *self, const FacerecDistances *distances, const guint *people, const gboolean *chosen,
    const gboolean *enrolled, gboolean *was_stranger)
{
  for (guint face = 0; face < distances->n; face++) {
    FacerecVoter nearest;

    if (enrolled[face] || facerec_knn_nearest (distances, people, face, enrolled, FALSE, 1, &nearest) == 0)
      continue;
    if (!chosen[people[face]]) {
      g_array_append_val (self->strangers, nearest.distance);
      self->n_stranger_pictures += !was_stranger[face];
      was_stranger[face] = TRUE;
      continue;
    }
    self->n_known++;
    if (nearest.person == people[face])
      g_array_append_val (self->right, nearest.distance);
  }
}

FacerecOpenSet *
facerec_open_set_new (GRand *random, const FacerecDistances *distances, const guint *people, guint n_people, guint n_draws)
{
  g_autoptr (FacerecOpenSet) self = g_new0 (FacerecOpenSet, 1);
  g_autofree gboolean *enrolled = g_new (gboolean, distances->n), *chosen = g_new (gboolean, n_people);
  g_autofree gboolean *was_stranger = g_new0 (gboolean, distances->n);
  g_autofree guint *n_faces = g_new0 (guint, n_people);

  self->right = g_array_new (FALSE, FALSE, sizeof (gfloat));
  self->strangers = g_array_new (FALSE, FALSE, sizeof (gfloat));
  for (guint face = 0; face < distances->n; face++)
    n_faces[people[face]]++;
  for (self->n_draws = 0; self->n_draws < n_draws; self->n_draws++) {
    if (n_people < 2 || !choose_people (random, n_faces, n_people, chosen))
      return NULL;
    facerec_split_stratified (random, people, distances->n, n_people, enrolled);
    for (guint face = 0; face < distances->n; face++)
      enrolled[face] = enrolled[face] && chosen[people[face]];
    ask_all (self, distances, people, chosen, enrolled, was_stranger);
  }
  g_array_sort (self->right, compare);
  g_array_sort (self->strangers, compare);
  return g_steal_pointer (&self);
}

void
facerec_open_set_free (FacerecOpenSet *self)
{
  if (!self)
    return;
  g_array_unref (self->right);
  g_array_unref (self->strangers);
  g_free (self);
}

FacerecOpenSetPoint
facerec_open_set_at (const FacerecOpenSet *self, gdouble threshold)
{
  const gsize named = facerec_count_up_to ((gfloat *) self->strangers->data, self->strangers->len, threshold);
  const gsize right = facerec_count_up_to ((gfloat *) self->right->data, self->right->len, threshold);

  return (FacerecOpenSetPoint) { threshold, self->strangers->len > 0 ? (gdouble) named / self->strangers->len : NAN,
    self->n_known > 0 ? (gdouble) right / self->n_known : NAN };
}

gboolean
facerec_open_set_has_enough (const FacerecOpenSet *self, gdouble fpir)
{
  return (guint) floor (fpir * self->n_stranger_pictures * (1 + 1e-12)) >= FACEREC_LEAST_FALSE_ACCEPTS;
}

gboolean
facerec_open_set_at_fpir (const FacerecOpenSet *self, gdouble fpir, FacerecOpenSetPoint *point)
{
  /* The same question as for pairs of two kinds. Where nobody is right it is asked about strangers alone: what no threshold
   * reaches stands for the other kind. */
  const gfloat nowhere = INFINITY;
  const gboolean anybody = self->right->len > 0;
  const FacerecVerification pairs = { anybody ? (gfloat *) self->right->data : (gfloat *) &nowhere,
    (gfloat *) self->strangers->data, anybody ? self->right->len : 1, self->strangers->len };
  FacerecOperatingPoint found;

  if (!facerec_open_set_has_enough (self, fpir) || !facerec_verification_at_far (&pairs, fpir, &found))
    return FALSE;
  *point = facerec_open_set_at (self, found.threshold);
  return TRUE;
}
