/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/gallery.h"
#include "pipelines/subcommand.h"

G_BEGIN_DECLS

/* What stands behind gst-facerec gallery. Each runs on an open gallery, writes to standard output (JSON when asked),
 * and fails with an error that names the person or the file. */

ExitCode gallery_list (FacerecGallery *gallery, gboolean json, GError **error);
/* Every face of person with its source. */
ExitCode gallery_show (FacerecGallery *gallery, const gchar *person, gboolean json, GError **error);
/* One face of it, a line as gallery_show() writes it. FALSE when nobody wants more. */
gboolean gallery_show_face (const gchar *person, const FacerecGalleryFace *face, gboolean json);

/* Who is to be enrolled from the films that batch has looked at. */
typedef struct {
  gint64 cluster;  /* number of a group of strangers */
  gchar *name;
  gchar *index;    /* folder with the results of batch */
  gint max_faces;  /* at least 1 */
} GalleryAddition;

/* Enrols a few good, different faces of the group, in the gallery at path, which is made when it is missing. Those that are in it
 * as of that person already are passed over; when they are somebody else's it is an error. */
ExitCode gallery_add (const gchar *path, const GalleryAddition *addition, gboolean json, GError **error);
/* One line for each thing that facerec_gallery_check() finds. EXIT_WRONG when a value is damaged, so that nothing
 * loads, EXIT_NOTHING when something else is worth a look. */
ExitCode gallery_check (FacerecGallery *gallery, gboolean json, GError **error);
/* Everybody in from, faces and thresholds, also to another gallery, which is made when missing: a file or a server's
 * address. What is there already is left alone, so that it may be stopped and run again. EXIT_NOTHING when there is nobody
 * to copy, or it was interrupted. */
ExitCode gallery_copy (FacerecGallery *from, const gchar *to, gboolean json, GError **error);

G_END_DECLS
