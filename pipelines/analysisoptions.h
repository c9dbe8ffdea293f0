/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/analysis.h"

G_BEGIN_DECLS

/* The options of every subcommand that looks at pictures; they mean what the elements' properties mean. */
typedef struct {
  gchar *detector, *engine, *precision, *model, *jitter, *min_face_size, *min_quality, *threads;
} AnalysisOptions;

/* What is looked at: defaults are different ones, and the help tells them. */
typedef enum {
  ANALYSIS_ANY,   /* photos, which may be searched twice, and recordings */
  ANALYSIS_FILMS, /* in bulk */
  ANALYSIS_LIVE,
  ANALYSIS_COMPARED, /* photos, by models that the subcommand has an option of its own for */
} AnalysisKind;

/* Adds them to the help and the parser of context. self must outlive it. */
void analysis_options_add (AnalysisOptions *self, AnalysisKind kind, GOptionContext *context);
/* Appends them to settings (element-type ElementSetting); the values stay with self. */
void analysis_options_collect (const AnalysisOptions *self, GArray *settings);
void analysis_options_clear (AnalysisOptions *self);

G_END_DECLS
