/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/live/keys.h"

G_BEGIN_DECLS

/* Single keys from the terminal that is standard input, without waiting for a line. Its settings are put back when the
 * process ends, by whatever signal that can be caught, and while it is stopped (Ctrl-Z). One at a time. */

/* FALSE: standard input is no terminal, or not ours to read (in the background); nothing was changed. */
gboolean terminal_open (LiveKeyFunc func, gpointer user_data);
/* Puts the settings back. Also when it is not open. */
void terminal_close (void);

G_END_DECLS
