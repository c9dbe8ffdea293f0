/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Writes a file: it is at path whole, on stable storage, or what was there before is. It grows beside it, as .NAME.new:
 * g_file_set_contents has another name each time, and a process that is killed leaves one more file for ever; this one is
 * taken over by whoever writes path next. Who finds it locked, not a file of this user's own, or a file system without locks
 * has a name of its own after all; of several who write the same path at once the last one's stays. mode: of a new file, as
 * in open(2). Errors: FACEREC_ERROR_NO_SPACE, FACEREC_ERROR_WRITE, which name path. */
gboolean whole_file_write (const gchar *path, const gchar *data, gsize size, gint mode, GError **error);

/* Removes path, and what a process that was killed while it wrote path has left. */
void whole_file_remove (const gchar *path);

G_END_DECLS
