/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/base/stats.h"

#define N_RECENT 1024 /* durations that p99 looks back on */

struct _GstFacerecStats {
  GMutex lock;
  guint64 frames, inferred, late, faces;
  gdouble total_us;
  guint32 recent_us[N_RECENT]; /* ring: inferred % N_RECENT is the next to be written */
};

GstFacerecStats *
gst_facerec_stats_new (void)
{
  GstFacerecStats *self = g_new0 (GstFacerecStats, 1);

  g_mutex_init (&self->lock);
  return self;
}

void
gst_facerec_stats_free (GstFacerecStats *self)
{
  if (!self)
    return;
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
gst_facerec_stats_clear (GstFacerecStats *self)
{
  g_mutex_lock (&self->lock);
  self->frames = self->inferred = self->late = self->faces = 0;
  self->total_us = 0;
  g_mutex_unlock (&self->lock);
}

void
gst_facerec_stats_add (GstFacerecStats *self, gboolean inferred, guint n_faces, gint64 duration_us)
{
  g_mutex_lock (&self->lock);
  self->frames++;
  self->faces += n_faces;
  if (inferred) {
    self->recent_us[self->inferred++ % N_RECENT] = (guint32) CLAMP (duration_us, 0, G_MAXUINT32);
    self->total_us += duration_us;
  }
  g_mutex_unlock (&self->lock);
}

void
gst_facerec_stats_add_late (GstFacerecStats *self)
{
  g_mutex_lock (&self->lock);
  self->late++;
  g_mutex_unlock (&self->lock);
}

static gint
compare_durations (gconstpointer a, gconstpointer b)
{
  guint32 left = *(const guint32 *) a, right = *(const guint32 *) b;

  return (left > right) - (left < right);
}

GstStructure *
gst_facerec_stats_to_structure (GstFacerecStats *self)
{
  guint32 sorted_us[N_RECENT];
  guint64 frames, inferred, late, faces;
  gdouble total_us;
  gsize n;

  g_mutex_lock (&self->lock);
  frames = self->frames;
  inferred = self->inferred;
  late = self->late;
  faces = self->faces;
  total_us = self->total_us;
  n = MIN (inferred, N_RECENT);
  memcpy (sorted_us, self->recent_us, n * sizeof sorted_us[0]);
  g_mutex_unlock (&self->lock);

  qsort (sorted_us, n, sizeof sorted_us[0], compare_durations);
  return gst_structure_new ("stats", "frames", G_TYPE_UINT64, frames, "inferred", G_TYPE_UINT64, inferred, "skipped",
      G_TYPE_UINT64, frames - inferred, "late", G_TYPE_UINT64, late, "faces", G_TYPE_UINT64, faces, "mean-ms", G_TYPE_DOUBLE,
      inferred > 0 ? total_us / inferred / 1000.0 : 0.0, "p99-ms", G_TYPE_DOUBLE,
      n > 0 ? sorted_us[(n - 1) * 99 / 100] / 1000.0 : 0.0, NULL);
}
