/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/eval/model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "models/faceembedder.h"

#define DEFAULT "dlib"
#define RAW FACEREC_RAW_MODEL_PREFIX

/* The spec without the folder of its file. */
static gchar *
short_name (const gchar *spec)
{
  const gboolean raw = g_str_has_prefix (spec, RAW);
  g_autofree gchar *name = g_path_get_basename (spec + (raw ? strlen (RAW) : 0));

  return g_strconcat (raw ? RAW : "", name, NULL);
}

EvalModel *
eval_model_new (const gchar *spec, const GArray *settings, GError **error)
{
  g_autoptr (EvalModel) self = g_new0 (EvalModel, 1);
  g_autoptr (GArray) all = g_array_new (TRUE, FALSE, sizeof (ElementSetting));
  ElementSetting model = { "--model", "faceembed", "model", NULL };

  self->spec = g_strdup (spec);
  self->name = short_name (spec);
  self->embeddings = g_array_new (FALSE, FALSE, sizeof (gfloat));
  self->times_ms = g_array_new (FALSE, FALSE, sizeof (gdouble));
  g_array_append_vals (all, settings->data, settings->len);
  /* faceembed knows raw: as well. */
  model.value = strcmp (spec, DEFAULT) == 0 ? NULL : spec;
  g_array_append_val (all, model);
  self->analysis = analysis_new_for_describing ((ElementSetting *) all->data, error);
  return self->analysis ? g_steal_pointer (&self) : NULL;
}

void
eval_model_free (EvalModel *self)
{
  if (!self)
    return;
  analysis_free (self->analysis);
  g_free (self->spec);
  g_free (self->name);
  g_free (self->id);
  g_array_unref (self->embeddings);
  g_array_unref (self->times_ms);
  g_free (self);
}

static gint
compare (gconstpointer a, gconstpointer b)
{
  const gdouble x = *(const gdouble *) a, y = *(const gdouble *) b;

  return (x > y) - (x < y);
}

gdouble
eval_model_face_ms (const EvalModel *self)
{
  g_autofree gdouble *sorted = g_memdup2 (self->times_ms->data, self->times_ms->len * sizeof (gdouble));

  if (self->times_ms->len == 0)
    return NAN;
  qsort (sorted, self->times_ms->len, sizeof (gdouble), compare);
  return sorted[self->times_ms->len / 2];
}
