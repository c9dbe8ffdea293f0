/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A moment of a film for people: "0:01:12.480", hours, minutes, seconds. (transfer full) */
gchar *batch_moment_text (gint64 time_ns);

G_END_DECLS
