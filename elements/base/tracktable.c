/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/base/tracktable.h"

#define FORGET_AFTER (5 * GST_SECOND)
#define SWEEP_EVERY GST_SECOND
#define MAX_TRACKS 4096
/* Between frames that have neither timestamp nor duration. */
#define DEFAULT_DURATION (GST_SECOND / 30)

struct _GstFacerecTrackTable {
  gsize entry_size;
  GDestroyNotify clear;
  GHashTable *entries; /* by their ids */
  guint64 frame;
  GstClockTime time, swept;
};

GstFacerecTrackTable *
gst_facerec_track_table_new (gsize entry_size, GDestroyNotify clear)
{
  GstFacerecTrackTable *self = g_new0 (GstFacerecTrackTable, 1);

  self->entry_size = entry_size;
  self->clear = clear;
  self->entries = g_hash_table_new (g_int64_hash, g_int64_equal);
  return self;
}

static void
entry_free (const GstFacerecTrackTable *self, gpointer entry)
{
  if (self->clear)
    self->clear (entry);
  g_free (entry);
}

void
gst_facerec_track_table_clear (GstFacerecTrackTable *self)
{
  GHashTableIter iter;
  gpointer entry;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &entry)) {
    g_hash_table_iter_remove (&iter);
    entry_free (self, entry);
  }
  self->time = self->swept = 0;
}

void
gst_facerec_track_table_free (GstFacerecTrackTable *self)
{
  if (!self)
    return;
  gst_facerec_track_table_clear (self);
  g_hash_table_unref (self->entries);
  g_free (self);
}

guint
gst_facerec_track_table_count (const GstFacerecTrackTable *self)
{
  return g_hash_table_size (self->entries);
}

/* ---- time ---- */

GstClockTime
gst_facerec_track_table_get_time (const GstFacerecTrackTable *self)
{
  return self->time;
}

guint64
gst_facerec_track_table_get_frame (const GstFacerecTrackTable *self)
{
  return self->frame;
}

gboolean
gst_facerec_track_table_has_passed (const GstFacerecTrackTable *self, GstClockTime since, GstClockTime interval)
{
  return self->time < since || self->time - since >= interval;
}

static void
forget_unseen (GstFacerecTrackTable *self, GstClockTime interval)
{
  GHashTableIter iter;
  gpointer entry;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &entry)) {
    if (!gst_facerec_track_table_has_passed (self, ((GstFacerecTrackEntry *) entry)->seen, interval))
      continue;
    g_hash_table_iter_remove (&iter);
    entry_free (self, entry);
  }
  self->swept = self->time;
}

void
gst_facerec_track_table_begin_frame (GstFacerecTrackTable *self, GstClockTime running_time, GstClockTime duration)
{
  if (GST_CLOCK_TIME_IS_VALID (running_time))
    self->time = running_time;
  else
    self->time += GST_CLOCK_TIME_IS_VALID (duration) ? duration : DEFAULT_DURATION;
  self->frame++;
  if (gst_facerec_track_table_has_passed (self, self->swept, SWEEP_EVERY))
    forget_unseen (self, FORGET_AFTER);
}

/* ---- entries ---- */

gpointer
gst_facerec_track_table_find (const GstFacerecTrackTable *self, guint64 id)
{
  return id == GST_FACEREC_NO_TRACK ? NULL : g_hash_table_lookup (self->entries, &id);
}

void
gst_facerec_track_table_remove (GstFacerecTrackTable *self, gpointer entry)
{
  g_hash_table_remove (self->entries, &((GstFacerecTrackEntry *) entry)->id);
  entry_free (self, entry);
}

gpointer
gst_facerec_track_table_see (GstFacerecTrackTable *self, guint64 id, guint age)
{
  GstFacerecTrackEntry *entry = gst_facerec_track_table_find (self, id);

  if (!entry)
    return NULL;
  if (age < entry->age || gst_facerec_track_table_has_passed (self, entry->seen, FORGET_AFTER)) {
    gst_facerec_track_table_remove (self, entry);
    return NULL;
  }
  entry->age = age;
  entry->seen = self->time;
  return entry;
}

gpointer
gst_facerec_track_table_add (GstFacerecTrackTable *self, guint64 id, guint age)
{
  GstFacerecTrackEntry *entry = gst_facerec_track_table_find (self, id);

  if (id == GST_FACEREC_NO_TRACK)
    return NULL;
  if (entry)
    gst_facerec_track_table_remove (self, entry);
  /* One frame with more faces than that is not remembered as a whole. */
  if (g_hash_table_size (self->entries) >= MAX_TRACKS)
    forget_unseen (self, 1);
  if (g_hash_table_size (self->entries) >= MAX_TRACKS)
    return NULL;
  entry = g_malloc0 (self->entry_size);
  *entry = (GstFacerecTrackEntry) { id, age, self->time };
  g_hash_table_insert (self->entries, &entry->id, entry);
  return entry;
}
