/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/analysisoptions.h"
#include "pipelines/decoder.h"
#include "pipelines/ruleoptions.h"

G_BEGIN_DECLS

/* The command line of batch. */
typedef struct {
  AnalysisOptions analysis;
  RuleOptions rule;
  gchar *db, *interval, *output, *shard_text;
  gdouble fps, bridge; /* frames a second, 0: all; seconds */
  gint jobs;           /* 0: one a core */
  guint shard, n_shards; /* from 1; n_shards 0: all is one */
  gboolean annotate, merge, retry, json, quiet;
  gchar **files;
  gchar *film, *work, *key; /* of a worker: the film, the folder for its results, the key to tell them by */
  gchar *from;        /* of a worker: the folder with earlier results, in which only names have to change; nullable */
  gint parent;        /* of a worker: the process without which it ends */
} BatchOptions;

#define BATCH_OPTIONS_INIT { .bridge = 2 }

/* FALSE after saying what is wrong. */
gboolean batch_options_parse (BatchOptions *self, gchar **arguments);
/* Values for the elements (element-type ElementSetting, ends with NULL); they stay with self. */
GArray *batch_options_collect (BatchOptions *self);
DecoderRate batch_options_rate (const BatchOptions *self);
gint64 batch_options_bridge_ns (const BatchOptions *self);
/* Changes with every option that what is found and described depends on, and with the content of the model file.
 * (transfer full) */
gchar *batch_options_digest (const BatchOptions *self);
/* Changes with what only the names, and the spans made of them, depend on: what is in the gallery, the rule, the bridge. NULL
 * when the gallery cannot be read. (transfer full) */
gchar *batch_options_names_digest (const BatchOptions *self, GError **error);
void batch_options_clear (BatchOptions *self);

G_END_DECLS
