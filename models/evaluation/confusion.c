/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/evaluation/confusion.h"

#include <math.h>

guint *
facerec_confusion_new (const guint *people, const guint *predicted, guint n, guint n_people)
{
  guint *confusion = g_new0 (guint, (gsize) n_people * n_people);

  for (guint face = 0; face < n; face++)
    if (predicted[face] != G_MAXUINT)
      confusion[(gsize) people[face] * n_people + predicted[face]]++;
  return confusion;
}

gdouble
facerec_confusion_recall (const guint *confusion, guint n_people, guint person, guint *n_asked)
{
  guint sum = 0;

  for (guint named = 0; named < n_people; named++)
    sum += confusion[(gsize) person * n_people + named];
  if (n_asked)
    *n_asked = sum;
  return sum > 0 ? (gdouble) confusion[(gsize) person * n_people + person] / sum : NAN;
}

gdouble
facerec_confusion_precision (const guint *confusion, guint n_people, guint person)
{
  guint sum = 0;

  for (guint shown = 0; shown < n_people; shown++)
    sum += confusion[(gsize) shown * n_people + person];
  return sum > 0 ? (gdouble) confusion[(gsize) person * n_people + person] / sum : NAN;
}
