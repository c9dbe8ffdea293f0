/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* The keys that are no characters. */
#define LIVE_KEY_ESCAPE 0x1b
#define LIVE_KEY_ENTER '\r'
#define LIVE_KEY_BACKSPACE '\b'

/* A key was pressed, in the window or on the terminal: the character that it writes, or one of those above. In the thread
 * of the default main context. */
typedef void (*LiveKeyFunc) (gunichar key, gpointer user_data);

/* What the windows of GStreamer's sinks tell of keys: navigation events that travel up from the sink. They name the key, not
 * what it writes with Shift; letters are made large here, and F1 and Shift with the slash are '?'. */
typedef struct _LiveKeys LiveKeys;

/* pad: the source pad that the sink is linked to, from which key events go no farther. */
LiveKeys *live_keys_new (GstPad *pad, LiveKeyFunc func, gpointer user_data);
/* Nothing is told any more, also not what waits to be. NULL is fine. */
void live_keys_free (LiveKeys *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LiveKeys, live_keys_free)

G_END_DECLS
