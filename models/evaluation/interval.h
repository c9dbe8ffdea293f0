/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A share or mean and the 95 % interval that it lies in. */
typedef struct {
  gdouble value, low, high;
} FacerecInterval;

/* right of n, with Wilson's score interval (E. B. Wilson, "Probable inference, the law of succession, and statistical
 * inference", JASA 1927), which is sound for small n and for shares of 0 and 1. n = 0: all NaN. */
FacerecInterval facerec_interval_of_share (guint64 right, guint64 n);

/* The mean of n values, each measured on a random split of the same pictures. Such values are not independent, and the usual
 * interval is far too narrow; this one is corrected as C. Nadeau and Y. Bengio, "Inference for the generalization
 * error", Machine Learning 2003: the variance of the mean is (1 / n + test_by_train) * the variance of the values, times
 * Student's t. test_by_train: pictures asked about to pictures enrolled. Cut to 0..1. n < 2: low and high NaN; n = 0: all. */
FacerecInterval facerec_interval_of_splits (const gdouble *values, guint n, gdouble test_by_train);

G_END_DECLS
