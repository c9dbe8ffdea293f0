/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/base/messagetext.h"

void
gst_facerec_message_set_text (GstStructure *structure, const gchar *field, const gchar *text)
{
  g_autofree gchar *valid = text ? g_utf8_make_valid (text, -1) : NULL;

  gst_structure_set (structure, field, G_TYPE_STRING, valid, NULL);
}
