/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/encodings-private.h"
#include "models/gallery-backend.h"
#include "models/search.h"

#include <math.h>

/* Faces searched at once. */
#define BATCH 64
/* Two runs of a network over one picture differ by less. */
#define SAME_EMBEDDING 1e-4f

typedef struct {
  FacerecGallery *gallery;
  GPtrArray *issues;
  FacerecEncodings *encodings;
  GArray *face_ids; /* gint64, in the order of the encodings' rows */
} Check;

static void
issue_free (gpointer data)
{
  FacerecGalleryIssue *issue = data;
  g_free (issue->text);
  g_free (issue->person);
  g_free (issue->other_person);
  g_free (issue);
}

/* text is taken over. */
static FacerecGalleryIssue *
report (Check *self, FacerecGalleryIssueKind kind, gchar *text, const gchar *person, gint64 face_id)
{
  FacerecGalleryIssue *issue = g_new0 (FacerecGalleryIssue, 1);
  issue->kind = kind;
  issue->text = text;
  issue->person = g_strdup (person);
  issue->face_id = face_id;
  issue->own_distance = issue->other_distance = NAN;
  g_ptr_array_add (self->issues, issue);
  return issue;
}

static gboolean
check_person (const FacerecGalleryPerson *person, const gchar *problem, gpointer user_data)
{
  Check *self = user_data;
  if (problem != NULL) {
    report (self, FACEREC_GALLERY_ISSUE_DAMAGED,
        g_strdup_printf ("person %" G_GINT64_FORMAT " cannot be used: %s", person->id, problem), person->name, 0);
    return TRUE;
  }
  if (person->n_faces == 0)
    report (self, FACEREC_GALLERY_ISSUE_NO_FACES, g_strdup_printf ("'%s' has no faces", person->name), person->name, 0);
  facerec_encodings_add_person (self->encodings, person->name, person->kind, person->own_threshold);
  return TRUE;
}

static gboolean
check_face (const gchar *person, const FacerecGalleryFace *face, const gchar *problem, gpointer user_data)
{
  Check *self = user_data;
  guint index;
  if (problem != NULL) {
    report (self, FACEREC_GALLERY_ISSUE_DAMAGED,
        g_strdup_printf ("face %" G_GINT64_FORMAT " of '%s' cannot be used: %s", face->id,
            person != NULL ? person : "nobody", problem), person, face->id);
  } else if (facerec_encodings_find_person (self->encodings, person, &index)) {
    facerec_encodings_add_face (self->encodings, index, face->values);
    g_array_append_val (self->face_ids, face->id);
  }
  return TRUE;
}

/* Mean square distance of each person's faces to their mean. */
static gdouble *
measure_spread (const FacerecEncodings *encodings)
{
  gdouble *spread = g_new0 (gdouble, encodings->people->len);
  for (guint p = 0; p < encodings->people->len; p++) {
    const FacerecEncodingsPerson *person = &g_array_index (encodings->people, FacerecEncodingsPerson, p);
    for (guint i = 0; i < person->n_faces; i++)
      spread[p] += encodings->square_norms[encodings->person_rows[person->first + i]];
    if (person->n_faces > 0)
      spread[p] = MAX (0, spread[p] / person->n_faces - encodings->mean_square_norms[p]);
  }
  return spread;
}

/* The mean square distance of a face to some faces is that to their mean plus their spread; of a face among n of
 * them, to the others, n / (n - 1) times that. */
static void
check_outlier (Check *self, guint row, const gfloat *mean_distances, const gdouble *spread)
{
  const FacerecEncodings *encodings = self->encodings;
  const guint own = g_array_index (encodings->face_person, guint, row);
  const FacerecEncodingsPerson *person = &g_array_index (encodings->people, FacerecEncodingsPerson, own);
  if (person->n_faces < 2)
    return;
  guint nearest = own;
  gdouble nearest_square = INFINITY;
  for (guint p = 0; p < encodings->people->len; p++) {
    const gdouble square = (gdouble) mean_distances[p] * mean_distances[p] + spread[p];
    if (p != own && square < nearest_square) {
      nearest = p;
      nearest_square = square;
    }
  }
  const gdouble own_square =
      ((gdouble) mean_distances[own] * mean_distances[own] + spread[own]) * person->n_faces / (person->n_faces - 1.0);
  if (!(nearest_square < own_square))
    return;
  const gchar *other = facerec_encodings_get_person_name (encodings, nearest);
  const gint64 id = g_array_index (self->face_ids, gint64, row);
  FacerecGalleryIssue *issue = report (self, FACEREC_GALLERY_ISSUE_OUTLIER,
      g_strdup_printf ("face %" G_GINT64_FORMAT " of '%s' is nearer to '%s' (%.2f) than to the rest of '%s' (%.2f)", id,
          person->name, other, sqrt (nearest_square), person->name, sqrt (own_square)), person->name, id);
  issue->other_person = g_strdup (other);
  issue->own_distance = (gfloat) sqrt (own_square);
  issue->other_distance = (gfloat) sqrt (nearest_square);
}

