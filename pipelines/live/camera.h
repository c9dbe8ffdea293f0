/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* The cameras of this machine. */

/* (transfer full) (element-type GstDevice) What GStreamer's device monitor finds; empty when nothing. */
GList *live_camera_list (void);
/* The first of them. The error tells what was looked at and what to do. (transfer full) */
GstDevice *live_camera_find_first (GError **error);
/* FALSE when path cannot be a camera that we may use, with the reason and the next step. */
gboolean live_camera_check_device (const gchar *path, GError **error);
/* The path of a V4L2 camera, for `gst-facerec live PATH`; NULL for one of another kind. (transfer full) */
gchar *live_camera_get_path (GstDevice *camera);

G_END_DECLS
