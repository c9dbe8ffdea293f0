/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/batch/pagedata.h"

G_BEGIN_DECLS

/* Chooses which pictures of faces are in the page, and appends them as a JSON array of data: addresses; people and spans
 * get to know their places in it. First everybody's best one, then everybody's best in each film, then all others, as long as
 * the array stays below max_bytes: with many films the others are shown from the films' folders. */
void batch_page_pictures_append (GString *json, BatchPageData *data, const gchar *output, gsize max_bytes);

G_END_DECLS
