/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

#include "elements/overlay/hide.h"

G_BEGIN_DECLS

/* The properties of overlay that are settings, all of which may change while playing. A snapshot of them holds for one frame. */
typedef struct {
  gboolean show_box, show_name, show_distance, show_landmarks, show_track;
  gchar *font_desc, *unknown_label;
  gfloat line_width;
  guint32 known_color, unknown_color, stranger_color;
  guint trail; /* ms */
  GstFacerecOverlayHide hide;
  guint hide_hold, look_ahead; /* ms */
  guint64 look_ahead_bytes;
} GstFacerecOverlaySettings;

/* What a face is drawn with and whether it is hidden are elements/overlay.md's to tell. */
void gst_facerec_overlay_settings_install (GObjectClass *klass);
/* The defaults. */
void gst_facerec_overlay_settings_init (GstFacerecOverlaySettings *self);
/* Frees what it holds, not itself. */
void gst_facerec_overlay_settings_clear (GstFacerecOverlaySettings *self);
void gst_facerec_overlay_settings_copy (const GstFacerecOverlaySettings *self, GstFacerecOverlaySettings *copy);
/* Under the lock of self. FALSE: id is not one of a setting. */
gboolean gst_facerec_overlay_settings_set (GstFacerecOverlaySettings *self, guint id, const GValue *value);
gboolean gst_facerec_overlay_settings_get (const GstFacerecOverlaySettings *self, guint id, GValue *value);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GstFacerecOverlaySettings, gst_facerec_overlay_settings_clear)

/* The first id of a property that is none of the settings. */
#define GST_FACEREC_OVERLAY_SETTINGS_END 32

G_END_DECLS
