/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* Sets a field to text that may be anything, such as what a property was set to or the name of a file: structures take
 * nothing but UTF-8, so other bytes become U+FFFD. text: (nullable). */
void gst_facerec_message_set_text (GstStructure *structure, const gchar *field, const gchar *text);

G_END_DECLS
