/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/batch/film.h"

G_BEGIN_DECLS

/* Names the faces of a film anew, by another gallery or another rule, from what was kept of it and without decoding: the results
 * are those that decoding would give, byte for byte. faceknn itself does it, on the same embeddings at the same moments.
 *
 * from: the folder with the film's results. Writes all results into options->work. film: path, folder and key are set; the rest
 * is filled in. FALSE with an error: nothing can be made of what was kept (the film is to be decoded), or the results cannot be
 * written. */
gboolean batch_naming_run (BatchOptions *options, const gchar *from, BatchFilm *film, BatchFilmFunc func, gpointer user_data,
    GError **error);

G_END_DECLS
