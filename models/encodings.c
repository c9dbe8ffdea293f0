/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/encodings-private.h"

#include <math.h>
#include <string.h>

#define ALIGNMENT 64
#define FLOATS_PER_LINE (ALIGNMENT / sizeof (gfloat))

static void
person_clear (gpointer data)
{
  g_free (((FacerecEncodingsPerson *) data)->name);
}

static FacerecEncodingsPerson *
get_person (const FacerecEncodings *self, guint person)
{
  return &g_array_index (self->people, FacerecEncodingsPerson, person);
}

FacerecEncodings *
facerec_encodings_new (const gchar *model_id, guint dimensions)
{
  g_return_val_if_fail (model_id != NULL, NULL);
  g_return_val_if_fail (dimensions >= 1 && dimensions <= FACEREC_MAX_DIMENSIONS, NULL);

  FacerecEncodings *self = g_new0 (FacerecEncodings, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->model_id = g_strdup (model_id);
  self->dimensions = dimensions;
  self->stride = (dimensions + FLOATS_PER_LINE - 1) / FLOATS_PER_LINE * FLOATS_PER_LINE;
  self->face_person = g_array_new (FALSE, FALSE, sizeof (guint));
  self->people = g_array_new (FALSE, FALSE, sizeof (FacerecEncodingsPerson));
  g_array_set_clear_func (self->people, person_clear);
  self->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

FacerecEncodings *
facerec_encodings_ref (FacerecEncodings *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
facerec_encodings_unref (FacerecEncodings *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->by_name, g_hash_table_unref);
  g_array_unref (self->people);
  g_array_unref (self->face_person);
  g_aligned_free (self->values);
  g_aligned_free (self->means);
  g_free (self->square_norms);
  g_free (self->mean_square_norms);
  g_free (self->person_rows);
  g_free (self->model_id);
  g_free (self);
}

guint
facerec_encodings_add_person (FacerecEncodings *self, const gchar *name, FacerecPersonKind kind, gfloat own_threshold)
{
  g_return_val_if_fail (self != NULL && !self->sealed && name != NULL, 0);

  FacerecEncodingsPerson person = { g_strdup (name), kind, own_threshold, 0, 0 };
  g_array_append_val (self->people, person);
  g_hash_table_insert (self->by_name, person.name, GUINT_TO_POINTER (self->people->len));
  return self->people->len - 1;
}

gboolean
facerec_encodings_find_person (const FacerecEncodings *self, const gchar *name, guint *person)
{
  g_return_val_if_fail (self != NULL && name != NULL, FALSE);

  const guint found = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_name, name));
  if (found > 0 && person != NULL)
    *person = found - 1;
  return found > 0;
}

void
facerec_encodings_reserve (FacerecEncodings *self, guint n_faces)
{
  g_return_if_fail (self != NULL && !self->sealed);

  if (n_faces <= self->allocated)
    return;
  gfloat *values = g_aligned_alloc0 (n_faces, self->stride * sizeof (gfloat), ALIGNMENT);
  if (self->n_faces > 0)
    memcpy (values, self->values, (gsize) self->n_faces * self->stride * sizeof (gfloat));
  g_aligned_free (self->values);
  self->values = values;
  self->allocated = n_faces;
}

void
facerec_encodings_add_face (FacerecEncodings *self, guint person, const gfloat *values)
{
  g_return_if_fail (self != NULL && !self->sealed && values != NULL);
  g_return_if_fail (person < self->people->len);
  g_return_if_fail (self->n_faces < G_MAXUINT);
  for (guint i = 0; i < self->dimensions; i++)
    g_return_if_fail (isfinite (values[i]));

  if (self->n_faces == self->allocated)
    facerec_encodings_reserve (self,
        MAX (64, self->allocated + MIN (self->allocated / 2, G_MAXUINT - self->allocated)));
  memcpy (self->values + (gsize) self->n_faces * self->stride, values, self->dimensions * sizeof (gfloat));
  g_array_append_val (self->face_person, person);
  get_person (self, person)->n_faces++;
  self->n_faces++;
}

