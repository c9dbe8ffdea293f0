/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/train/outcome.h"

G_BEGIN_DECLS

/* What people are told at the end, on standard output: the backbone beside the trained head, whether training helped, and what
 * to do now. curve: of the losses, may be "". */
void train_report_write (const TrainOutcome *outcome, const TrainOptions *options, const TrainPhotos *photos,
    const gchar *model_id, const gchar *curve);
/* The same as one JSON line. */
void train_report_write_json (const TrainOutcome *outcome, const TrainOptions *options, const TrainPhotos *photos,
    const FacerecTrainOptions *training, const gchar *model_id);

G_END_DECLS
