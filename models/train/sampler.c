/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/train/sampler.h"

static gboolean
is_worth_drawing (const FacerecTrainSet *set, guint count)
{
  return count > 1 || (count == 1 && set->n_variants > 1);
}

/* Pictures of each label that may be drawn, labels by their first picture. */
static GPtrArray *
group (const FacerecTrainSet *set, const gboolean *use)
{
  GPtrArray *people = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  g_autoptr (GHashTable) of_label = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < set->n_pictures; i++) {
    GArray *pictures;

    if (!use[i])
      continue;
    pictures = g_hash_table_lookup (of_label, GUINT_TO_POINTER (set->labels[i]));
    if (!pictures) {
      pictures = g_array_new (FALSE, FALSE, sizeof (guint));
      g_hash_table_insert (of_label, GUINT_TO_POINTER (set->labels[i]), pictures);
      g_ptr_array_add (people, pictures);
    }
    g_array_append_val (pictures, i);
  }
  return people;
}

FacerecSampler *
facerec_sampler_new (const FacerecTrainSet *set, const gboolean *use)
{
  FacerecSampler *self = g_new0 (FacerecSampler, 1);
  g_autoptr (GPtrArray) people = group (set, use);

  self->first = g_new (guint, people->len + 1);
  self->count = g_new (guint, people->len + 1);
  self->order = g_new (guint, people->len + 1);
  self->taken = g_new0 (guint, people->len + 1);
  self->pictures = g_new (guint, set->n_pictures + 1);
  for (guint i = 0; i < people->len; i++) {
    const GArray *pictures = g_ptr_array_index (people, i);
    const guint person = self->n_people;

    if (!is_worth_drawing (set, pictures->len))
      continue;
    self->first[person] = self->n_pictures;
    self->count[person] = self->taken[person] = pictures->len;
    self->order[person] = person;
    for (guint j = 0; j < pictures->len; j++)
      self->pictures[self->n_pictures++] = g_array_index (pictures, guint, j);
    self->n_people++;
  }
  self->next = self->n_people;
  return self;
}

void
facerec_sampler_free (FacerecSampler *self)
{
  if (!self)
    return;
  g_free (self->first);
  g_free (self->count);
  g_free (self->pictures);
  g_free (self->order);
  g_free (self->taken);
  g_free (self);
}

/* The next person who is not in the batch already. */
static guint
next_person (FacerecSampler *self, const guint *batch, guint n, FacerecRandom *random)
{
  while (TRUE) {
    guint person, i;

    if (self->next == self->n_people) {
      facerec_random_shuffle (random, self->order, self->n_people);
      self->next = 0;
    }
    person = self->order[self->next++];
    for (i = 0; i < n && batch[i] != person; i++)
      ;
    if (i == n)
      return person;
  }
}

static guint
next_picture (FacerecSampler *self, guint person, FacerecRandom *random)
{
  guint *pictures = self->pictures + self->first[person];

  if (self->taken[person] == self->count[person]) {
    facerec_random_shuffle (random, pictures, self->count[person]);
    self->taken[person] = 0;
  }
  return pictures[self->taken[person]++];
}

guint
facerec_sampler_draw (FacerecSampler *self, const FacerecTrainSet *set, guint people, guint pictures,
    FacerecRandom *random, gsize *rows, guint *labels)
{
  const guint n_people = MIN (people, self->n_people);
  g_autofree guint *batch = g_new (guint, n_people + 1);
  guint n = 0;

  for (guint i = 0; i < n_people; i++) {
    batch[i] = next_person (self, batch, i, random);
    for (guint j = 0; j < pictures; j++, n++) {
      const guint picture = next_picture (self, batch[i], random);

      rows[n] = (gsize) picture * set->n_variants + facerec_random_below (random, set->n_variants);
      labels[n] = batch[i];
    }
  }
  return n;
}
