/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/overlay/caps.h"

#define FEATURE GST_CAPS_FEATURE_META_GST_VIDEO_OVERLAY_COMPOSITION

static gboolean
carries (const GstCaps *caps, guint index)
{
  GstCapsFeatures *features = gst_caps_get_features (caps, index);

  return features && !gst_caps_features_is_any (features) && gst_caps_features_contains (features, FEATURE);
}

gboolean
gst_facerec_overlay_caps_carry (const GstCaps *caps)
{
  return gst_caps_get_size (caps) > 0 && carries (caps, 0);
}

GstCaps *
gst_facerec_overlay_caps_strip (GstCaps *caps)
{
  GstCaps *plain = gst_caps_copy (caps);
  guint i;

  for (i = 0; i < gst_caps_get_size (plain); i++)
    if (carries (plain, i))
      gst_caps_features_remove (gst_caps_get_features (plain, i), FEATURE);
  return plain;
}

GstCaps *
gst_facerec_overlay_caps_before (GstCaps *caps)
{
  return gst_caps_merge (gst_caps_ref (caps), gst_facerec_overlay_caps_strip (caps));
}

GstCaps *
gst_facerec_overlay_caps_after (GstCaps *caps)
{
  GstCaps *with = gst_caps_copy (caps);
  guint i;

  for (i = 0; i < gst_caps_get_size (with); i++) {
    GstCapsFeatures *features = gst_caps_get_features (with, i);

    if (!gst_caps_features_is_any (features) && !gst_caps_features_contains (features, FEATURE))
      gst_caps_features_add (features, FEATURE);
  }
  return gst_caps_merge (with, gst_caps_ref (caps));
}

GstCaps *
gst_facerec_overlay_caps_prefer (GstCaps *caps, gboolean carry)
{
  GstCaps *preferred = gst_caps_new_empty ();
  guint i;

  for (i = 0; i < gst_caps_get_size (caps); i++)
    if (carries (caps, i) == carry)
      gst_caps_append_structure_full (preferred, gst_structure_copy (gst_caps_get_structure (caps, i)),
          gst_caps_features_copy (gst_caps_get_features (caps, i)));
  if (gst_caps_is_empty (preferred)) {
    gst_caps_unref (preferred);
    return caps;
  }
  gst_caps_unref (caps);
  return preferred;
}
