/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether JSON text has no brackets more than 32 deep. To be asked before a parser that calls itself for each is
 * given it: a file of a million brackets would use up the stack. Text that is no JSON at all may get either answer. */
gboolean face_json_is_shallow (const gchar *text, gsize length);

G_END_DECLS
