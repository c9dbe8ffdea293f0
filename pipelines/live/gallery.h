/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/gallery.h"

G_BEGIN_DECLS

/* The gallery of a live picture, which may not be there yet: until the first face is enrolled an empty one stands in for it,
 * in a temporary folder, so that no file is made that nobody asked for. */
typedef struct {
  gchar *path;      /* where it is, or will be */
  gchar *name;      /* as people may see it */
  gchar *stand_in;  /* the empty one, NULL when there is a real one */
  gchar *folder;    /* of the stand-in, also when there is a real one since: faceknn may be looking at it */
  guint n_people, n_faces;
  GHashTable *people; /* the set of their names (NFC) */
} LiveGallery;

/* path NULL: enc.bin of the present folder where there is one, else gst-facerec/enc.bin in the user's data folder.
 * must_exist: a gallery that is not there is an error. model_id, dimensions: of the faces to come; a gallery of another
 * model is refused. */
LiveGallery *live_gallery_new (const gchar *path, gboolean must_exist, const gchar *model_id, guint dimensions, GError **error);
/* What faceknn is to read now. */
const gchar *live_gallery_get_file (const LiveGallery *self);
/* The real one has been made: from here on it is what get_file returns. */
void live_gallery_note_made (LiveGallery *self);
void live_gallery_free (LiveGallery *self); /* NULL is fine; removes the stand-in */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LiveGallery, live_gallery_free)

G_END_DECLS
