/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "elements/base/analysis.h"

G_BEGIN_DECLS

#define GST_TYPE_FACEREC_KNN (gst_facerec_knn_get_type ())
G_DECLARE_FINAL_TYPE (GstFacerecKnn, gst_facerec_knn, GST, FACEREC_KNN, GstFacerecAnalysis)

G_END_DECLS
