/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/batch/appearances.h"

G_BEGIN_DECLS

/* Where somebody appears, as text: one line. photo: whom it was asked about. (transfer full) */

/* JSON as formats.md describes it. */
gchar *batch_appearance_to_json (const BatchAppearance *appearance, const gchar *photo);
/* For people: distance, film, from, to, who, picture, with tabs between. output: the folder of the results. */
gchar *batch_appearance_to_text (const BatchAppearance *appearance, const gchar *output);

G_END_DECLS