/* nearest: the two nearest faces of row, itself one of them unless it has two equals. */
static void
check_duplicate (Check *self, guint row, const FacerecNeighbour *nearest)
{
  const FacerecNeighbour *other = nearest[0].face != row ? &nearest[0] : &nearest[1];
  /* Each pair once, at its later face. */
  if (!(other->distance < SAME_EMBEDDING) || other->face > row)
    return;
  const gchar *person = facerec_encodings_get_person_name (self->encodings,
      g_array_index (self->encodings->face_person, guint, row));
  const gchar *other_person = facerec_encodings_get_person_name (self->encodings, other->person);
  const gint64 id = g_array_index (self->face_ids, gint64, row);
  const gint64 other_id = g_array_index (self->face_ids, gint64, other->face);
  FacerecGalleryIssue *issue = report (self, FACEREC_GALLERY_ISSUE_DUPLICATE,
      g_strdup_printf ("face %" G_GINT64_FORMAT " of '%s' is the same as face %" G_GINT64_FORMAT " of '%s'", id, person,
          other_id, other_person), person, id);
  issue->other_person = g_strdup (other_person);
  issue->other_face_id = other_id;
  issue->other_distance = other->distance;
}

static void
check_encodings (Check *self)
{
  facerec_encodings_seal (self->encodings);
  const FacerecEncodings *encodings = self->encodings;
  const guint n_people = encodings->people->len;
  g_autofree gdouble *spread = measure_spread (encodings);
  g_autofree gfloat *queries = g_new (gfloat, BATCH * encodings->dimensions);
  g_autofree gfloat *mean_distances = g_new (gfloat, (gsize) BATCH * n_people);
  FacerecNeighbour nearest[2 * BATCH];
  for (guint first = 0; first < encodings->n_faces; first += BATCH) {
    const guint n = MIN (BATCH, encodings->n_faces - first);
    /* Rows are padded, queries are not. */
    for (guint i = 0; i < n; i++)
      for (guint j = 0; j < encodings->dimensions; j++)
        queries[i * encodings->dimensions + j] = encodings->values[(gsize) (first + i) * encodings->stride + j];
    facerec_search (encodings, queries, n, 2, nearest, mean_distances);
    for (guint i = 0; i < n; i++) {
      check_outlier (self, first + i, mean_distances + (gsize) i * n_people, spread);
      check_duplicate (self, first + i, nearest + 2 * i);
    }
  }
}

GPtrArray *
facerec_gallery_check (FacerecGallery *self, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  const FacerecGalleryBackend *backend = self->backend;
  g_autoptr (GPtrArray) issues = g_ptr_array_new_with_free_func (issue_free);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (FacerecEncodings) encodings = facerec_encodings_new (self->model_id, self->dimensions);
  g_autoptr (GArray) face_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  Check check = { self, issues, encodings, face_ids };
  if (!backend->begin_read (self, error))
    return NULL;
  gboolean ok = backend->check (self, lines, error);
  for (guint i = 0; i < lines->len; i++)
    report (&check, FACEREC_GALLERY_ISSUE_FILE, g_strdup (g_ptr_array_index (lines, i)), NULL, 0);
  ok = ok && backend->foreach_person (self, check_person, &check, error) &&
      backend->foreach_face (self, NULL, check_face, &check, error);
  backend->end_read (self);
  if (!ok)
    return NULL;
  check_encodings (&check);
  return g_steal_pointer (&issues);
}
