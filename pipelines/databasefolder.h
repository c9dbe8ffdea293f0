/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One thing found in a database folder DIR/<identity>/<image>. */
typedef struct {
  gchar *path;
  gchar *identity; /* whose photo it is, NFC; NULL: not to be enrolled */
  gboolean bad_name; /* the folder's name cannot be a person's; else, without identity, it lies in the wrong place */
  gchar *reason;   /* why not; NULL for a photo */
} DatabaseEntry;

/* Appends everything in folder to entries (element-type DatabaseEntry, with a free function), sorted; hidden files are
 * left out. FALSE with an error naming folder when it cannot be read. */
gboolean database_folder_read (const gchar *folder, GPtrArray *entries, GError **error);
/* Appends every photo that files stand for (as file_list_expand has it) as one of identity. FALSE with an error when identity
 * cannot be a name or a list cannot be read. */
gboolean database_files_read (gchar **files, const gchar *identity, GPtrArray *entries, GError **error);
void database_entry_free (DatabaseEntry *entry);

G_END_DECLS
