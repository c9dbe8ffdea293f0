/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/video/video.h>

G_BEGIN_DECLS

/* What must be done to a stored picture so that it stands upright: the Orientation (0x0112, 1..8) of an EXIF block that
 * begins with its TIFF header. IDENTITY when there is none or the block is damaged. */
GstVideoOrientationMethod orientation_from_exif (const guint8 *exif, gsize size);

G_END_DECLS
