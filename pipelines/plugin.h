/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Makes our elements available: those of the build tree that the command runs from, else what GStreamer has found, else
 * those installed beside the command. After gst_init(). Errors say where they were looked for. */
gboolean plugin_load (GError **error);

G_END_DECLS
