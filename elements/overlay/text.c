/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/overlay/text.h"

#include <gst/video/video.h>
#include <math.h>

#define FALLBACK_UNKNOWN_LABEL "Unknown"

/* What faceknn calls strangers, from the region of interest of the face. */
static const gchar *
find_unknown_label (GstBuffer *buffer, const GstFacerecMeta *face)
{
  GstVideoRegionOfInterestMeta *region = gst_buffer_get_video_region_of_interest_meta_id (buffer, face->id);
  GstStructure *param = region ? gst_video_region_of_interest_meta_get_param (region, "face_id") : NULL;
  const gchar *label = param ? gst_structure_get_string (param, "label") : NULL;

  return label ? label : FALLBACK_UNKNOWN_LABEL;
}

/* Isolates of Unicode's bidirectional algorithm (UAX 9): what is in between has its own direction and no influence outside. */
#define FIRST_STRONG_ISOLATE "\342\201\250"
#define POP_DIRECTIONAL_ISOLATE "\342\201\251"

/* The distance is no part of the name, and never stands inside of one that mixes directions. */
gchar *
gst_facerec_overlay_text (GstBuffer *buffer, const GstFacerecMeta *face, gboolean show_name, gboolean show_distance,
    const gchar *unknown_label)
{
  const GstFacerecIdentity *identity = gst_facerec_meta_get_identity (face);
  GString *text = g_string_new (NULL);
  gchar digits[G_ASCII_DTOSTR_BUF_SIZE];
  const gchar *name;
  gfloat distance;

  if (identity && show_name) {
    name = gst_facerec_identity_get_label (identity);
    if (!name)
      name = gst_facerec_identity_get_stranger (identity);
    if (!name)
      name = unknown_label ? unknown_label : find_unknown_label (buffer, face);
    g_string_append_printf (text, FIRST_STRONG_ISOLATE "%s" POP_DIRECTIONAL_ISOLATE, name);
  }
  distance = identity ? gst_facerec_identity_get_distance (identity) : NAN;
  if (show_distance && isfinite (distance)) {
    g_ascii_formatd (digits, sizeof digits, "%.2f", distance);
    g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", digits);
  }
  return g_string_free (text, text->len == 0);
}
