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
  gboolean retry, decode; /* as in BatchRules */
  BatchFilm *before; /* results of another run, which are still good; else NULL */
  BatchFilm *renamed; /* results of another run, in which only names can have changed; else NULL */
} BatchItem;

/* Which results of other runs are good. */
typedef struct {
  const gchar *options; /* digest of what decides what is found and described */
  const gchar *names;   /* of what decides who is called what */
  gboolean retry;       /* not those that say that a film has failed */
  gboolean decode;      /* names are drawn into the film, which is done by decoding it: none can be named anew */
} BatchRules;

/* What FILEs stand for, each film once, in the order of the list; of shards only the one asked for (from 1; n_shards 0: all).
 * Which shard a film belongs to follows from its path alone. output: where earlier results are.
 * (transfer full) (element-type BatchItem) */
GPtrArray *batch_list_make (gchar **files, guint shard, guint n_shards, const BatchRules *rules, const gchar *output,
    GError **error);
/* Looks once more for results: another process may have finished the film since. */
void batch_item_look (BatchItem *self, const gchar *output);

G_END_DECLS
