/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "gstfacerecroi.h"

#include <gst/video/video.h>

G_BEGIN_DECLS

/* The type of a region of interest that is a face. */
#define GST_FACEREC_ROI_TYPE "face"

gboolean gst_facerec_region_is_face (const GstVideoRegionOfInterestMeta *region);
/* Removes the params that mirroring the face wrote; foreign ones stay. */
void gst_facerec_region_remove_params (GstVideoRegionOfInterestMeta *region, const GstFacerecMeta *face);

G_END_DECLS
