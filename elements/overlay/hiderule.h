/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/facerec/facerec.h>

G_BEGIN_DECLS

/* Whose faces are to be hidden. Never changes, so that any thread may ask it.
 *
 * Read from text: items between commas, spaces around them not counted. An item is the word none, unknown, known or all, or else
 * a name, letter for letter; with "!" before it, it is not to be hidden. A backslash makes the next character part of a
 * name: "\all" is somebody called all. A face is hidden
 *   - with a name that stands in the text: when it stands there without "!";
 *   - else when one of the words without "!" means it and none with "!".
 * When every item has "!", everybody else is hidden. No item at all: nobody. */
typedef struct _GstFacerecHideRule GstFacerecHideRule;

/* text: any bytes; NULL or "": nobody. (transfer full), never NULL. */
GstFacerecHideRule *gst_facerec_hide_rule_new (const gchar *text);
GstFacerecHideRule *gst_facerec_hide_rule_ref (GstFacerecHideRule *self);
void gst_facerec_hide_rule_unref (GstFacerecHideRule *self); /* NULL is fine */
/* The text it was read from, owned by the rule; "none" for NULL. */
const gchar *gst_facerec_hide_rule_get_text (const GstFacerecHideRule *self);
/* FALSE: it hides nobody, whoever comes. */
gboolean gst_facerec_hide_rule_is_any (const GstFacerecHideRule *self);
/* Whether an item is empty, as in "Ann,,Bob", "Ann," or "!": somebody may be missing who was to be hidden. */
gboolean gst_facerec_hide_rule_has_gap (const GstFacerecHideRule *self);
/* identity: of the face; NULL, without a name, or with any reason against its name (too far, ambiguous, low quality...):
 * unknown. */
gboolean gst_facerec_hide_rule_hides (const GstFacerecHideRule *self, const GstFacerecIdentity *identity);

G_END_DECLS
