/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "models/facechoice.h"
#include "pipelines/batch/folder.h"
#include "pipelines/batch/groupfaces.h"
#include "pipelines/gallerycommands.h"
#include "pipelines/output.h"

/* As with frames of one person that faceenroll chooses from; whoever is in a group may look different from film to film. */
#define DIFFERENT 0.15f
#define SAME_PERSON 0.6f

/* ---- choosing ---- */

static gfloat
distance_between (guint a, guint b, gpointer faces)
{
  return batch_group_face_distance (g_ptr_array_index ((GPtrArray *) faces, a), g_ptr_array_index ((GPtrArray *) faces, b));
}

/* (transfer container) (element-type BatchGroupFace) */
static GPtrArray *
choose (GPtrArray *faces, guint max_faces)
{
  const FacerecFaceChoiceRule rule = { SAME_PERSON, DIFFERENT, max_faces };
  g_autofree guint *numbers = g_new (guint, max_faces);
  const guint n = facerec_face_choice (faces->len, distance_between, faces, &rule, numbers, NULL);
  GPtrArray *chosen = g_ptr_array_new ();

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (chosen, g_ptr_array_index (faces, numbers[i]));
  return chosen;
}

/* ---- who is enrolled already ---- */

typedef struct {
  GPtrArray *faces;   /* BatchGroupFace */
  const gchar *name;  /* who may have some of them */
  gchar *person;      /* somebody else who has one; NULL: nobody has */
  gboolean json;
} Known;

static gboolean
is_among (GPtrArray *faces, const FacerecGalleryFace *known, guint *which)
{
  for (guint i = 0; i < faces->len; i++) {
    const BatchGroupFace *face = g_ptr_array_index (faces, i);

    if (memcmp (face->values, known->values, face->n_values * sizeof (gfloat)) == 0) {
      *which = i;
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
note_known (const gchar *person, const FacerecGalleryFace *face, gpointer user_data)
{
  Known *known = user_data;
  guint which;

  if (!is_among (known->faces, face, &which))
    return TRUE;
  if (!known->person && strcmp (person, known->name) != 0)
    known->person = g_strdup (person);
  g_ptr_array_remove_index (known->faces, which);
  return TRUE;
}

/* Takes out of faces what the person has. FALSE also when somebody else has it. */
static gboolean
drop_known (FacerecGallery *gallery, GPtrArray *faces, const GalleryAddition *addition, GError **error)
{
  Known known = { .faces = faces, .name = addition->name };
  gboolean done = facerec_gallery_foreach_face (gallery, NULL, note_known, &known, error);

  if (done && known.person) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT, "group %" G_GINT64_FORMAT " is enrolled already, as \"%s\"; "
        "gst-facerec gallery rename gives another name", addition->cluster, known.person);
    done = FALSE;
  }
  g_free (known.person);
  return done;
}

/* ---- adding ---- */

static gboolean
add_face (FacerecGallery *gallery, const gchar *person, const BatchGroupFace *face, GError **error)
{
  g_autofree gchar *path = g_utf8_make_valid (face->path, -1);
  g_autofree gchar *source = g_strdup_printf ("%s#t=%.3f", path, face->time_ns / 1e9);
  g_autofree gchar *duplicate_of = NULL;
  const FacerecGalleryFace added = { .values = face->values, .quality = face->quality, .x = face->x, .y = face->y,
    .width = face->width, .height = face->height, .source = source, .time_us = g_get_real_time () };

  return facerec_gallery_add_face (gallery, person, FACEREC_PERSON, &added, &duplicate_of, error);
}

static gboolean
add_all (FacerecGallery *gallery, const gchar *person, GPtrArray *faces, GError **error)
{
  gboolean done = facerec_gallery_begin (gallery, error);

  if (!done)
    return FALSE;
  for (guint i = 0; i < faces->len && done; i++)
    done = add_face (gallery, person, g_ptr_array_index (faces, i), error);
  if (done && facerec_gallery_commit (gallery, error))
    return TRUE;
  facerec_gallery_rollback (gallery);
  return FALSE;
}

static gboolean
show_added (const gchar *person, const FacerecGalleryFace *face, gpointer user_data)
{
  const Known *added = user_data;
  guint which;

  return !is_among (added->faces, face, &which) || gallery_show_face (person, face, added->json);
}

/* The faces of the group, in the order in which they are preferred. */
static GPtrArray *
read_faces (const GalleryAddition *addition, gchar **model, GError **error)
{
  g_autofree gchar *path = batch_folder_index (addition->index);
  g_autoptr (BatchIndex) index = batch_index_open (path, BATCH_INDEX_READ, error);
  g_autoptr (GPtrArray) faces = index ? batch_group_faces_read (index, addition->cluster, model, error) : NULL;

  if (faces && faces->len == 0) {
    g_autofree gchar *folder = g_shell_quote (addition->index);

    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_NOT_FOUND, "%s: there is no group %" G_GINT64_FORMAT
        "; 'gst-facerec cluster -o %s' lists them", path, addition->cluster, folder);
    return NULL;
  }
  return g_steal_pointer (&faces);
}

ExitCode
gallery_add (const gchar *path, const GalleryAddition *addition, gboolean json, GError **error)
{
  g_autoptr (FacerecGallery) gallery = NULL;
  g_autoptr (GPtrArray) faces = NULL, chosen = NULL;
  g_autofree gchar *model = NULL, *name = output_printable (addition->name), *count = NULL;
  const BatchGroupFace *first;
  Known added;

  if (!facerec_gallery_check_name (addition->name, error) || !(faces = read_faces (addition, &model, error)))
    return EXIT_WRONG;
  chosen = choose (faces, addition->max_faces);
  first = g_ptr_array_index (chosen, 0);
  gallery = facerec_gallery_open (path, FACEREC_GALLERY_CREATE, model, first->n_values, error);
  if (!gallery || !drop_known (gallery, chosen, addition, error) || !add_all (gallery, addition->name, chosen, error))
    return EXIT_WRONG;
  added = (Known) { .faces = chosen, .json = json };
  if (chosen->len > 0 && !facerec_gallery_foreach_face (gallery, addition->name, show_added, &added, error))
    return EXIT_WRONG;
  count = output_count (chosen->len, "face", NULL);
  output_note (chosen->len > 0 ? "%s of group %" G_GINT64_FORMAT " enrolled as %s. Next: the same gst-facerec batch command "
      "as before names them in all films." : "%s of group %" G_GINT64_FORMAT " are new to %s: enrolled before.", count,
      addition->cluster, name);
  return EXIT_DONE;
}
