/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/batch/groups.h"

G_BEGIN_DECLS

/* A page to look at groups of strangers: pictures of each, in which films and when, and the command that names it. One file
 * that needs no other, no network, and nothing but what a browser has. */

/* OUTPUT/clusters.html. (transfer full) */
gchar *batch_group_page_name (const gchar *output);
/* groups: (element-type BatchGroup), in their order. Of a large group some pictures are shown, and of very many groups the
 * first ones; the page says how many more there are. A picture that cannot be read is left out. The page is there whole or,
 * with an error, as it was before. */
gboolean batch_group_page_write (GPtrArray *groups, const gchar *output, GError **error);

G_END_DECLS
