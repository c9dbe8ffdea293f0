/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is in a gallery as something that can be compared. */
#include "models/gallery/backend.h"

#include <string.h>

static gboolean
add_file (GChecksum *sum, const gchar *path, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, &reason);
  if (g_error_matches (reason, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_NOT_FOUND,
        "%s: there is no such gallery; 'gst-facerec enroll -o %s FOLDER' makes one", path, path);
    return FALSE;
  }
  if (file == NULL) {
    g_propagate_error (error, g_steal_pointer (&reason));
    return FALSE;
  }
  g_checksum_update (sum, (const guchar *) g_mapped_file_get_contents (file), (gssize) g_mapped_file_get_length (file));
  return TRUE;
}

typedef struct {
  GChecksum *sum;
  guint dimensions;
  gboolean usable;
} Digest;

static void
add_text (GChecksum *sum, const gchar *text)
{
  g_checksum_update (sum, (const guchar *) text, (gssize) strlen (text) + 1);
}

static gboolean
add_person (const FacerecGalleryPerson *person, const gchar *problem, gpointer user_data)
{
  Digest *digest = user_data;
  gchar line[64];
  digest->usable = problem == NULL;
  if (problem != NULL)
    return FALSE;
  /* %a is the number to the bit, on every machine. */
  g_snprintf (line, sizeof line, "person %" G_GINT64_FORMAT " %d %a", person->id, person->kind, person->own_threshold);
  add_text (digest->sum, line);
  add_text (digest->sum, person->name);
  return TRUE;
}

static gboolean
add_face (gint64 face, gint64 person, const gfloat *values, gpointer user_data)
{
  Digest *digest = user_data;
  gchar line[64];
  g_snprintf (line, sizeof line, "face %" G_GINT64_FORMAT " %" G_GINT64_FORMAT, face, person);
  add_text (digest->sum, line);
  g_checksum_update (digest->sum, (const guchar *) values, digest->dimensions * sizeof (gfloat));
  return TRUE;
}

/* Faces of so many ids at a time. */
#define IDS 16384

/* Ids may be anything, so that walking all of them could take years: no more steps than a gallery has chunks. */
static gboolean
add_rows (FacerecGallery *gallery, Digest *digest)
{
  const FacerecGalleryBackend *backend = gallery->backend;
  gint64 least, greatest;
  if (!backend->bulk_people (gallery, add_person, digest) || !digest->usable ||
      !backend->bulk_ids (gallery, &least, &greatest))
    return FALSE;
  if (greatest < least)
    return TRUE;
  const guint64 span = (guint64) greatest - (guint64) least, width = MAX (IDS, span / 65536 + 1);
  /* done + width may be more than 64 bits hold. */
  for (guint64 done = 0;; done += width) {
    const guint64 last = span - done < width ? span : done + width - 1;
    if (!backend->bulk_faces (gallery, (gint64) ((guint64) least + done), (gint64) ((guint64) least + last), add_face,
            digest))
      return FALSE;
    if (last == span)
      return TRUE;
  }
}

static gboolean
add_shared (GChecksum *sum, const gchar *path, GError **error)
{
  g_autoptr (FacerecGallery) gallery = facerec_gallery_open (path, FACEREC_GALLERY_READ, NULL, 0, error);
  if (gallery == NULL || !gallery->backend->begin_read (gallery, error))
    return FALSE;
  Digest digest = { sum, gallery->dimensions, TRUE };
  add_text (sum, gallery->model_id);
  const gboolean ok = add_rows (gallery, &digest);
  gallery->backend->end_read (gallery);
  if (ok)
    return TRUE;
  /* Loading tells what is wrong. */
  g_autoptr (FacerecEncodings) encodings = facerec_gallery_load (gallery, error);
  if (encodings != NULL)
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "%s: could not be read; try again", gallery->path);
  return FALSE;
}

gboolean
facerec_gallery_digest (const gchar *path, GChecksum *sum, GError **error)
{
  g_return_val_if_fail (path != NULL && sum != NULL, FALSE);
  return facerec_gallery_is_shared (path) ? add_shared (sum, path, error) : add_file (sum, path, error);
}
