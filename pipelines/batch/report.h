/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/batch/list.h"

G_BEGIN_DECLS

/* What a run tells: a line a film on standard output, the sum at the end. */
typedef struct {
  gboolean json, quiet;
  guint n_done, n_damaged, n_failed, n_killed; /* of this run */
  guint n_renamed;     /* of them, only named anew, without decoding */
  guint n_before;      /* done by another run, however: an earlier one, or that of another shard at the same time */
  guint n_before_bad;  /* of those, damaged or failed */
  gint64 duration_ns;  /* of the films of this run */
  guint64 n_frames;
  GPtrArray *bad;      /* of gchar, the line of each film of this run with which something is wrong; nullable, owned */
} BatchReport;

/* A film of this run. */
void batch_report_film (BatchReport *self, const BatchFilm *film);
/* A film of another run: a line only when something is wrong with it. */
void batch_report_before (BatchReport *self, const BatchFilm *film);
/* A film that must be tried again. */
void batch_report_killed (BatchReport *self, const BatchItem *item, const gchar *reason);
/* The sum, to standard error; and once more what is wrong with which film, when its line is not right above. */
void batch_report_sum (const BatchReport *self, gdouble seconds);
void batch_report_clear (BatchReport *self);

G_END_DECLS
