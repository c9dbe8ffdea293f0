/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "elements/base/analysis.h"

G_BEGIN_DECLS

#define GST_TYPE_FACEREC_ENROLL (gst_facerec_enroll_get_type ())
G_DECLARE_FINAL_TYPE (GstFacerecEnroll, gst_facerec_enroll, GST, FACEREC_ENROLL, GstFacerecAnalysis)

G_END_DECLS
