/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The files that arguments stand for, in order (element-type filename): a FILE itself, also one that does not exist;
 * of a folder all files in it and below, sorted by name, without hidden ones and without following links to folders;
 * of @LIST every name in the file LIST ("@-": standard input), one a line, or NUL-separated as find -print0 writes
 * them. NULL when a list cannot be read. */
GPtrArray *file_list_expand (gchar **arguments, GError **error);

/* Entries of a folder without hidden ones, sorted byte by byte, so that the order is the same everywhere. */
GPtrArray *file_list_folder (const gchar *path, GError **error);

G_END_DECLS
