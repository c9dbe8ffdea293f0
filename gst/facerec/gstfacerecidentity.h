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
 * @GST_FACEREC_REASON_UNDECIDED: not seen often enough yet; the next pictures of the same track decide
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
  GST_FACEREC_REASON_UNDECIDED,
} GstFacerecReason;

#define GST_TYPE_FACEREC_REASON (gst_facerec_reason_get_type ())
GST_FACEREC_API GType gst_facerec_reason_get_type (void);

/**
 * gst_facerec_reason_to_string:
 * @reason: a #GstFacerecReason
 *
 * The word used in JSON, region params and messages: "none", "too-far", "ambiguous", "low-quality", "negative",
 * "empty-gallery", "undecided". JSON writes null instead of "none".
 *
 * Returns: (transfer none): a static string; "unknown" for a value outside the enumeration
 * Since: 0.1
 */
GST_FACEREC_API const gchar *gst_facerec_reason_to_string (GstFacerecReason reason);

/**
 * GstFacerecIdentity:
 *
 * The answer to "who is this?": a name or Unknown, with everything the decision rested on.
 *
 * Reference-counted. It is filled by whoever creates it, and sealed when gst_facerec_meta_set_identity() attaches it to
 * a face: from then on it never changes, so that any number of threads may read it.
 *
 * Since: 0.1
 */
typedef struct _GstFacerecIdentity GstFacerecIdentity;

#define GST_TYPE_FACEREC_IDENTITY (gst_facerec_identity_get_type ())
GST_FACEREC_API GType gst_facerec_identity_get_type (void);

/**
 * gst_facerec_identity_new:
 * @label: (nullable): the name, or %NULL for Unknown; bytes that are no UTF-8 become U+FFFD
 * @reason: %GST_FACEREC_REASON_NONE exactly when @label is set
 * @score: the number that the decision compared, higher is surer; not finite when there was nothing to compare
 * @distance: Euclidean distance to the nearest encoding of the voted person, or of the nearest person when Unknown; NaN
 *   when the gallery is empty
 * @votes: how many of the @k nearest encodings are of the voted person
 * @k: how many encodings voted
 *
 * Returns: (transfer full): a new identity without candidates
 * Since: 0.1
 */
GST_FACEREC_API GstFacerecIdentity *gst_facerec_identity_new (const gchar *label, GstFacerecReason reason,
    gfloat score, gfloat distance, guint votes, guint k);

/**
 * gst_facerec_identity_ref:
 * @identity: an identity
 *
 * Returns: (transfer full): @identity with one more reference; safe from any thread
 * Since: 0.1
 */
GST_FACEREC_API GstFacerecIdentity *gst_facerec_identity_ref (GstFacerecIdentity *identity);

/**
 * gst_facerec_identity_unref:
 * @identity: (nullable) (transfer full): an identity; %NULL does nothing
 *
 * Drops a reference; the last one frees it. Safe from any thread.
 *
 * Since: 0.1
 */
GST_FACEREC_API void gst_facerec_identity_unref (GstFacerecIdentity *identity);

/**
 * gst_facerec_identity_add_candidate:
 * @identity: an identity that no face has yet
 * @label: the person's name; bytes that are no UTF-8 become U+FFFD
 * @distance: Euclidean distance to the person's nearest encoding
 *
 * Appends a candidate. Callers add them nearest first.
 *
 * Since: 0.1
 */
GST_FACEREC_API void gst_facerec_identity_add_candidate (GstFacerecIdentity *identity, const gchar *label,
    gfloat distance);

/**
 * gst_facerec_identity_set_rule:
 * @identity: an identity that no face has yet
 * @threshold: the distance beyond which a face stays Unknown; NaN for none
 * @margin: by how much everybody else had to be farther at that distance, nearer faces needing less; NaN for none
 *
 * Records the rule that was applied, for those who read the face from its region of interest. Both are NaN until set.
 *
 * Since: 0.1
 */
GST_FACEREC_API void gst_facerec_identity_set_rule (GstFacerecIdentity *identity, gfloat threshold, gfloat margin);

/**
 * gst_facerec_identity_set_stranger:
 * @identity: an identity without a label that no face has yet
 * @stranger: (nullable): what this stranger is called within the stream; %NULL for none; bytes that are no UTF-8 become
 *   U+FFFD
 *
 * Tells strangers apart: the same text for the same unknown person, also in another track. It is no name, and it is none
 * at all until set.
 *
 * Since: 0.1
 */
