/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/encodings-private.h"

#include <math.h>
#include <string.h>

static void
person_clear (gpointer data)
{
  g_free (((FacerecEncodingsPerson *) data)->name);
}

FacerecEncodings *
facerec_encodings_new (const gchar *model_id, guint dimensions)
{
  g_return_val_if_fail (model_id != NULL, NULL);
  g_return_val_if_fail (dimensions >= 1 && dimensions <= FACEREC_MAX_DIMENSIONS, NULL);

  FacerecEncodings *self = g_new0 (FacerecEncodings, 1);
  self->ref_count = 1;
  self->model_id = g_strdup (model_id);
  self->dimensions = dimensions;
  facerec_rows_init (&self->faces, dimensions);
  facerec_rows_init (&self->means, dimensions);
  self->face_person = g_array_new (FALSE, FALSE, sizeof (guint));
  self->people = g_array_new (FALSE, FALSE, sizeof (FacerecEncodingsPerson));
  g_array_set_clear_func (self->people, person_clear);
  self->negatives = g_array_new (FALSE, FALSE, sizeof (FacerecEncodingsNegative));
  self->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

FacerecEncodings *
facerec_encodings_ref (FacerecEncodings *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
facerec_encodings_unref (FacerecEncodings *self)
{
  if (self == NULL || !g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_clear_pointer (&self->by_name, g_hash_table_unref);
  g_array_unref (self->people);
  g_array_unref (self->face_person);
  g_array_unref (self->negatives);
  facerec_rows_clear (&self->faces);
  facerec_rows_clear (&self->means);
  g_free (self->alike);
  g_free (self->model_id);
  g_free (self);
}

guint
facerec_encodings_add_person_id (FacerecEncodings *self, gint64 id, const gchar *name, FacerecPersonKind kind,
    gfloat own_threshold)
{
  g_return_val_if_fail (self != NULL && !self->sealed && name != NULL, 0);
  g_return_val_if_fail (
      self->people->len == 0 || facerec_encodings_person (self, self->people->len - 1)->id < id, 0);

  FacerecEncodingsPerson person = { id, g_strdup (name), kind, own_threshold, 0 };
  g_array_append_val (self->people, person);
  g_hash_table_insert (self->by_name, person.name, GUINT_TO_POINTER (self->people->len));
  return self->people->len - 1;
}

guint
facerec_encodings_add_person (FacerecEncodings *self, const gchar *name, FacerecPersonKind kind, gfloat own_threshold)
{
  g_return_val_if_fail (self != NULL, 0);

  const guint n = self->people->len;
  return facerec_encodings_add_person_id (self, n > 0 ? facerec_encodings_person (self, n - 1)->id + 1 : 1, name, kind,
      own_threshold);
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

guint
facerec_encodings_find_person_id (const FacerecEncodings *self, gint64 id, guint guess)
{
  if (guess < self->people->len && facerec_encodings_person (self, guess)->id == id)
    return guess;
  guint low = 0, high = self->people->len;
  while (low < high) {
    const guint middle = low + (high - low) / 2;
    if (facerec_encodings_person (self, middle)->id < id)
      low = middle + 1;
    else
      high = middle;
  }
  return low < self->people->len && facerec_encodings_person (self, low)->id == id ? low : G_MAXUINT;
}

void
facerec_encodings_add_face (FacerecEncodings *self, guint person, const gfloat *values)
{
  g_return_if_fail (self != NULL && !self->sealed && values != NULL);
  g_return_if_fail (person < self->people->len);
  g_return_if_fail (self->faces.n_rows < G_MAXUINT);
  for (guint i = 0; i < self->dimensions; i++)
    g_return_if_fail (isfinite (values[i]));

  const guint n = self->faces.n_rows;
  facerec_rows_add (&self->faces, n > 0 ? facerec_rows_get_id (&self->faces, n - 1) + 1 : 1, values);
  g_array_append_val (self->face_person, person);
  facerec_encodings_person (self, person)->n_faces++;
}

void
facerec_encodings_add_chunk (FacerecEncodings *self, FacerecChunk *chunk, const guint *people)
{
  g_return_if_fail (self != NULL && !self->sealed && chunk->dimensions == self->dimensions);

  facerec_rows_add_chunk (&self->faces, chunk);
  g_array_append_vals (self->face_person, people, chunk->n_rows);
  for (guint i = 0; i < chunk->n_rows; i++)
    facerec_encodings_person (self, people[i])->n_faces++;
}

/* Whom the negative of that name is against. */
static guint
find_against (const FacerecEncodings *self, const gchar *name)
{
  guint person;
  if (!g_str_has_prefix (name, FACEREC_NEGATIVE_PREFIX))
    return FACEREC_AGAINST_ALL;
  if (!facerec_encodings_find_person (self, name + strlen (FACEREC_NEGATIVE_PREFIX), &person) ||
      facerec_encodings_person (self, person)->kind != FACEREC_PERSON)
    return FACEREC_AGAINST_NOBODY;
  return person;
}

static void
collect_negatives (FacerecEncodings *self)
{
  g_autofree guint *against = g_new (guint, MAX (self->people->len, 1));
  for (guint p = 0; p < self->people->len; p++) {
    const FacerecEncodingsPerson *person = facerec_encodings_person (self, p);
    against[p] = person->kind == FACEREC_NEGATIVE ? find_against (self, person->name) : 0;
    self->n_negative_people += person->kind == FACEREC_NEGATIVE;
  }
  for (guint face = 0; self->n_negative_people > 0 && face < self->face_person->len; face++) {
    const guint person = facerec_encodings_face_person (self, face);
    const FacerecEncodingsNegative negative = { face, against[person] };
    if (facerec_encodings_person (self, person)->kind == FACEREC_NEGATIVE)
      g_array_append_val (self->negatives, negative);
  }
}

void
facerec_encodings_seal_from (FacerecEncodings *self, const FacerecEncodings *base, FacerecWorkers *workers)
{
  g_return_if_fail (self != NULL && !self->sealed);

  const gfloat unknown = NAN;
  const guint n_people = self->people->len;
  facerec_rows_trim (&self->faces);
  facerec_encodings_compute_means (self, base, workers);
  facerec_rows_trim (&self->means);
  self->alike = g_new (gint, n_people);
  for (guint p = 0; p < n_people; p++) {
    memcpy (&self->alike[p], &unknown, sizeof unknown);
    self->n_people_with_faces += facerec_encodings_person (self, p)->n_faces > 0;
  }
  collect_negatives (self);
  self->sealed = TRUE;
}

void
facerec_encodings_seal (FacerecEncodings *self)
{
  facerec_encodings_seal_from (self, NULL, NULL);
}

gfloat
facerec_encodings_get_alike (const FacerecEncodings *self, guint person)
{
  const gint bits = g_atomic_int_get (&self->alike[person]);
  gfloat distance;
  memcpy (&distance, &bits, sizeof distance);
  return distance;
}

void
facerec_encodings_set_alike (const FacerecEncodings *self, guint person, gfloat distance)
{
  gint bits;
  memcpy (&bits, &distance, sizeof bits);
  g_atomic_int_set (&self->alike[person], bits);
}

static gboolean
is_same_person (const FacerecEncodingsPerson *a, const FacerecEncodingsPerson *b)
{
  return a->id == b->id && g_str_equal (a->name, b->name) && a->kind == b->kind && a->n_faces == b->n_faces &&
      (a->own_threshold == b->own_threshold || (isnan (a->own_threshold) && isnan (b->own_threshold)));
}

static gboolean
have_same_faces (const FacerecRows *a, const FacerecRows *b)
{
  g_autofree gfloat *values = g_new (gfloat, a->dimensions);
  for (guint row = 0; row < a->n_rows;) {
    const guint in_a = facerec_rows_find (a, row), in_b = facerec_rows_find (b, row);
    const FacerecChunk *chunk_a = facerec_rows_chunk (a, in_a), *chunk_b = facerec_rows_chunk (b, in_b);
    if (chunk_a == chunk_b && facerec_rows_first (a, in_a) == facerec_rows_first (b, in_b)) {
      row = facerec_rows_first (a, in_a) + chunk_a->n_rows;
      continue;
    }
    facerec_rows_get (a, row, values);
    if (facerec_rows_get_id (a, row) != facerec_rows_get_id (b, row) ||
        !facerec_chunk_equals (chunk_b, row - facerec_rows_first (b, in_b), values))
      return FALSE;
    row++;
  }
  return TRUE;
}

gboolean
facerec_encodings_equal (const FacerecEncodings *self, const FacerecEncodings *other)
{
  g_return_val_if_fail (self != NULL && other != NULL, FALSE);

  const guint n_people = self->people->len, n_faces = self->faces.n_rows;
  if (!g_str_equal (self->model_id, other->model_id) || self->dimensions != other->dimensions ||
      n_people != other->people->len || n_faces != other->faces.n_rows)
    return FALSE;
  for (guint p = 0; p < n_people; p++)
    if (!is_same_person (facerec_encodings_person (self, p), facerec_encodings_person (other, p)))
      return FALSE;
  return (n_faces == 0 || memcmp (self->face_person->data, other->face_person->data, n_faces * sizeof (guint)) == 0) &&
      have_same_faces (&self->faces, &other->faces);
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
  return self->faces.n_rows;
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
  return facerec_encodings_person (self, person)->name;
}

FacerecPersonKind
facerec_encodings_get_person_kind (const FacerecEncodings *self, guint person)
{
  g_return_val_if_fail (self != NULL && person < self->people->len, FACEREC_PERSON);
  return facerec_encodings_person (self, person)->kind;
}

gfloat
facerec_encodings_get_person_threshold (const FacerecEncodings *self, guint person)
{
  g_return_val_if_fail (self != NULL && person < self->people->len, NAN);
  return facerec_encodings_person (self, person)->own_threshold;
}

guint
facerec_encodings_get_person_n_faces (const FacerecEncodings *self, guint person)
{
  g_return_val_if_fail (self != NULL && person < self->people->len, 0);
  return facerec_encodings_person (self, person)->n_faces;
}
