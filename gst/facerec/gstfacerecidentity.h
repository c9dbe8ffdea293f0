/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/facerec/facerec-prelude.h>

G_BEGIN_DECLS

/**
 * GstFacerecReason:
 * @GST_FACEREC_REASON_NONE: the face was named
 * @GST_FACEREC_REASON_TOO_FAR: no enrolled face is near enough
 * @GST_FACEREC_REASON_AMBIGUOUS: a second person is about as near as the first
 * @GST_FACEREC_REASON_LOW_QUALITY: too small, too blurred or turned too far to be compared
 * @GST_FACEREC_REASON_NEGATIVE: nearest to a sample enrolled as "not this person"
 * @GST_FACEREC_REASON_EMPTY_GALLERY: nobody is enrolled
 *
 * Why a face was left Unknown.
 *
 * Since: 0.1
 */
typedef enum {
  GST_FACEREC_REASON_NONE,
  GST_FACEREC_REASON_TOO_FAR,
  GST_FACEREC_REASON_AMBIGUOUS,
  GST_FACEREC_REASON_LOW_QUALITY,
  GST_FACEREC_REASON_NEGATIVE,
  GST_FACEREC_REASON_EMPTY_GALLERY,
} GstFacerecReason;

#define GST_TYPE_FACEREC_REASON (gst_facerec_reason_get_type ())
GST_FACEREC_API GType gst_facerec_reason_get_type (void);

/* The nick used in JSON, ROI params and messages: "too-far", "ambiguous", ...; "none" when named. Static string. */
GST_FACEREC_API const gchar *gst_facerec_reason_to_string (GstFacerecReason reason);

/**
 * GstFacerecIdentity:
 *
 * The answer to "who is this?": a name or Unknown, with everything the decision rested on.
 * Reference-counted; complete once attached to a face, never changed afterwards.
 *
 * Since: 0.1
 */
typedef struct _GstFacerecIdentity GstFacerecIdentity;

#define GST_TYPE_FACEREC_IDENTITY (gst_facerec_identity_get_type ())
GST_FACEREC_API GType gst_facerec_identity_get_type (void);

/* label: (nullable) NULL for Unknown; reason must be NONE exactly when label is set.
 * score: what the decision compared, higher is surer.  distance: Euclidean, to the nearest encoding of the voted person
 * (of the nearest person when Unknown); NaN when the gallery is empty.  votes of k nearest encodings. */
GST_FACEREC_API GstFacerecIdentity *gst_facerec_identity_new (const gchar *label, GstFacerecReason reason,
    gfloat score, gfloat distance, guint votes, guint k);
GST_FACEREC_API GstFacerecIdentity *gst_facerec_identity_ref (GstFacerecIdentity *identity);
GST_FACEREC_API void gst_facerec_identity_unref (GstFacerecIdentity *identity);
/* Appends a candidate, nearest first; only before the identity is attached to a face. */
GST_FACEREC_API void gst_facerec_identity_add_candidate (GstFacerecIdentity *identity, const gchar *label,
    gfloat distance);

GST_FACEREC_API const gchar *gst_facerec_identity_get_label (const GstFacerecIdentity *identity);
GST_FACEREC_API GstFacerecReason gst_facerec_identity_get_reason (const GstFacerecIdentity *identity);
GST_FACEREC_API gfloat gst_facerec_identity_get_score (const GstFacerecIdentity *identity);
GST_FACEREC_API gfloat gst_facerec_identity_get_distance (const GstFacerecIdentity *identity);
GST_FACEREC_API guint gst_facerec_identity_get_votes (const GstFacerecIdentity *identity);
GST_FACEREC_API guint gst_facerec_identity_get_k (const GstFacerecIdentity *identity);
GST_FACEREC_API guint gst_facerec_identity_get_n_candidates (const GstFacerecIdentity *identity);
/* FALSE, outputs untouched, when index is past the last one. label is owned by the identity. */
GST_FACEREC_API gboolean gst_facerec_identity_get_candidate (const GstFacerecIdentity *identity, guint index,
    const gchar **label, gfloat *distance);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GstFacerecIdentity, gst_facerec_identity_unref)

G_END_DECLS
