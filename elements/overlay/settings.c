/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/overlay/settings.h"

#include "elements/property.h"

enum {
  PROP_0,
  PROP_SHOW_BOX,
  PROP_SHOW_NAME,
  PROP_SHOW_DISTANCE,
  PROP_SHOW_LANDMARKS,
  PROP_SHOW_TRACK,
  PROP_TRAIL,
  PROP_FONT_DESC,
  PROP_LINE_WIDTH,
  PROP_KNOWN_COLOR,
  PROP_UNKNOWN_COLOR,
  PROP_STRANGER_COLOR,
  PROP_UNKNOWN_LABEL,
  PROP_HIDE,
  PROP_HIDE_MARGIN,
  PROP_HIDE_CELLS,
  PROP_HIDE_HOLD,
  PROP_LOOK_AHEAD,
  PROP_LOOK_AHEAD_BYTES,
  N_PROPS,
};

G_STATIC_ASSERT (N_PROPS <= GST_FACEREC_OVERLAY_SETTINGS_END);

#define DEFAULT_SHOW_BOX TRUE
#define DEFAULT_SHOW_NAME TRUE
#define DEFAULT_SHOW_DISTANCE TRUE
#define DEFAULT_SHOW_LANDMARKS FALSE
#define DEFAULT_SHOW_TRACK FALSE
#define DEFAULT_TRAIL 0
#define DEFAULT_LINE_WIDTH 0.0f
#define DEFAULT_KNOWN_COLOR 0xff48e060
#define DEFAULT_UNKNOWN_COLOR 0xffffb030
#define DEFAULT_STRANGER_COLOR 0xffff6a5a
#define DEFAULT_HIDE "none"
#define DEFAULT_HIDE_MARGIN 0.3f
#define DEFAULT_HIDE_CELLS 4
#define DEFAULT_HIDE_HOLD 1000
#define DEFAULT_LOOK_AHEAD 500
#define DEFAULT_LOOK_AHEAD_BYTES (G_GUINT64_CONSTANT (512) << 20)
#define MAX_MS 60000

/* ---- one snapshot ---- */

void
gst_facerec_overlay_settings_init (GstFacerecOverlaySettings *self)
{
  *self = (GstFacerecOverlaySettings) {
    .show_box = DEFAULT_SHOW_BOX, .show_name = DEFAULT_SHOW_NAME, .show_distance = DEFAULT_SHOW_DISTANCE,
    .show_landmarks = DEFAULT_SHOW_LANDMARKS, .show_track = DEFAULT_SHOW_TRACK, .trail = DEFAULT_TRAIL,
    .line_width = DEFAULT_LINE_WIDTH, .known_color = DEFAULT_KNOWN_COLOR, .unknown_color = DEFAULT_UNKNOWN_COLOR,
    .stranger_color = DEFAULT_STRANGER_COLOR,
    .hide = { gst_facerec_hide_rule_new (DEFAULT_HIDE), DEFAULT_HIDE_MARGIN, DEFAULT_HIDE_CELLS },
    .hide_hold = DEFAULT_HIDE_HOLD, .look_ahead = DEFAULT_LOOK_AHEAD, .look_ahead_bytes = DEFAULT_LOOK_AHEAD_BYTES,
  };
}

void
gst_facerec_overlay_settings_clear (GstFacerecOverlaySettings *self)
{
  g_clear_pointer (&self->font_desc, g_free);
  g_clear_pointer (&self->unknown_label, g_free);
  g_clear_pointer (&self->hide.rule, gst_facerec_hide_rule_unref);
}

void
gst_facerec_overlay_settings_copy (const GstFacerecOverlaySettings *self, GstFacerecOverlaySettings *copy)
{
  *copy = *self;
  copy->font_desc = g_strdup (self->font_desc);
  copy->unknown_label = g_strdup (self->unknown_label);
  copy->hide.rule = gst_facerec_hide_rule_ref (self->hide.rule);
}

/* ---- as properties ---- */

static gboolean
set_hiding (GstFacerecOverlaySettings *self, guint id, const GValue *value)
{
  switch (id) {
    case PROP_HIDE:
      gst_facerec_hide_rule_unref (self->hide.rule);
      self->hide.rule = gst_facerec_hide_rule_new (g_value_get_string (value));
      return TRUE;
    case PROP_HIDE_MARGIN:
      self->hide.margin = g_value_get_float (value);
      return TRUE;
    case PROP_HIDE_CELLS:
      self->hide.cells = g_value_get_uint (value);
      return TRUE;
    case PROP_HIDE_HOLD:
      self->hide_hold = g_value_get_uint (value);
      return TRUE;
    case PROP_LOOK_AHEAD:
      self->look_ahead = g_value_get_uint (value);
      return TRUE;
    case PROP_LOOK_AHEAD_BYTES:
      self->look_ahead_bytes = g_value_get_uint64 (value);
      return TRUE;
    default:
      return FALSE;
  }
}

