/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Who was taken for whom: counts, n_people * n_people, row the person shown, column the person named. people: whose each of
 * n faces is; predicted: whom it was taken for, G_MAXUINT: not asked about. (transfer full) */
guint *facerec_confusion_new (const guint *people, const guint *predicted, guint n, guint n_people);

/* The share of a person's pictures that were named right, recall; NaN when none was asked about. n_asked (out, nullable). */
gdouble facerec_confusion_recall (const guint *confusion, guint n_people, guint person, guint *n_asked);
/* The share of the pictures named as a person that really are, precision; NaN when none was. */
gdouble facerec_confusion_precision (const guint *confusion, guint n_people, guint person);

G_END_DECLS
