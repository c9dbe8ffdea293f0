/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A bar on the last line of a terminal: how much is done, how fast, how long it takes still. Nothing when standard
 * error is no terminal. */
typedef struct _Progress Progress;

/* total: steps to come. unit: what is counted, "photos". */
Progress *progress_new (guint total, const gchar *unit, gboolean quiet);
/* done steps of total; counted: what the rate is computed from (frames, where a step is a whole recording). Draws at
 * most ten times a second. */
void progress_update (Progress *self, guint done, guint64 counted);
/* Takes the bar away, so that other text can be written; the next update brings it back. */
void progress_clear (Progress *self);
void progress_free (Progress *self); /* clears; NULL is fine */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Progress, progress_free)

G_END_DECLS
