/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/batch/groups.h"

G_BEGIN_DECLS

/* Groups of strangers as text. */

/* One line of JSON, as formats.md describes it. (transfer full) */
gchar *batch_group_to_json (const BatchGroup *group);
/* A table for people, a line a group under a line of headings. output: the folder, for the way to the pictures.
 * (transfer full) (element-type utf8) */
GPtrArray *batch_groups_to_table (GPtrArray *groups, const gchar *output);

G_END_DECLS
