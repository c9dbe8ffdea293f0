/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/ruleoptions.h"

#include <math.h>

#include "models/faceembedder.h"
#include "models/identity.h"

void
rule_options_add (RuleOptions *self, GOptionContext *context)
{
  const GOptionEntry entries[] = {
    { "k", 0, 0, G_OPTION_ARG_FILENAME, &self->k, "How many nearest encodings vote (default 5)", "N" },
    { "distance-threshold", 0, 0, G_OPTION_ARG_FILENAME, &self->distance_threshold,
        "Farther than this is Unknown (default faceknn's, or what the file of --model suggests)", "D" },
    { "margin", 0, 0, G_OPTION_ARG_FILENAME, &self->margin,
        "How clearly the second person must be farther (default likewise)", "D" },
    G_OPTION_ENTRY_NULL
  };

  g_option_context_add_main_entries (context, entries, NULL);
}

static void
fill_in (gchar **value, gdouble number)
{
  gchar digits[G_ASCII_DTOSTR_BUF_SIZE];

  if (!*value)
    *value = g_strdup (g_ascii_dtostr (digits, sizeof digits, number));
}

void
rule_options_suggest (RuleOptions *self, const gchar *model)
{
  const gdouble threshold = self->distance_threshold && self->margin ? NAN : facerec_embedder_suggested_threshold (model);

  if (isnan (threshold))
    return;
  fill_in (&self->distance_threshold, threshold);
  fill_in (&self->margin, facerec_identity_margin_for (threshold));
}

void
rule_options_collect (const RuleOptions *self, GArray *settings)
{
  const ElementSetting own[] = {
    { "--k", "faceknn", "k", self->k },
    { "--distance-threshold", "faceknn", "distance-threshold", self->distance_threshold },
    { "--margin", "faceknn", "margin", self->margin },
  };

  g_array_append_vals (settings, own, G_N_ELEMENTS (own));
}

void
rule_options_clear (RuleOptions *self)
{
  g_free (self->k);
  g_free (self->distance_threshold);
  g_free (self->margin);
}
