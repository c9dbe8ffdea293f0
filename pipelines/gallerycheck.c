/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gallerycommands.h"

#include <math.h>

#include <gst/facerec/facerec.h>

#include "models/search.h"
#include "output.h"

/* Two faces nearer than this are taken for the same person: at 0.45 dlib's network confuses about 1 % of strangers with
 * anybody of 179 people. */
#define SAME_PERSON 0.45f
/* Farther than this from every other photo of the same person is worth a look. */
#define OUTLIER 0.75f
/* Neighbours looked at, the face itself among them. */
#define NEIGHBOURS 16
/* Faces searched at once. */
#define BATCH 64

/* One face as the walk over the gallery gives it. */
typedef struct {
  gint64 id;
  gchar *person, *source;
} Face;

typedef struct {
  GArray *faces;  /* of Face, in the order of values */
  GArray *values; /* of gfloat */
  FacerecEncodings *encodings; /* one row a face, in the same order */
  GHashTable *people; /* name -> index + 1 */
  guint dimensions;
  gboolean json;
  guint n_findings;
} Check;

static void
clear_face (gpointer data)
{
  Face *face = data;

  g_free (face->person);
  g_free (face->source);
}

static gboolean
take_face (const gchar *person, const FacerecGalleryFace *face, gpointer user_data)
{
  Check *self = user_data;
  const Face own = { face->id, g_strdup (person), g_strdup (face->source) };
  guint index = GPOINTER_TO_UINT (g_hash_table_lookup (self->people, person));

  if (index == 0) {
    index = facerec_encodings_add_person (self->encodings, person, FACEREC_PERSON, NAN) + 1;
    g_hash_table_insert (self->people, g_strdup (person), GUINT_TO_POINTER (index));
  }
  facerec_encodings_add_face (self->encodings, index - 1, face->values);
  g_array_append_val (self->faces, own);
  g_array_append_vals (self->values, face->values, self->dimensions);
  return TRUE;
}

/* ---- findings ---- */

static void
report (Check *self, const gchar *finding, const Face *face, const Face *other, gfloat distance)
{
  g_autoptr (GString) line = g_string_new (NULL);

  self->n_findings++;
  if (self->json) {
    g_string_append_printf (line, "{\"finding\":\"%s\",\"face\":%" G_GINT64_FORMAT ",\"person\":", finding, face->id);
    gst_facerec_json_append_string (line, face->person);
    g_string_append (line, ",\"source\":");
    gst_facerec_json_append_string (line, face->source);
    g_string_append_printf (line, ",\"other_face\":%" G_GINT64_FORMAT ",\"other_person\":", other->id);
    gst_facerec_json_append_string (line, other->person);
    g_string_append (line, ",\"distance\":");
    gst_facerec_json_append_number (line, distance);
    g_string_append_c (line, '}');
  } else {
    g_autofree gchar *person = output_printable (face->person);
    g_autofree gchar *source = output_printable (face->source ? face->source : "-");
    g_autofree gchar *other_person = output_printable (other->person);

    g_string_append_printf (line, "%-14s  face %" G_GINT64_FORMAT " of %s (%s): distance %.2f to face %" G_GINT64_FORMAT
        " of %s", finding, face->id, person, source, distance, other->id, other_person);
  }
  output_line (line->str);
}

/* neighbours: of face number index, nearest first. */
static void
judge (Check *self, guint index, const FacerecNeighbour *neighbours, guint n)
{
  const Face *face = &g_array_index (self->faces, Face, index);
  const Face *nearest_own = NULL;

  for (guint i = 0; i < n && neighbours[i].distance < G_MAXFLOAT; i++) {
    const Face *other = &g_array_index (self->faces, Face, neighbours[i].face);

    if (neighbours[i].face == index)
      continue;
    if (g_strcmp0 (other->person, face->person) != 0) {
      if (!nearest_own && neighbours[i].distance < SAME_PERSON)
        report (self, "looks-like", face, other, neighbours[i].distance);
      return;
    }
    if (!nearest_own && neighbours[i].distance > OUTLIER)
      report (self, "unlike-own", face, other, neighbours[i].distance);
    nearest_own = other;
  }
}

static void
check_faces (Check *self)
{
  const guint n = self->faces->len, k = MIN (NEIGHBOURS, n);
  g_autofree FacerecNeighbour *neighbours = g_new (FacerecNeighbour, (gsize) BATCH * k);

  for (guint first = 0; first < n; first += BATCH) {
    const guint n_batch = MIN (BATCH, n - first);

    facerec_search (self->encodings, (const gfloat *) self->values->data + (gsize) first * self->dimensions, n_batch, k,
        neighbours, NULL);
    for (guint i = 0; i < n_batch; i++)
      judge (self, first + i, neighbours + (gsize) i * k, k);
  }
}

static void
print_end (Check *self, FacerecGallery *gallery)
{
  g_autofree gchar *line = NULL;

  if (self->json)
    return;
  line = g_strdup_printf ("%u faces of %u people, model %s: every value is sound, %u to look at", self->faces->len,
      g_hash_table_size (self->people), facerec_gallery_get_model_id (gallery), self->n_findings);
  output_line (line);
}

ExitCode
gallery_check (FacerecGallery *gallery, gboolean json, GError **error)
{
  Check self = { .json = json, .dimensions = facerec_gallery_get_dimensions (gallery) };
  /* Loading is what validates. */
  g_autoptr (FacerecEncodings) sound = facerec_gallery_load (gallery, error);
  gboolean walked;

  if (!sound)
    return EXIT_WRONG;
  self.faces = g_array_new (FALSE, FALSE, sizeof (Face));
  g_array_set_clear_func (self.faces, clear_face);
  self.values = g_array_new (FALSE, FALSE, sizeof (gfloat));
  self.people = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self.encodings = facerec_encodings_new (facerec_gallery_get_model_id (gallery), self.dimensions);
  walked = facerec_gallery_foreach_face (gallery, NULL, take_face, &self, error);
  facerec_encodings_seal (self.encodings);
  if (walked && self.faces->len > 0)
    check_faces (&self);
  if (walked)
    print_end (&self, gallery);
  g_array_unref (self.faces);
  g_array_unref (self.values);
  g_hash_table_unref (self.people);
  facerec_encodings_unref (self.encodings);
  if (!walked)
    return EXIT_WRONG;
  return self.n_findings > 0 ? EXIT_NOTHING : EXIT_DONE;
}
