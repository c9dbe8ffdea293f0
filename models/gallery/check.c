/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/gallery/duplicates.h"
#include "models/encodings-private.h"
#include "models/gallery/backend.h"
#include "models/search.h"
#include "models/search/nearest.h"

#include <math.h>

/* Faces searched at once. */
#define BATCH 64
/* Two runs of a network over one picture differ by less. */
#define SAME_EMBEDDING 1e-4f
/* Distances from a face to a person's mean that are computed at most: about a minute and a half of one core. */
#define MAX_DISTANCES G_GUINT64_CONSTANT (20000000000)

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
  gdouble *spread = g_new0 (gdouble, MAX (encodings->people->len, 1));
  g_autofree gfloat *values = g_new (gfloat, encodings->dimensions);
  for (guint c = 0; c < encodings->faces.chunks->len; c++) {
    const FacerecChunk *chunk = facerec_rows_chunk (&encodings->faces, c);
    for (guint row = 0; row < chunk->n_rows; row++) {
      const guint p = facerec_encodings_face_person (encodings, facerec_rows_first (&encodings->faces, c) + row);
      facerec_chunk_get (chunk, row, values);
      const gdouble distance = facerec_search_mean_distance (encodings, values, p);
      spread[p] += distance * distance / facerec_encodings_person (encodings, p)->n_faces;
    }
  }
  return spread;
}

/* The mean square distance of a face to some faces is that to their mean plus their spread: with the root of that as
 * one number more in each mean, and 0 in each face, it is the square of one distance, which search knows to find. */
static void
make_means (Check *self, const gdouble *spread, FacerecRows *means, GArray *owners)
{
  const FacerecEncodings *encodings = self->encodings;
  g_autofree gfloat *values = g_new (gfloat, encodings->dimensions + 1);
  facerec_rows_init (means, encodings->dimensions + 1);
  for (guint p = 0; p < encodings->people->len; p++) {
    const FacerecEncodingsPerson *person = facerec_encodings_person (encodings, p);
    if (person->n_faces == 0 || person->kind == FACEREC_NEGATIVE)
      continue;
    facerec_rows_get (&encodings->means, p, values);
    values[encodings->dimensions] = (gfloat) sqrt (spread[p]);
    facerec_rows_add (means, p, values);
    g_array_append_val (owners, p);
  }
}

/* Of a face among n, the mean square distance to the others is n / (n - 1) times that to all. nearest: the two people
 * whose faces are nearest in that sense. */
static void
check_outlier (Check *self, guint row, const gfloat *values, const FacerecNearest nearest[2], const gdouble *spread)
{
  const FacerecEncodings *encodings = self->encodings;
  const guint own = facerec_encodings_face_person (encodings, row);
  const FacerecEncodingsPerson *person = facerec_encodings_person (encodings, own);
  const FacerecNearest *found = nearest[0].owner != own ? &nearest[0] : &nearest[1];
  /* Samples of several people may be against one name, and are like that person by nature. */
  if (person->n_faces < 2 || person->kind == FACEREC_NEGATIVE)
    return;
  const gdouble distance = facerec_search_mean_distance (encodings, values, own);
  const gdouble own_square = (distance * distance + spread[own]) * person->n_faces / (person->n_faces - 1.0);
  if (!(found->square < own_square))
    return;
  const gchar *other = facerec_encodings_get_person_name (encodings, found->owner);
  const gint64 id = g_array_index (self->face_ids, gint64, row);
  FacerecGalleryIssue *issue = report (self, FACEREC_GALLERY_ISSUE_OUTLIER,
      g_strdup_printf ("face %" G_GINT64_FORMAT " of '%s' is nearer to '%s' (%.2f) than to the rest of '%s' (%.2f)", id,
          person->name, other, sqrt (found->square), person->name, sqrt (own_square)), person->name, id);
  issue->other_person = g_strdup (other);
  issue->own_distance = (gfloat) sqrt (own_square);
  issue->other_distance = (gfloat) sqrt (found->square);
}

