/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/live/keys.h"

#include <string.h>

#include <gst/video/video.h>
#include <xkbcommon/xkbcommon.h>

struct _LiveKeys {
  GstPad *pad;
  gulong probe;
  LiveKeyFunc func;
  gpointer user_data;

  GMutex lock;
  gboolean shift;
  GQueue waiting; /* of gunichar */
  GSource *wake;  /* NULL: nothing waits */
};

static gunichar
with_shift (gunichar key)
{
  return key == '/' ? '?' : g_unichar_toupper (key);
}

/* 0: no key that anybody could want. */
static gunichar
read_key (const gchar *name, gboolean shift)
{
  xkb_keysym_t symbol = xkb_keysym_from_name (name, XKB_KEYSYM_NO_FLAGS);
  gunichar key;

  if (symbol == XKB_KEY_F1)
    return '?';
  if (symbol == XKB_KEY_KP_Enter)
    return LIVE_KEY_ENTER;
  key = xkb_keysym_to_utf32 (symbol);
  return shift ? with_shift (key) : key;
}

static gboolean
deliver (gpointer user_data)
{
  LiveKeys *self = user_data;

  for (;;) {
    gunichar key;

    g_mutex_lock (&self->lock);
    key = GPOINTER_TO_UINT (g_queue_pop_head (&self->waiting));
    if (!key)
      g_clear_pointer (&self->wake, g_source_unref);
    g_mutex_unlock (&self->lock);
    if (!key)
      return G_SOURCE_REMOVE;
    self->func (key, self->user_data);
  }
}

/* Under the lock. */
static void
post (LiveKeys *self, gunichar key)
{
  g_queue_push_tail (&self->waiting, GUINT_TO_POINTER (key));
  if (self->wake)
    return;
  self->wake = g_idle_source_new ();
  g_source_set_callback (self->wake, deliver, self, NULL);
  g_source_attach (self->wake, NULL);
}

static void
take (LiveKeys *self, const gchar *name, gboolean pressed)
{
  gunichar key;

  g_mutex_lock (&self->lock);
  if (g_str_has_prefix (name, "Shift_"))
    self->shift = pressed;
  key = pressed ? read_key (name, self->shift) : 0;
  if (key)
    post (self, key);
  g_mutex_unlock (&self->lock);
}

static GstPadProbeReturn
on_event (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  GstEvent *event = GST_PAD_PROBE_INFO_EVENT (info);
  const gchar *name = NULL;
  GstNavigationEventType type;

  if (GST_EVENT_TYPE (event) != GST_EVENT_NAVIGATION)
    return GST_PAD_PROBE_OK;
  type = gst_navigation_event_get_type (event);
  if ((type != GST_NAVIGATION_EVENT_KEY_PRESS && type != GST_NAVIGATION_EVENT_KEY_RELEASE)
      || !gst_navigation_event_parse_key_event (event, &name) || !name)
    return GST_PAD_PROBE_OK;
  take (user_data, name, type == GST_NAVIGATION_EVENT_KEY_PRESS);
  return GST_PAD_PROBE_DROP;
}

LiveKeys *
live_keys_new (GstPad *pad, LiveKeyFunc func, gpointer user_data)
{
  LiveKeys *self = g_new0 (LiveKeys, 1);

  g_mutex_init (&self->lock);
  g_queue_init (&self->waiting);
  self->func = func;
  self->user_data = user_data;
  self->pad = gst_object_ref (pad);
  self->probe = gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_EVENT_UPSTREAM, on_event, self, NULL);
  return self;
}

void
live_keys_free (LiveKeys *self)
{
  if (!self)
    return;
  gst_pad_remove_probe (self->pad, self->probe);
  gst_object_unref (self->pad);
  g_mutex_lock (&self->lock);
  if (self->wake) {
    g_source_destroy (self->wake);
    g_source_unref (self->wake);
  }
  g_mutex_unlock (&self->lock);
  g_queue_clear (&self->waiting);
  g_mutex_clear (&self->lock);
  g_free (self);
}
