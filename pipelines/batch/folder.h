/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The output folder:
 *
 *   films/NAME/   one film's results, whole; film.sqlite among them tells of what and by which rules
 *   index.sqlite  all of them together; can be made again from films/ at any time
 *   .work/NAME/   a film in work, of whoever has claimed it (claim.h)
 *
 * Renaming .work/NAME to films/NAME is the one step by which a film is finished: whatever ends the process, a film is
 * there whole or not at all, and no other record can disagree. */

#define BATCH_FILM_INDEX "film.sqlite"

/* The folder's name of a film: of its file name what is safe everywhere, and of its path a digest. (transfer full) */
gchar *batch_folder_name (const gchar *film);
/* Whether name, nullable, is one part of a path, that leads nowhere else: an index that came from elsewhere may say anything. */
gboolean batch_folder_is_name (const gchar *name);
/* Makes the folder and what belongs into it. */
gboolean batch_folder_prepare (const gchar *output, GError **error);
/* Whether somebody works on the film, or has left what was begun. */
gboolean batch_folder_is_begun (const gchar *output, const gchar *name);
/* Keeps others from working on the same part of the same output folder, and a run of all of it from going beside one of a
 * part; held until the process ends. part: "", of which shard, or "-merge". */
gboolean batch_folder_lock (const gchar *output, const gchar *part, GError **error);
gchar *batch_folder_index (const gchar *output);                         /* (transfer full) */
gchar *batch_folder_film (const gchar *output, const gchar *name);       /* (transfer full) */
gchar *batch_folder_film_index (const gchar *output, const gchar *name); /* (transfer full) */
/* An empty folder to work in; what an ended process has left is removed. (transfer full) */
gchar *batch_folder_begin (const gchar *output, const gchar *name, GError **error);
/* Brings it to stable storage and to its place, for what was there before. */
gboolean batch_folder_finish (const gchar *output, const gchar *name, GError **error);
/* Removes what was begun. */
void batch_folder_drop (const gchar *output, const gchar *name);
/* Names of all finished films, sorted. (transfer full) (element-type filename) */
GPtrArray *batch_folder_list (const gchar *output, GError **error);

G_END_DECLS
