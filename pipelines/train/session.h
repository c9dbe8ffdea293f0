/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/train/trainer.h"
#include "pipelines/train/options.h"

G_BEGIN_DECLS

/* Runs a trainer to its end, or until Ctrl-C: shows how it goes, and keeps its state in a file now and then, so that the same
 * command goes on where it was stopped or killed. */

/* Where the state of a training is kept that writes to output. (transfer full) */
gchar *train_session_state_path (const gchar *output);

/* FALSE with an error when the state cannot be written. Interrupted, the state is kept and it returns TRUE. */
gboolean train_session_run (FacerecTrainer *trainer, const TrainOptions *options, const FacerecTrainOptions *training,
    GError **error);

/* The losses of checks as a line of bars, "▇▅▃▂▁", the newest width of them; "" when the terminal cannot show it.
 * (transfer full) */
gchar *train_session_curve (const GArray *checks, guint width);

G_END_DECLS
