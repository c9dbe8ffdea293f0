/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/batch/index.h"
#include "pipelines/batch/options.h"

G_BEGIN_DECLS

/* How far a film is: of its time, how many frames were looked at. */
typedef void (*BatchFilmFunc) (gint64 time_ns, guint64 n_frames, gpointer user_data);

/* Looks at one film, options->film, and writes all its results into the folder options->work, the index of the film last.
 * film: to be filled in by the caller with path, folder and key; the rest is told here. func is called now and then.
 * FALSE when nothing can be done with any film: a gallery, a model, a full disk; a film that cannot be used is no error. */
gboolean batch_film_run (BatchOptions *options, BatchFilm *film, BatchFilmFunc func, gpointer user_data,
    GError **error);
/* Writes the index of a film that has failed, and why, into folder. */
gboolean batch_film_write_failure (const gchar *folder, BatchFilm *film, const gchar *reason, GError **error);

G_END_DECLS
