/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "elements/base/analysis.h"

G_BEGIN_DECLS

#define GST_TYPE_FACEREC_TRACK (gst_facerec_track_get_type ())
G_DECLARE_FINAL_TYPE (GstFacerecTrack, gst_facerec_track, GST, FACEREC_TRACK, GstFacerecAnalysis)

G_END_DECLS
