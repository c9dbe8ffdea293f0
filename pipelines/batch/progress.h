/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The bar of a batch: films, hours, how many times real time, how long still. */

/* Where a batch is. */
typedef struct {
  guint n_films, n_films_done;
  guint64 n_bytes, n_bytes_done; /* of all films; of those done: what is known of films before they were decoded */
  gdouble media_seconds;         /* done, also of films in work */
  gdouble seconds;               /* since the start */
} BatchState;

/* Seconds until the end, from how fast bytes were done; -1: unknown. */
gdouble batch_progress_seconds_left (const BatchState *state);
/* One line, no longer than width. (transfer full) */
gchar *batch_progress_text (const BatchState *state, guint width);
/* Draws on the last line of the terminal; nothing when standard error is none. */
void batch_progress_draw (const BatchState *state);
/* Takes the bar away. */
void batch_progress_clear (void);

G_END_DECLS
