/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/eval/report.h"

#include <math.h>

EvalReport *
eval_report_new (const gchar *folder, const gchar *pairs_path, const EvalPhotos *photos, const EvalPairList *list)
{
  EvalReport *self = g_new0 (EvalReport, 1);
  g_autofree guint *numbers = g_new (guint, photos->people->len + 1);

  self->folder = folder;
  self->pairs_path = pairs_path;
  self->photos = photos;
  self->list = list;
  self->n = photos->n_faces;
  self->of_row = g_new0 (const EvalPhoto *, self->n + 1);
  self->people = g_new0 (guint, self->n + 1);
  self->names = g_ptr_array_new ();
  self->figures = g_ptr_array_new_with_free_func ((GDestroyNotify) eval_figures_free);
  self->pair_figures = g_ptr_array_new_with_free_func ((GDestroyNotify) eval_pair_figures_free);
  for (guint i = 0; i < photos->people->len; i++)
    numbers[i] = G_MAXUINT;
  for (guint i = 0; i < photos->photos->len; i++) {
    const EvalPhoto *photo = g_ptr_array_index (photos->photos, i);

    if (photo->row == G_MAXUINT)
      continue;
    self->of_row[photo->row] = photo;
    if (list)
      continue;
    if (numbers[photo->person] == G_MAXUINT) {
      numbers[photo->person] = self->names->len;
      g_ptr_array_add (self->names, g_ptr_array_index (photos->people, photo->person));
    }
    self->people[photo->row] = numbers[photo->person];
  }
  return self;
}

void
eval_report_free (EvalReport *self)
{
  if (!self)
    return;
  g_free (self->of_row);
  g_free (self->people);
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->figures);
  g_ptr_array_unref (self->pair_figures);
  g_free (self);
}

gchar *
eval_report_threshold_reason (const EvalFigures *figures)
{
  const EvalVerification *verification = &figures->verification;
  const FacerecOperatingPoint point = facerec_verification_at (verification->pairs, figures->threshold);

  if (isnan (figures->threshold))
    return g_strdup ("None: that needs pairs of pictures of one person and of different people.");
  if (figures->from_far)
    return g_strdup_printf ("The largest distance at which at most 1 %% of the pairs of different people are taken for one "
        "person (%.2f %% of %" G_GSIZE_FORMAT "); %.1f %% of the pairs of one person are recognised there.",
        100 * point.far, verification->pairs->n_different, 100 * point.tar);
  if (verification->known[1])
    return g_strdup_printf ("The equal error point: as large a share of different people's pairs is taken for one person "
        "as of one "
        "person's pairs is not recognised, %.2f %%. That is at most 1 %%, so there is no reason to be laxer (1 %% would "
        "be at %.3f).",
        100 * verification->eer, verification->at[1].threshold);
  return g_strdup_printf ("The equal error point: as large a share of different people's pairs is taken for one person "
      "as of one "
      "person's pairs is not recognised, %.2f %%. %" G_GSIZE_FORMAT " pairs of different people are too few for the "
      "point where "
      "1 %% of them are mistaken; that needs 1000.", 100 * verification->eer, verification->pairs->n_different);
}

const gchar *
eval_report_fpir_gap (const EvalFigures *figures, guint i)
{
  if (figures->fpir_known[i])
    return NULL;
  if (!figures->open_set)
    return "too few people";
  return facerec_open_set_has_enough (figures->open_set, eval_fpir[i]) ? "too many strangers just like somebody"
      : "too few strangers";
}

/* ---- what to look at ---- */

static gint
nearest_first (gconstpointer a, gconstpointer b)
{
  const EvalMistake *x = a, *y = b;

  if (x->distance != y->distance)
    return (x->distance > y->distance) - (x->distance < y->distance);
  return x->a != y->a ? (x->a > y->a) - (x->a < y->a) : (x->b > y->b) - (x->b < y->b);
}

static gint
farthest_first (gconstpointer a, gconstpointer b)
{
  const EvalMistake *x = a, *y = b;

  if (x->distance != y->distance)
    return (x->distance < y->distance) - (x->distance > y->distance);
  return nearest_first (a, b);
}

/* Keeps the first max in which no picture was seen before. */
static void
keep_first (GArray *mistakes, guint n_faces, guint max)
{
  g_autofree gboolean *seen = g_new0 (gboolean, n_faces);
  guint n = 0;

  for (guint i = 0; i < mistakes->len && n < max; i++) {
    const EvalMistake mistake = g_array_index (mistakes, EvalMistake, i);

    if (seen[mistake.a] || seen[mistake.b])
      continue;
    seen[mistake.a] = seen[mistake.b] = TRUE;
    g_array_index (mistakes, EvalMistake, n++) = mistake;
  }
  g_array_set_size (mistakes, n);
}

GArray *
eval_report_mistaken (const EvalReport *self, const EvalFigures *figures, guint max)
{
  GArray *mistakes = g_array_new (FALSE, FALSE, sizeof (EvalMistake));

  for (guint a = 0; a < self->n; a++) {
    EvalMistake mistake = { a, G_MAXUINT, INFINITY };
    const guint named = figures->loo->predicted[a];

    if (named == G_MAXUINT || named == self->people[a])
      continue;
    for (guint b = 0; b < self->n; b++)
      if (self->people[b] == named && facerec_distances_get (figures->distances, a, b) < mistake.distance) {
        mistake.distance = facerec_distances_get (figures->distances, a, b);
        mistake.b = b;
      }
    if (mistake.b != G_MAXUINT)
      g_array_append_val (mistakes, mistake);
  }
  g_array_sort (mistakes, nearest_first);
  keep_first (mistakes, self->n, max);
  return mistakes;
}

/* Of each face the most telling other one: no need to sort all pairs. */
static GArray *
most_telling (const EvalReport *self, const EvalFigures *figures, gboolean same, guint max)
{
  GArray *mistakes = g_array_new (FALSE, FALSE, sizeof (EvalMistake));

  for (guint a = 0; a < self->n; a++) {
    EvalMistake mistake = { a, G_MAXUINT, same ? -1 : INFINITY };

    for (guint b = 0; b < self->n; b++) {
      const gdouble distance = facerec_distances_get (figures->distances, a, b);

      if (a == b || (self->people[a] == self->people[b]) != same
          || (same ? distance <= mistake.distance : distance >= mistake.distance))
        continue;
      mistake.distance = distance;
      mistake.b = b;
    }
    if (mistake.b != G_MAXUINT)
      g_array_append_val (mistakes, mistake);
  }
  g_array_sort (mistakes, same ? farthest_first : nearest_first);
  keep_first (mistakes, self->n, max);
  return mistakes;
}

GArray *
eval_report_alike (const EvalReport *self, const EvalFigures *figures, guint max)
{
  return most_telling (self, figures, FALSE, max);
}

GArray *
eval_report_unalike (const EvalReport *self, const EvalFigures *figures, guint max)
{
  return most_telling (self, figures, TRUE, max);
}
