/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/analysis.h"

G_BEGIN_DECLS

/* The options of every subcommand that names people: how the nearest encodings decide. They mean what faceknn's properties
 * mean; NULL is faceknn's default. */
typedef struct {
  gchar *k, *distance_threshold, *margin;
} RuleOptions;

/* Adds them to the help and the parser of context. self must outlive it. */
void rule_options_add (RuleOptions *self, GOptionContext *context);
/* Once parsed: the threshold that the model file of --model suggests, and the margin that goes with it, take the place of
 * those that were not given. faceknn's defaults are fitted to dlib's distances and mean nothing for another network. model:
 * nullable; a file that suggests none, or cannot be read, changes nothing. */
void rule_options_suggest (RuleOptions *self, const gchar *model);
/* Appends them to settings (element-type ElementSetting); the values stay with self. */
void rule_options_collect (const RuleOptions *self, GArray *settings);
void rule_options_clear (RuleOptions *self);

G_END_DECLS
