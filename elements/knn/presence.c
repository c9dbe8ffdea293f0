/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/knn/presence.h"

#include <gst/facerec/facerec.h>

#define GONE_AFTER GST_SECOND

/* Somebody who is there. */
typedef struct {
  GstFacerecSighting last;
  gchar *label, *stranger; /* of last */
  guint64 frame;           /* of last */
} Somebody;

struct _GstFacerecPresence {
  GstFacerecPresenceFunc func;
  gpointer user_data;
  GHashTable *there; /* Somebody by key */
  GArray *seen;      /* sightings of the present frame */
  guint64 frame;
};

static void
somebody_free (gpointer data)
{
  Somebody *somebody = data;

  g_free (somebody->label);
  g_free (somebody->stranger);
  g_free (somebody);
}

GstFacerecPresence *
gst_facerec_presence_new (GstFacerecPresenceFunc func, gpointer user_data)
{
  GstFacerecPresence *self = g_new0 (GstFacerecPresence, 1);

  self->func = func;
  self->user_data = user_data;
  self->there = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, somebody_free);
  self->seen = g_array_new (FALSE, FALSE, sizeof (GstFacerecSighting));
  return self;
}

void
gst_facerec_presence_free (GstFacerecPresence *self)
{
  if (!self)
    return;
  g_hash_table_unref (self->there);
  g_array_unref (self->seen);
  g_free (self);
}

void
gst_facerec_presence_see (GstFacerecPresence *self, const GstFacerecSighting *sighting)
{
  g_array_append_val (self->seen, *sighting);
}

/* A person may be called as strangers are. */
static gchar *
key_of (const GstFacerecSighting *sighting)
{
  return g_strconcat (sighting->known ? "+" : "-", sighting->stranger ? sighting->stranger : sighting->label, NULL);
}

static void
update (GstFacerecPresence *self, Somebody *somebody, const GstFacerecSighting *sighting)
{
  if (g_strcmp0 (somebody->label, sighting->label) != 0) {
    g_free (somebody->label);
    somebody->label = g_strdup (sighting->label);
  }
  if (g_strcmp0 (somebody->stranger, sighting->stranger) != 0) {
    g_free (somebody->stranger);
    somebody->stranger = g_strdup (sighting->stranger);
  }
  somebody->last = *sighting;
  somebody->last.label = somebody->label;
  somebody->last.stranger = somebody->stranger;
  somebody->frame = self->frame;
}

static gboolean
track_is_seen (const GstFacerecPresence *self, guint64 track_id)
{
  guint i;

  for (i = 0; track_id != GST_FACEREC_NO_TRACK && i < self->seen->len; i++)
    if (g_array_index (self->seen, GstFacerecSighting, i).track_id == track_id)
      return TRUE;
  return FALSE;
}

/* In both directions: a stream may be played backwards. */
static gboolean
is_gone (const GstFacerecPresence *self, const Somebody *somebody, GstClockTime stream_time)
{
  const GstClockTime last = somebody->last.stream_time;

  if (somebody->frame == self->frame)
    return FALSE;
  if (GST_CLOCK_TIME_IS_VALID (last) && GST_CLOCK_TIME_IS_VALID (stream_time)
      && ABS (GST_CLOCK_DIFF (last, stream_time)) > (GstClockTimeDiff) GONE_AFTER)
    return TRUE;
  return track_is_seen (self, somebody->last.track_id);
}

static void
tell_gone (GstFacerecPresence *self, GstClockTime stream_time)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->there);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    if (!is_gone (self, value, stream_time))
      continue;
    self->func (FALSE, &((Somebody *) value)->last, self->user_data);
    g_hash_table_iter_remove (&iter);
  }
}

static void
tell_come (GstFacerecPresence *self, GstFacerecSighting *sighting)
{
  gchar *key = key_of (sighting);
  Somebody *somebody = g_hash_table_lookup (self->there, key);

  if (somebody) {
    g_free (key);
    return;
  }
  somebody = g_new0 (Somebody, 1);
  update (self, somebody, sighting);
  g_hash_table_insert (self->there, key, somebody);
  self->func (TRUE, &somebody->last, self->user_data);
}

void
gst_facerec_presence_end_frame (GstFacerecPresence *self, GstClockTime stream_time)
{
  guint i;

  self->frame++;
  for (i = 0; i < self->seen->len; i++) {
    const GstFacerecSighting *sighting = &g_array_index (self->seen, GstFacerecSighting, i);
    g_autofree gchar *key = key_of (sighting);
    Somebody *somebody = g_hash_table_lookup (self->there, key);

    if (somebody)
      update (self, somebody, sighting);
  }
  tell_gone (self, stream_time);
  for (i = 0; i < self->seen->len; i++)
    tell_come (self, &g_array_index (self->seen, GstFacerecSighting, i));
  g_array_set_size (self->seen, 0);
}

void
gst_facerec_presence_clear (GstFacerecPresence *self)
{
  GHashTableIter iter;
  gpointer value;

  g_array_set_size (self->seen, 0);
  g_hash_table_iter_init (&iter, self->there);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    self->func (FALSE, &((Somebody *) value)->last, self->user_data);
    g_hash_table_iter_remove (&iter);
  }
}