gboolean
gst_facerec_overlay_settings_set (GstFacerecOverlaySettings *self, guint id, const GValue *value)
{
  switch (id) {
    case PROP_SHOW_BOX:
      self->show_box = g_value_get_boolean (value);
      return TRUE;
    case PROP_SHOW_NAME:
      self->show_name = g_value_get_boolean (value);
      return TRUE;
    case PROP_SHOW_DISTANCE:
      self->show_distance = g_value_get_boolean (value);
      return TRUE;
    case PROP_SHOW_LANDMARKS:
      self->show_landmarks = g_value_get_boolean (value);
      return TRUE;
    case PROP_SHOW_TRACK:
      self->show_track = g_value_get_boolean (value);
      return TRUE;
    case PROP_TRAIL:
      self->trail = g_value_get_uint (value);
      return TRUE;
    case PROP_FONT_DESC:
      gst_facerec_property_set_string (&self->font_desc, value);
      return TRUE;
    case PROP_LINE_WIDTH:
      self->line_width = g_value_get_float (value);
      return TRUE;
    case PROP_KNOWN_COLOR:
      self->known_color = g_value_get_uint (value);
      return TRUE;
    case PROP_UNKNOWN_COLOR:
      self->unknown_color = g_value_get_uint (value);
      return TRUE;
    case PROP_STRANGER_COLOR:
      self->stranger_color = g_value_get_uint (value);
      return TRUE;
    case PROP_UNKNOWN_LABEL:
      gst_facerec_property_set_string (&self->unknown_label, value);
      return TRUE;
    default:
      return set_hiding (self, id, value);
  }
}

static gboolean
get_hiding (const GstFacerecOverlaySettings *self, guint id, GValue *value)
{
  switch (id) {
    case PROP_HIDE:
      g_value_set_string (value, gst_facerec_hide_rule_get_text (self->hide.rule));
      return TRUE;
    case PROP_HIDE_MARGIN:
      g_value_set_float (value, self->hide.margin);
      return TRUE;
    case PROP_HIDE_CELLS:
      g_value_set_uint (value, self->hide.cells);
      return TRUE;
    case PROP_HIDE_HOLD:
      g_value_set_uint (value, self->hide_hold);
      return TRUE;
    case PROP_LOOK_AHEAD:
      g_value_set_uint (value, self->look_ahead);
      return TRUE;
    case PROP_LOOK_AHEAD_BYTES:
      g_value_set_uint64 (value, self->look_ahead_bytes);
      return TRUE;
    default:
      return FALSE;
  }
}

gboolean
gst_facerec_overlay_settings_get (const GstFacerecOverlaySettings *self, guint id, GValue *value)
{
  switch (id) {
    case PROP_SHOW_BOX:
      g_value_set_boolean (value, self->show_box);
      return TRUE;
    case PROP_SHOW_NAME:
      g_value_set_boolean (value, self->show_name);
      return TRUE;
    case PROP_SHOW_DISTANCE:
      g_value_set_boolean (value, self->show_distance);
      return TRUE;
    case PROP_SHOW_LANDMARKS:
      g_value_set_boolean (value, self->show_landmarks);
      return TRUE;
    case PROP_SHOW_TRACK:
      g_value_set_boolean (value, self->show_track);
      return TRUE;
    case PROP_TRAIL:
      g_value_set_uint (value, self->trail);
      return TRUE;
    case PROP_FONT_DESC:
      g_value_set_string (value, self->font_desc);
      return TRUE;
    case PROP_LINE_WIDTH:
      g_value_set_float (value, self->line_width);
      return TRUE;
    case PROP_KNOWN_COLOR:
      g_value_set_uint (value, self->known_color);
      return TRUE;
    case PROP_UNKNOWN_COLOR:
      g_value_set_uint (value, self->unknown_color);
      return TRUE;
    case PROP_STRANGER_COLOR:
      g_value_set_uint (value, self->stranger_color);
      return TRUE;
    case PROP_UNKNOWN_LABEL:
      g_value_set_string (value, self->unknown_label);
      return TRUE;
    default:
      return get_hiding (self, id, value);
  }
}

/* ---- what they are ---- */

static void
install_boolean (GObjectClass *klass, guint id, const gchar *name, const gchar *nick, const gchar *blurb, gboolean value)
{
  g_object_class_install_property (klass, id, g_param_spec_boolean (name, nick, blurb, value, PLAYING_FLAGS));
}

static void
install_color (GObjectClass *klass, guint id, const gchar *name, const gchar *nick, const gchar *blurb, guint value)
{
  g_object_class_install_property (klass, id,
      g_param_spec_uint (name, nick, blurb, 0, G_MAXUINT32, value, PLAYING_FLAGS));
}

