/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/embed/trace.h"

#include <math.h>

gboolean
gst_facerec_embed_has_traces (const GstFacerecMeta *face)
{
  const GstFacerecIdentity *identity = gst_facerec_meta_get_identity (face);
  gsize n_values;

  return gst_facerec_meta_get_embedding (face, &n_values) || !isnan (gst_facerec_meta_get_overall_quality (face))
      || (identity && gst_facerec_identity_get_reason (identity) == GST_FACEREC_REASON_LOW_QUALITY);
}
