/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/eval/photos.h"

G_BEGIN_DECLS

/* A list of pairs of pictures that are of one person or not, in folds. */
typedef struct {
  guint a, b; /* indices into the photos */
  gboolean same;
  guint fold; /* from 0 */
} EvalPair;

typedef struct {
  GArray *pairs; /* of EvalPair, in order */
  guint n_folds;
} EvalPairList;

/* Reads a list in one of two layouts, and adds every picture it names to photos once, as folder/name
 * without "." and double slashes:
 * - CSV with a line of names, fold,same,image_a,image_b in any order: folds are any numbers, same is 1 or 0;
 * - pairs.txt of Labeled Faces in the Wild: "folds N" or "N" in the first line, then in each fold N lines NAME I J, of one
 *   person, and N lines NAME I NAME J; a picture is NAME/NAME_000I.jpg.
 * Errors tell the line. (transfer full) */
EvalPairList *eval_pair_list_read (const gchar *path, const gchar *folder, EvalPhotos *photos, GError **error);
void eval_pair_list_free (EvalPairList *self); /* NULL is fine */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EvalPairList, eval_pair_list_free)

G_END_DECLS