/* other: the face it is the same as, G_MAXUINT: none. Each pair once, at its later face. */
static void
check_duplicate (Check *self, guint row, const gfloat *values, guint other)
{
  const FacerecEncodings *encodings = self->encodings;
  if (other == G_MAXUINT)
    return;
  const gchar *person = facerec_encodings_get_person_name (encodings, facerec_encodings_face_person (encodings, row));
  const gchar *other_person =
      facerec_encodings_get_person_name (encodings, facerec_encodings_face_person (encodings, other));
  const gint64 id = g_array_index (self->face_ids, gint64, row);
  const gint64 other_id = g_array_index (self->face_ids, gint64, other);
  const guint chunk = facerec_rows_find (&encodings->faces, other);
  FacerecGalleryIssue *issue = report (self, FACEREC_GALLERY_ISSUE_DUPLICATE,
      g_strdup_printf ("face %" G_GINT64_FORMAT " of '%s' is the same as face %" G_GINT64_FORMAT " of '%s'", id, person,
          other_id, other_person), person, id);
  issue->other_person = g_strdup (other_person);
  issue->other_face_id = other_id;
  issue->other_distance = (gfloat) sqrt (facerec_search_exact_square (facerec_rows_chunk (&encodings->faces, chunk),
      other - facerec_rows_first (&encodings->faces, chunk), values));
}

/* Who stands nearest to each face, for check_outlier, 64 faces at a time. */
static void
check_faces (Check *self, FacerecWorkers *workers, const guint *duplicates, gboolean with_outliers)
{
  const FacerecEncodings *encodings = self->encodings;
  const guint dimensions = encodings->dimensions;
  g_autofree gdouble *spread = with_outliers ? measure_spread (encodings) : NULL;
  g_autofree gfloat *queries = g_new0 (gfloat, (gsize) BATCH * (dimensions + 1));
  g_autoptr (GArray) owners = g_array_new (FALSE, FALSE, sizeof (guint));
  FacerecNearest nearest[2 * BATCH];
  FacerecRows means = { 0 };
  if (with_outliers)
    make_means (self, spread, &means, owners);
  for (guint first = 0; first < encodings->faces.n_rows; first += BATCH) {
    const guint n = MIN (BATCH, encodings->faces.n_rows - first);
    for (guint i = 0; i < n; i++)
      facerec_rows_get (&encodings->faces, first + i, queries + (gsize) i * (dimensions + 1));
    const FacerecNearestTask task = { .rows = &means, .owners = (const guint *) owners->data, .n_owners = owners->len,
      .queries = queries, .n_queries = n, .k = 2 };
    if (with_outliers)
      facerec_search_nearest (&task, workers, nearest);
    for (guint i = 0; i < n; i++) {
      const gfloat *values = queries + (gsize) i * (dimensions + 1);
      if (with_outliers)
        check_outlier (self, first + i, values, nearest + 2 * i, spread);
      check_duplicate (self, first + i, values, duplicates[first + i]);
    }
  }
  facerec_rows_clear (&means);
}

static void
check_encodings (Check *self)
{
  g_autoptr (FacerecWorkers) workers = facerec_workers_new (0);
  facerec_encodings_seal_from (self->encodings, NULL, workers);
  const FacerecEncodings *encodings = self->encodings;
  const guint n_faces = encodings->faces.n_rows, n_people = encodings->n_people_with_faces;
  const gboolean with_outliers = (guint64) n_faces * n_people <= MAX_DISTANCES;
  g_autofree guint *duplicates = facerec_find_duplicates (encodings, SAME_EMBEDDING);
  if (!with_outliers)
    report (self, FACEREC_GALLERY_ISSUE_SKIPPED, g_strdup_printf ("%u faces were not compared with %u people, "
        "which would take many minutes: faces nearer to another person were not looked for", n_faces, n_people), NULL, 0);
  check_faces (self, workers, duplicates, with_outliers);
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
