/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/live/chain.h"
#include "pipelines/live/gallery.h"
#include "pipelines/subcommand.h"

G_BEGIN_DECLS

typedef struct {
  gboolean window, json, loop, quiet;
  gboolean landmarks;  /* drawn from the beginning, and found by the detector of chain */
  const gchar *hide;   /* the rule that the key h switches on and off; NULL: "unknown", and off at first */
  gdouble duration;    /* seconds; 0: no end */
  guint64 max_frames;  /* 0: no end */
} LiveSessionOptions;

/* Runs chain on source until the user, a signal, the source or options end it, and does what keys ask for. Says on standard
 * error what goes wrong. EXIT_NOTHING when not one frame came. */
ExitCode live_session_run (LiveChain *chain, const LiveSource *source, LiveGallery *gallery,
    const LiveSessionOptions *options);

G_END_DECLS
