/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/train/separation.h"

#include <math.h>
#include <stdlib.h>

#define FALSE_ACCEPTS 0.01

typedef struct {
  gdouble distance;
  gboolean same;
} Pair;

static gdouble
distance (const gfloat *a, const gfloat *b, guint d)
{
  gdouble squares = 0;

  for (guint i = 0; i < d; i++)
    squares += ((gdouble) a[i] - b[i]) * ((gdouble) a[i] - b[i]);
  return sqrt (squares);
}

static gint
compare_pairs (gconstpointer a, gconstpointer b)
{
  const Pair *left = a, *right = b;

  if (left->distance != right->distance)
    return left->distance < right->distance ? -1 : 1;
  return 0;
}

static void
find_far (const GArray *pairs, FacerecSeparation *result)
{
  const guint64 allowed = (guint64) (FALSE_ACCEPTS * result->n_different);
  guint64 accepted = 0;
  gdouble before = 0;

  result->far_distance = NAN;
  if (result->n_different < 100)
    return;
  for (guint i = 0; i < pairs->len; i++) {
    const Pair *pair = &g_array_index (pairs, Pair, i);

    accepted += !pair->same;
    if (accepted > allowed)
      break;
    before = pair->distance;
  }
  result->far_distance = before;
}

/* Walks up the distances; between two of them the shares change by a step, so the crossing is the mean of both rates where they
 * are nearest. Pairs of equal distance go together. */
static void
find_eer (const GArray *pairs, FacerecSeparation *result)
{
  guint64 same = 0, different = 0;
  gdouble nearest = INFINITY;

  result->eer = result->eer_distance = NAN;
  if (result->n_same == 0 || result->n_different == 0)
    return;
  for (guint i = 0; i <= pairs->len; i++) {
    const gdouble refused = 1 - (gdouble) same / result->n_same, accepted = (gdouble) different / result->n_different;
    const gboolean between = i == 0 || i == pairs->len
        || g_array_index (pairs, Pair, i - 1).distance < g_array_index (pairs, Pair, i).distance;

    if (between && fabs (refused - accepted) < nearest) {
      nearest = fabs (refused - accepted);
      result->eer = (refused + accepted) / 2;
      result->eer_distance = i == 0 ? 0 : g_array_index (pairs, Pair, i - 1).distance;
    }
    if (i < pairs->len) {
      same += g_array_index (pairs, Pair, i).same;
      different += !g_array_index (pairs, Pair, i).same;
    }
  }
}

/* Pairs of one distance are accepted together. */
static void
find_cost (const GArray *pairs, FacerecSeparation *result)
{
  static const gdouble rates[] = { 0.001, 0.003, 0.01, 0.03, 0.1 };
  guint64 same = 0, different = 0;
  guint rate = 0;

  result->cost = NAN;
  if (result->n_same == 0 || result->n_different == 0)
    return;
  result->cost = 0;
  for (guint i = 0; i < pairs->len && rate < G_N_ELEMENTS (rates);) {
    guint64 more_same = 0, more_different = 0;
    guint j = i;

    do {
      more_same += g_array_index (pairs, Pair, j).same;
      more_different += !g_array_index (pairs, Pair, j).same;
      j++;
    } while (j < pairs->len && g_array_index (pairs, Pair, j).distance <= g_array_index (pairs, Pair, i).distance);
    for (; rate < G_N_ELEMENTS (rates) && different + more_different > rates[rate] * result->n_different; rate++)
      result->cost += (1 - (gdouble) same / result->n_same) / G_N_ELEMENTS (rates);
    same += more_same;
    different += more_different;
    i = j;
  }
}

static guint
count_people (const guint *labels, guint n)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < n; i++)
    g_hash_table_add (seen, GUINT_TO_POINTER (labels[i]));
  return g_hash_table_size (seen);
}

/* references NULL: the probes among themselves. */
static void
measure (const gfloat *probes, guint n_probes, const guint *probe_labels, const gfloat *references, guint n_references,
    const guint *reference_labels, guint d, FacerecSeparation *result)
{
  const gboolean among = references == NULL;
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (Pair));
  guint n_asked = 0, n_right = 0;

  *result = (FacerecSeparation) { .n_pictures = n_probes, .n_people = count_people (probe_labels, n_probes) };
  for (guint i = 0; i < n_probes; i++) {
    gdouble nearest = INFINITY;
    gboolean right = FALSE, has_other = FALSE;

    for (guint j = 0; j < (among ? n_probes : n_references); j++) {
      const gfloat *other = (among ? probes : references) + (gsize) j * d;
      Pair pair;

      if (among && i == j)
        continue;
      pair.distance = distance (probes + (gsize) i * d, other, d);
      pair.same = probe_labels[i] == (among ? probe_labels : reference_labels)[j];
      has_other |= pair.same;
      if (pair.distance < nearest) {
        nearest = pair.distance;
        right = pair.same;
      }
      if (!among || j < i) {
        g_array_append_val (pairs, pair);
        result->n_same += pair.same;
        result->n_different += !pair.same;
      }
    }
    n_asked += has_other;
    n_right += has_other && right;
  }
  g_array_sort (pairs, compare_pairs);
  find_eer (pairs, result);
  find_far (pairs, result);
  find_cost (pairs, result);
  result->rank_1 = n_asked ? (gdouble) n_right / n_asked : NAN;
}

void
facerec_separation_measure (const gfloat *embeddings, guint n, guint d, const guint *labels,
    FacerecSeparation *result)
{
  measure (embeddings, n, labels, NULL, 0, NULL, d, result);
}

void
facerec_separation_compare (const gfloat *probes, guint n_probes, const guint *probe_labels,
    const gfloat *references, guint n_references, const guint *reference_labels, guint d, FacerecSeparation *result)
{
  g_return_if_fail (references != NULL || n_references == 0);
  measure (probes, n_probes, probe_labels, references ? references : probes, references ? n_references : 0,
      reference_labels, d, result);
}