static void
seal_rows (FacerecEncodings *self)
{
  g_autofree guint *next = g_new (guint, self->people->len + 1);
  guint first = 0;
  for (guint p = 0; p < self->people->len; p++) {
    FacerecEncodingsPerson *person = get_person (self, p);
    next[p] = person->first = first;
    first += person->n_faces;
  }
  self->person_rows = g_new (guint, self->n_faces);
  for (guint row = 0; row < self->n_faces; row++)
    self->person_rows[next[g_array_index (self->face_person, guint, row)]++] = row;
}

gfloat
facerec_square_norm (const gfloat *values, guint n)
{
  gdouble sum = 0;
  for (guint i = 0; i < n; i++)
    sum += (gdouble) values[i] * values[i];
  return (gfloat) sum;
}

static void
seal_means (FacerecEncodings *self)
{
  const guint n_people = self->people->len;
  self->means = g_aligned_alloc0 (MAX (n_people, 1), self->stride * sizeof (gfloat), ALIGNMENT);
  self->mean_square_norms = g_new0 (gfloat, n_people);
  g_autofree gdouble *sum = g_new (gdouble, self->dimensions);
  for (guint p = 0; p < n_people; p++) {
    const FacerecEncodingsPerson *person = get_person (self, p);
    gfloat *mean = self->means + (gsize) p * self->stride;
    memset (sum, 0, self->dimensions * sizeof (gdouble));
    for (guint j = 0; j < person->n_faces; j++) {
      const gfloat *row = self->values + (gsize) self->person_rows[person->first + j] * self->stride;
      for (guint i = 0; i < self->dimensions; i++)
        sum[i] += row[i];
    }
    for (guint i = 0; i < self->dimensions && person->n_faces > 0; i++)
      mean[i] = (gfloat) (sum[i] / person->n_faces);
    self->mean_square_norms[p] = facerec_square_norm (mean, self->dimensions);
  }
}

void
facerec_encodings_seal (FacerecEncodings *self)
{
  g_return_if_fail (self != NULL && !self->sealed);

  seal_rows (self);
  seal_means (self);
  self->square_norms = g_new (gfloat, self->n_faces);
  for (guint row = 0; row < self->n_faces; row++) {
    self->square_norms[row] = facerec_square_norm (self->values + (gsize) row * self->stride, self->dimensions);
    self->max_norm = MAX (self->max_norm, sqrtf (self->square_norms[row]));
  }
  self->sealed = TRUE;
}

const gchar *
facerec_encodings_get_model_id (const FacerecEncodings *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->model_id;
}

guint
facerec_encodings_get_dimensions (const FacerecEncodings *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->dimensions;
}

guint
facerec_encodings_get_n_faces (const FacerecEncodings *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->n_faces;
}

guint
facerec_encodings_get_n_people (const FacerecEncodings *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->people->len;
}

const gchar *
facerec_encodings_get_person_name (const FacerecEncodings *self, guint person)
{
  g_return_val_if_fail (self != NULL && person < self->people->len, NULL);
  return get_person (self, person)->name;
}

FacerecPersonKind
facerec_encodings_get_person_kind (const FacerecEncodings *self, guint person)
{
  g_return_val_if_fail (self != NULL && person < self->people->len, FACEREC_PERSON);
  return get_person (self, person)->kind;
}

gfloat
facerec_encodings_get_person_threshold (const FacerecEncodings *self, guint person)
{
  g_return_val_if_fail (self != NULL && person < self->people->len, NAN);
  return get_person (self, person)->own_threshold;
}

guint
facerec_encodings_get_person_n_faces (const FacerecEncodings *self, guint person)
{
  g_return_val_if_fail (self != NULL && person < self->people->len, 0);
  return get_person (self, person)->n_faces;
}
