/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>
#include <string.h>

#include "models/train/trainstate.h"

#define SHARE 5            /* one in five */
#define MIN_UNSEEN 3
#define MIN_TO_HOLD 4

/* ---- splitting ---- */

/* Numbers 0, 1, … for the labels in the order of their first picture. */
static guint
number_people (const guint *labels, guint n, guint *people)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < n; i++) {
    gpointer number;

    if (!g_hash_table_lookup_extended (numbers, GUINT_TO_POINTER (labels[i]), NULL, &number)) {
      number = GUINT_TO_POINTER (g_hash_table_size (numbers));
      g_hash_table_insert (numbers, GUINT_TO_POINTER (labels[i]), number);
    }
    people[i] = GPOINTER_TO_UINT (number);
  }
  return g_hash_table_size (numbers);
}

/* Of one person who is trained on. */
static void
hold_out (const guint *people, guint n, guint person, guint count, FacerecRandom *random, FacerecTrainPart *parts)
{
  g_autofree guint *pictures = g_new (guint, count);
  guint n_pictures = 0;

  for (guint i = 0; i < n; i++)
    if (people[i] == person)
      pictures[n_pictures++] = i;
  facerec_random_shuffle (random, pictures, n_pictures);
  for (guint i = 0; n_pictures >= MIN_TO_HOLD && i < MAX (1, (n_pictures + SHARE / 2) / SHARE); i++)
    parts[pictures[i]] = FACEREC_PART_HELD;
}

void
facerec_train_split (const guint *labels, guint n, guint64 seed, FacerecTrainPart *parts)
{
  g_autofree guint *people = g_new (guint, n + 1), *count = g_new0 (guint, n + 1), *usable = g_new (guint, n + 1);
  g_autofree gboolean *unseen = g_new0 (gboolean, n + 1);
  const guint n_people = number_people (labels, n, people);
  FacerecRandom random;
  guint n_usable = 0;

  facerec_random_seed (&random, seed, FACEREC_STREAM_SPLIT);
  for (guint i = 0; i < n; i++)
    count[people[i]]++;
  for (guint i = 0; i < n_people; i++)
    if (count[i] > 1)
      usable[n_usable++] = i;
  facerec_random_shuffle (&random, usable, n_usable);
  for (guint i = 0; n_usable >= FACEREC_TRAIN_MIN_PEOPLE_FOR_UNSEEN && i < MAX (MIN_UNSEEN, n_usable / SHARE); i++)
    unseen[usable[i]] = TRUE;
  for (guint i = 0; i < n; i++)
    parts[i] = unseen[people[i]] ? FACEREC_PART_UNSEEN : FACEREC_PART_TRAIN;
  for (guint i = 0; i < n_people; i++)
    if (!unseen[i])
      hold_out (people, n, i, count[i], &random, parts);
}

/* ---- measuring ---- */

/* Embeddings of the pictures of one part. Returns how many. */
static guint
embed_part (const FacerecTrainSet *set, const FacerecTrainPart *parts, FacerecTrainPart part, const FacerecTrainHead *head,
    gfloat **embeddings, guint **labels)
{
  const gsize row = (gsize) set->n_variants * set->n_features;
  g_autofree gfloat *features = g_new (gfloat, (gsize) set->n_pictures * set->n_features + 1);
  guint n = 0;

  *labels = g_new (guint, set->n_pictures + 1);
  for (guint i = 0; i < set->n_pictures; i++) {
    if (parts[i] != part)
      continue;
    memcpy (features + (gsize) n * set->n_features, set->features + i * row, set->n_features * sizeof *features);
    (*labels)[n++] = set->labels[i];
  }
  if (!head) {
    *embeddings = g_steal_pointer (&features);
    return n;
  }
  *embeddings = g_new (gfloat, (gsize) n * head->shape.widths[head->shape.n_layers - 1] + 1);
  facerec_train_head_embed (head, features, n, *embeddings);
  return n;
}

static guint
dimensions (const FacerecTrainSet *set, const FacerecTrainHead *head)
{
  return head ? head->shape.widths[head->shape.n_layers - 1] : set->n_features;
}

void
facerec_train_measure_unseen (const FacerecTrainSet *set, const FacerecTrainPart *parts, const FacerecTrainHead *head,
    FacerecSeparation *result)
{
  g_autofree gfloat *embeddings = NULL;
  g_autofree guint *labels = NULL;
  const guint n = embed_part (set, parts, FACEREC_PART_UNSEEN, head, &embeddings, &labels);

  facerec_separation_measure (embeddings, n, dimensions (set, head), labels, result);
}

void
facerec_train_measure_held (const FacerecTrainSet *set, const FacerecTrainPart *parts, const FacerecTrainHead *head,
    FacerecSeparation *result)
{
  g_autofree gfloat *probes = NULL, *references = NULL;
  g_autofree guint *probe_labels = NULL, *reference_labels = NULL;
  const guint n_probes = embed_part (set, parts, FACEREC_PART_HELD, head, &probes, &probe_labels);
  const guint n_references = embed_part (set, parts, FACEREC_PART_TRAIN, head, &references, &reference_labels);

  facerec_separation_compare (probes, n_probes, probe_labels, references, n_references, reference_labels,
      dimensions (set, head), result);
}