GST_FACEREC_API void gst_facerec_identity_set_stranger (GstFacerecIdentity *identity, const gchar *stranger);

/**
 * gst_facerec_identity_get_label:
 * @identity: an identity
 *
 * Returns: (nullable) (transfer none): the name, or %NULL for Unknown
 * Since: 0.1
 */
GST_FACEREC_API const gchar *gst_facerec_identity_get_label (const GstFacerecIdentity *identity);

/**
 * gst_facerec_identity_get_stranger:
 * @identity: an identity
 *
 * Who of all strangers an Unknown face is: "unknown-1", "unknown-2" and so on, in order of appearance, from the start of the
 * stream. Only a track that has settled on being unknown has one.
 *
 * Returns: (nullable) (transfer none): the stranger's id within the stream; %NULL when it is named, not told apart, or not
 *   settled
 * Since: 0.1
 */
GST_FACEREC_API const gchar *gst_facerec_identity_get_stranger (const GstFacerecIdentity *identity);

/**
 * gst_facerec_identity_get_reason:
 * @identity: an identity
 *
 * Returns: why the face is Unknown; %GST_FACEREC_REASON_NONE when it is named
 * Since: 0.1
 */
GST_FACEREC_API GstFacerecReason gst_facerec_identity_get_reason (const GstFacerecIdentity *identity);

/**
 * gst_facerec_identity_get_score:
 * @identity: an identity
 *
 * Returns: the number that the decision compared, higher is surer; not finite when there was nothing to compare
 * Since: 0.1
 */
GST_FACEREC_API gfloat gst_facerec_identity_get_score (const GstFacerecIdentity *identity);

/**
 * gst_facerec_identity_get_confidence:
 * @identity: an identity
 *
 * The score on the scale that readers of regions and messages expect: 1 / (1 + e^(-10 score)).
 *
 * Returns: 0 to 1, 0.5 where the decision turns; 0 when there was nothing to compare
 * Since: 0.1
 */
GST_FACEREC_API gdouble gst_facerec_identity_get_confidence (const GstFacerecIdentity *identity);

/**
 * gst_facerec_identity_get_distance:
 * @identity: an identity
 *
 * Returns: Euclidean distance to the voted (when Unknown: the nearest) person; NaN when the gallery is empty
 * Since: 0.1
 */
GST_FACEREC_API gfloat gst_facerec_identity_get_distance (const GstFacerecIdentity *identity);

/**
 * gst_facerec_identity_get_votes:
 * @identity: an identity
 *
 * Returns: how many of the gst_facerec_identity_get_k() nearest encodings are of the voted person
 * Since: 0.1
 */
GST_FACEREC_API guint gst_facerec_identity_get_votes (const GstFacerecIdentity *identity);

/**
 * gst_facerec_identity_get_k:
 * @identity: an identity
 *
 * Returns: how many encodings voted
 * Since: 0.1
 */
GST_FACEREC_API guint gst_facerec_identity_get_k (const GstFacerecIdentity *identity);

/**
 * gst_facerec_identity_get_rule:
 * @identity: an identity
 * @threshold: (out) (optional): the distance beyond which a face stays Unknown
 * @margin: (out) (optional): by how much everybody else had to be farther at that distance, nearer faces needing less
 *
 * The rule that was applied; NaN where gst_facerec_identity_set_rule() set none.
 *
 * Since: 0.1
 */
GST_FACEREC_API void gst_facerec_identity_get_rule (const GstFacerecIdentity *identity, gfloat *threshold,
    gfloat *margin);

/**
 * gst_facerec_identity_get_n_candidates:
 * @identity: an identity
 *
 * Returns: how many candidates there are
 * Since: 0.1
 */
GST_FACEREC_API guint gst_facerec_identity_get_n_candidates (const GstFacerecIdentity *identity);

/**
 * gst_facerec_identity_get_candidate:
 * @identity: an identity
 * @index: place in the list, 0 is the nearest
 * @label: (out) (optional) (nullable) (transfer none): the person's name, owned by @identity
 * @distance: (out) (optional): Euclidean distance to the person's nearest encoding
 *
 * Returns: %FALSE, with the outputs untouched, when @index is past the last one
 * Since: 0.1
 */
GST_FACEREC_API gboolean gst_facerec_identity_get_candidate (const GstFacerecIdentity *identity, guint index,
    const gchar **label, gfloat *distance);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GstFacerecIdentity, gst_facerec_identity_unref)

G_END_DECLS
