/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "gstfacerecidentity-private.h"

#include <math.h>

typedef struct {
  gchar *label;
  gfloat distance;
} Candidate;

struct _GstFacerecIdentity {
  gatomicrefcount ref_count;
  gint sealed; /* atomic */

  gchar *label, *stranger;
  GstFacerecReason reason;
  gfloat score, distance;
  guint votes, k;
  gfloat threshold, margin;
  GArray *candidates; /* of Candidate */
};

G_DEFINE_BOXED_TYPE (GstFacerecIdentity, gst_facerec_identity, gst_facerec_identity_ref, gst_facerec_identity_unref)

static const GEnumValue reasons[] = {
  { GST_FACEREC_REASON_NONE, "GST_FACEREC_REASON_NONE", "none" },
  { GST_FACEREC_REASON_TOO_FAR, "GST_FACEREC_REASON_TOO_FAR", "too-far" },
  { GST_FACEREC_REASON_AMBIGUOUS, "GST_FACEREC_REASON_AMBIGUOUS", "ambiguous" },
  { GST_FACEREC_REASON_LOW_QUALITY, "GST_FACEREC_REASON_LOW_QUALITY", "low-quality" },
  { GST_FACEREC_REASON_NEGATIVE, "GST_FACEREC_REASON_NEGATIVE", "negative" },
  { GST_FACEREC_REASON_EMPTY_GALLERY, "GST_FACEREC_REASON_EMPTY_GALLERY", "empty-gallery" },
  { GST_FACEREC_REASON_UNDECIDED, "GST_FACEREC_REASON_UNDECIDED", "undecided" },
  { 0, NULL, NULL },
};

GType
gst_facerec_reason_get_type (void)
{
  static gsize type = 0;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("GstFacerecReason", reasons));
  return type;
}

const gchar *
gst_facerec_reason_to_string (GstFacerecReason reason)
{
  if ((guint) reason > GST_FACEREC_REASON_UNDECIDED)
    return "unknown";
  return reasons[reason].value_nick;
}

static void
candidate_clear (gpointer data)
{
  g_free (((Candidate *) data)->label);
}

GstFacerecIdentity *
gst_facerec_identity_new (const gchar *label, GstFacerecReason reason, gfloat score, gfloat distance, guint votes,
    guint k)
{
  GstFacerecIdentity *self;

  g_return_val_if_fail ((label != NULL) == (reason == GST_FACEREC_REASON_NONE), NULL);

  self = g_new0 (GstFacerecIdentity, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->label = label != NULL ? g_utf8_make_valid (label, -1) : NULL;
  self->reason = reason;
  self->score = score;
  self->distance = distance;
  self->votes = votes;
  self->k = k;
  self->threshold = NAN;
  self->margin = NAN;
  self->candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  g_array_set_clear_func (self->candidates, candidate_clear);
  return self;
}

GstFacerecIdentity *
gst_facerec_identity_ref (GstFacerecIdentity *identity)
{
  g_return_val_if_fail (identity != NULL, NULL);

  g_atomic_ref_count_inc (&identity->ref_count);
  return identity;
}

void
gst_facerec_identity_unref (GstFacerecIdentity *identity)
{
  if (identity == NULL || !g_atomic_ref_count_dec (&identity->ref_count))
    return;

  g_array_unref (identity->candidates);
  g_free (identity->label);
  g_free (identity->stranger);
  g_free (identity);
}

void
gst_facerec_identity_seal (GstFacerecIdentity *identity)
{
  g_atomic_int_set (&identity->sealed, TRUE);
}

void
gst_facerec_identity_add_candidate (GstFacerecIdentity *identity, const gchar *label, gfloat distance)
{
  Candidate candidate;

  g_return_if_fail (identity != NULL);
  g_return_if_fail (label != NULL);
  g_return_if_fail (!g_atomic_int_get (&identity->sealed));

  candidate.label = g_utf8_make_valid (label, -1);
  candidate.distance = distance;
  g_array_append_val (identity->candidates, candidate);
}

void
gst_facerec_identity_set_rule (GstFacerecIdentity *identity, gfloat threshold, gfloat margin)
{
  g_return_if_fail (identity != NULL);
  g_return_if_fail (!g_atomic_int_get (&identity->sealed));

  identity->threshold = threshold;
  identity->margin = margin;
}

void
gst_facerec_identity_set_stranger (GstFacerecIdentity *identity, const gchar *stranger)
{
  g_return_if_fail (identity != NULL);
  g_return_if_fail (identity->label == NULL || stranger == NULL);
  g_return_if_fail (!g_atomic_int_get (&identity->sealed));

  g_free (identity->stranger);
  identity->stranger = stranger != NULL ? g_utf8_make_valid (stranger, -1) : NULL;
}

const gchar *
gst_facerec_identity_get_label (const GstFacerecIdentity *identity)
{
  g_return_val_if_fail (identity != NULL, NULL);
  return identity->label;
}

const gchar *
gst_facerec_identity_get_stranger (const GstFacerecIdentity *identity)
{
  g_return_val_if_fail (identity != NULL, NULL);
  return identity->stranger;
}

GstFacerecReason
gst_facerec_identity_get_reason (const GstFacerecIdentity *identity)
{
  g_return_val_if_fail (identity != NULL, GST_FACEREC_REASON_NONE);
  return identity->reason;
}

gfloat
gst_facerec_identity_get_score (const GstFacerecIdentity *identity)
{
  g_return_val_if_fail (identity != NULL, NAN);
  return identity->score;
}

gdouble
gst_facerec_identity_get_confidence (const GstFacerecIdentity *identity)
{
  g_return_val_if_fail (identity != NULL, 0);
  /* Scores of identities are differences of distances, a tenth of the margins that a logistic curve is made for. */
  return isnan (identity->score) ? 0.0 : 1.0 / (1.0 + exp (-10.0 * (gdouble) identity->score));
}

gfloat
gst_facerec_identity_get_distance (const GstFacerecIdentity *identity)
{
  g_return_val_if_fail (identity != NULL, NAN);
  return identity->distance;
}

guint
gst_facerec_identity_get_votes (const GstFacerecIdentity *identity)
{
  g_return_val_if_fail (identity != NULL, 0);
  return identity->votes;
}

guint
gst_facerec_identity_get_k (const GstFacerecIdentity *identity)
{
  g_return_val_if_fail (identity != NULL, 0);
  return identity->k;
}

void
gst_facerec_identity_get_rule (const GstFacerecIdentity *identity, gfloat *threshold, gfloat *margin)
{
  g_return_if_fail (identity != NULL);

  if (threshold != NULL)
    *threshold = identity->threshold;
  if (margin != NULL)
    *margin = identity->margin;
}

guint
gst_facerec_identity_get_n_candidates (const GstFacerecIdentity *identity)
{
  g_return_val_if_fail (identity != NULL, 0);
  return identity->candidates->len;
}

gboolean
gst_facerec_identity_get_candidate (const GstFacerecIdentity *identity, guint index, const gchar **label,
    gfloat *distance)
{
  const Candidate *candidate;

  g_return_val_if_fail (identity != NULL, FALSE);

  if (index >= identity->candidates->len)
    return FALSE;
  candidate = &g_array_index (identity->candidates, Candidate, index);
  if (label != NULL)
    *label = candidate->label;
  if (distance != NULL)
    *distance = candidate->distance;
  return TRUE;
}
