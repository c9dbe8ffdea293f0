/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/progress.h"

G_BEGIN_DECLS

/* Where a subcommand's text goes: results to standard output, problems to standard error, both past the progress
 * bar. */

/* Takes the bar away before each line; NULL: there is none. Not owned. */
void output_set_progress (Progress *progress);
/* Writes line and a newline to standard output at once: what was written is out, even when the process is killed next.
 * FALSE when nobody takes it any more, see output_closed(). */
gboolean output_line (const gchar *line);
/* A line could not be written: the disk is full, or the reader went away, as head does. It is reported once, later lines are
 * dropped, and work ends as after a signal (interrupt.h): nobody would see what comes of it. The command's exit code says so
 * then, EXIT_WRONG, whatever else it has to say: what was asked for is not all there. */
gboolean output_closed (void);
/* "gst-facerec: subject: reason" to standard error; subject (nullable) may be any bytes. */
void output_problem (const gchar *subject, const gchar *reason);
/* A line of information to standard error. */
void output_note (const gchar *format, ...) G_GNUC_PRINTF (1, 2);

/* "1 film", "2 films", "0 films": many is one with an s, unless it is given. (transfer full) */
gchar *output_count (guint64 n, const gchar *one, const gchar *many);

/* Text fit for one line of a terminal, whatever the bytes: what does not print is written as \n, \t, \xHH or \u{HHHH},
 * and a backslash as \\, so that names stay distinct. (transfer full) */
gchar *output_printable (const gchar *text);

G_END_DECLS
