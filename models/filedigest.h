/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <sys/stat.h>

#include <glib.h>

G_BEGIN_DECLS

/* SHA-256 of a file's content as 64 hex digits, worked out once a process for each file: a landmark model that three elements
 * load is hashed by the first. data are the size bytes that were read from the file between the two looks at it. They
 * count as known when both looks show the very state (device, inode, size, times of content and of inode) of a file hashed
 * before; nobody can write to a file and leave the time of its inode alone. A file that was changed less than two seconds
 * ago is not remembered, since a change right after it might get the same times. Any thread. (transfer full) */
gchar *facerec_file_digest (const struct stat *before, const struct stat *after, gconstpointer data, gsize size);

/* How many contents have been hashed in this process, for tests. */
guint facerec_file_digest_get_n_hashed (void);

G_END_DECLS
