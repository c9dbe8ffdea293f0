/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* FacerecPrecision of models/engine.h as an enum of properties: auto, f32, bf16. */
#define GST_TYPE_FACEREC_PRECISION (gst_facerec_precision_get_type ())
GType gst_facerec_precision_get_type (void);

G_END_DECLS
