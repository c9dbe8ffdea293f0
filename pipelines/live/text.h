/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* What live has to say: at the foot of the picture, and in lines on the terminal. For the thread of the main context. */
typedef struct _LiveText LiveText;

/* overlay: a textoverlay, or NULL where nobody sees the picture. prompts: somebody types on the terminal. */
LiveText *live_text_new (GstElement *overlay, gboolean prompts);
void live_text_free (LiveText *self); /* NULL is fine */

/* In the picture for some seconds, in the place of the one before. */
void live_text_show (LiveText *self, const gchar *text);
/* The same, and a line on standard error. */
void live_text_note (LiveText *self, const gchar *text);
/* A question, as far as it is answered: in the picture and in the last line of the terminal, until the next one or NULL. */
void live_text_ask (LiveText *self, const gchar *text);
/* A line on standard output, or on standard error where other things go to standard output. */
void live_text_line (LiveText *self, gboolean standard_output, const gchar *line);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LiveText, live_text_free)

G_END_DECLS
