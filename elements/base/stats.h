/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* Counters of an element that looks at frames, written by its streaming thread and read by anybody. Thread-safe. */
typedef struct _GstFacerecStats GstFacerecStats;

GstFacerecStats *gst_facerec_stats_new (void);
void gst_facerec_stats_free (GstFacerecStats *self); /* NULL is fine */
void gst_facerec_stats_clear (GstFacerecStats *self);
/* One frame. duration_us counts only when inferred. */
void gst_facerec_stats_add (GstFacerecStats *self, gboolean inferred, guint n_faces, gint64 duration_us);
/* The last one was due but passed on as time was short. */
void gst_facerec_stats_add_late (GstFacerecStats *self);
/* (transfer full): frames, inferred, skipped, late, faces: guint64; mean-ms, p99-ms: gdouble, 0 before the first inference. */
GstStructure *gst_facerec_stats_to_structure (GstFacerecStats *self);

G_END_DECLS
