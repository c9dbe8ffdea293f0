/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/batch/index.h"

G_BEGIN_DECLS

/* A film on the list. */
typedef struct {
  gchar *path;
  gchar *name;    /* of its folder */
  gchar *key;     /* that its results must have: a digest of film and options, "-", one of the names */
  guint64 n_bytes; /* 0: it cannot be looked at */
  BatchFilm *before; /* results of an earlier run, which are still good; else NULL */
  BatchFilm *renamed; /* results of an earlier run, in which only names can have changed; else NULL */
} BatchItem;

/* Digests of what results depend on. */
typedef struct {
  const gchar *options; /* of what is found and described */
  const gchar *names;   /* of who is called what */
} BatchDigests;

/* What FILEs stand for, each film once, in the order of the list; of shards only the one asked for (from 1; n_shards 0: all).
 * Which shard a film belongs to follows from its path alone. output: where earlier results are.
 * (transfer full) (element-type BatchItem) */
GPtrArray *batch_list_make (gchar **files, guint shard, guint n_shards, const BatchDigests *digests, const gchar *output,
    GError **error);

G_END_DECLS
