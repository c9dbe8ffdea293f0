/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/error.h"

G_BEGIN_DECLS

/* What is at path, before SQLite touches it. Nothing here opens the file: POSIX drops all locks that a process holds
 * on a file when any descriptor of it is closed, so another gallery object's transaction would lose its lock. */

/* TRUE and *real_path (transfer full), without symbolic links, when path is a readable regular file and its side
 * files are SQLite's own; *real_path NULL when nothing is there. */
gboolean facerec_gallery_file_find (const gchar *path, gchar **real_path, GError **error);

/* A new empty file of mode 0600 beside path, to become the gallery. (transfer full) */
gchar *facerec_gallery_file_new (const gchar *path, GError **error);
/* Gives the finished file its place, on stable storage, unless another is there by now, which is fine: then that one
 * stays. new_path is gone afterwards. */
gboolean facerec_gallery_file_place (const gchar *new_path, const gchar *path, GError **error);

G_END_DECLS
