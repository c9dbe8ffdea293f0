/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* A sink that opens a window on the display there is, and that tells of the keys pressed in it; in READY. autovideosink would
 * also take sinks that show nothing, or that are for other screens. The error says what there is no display for, or which
 * package is missing. (transfer floating) */
GstElement *live_window_make_sink (GError **error);

G_END_DECLS
