/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/live/text.h"

#include <stdio.h>
#include <unistd.h>

#include "pipelines/output.h"

#define SHOWN_SECONDS 6

struct _LiveText {
  GstElement *overlay;
  gboolean prompts;
  gchar *note, *question; /* NULL: none */
  guint timer;            /* ends the note */
};

LiveText *
live_text_new (GstElement *overlay, gboolean prompts)
{
  LiveText *self = g_new0 (LiveText, 1);

  self->overlay = overlay ? gst_object_ref (overlay) : NULL;
  self->prompts = prompts && isatty (STDERR_FILENO);
  return self;
}

static void
update_picture (LiveText *self)
{
  const gchar *note = self->note ? self->note : "", *question = self->question ? self->question : "";
  g_autofree gchar *text = g_strconcat (note, *note && *question ? "\n" : "", question, NULL);
  /* It reads Pango's markup. */
  g_autofree gchar *literal = g_markup_escape_text (text, -1);

  if (self->overlay)
    g_object_set (self->overlay, "text", literal, "silent", *text == '\0', NULL);
}

/* ---- the last line of the terminal ---- */

static void
clear_question (LiveText *self)
{
  if (self->prompts && self->question)
    fputs ("\r\033[K", stderr);
}

static void
write_question (LiveText *self)
{
  g_autofree gchar *shown = NULL;

  if (!self->prompts || !self->question)
    return;
  shown = output_printable (self->question);
  fprintf (stderr, "\r\033[K%s", shown);
  fflush (stderr);
}

/* ---- saying ---- */

static gboolean
on_timer (gpointer user_data)
{
  LiveText *self = user_data;

  self->timer = 0;
  g_clear_pointer (&self->note, g_free);
  update_picture (self);
  return G_SOURCE_REMOVE;
}

void
live_text_show (LiveText *self, const gchar *text)
{
  if (self->timer)
    g_source_remove (self->timer);
  self->timer = g_timeout_add_seconds (SHOWN_SECONDS, on_timer, self);
  g_free (self->note);
  self->note = g_strdup (text);
  update_picture (self);
}

void
live_text_note (LiveText *self, const gchar *text)
{
  live_text_show (self, text);
  live_text_line (self, FALSE, text);
}

void
live_text_ask (LiveText *self, const gchar *text)
{
  clear_question (self);
  g_free (self->question);
  self->question = g_strdup (text);
  write_question (self);
  update_picture (self);
}

void
live_text_line (LiveText *self, gboolean standard_output, const gchar *line)
{
  g_autofree gchar *shown = output_printable (line);

  clear_question (self);
  if (standard_output)
    output_line (shown);
  else
    output_note ("%s", shown);
  write_question (self);
}

void
live_text_free (LiveText *self)
{
  if (!self)
    return;
  clear_question (self);
  if (self->timer)
    g_source_remove (self->timer);
  g_clear_object (&self->overlay);
  g_free (self->note);
  g_free (self->question);
  g_free (self);
}
