/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/knn/answer.h"

#include <gst/video/video.h>
#include <math.h>

G_STATIC_ASSERT ((gint) GST_FACEREC_REASON_UNDECIDED == (gint) FACEREC_REASON_UNDECIDED);

/* Nothing to compare with is NaN in metadata. */
static gfloat
finite_or_nan (gfloat value)
{
  return isfinite (value) ? value : NAN;
}

GstFacerecIdentity *
gst_facerec_answer_new (const FacerecIdentityResult *result, gfloat margin, guint stranger)
{
  GstFacerecIdentity *identity = gst_facerec_identity_new (result->label, (GstFacerecReason) result->reason,
      finite_or_nan (result->score), finite_or_nan (result->distance), result->votes, result->k);
  guint i;

  gst_facerec_identity_set_rule (identity, result->distance_threshold, margin);
  for (i = 0; i < result->n_candidates; i++)
    gst_facerec_identity_add_candidate (identity, result->candidates[i].label, result->candidates[i].distance);
  if (stranger > 0) {
    g_autofree gchar *id = g_strdup_printf ("unknown-%u", stranger);

    gst_facerec_identity_set_stranger (identity, id);
  }
  return identity;
}

/* The mirror knows one word for strangers; the user may want another. */
static void
label_stranger (GstBuffer *buffer, const GstFacerecMeta *face, const gchar *unknown_label)
{
  GstVideoRegionOfInterestMeta *region = gst_buffer_get_video_region_of_interest_meta_id (buffer, face->id);
  GstStructure *param = region ? gst_video_region_of_interest_meta_get_param (region, "face_id") : NULL;

  if (param)
    gst_structure_set (param, "label", G_TYPE_STRING, unknown_label, NULL);
}

void
gst_facerec_answer_mirror (GstBuffer *buffer, const GstFacerecMeta *face, const gchar *unknown_label)
{
  gst_facerec_buffer_mirror_face (buffer, face);
  if (!gst_facerec_meta_get_label (face) && gst_facerec_meta_get_identity (face))
    label_stranger (buffer, face, unknown_label);
}