static void
install_style (GObjectClass *klass)
{
  install_boolean (klass, PROP_SHOW_BOX, "show-box", "Show box", "Draw the box of each face", DEFAULT_SHOW_BOX);
  install_boolean (klass, PROP_SHOW_NAME, "show-name", "Show name", "Write the name of each face", DEFAULT_SHOW_NAME);
  install_boolean (klass, PROP_SHOW_DISTANCE, "show-distance", "Show distance",
      "Write how far each face is from the nearest enrolled one", DEFAULT_SHOW_DISTANCE);
  install_boolean (klass, PROP_SHOW_LANDMARKS, "show-landmarks", "Show landmarks", "Draw the landmarks of each face",
      DEFAULT_SHOW_LANDMARKS);
  install_boolean (klass, PROP_SHOW_TRACK, "show-track", "Show track", "Write the track id of each face",
      DEFAULT_SHOW_TRACK);
  g_object_class_install_property (klass, PROP_TRAIL,
      g_param_spec_uint ("trail", "Trail", "Draw the way that each track has come for that long, ms; 0: not", 0, MAX_MS,
          DEFAULT_TRAIL, PLAYING_FLAGS));
  g_object_class_install_property (klass, PROP_FONT_DESC,
      g_param_spec_string ("font-desc", "Font",
          "Pango font description; its size is meant for a frame 480 pixels high and grows with the frame; NULL: Sans Bold 12",
          NULL, PLAYING_FLAGS));
  g_object_class_install_property (klass, PROP_LINE_WIDTH,
      g_param_spec_float ("line-width", "Line width", "Width of the box's lines, pixels; 0: grows with the frame", 0.0f,
          100.0f, DEFAULT_LINE_WIDTH, PLAYING_FLAGS));
  install_color (klass, PROP_KNOWN_COLOR, "known-color", "Known color", "Color of faces with a name, big-endian ARGB",
      DEFAULT_KNOWN_COLOR);
  install_color (klass, PROP_UNKNOWN_COLOR, "unknown-color", "Unknown color",
      "Color of faces without a name, big-endian ARGB", DEFAULT_UNKNOWN_COLOR);
  install_color (klass, PROP_STRANGER_COLOR, "stranger-color", "Stranger color",
      "Color of faces without a name that are told apart, as unknown-1, big-endian ARGB", DEFAULT_STRANGER_COLOR);
  g_object_class_install_property (klass, PROP_UNKNOWN_LABEL,
      g_param_spec_string ("unknown-label", "Unknown label",
          "What strangers are called; NULL: what faceknn calls them where the regions of interest tell, else Unknown", NULL,
          PLAYING_FLAGS));
}

static void
install_hiding (GObjectClass *klass)
{
  g_object_class_install_property (klass, PROP_HIDE,
      g_param_spec_string ("hide", "Hide",
          "Whose faces to pixelate: none, unknown, known, all, names; several with commas; !name: not that one",
          DEFAULT_HIDE, PLAYING_FLAGS));
  g_object_class_install_property (klass, PROP_HIDE_MARGIN,
      g_param_spec_float ("hide-margin", "Hide margin",
          "By how much of its box more than the box of a face is hidden at each side", 0.0f, 10.0f, DEFAULT_HIDE_MARGIN,
          PLAYING_FLAGS));
  g_object_class_install_property (klass, PROP_HIDE_CELLS,
      g_param_spec_uint ("hide-cells", "Hide cells",
          "Squares of the mosaic along the longer side of a hidden face; fewer tell less", 1, 32, DEFAULT_HIDE_CELLS,
          PLAYING_FLAGS));
  g_object_class_install_property (klass, PROP_HIDE_HOLD,
      g_param_spec_uint ("hide-hold", "Hide hold",
          "For how long the place of a hidden face stays hidden when the face is not found any more, ms", 0, MAX_MS,
          DEFAULT_HIDE_HOLD, PLAYING_FLAGS));
  g_object_class_install_property (klass, PROP_LOOK_AHEAD,
      g_param_spec_uint ("look-ahead", "Look ahead",
          "How long frames wait while faces are hidden, so that a face is hidden before it is found, ms; 0: not at all",
          0, MAX_MS, DEFAULT_LOOK_AHEAD, PLAYING_FLAGS));
  g_object_class_install_property (klass, PROP_LOOK_AHEAD_BYTES,
      g_param_spec_uint64 ("look-ahead-bytes", "Look ahead bytes",
          "Memory that the waiting frames may take together; with larger frames fewer wait", 0, G_MAXUINT64,
          DEFAULT_LOOK_AHEAD_BYTES, PLAYING_FLAGS));
}

void
gst_facerec_overlay_settings_install (GObjectClass *klass)
{
  install_style (klass);
  install_hiding (klass);
}
