/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/presence.h"

#define GONE_AFTER GST_SECOND

struct _GstFacerecPresence {
  GstFacerecPresenceFunc func;
  gpointer user_data;
  GHashTable *seen; /* label -> GstFacerecSighting, the last one; its label is the key */
};

GstFacerecPresence *
gst_facerec_presence_new (GstFacerecPresenceFunc func, gpointer user_data)
{
  GstFacerecPresence *self = g_new0 (GstFacerecPresence, 1);

  self->func = func;
  self->user_data = user_data;
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
gst_facerec_presence_free (GstFacerecPresence *self)
{
  if (!self)
    return;
  g_hash_table_unref (self->seen);
  g_free (self);
}

void
gst_facerec_presence_see (GstFacerecPresence *self, const GstFacerecSighting *sighting)
{
  GstFacerecSighting *last = g_hash_table_lookup (self->seen, sighting->label);
  const gchar *label;

  if (last) {
    label = last->label;
    *last = *sighting;
    last->label = label;
    return;
  }
  last = g_memdup2 (sighting, sizeof *sighting);
  last->label = g_strdup (sighting->label);
  g_hash_table_insert (self->seen, (gpointer) last->label, last);
  self->func (TRUE, last, self->user_data);
}

/* In both directions: a stream may be played backwards. */
static gboolean
is_gone (const GstFacerecSighting *last, GstClockTime stream_time)
{
  return GST_CLOCK_TIME_IS_VALID (last->stream_time)
      && ABS (GST_CLOCK_DIFF (last->stream_time, stream_time)) > (GstClockTimeDiff) GONE_AFTER;
}

void
gst_facerec_presence_advance (GstFacerecPresence *self, GstClockTime stream_time)
{
  GHashTableIter iter;
  gpointer value;

  if (!GST_CLOCK_TIME_IS_VALID (stream_time))
    return;
  g_hash_table_iter_init (&iter, self->seen);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    if (!is_gone (value, stream_time))
      continue;
    self->func (FALSE, value, self->user_data);
    g_hash_table_iter_remove (&iter);
  }
}

void
gst_facerec_presence_clear (GstFacerecPresence *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->seen);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    self->func (FALSE, value, self->user_data);
    g_hash_table_iter_remove (&iter);
  }
}
