/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * SECTION:element-overlay
 *
 * Draws the faces that a buffer carries: box, name, distance; or hides them. elements/overlay.md tells more.
 *
 * |[
 * gst-launch-1.0 v4l2src ! facerecdetect ! faceembed ! faceknn db=enc.bin ! facerecoverlay ! autovideosink
 * gst-launch-1.0 v4l2src ! facerecdetect landmarks=5 ! facerecoverlay show-landmarks=true line-width=3 ! autovideosink
 * gst-launch-1.0 v4l2src ! facerecdetect ! faceembed ! faceknn db=enc.bin ! facerecoverlay hide=unknown ! autovideosink
 * ]|
 */
#include "elements/overlay.h"

#include <gst/facerec/facerec.h>

#include "elements/elements.h"
#include "elements/overlayblend.h"
#include "elements/overlaycache.h"
#include "elements/overlaycaps.h"
#include "elements/overlayhide.h"
#include "elements/overlaytext.h"
#include "elements/property.h"
#include "elements/stats.h"
#include "elements/videoframe.h"

GST_DEBUG_CATEGORY_STATIC (facerecoverlay_debug);
#define GST_CAT_DEFAULT facerecoverlay_debug

enum {
  PROP_0,
  PROP_SHOW_NAME,
  PROP_SHOW_DISTANCE,
  PROP_SHOW_LANDMARKS,
  PROP_FONT_DESC,
  PROP_LINE_WIDTH,
  PROP_KNOWN_COLOR,
  PROP_UNKNOWN_COLOR,
  PROP_UNKNOWN_LABEL,
  PROP_HIDE,
  PROP_HIDE_MARGIN,
  PROP_HIDE_CELLS,
  PROP_STATS,
};

#define DEFAULT_SHOW_NAME TRUE
#define DEFAULT_SHOW_DISTANCE TRUE
#define DEFAULT_SHOW_LANDMARKS FALSE
#define DEFAULT_LINE_WIDTH 0.0f
#define DEFAULT_KNOWN_COLOR 0xff48e060
#define DEFAULT_UNKNOWN_COLOR 0xffffb030
#define DEFAULT_HIDE "none"
#define DEFAULT_HIDE_MARGIN 0.3f
#define DEFAULT_HIDE_CELLS 4

/* Properties, and a copy of them that holds for one frame. */
typedef struct {
  gboolean show_name, show_distance, show_landmarks;
  gchar *font_desc, *unknown_label;
  gfloat line_width;
  guint32 known_color, unknown_color;
  GstFacerecOverlayHide hide;
} Settings;

typedef struct {
  Settings settings; /* under the object lock */
  gint refused;      /* atomic: downstream takes the caps of a composition but not the composition */
  GstFacerecStats *stats;

  /* Streaming thread only. */
  GstVideoInfo info;
  gboolean attach; /* attach the composition, else blend it */
  gboolean ask;    /* whether to attach is not known yet */
  GstFacerecOverlayCache *cache; /* from start to stop */
  GArray *points; /* gfloat: landmarks of one face, scratch */
} GstFacerecOverlayPrivate;

G_DEFINE_TYPE_WITH_PRIVATE (GstFacerecOverlay, gst_facerec_overlay, GST_TYPE_BASE_TRANSFORM)
GST_ELEMENT_REGISTER_DEFINE (overlay, "overlay", GST_RANK_NONE, GST_TYPE_FACEREC_OVERLAY)
GST_ELEMENT_REGISTER_DEFINE (facerecoverlay, "facerecoverlay", GST_RANK_NONE, GST_TYPE_FACEREC_OVERLAY_ALIAS)

static GstStaticPadTemplate sink_template = GST_STATIC_PAD_TEMPLATE ("sink", GST_PAD_SINK, GST_PAD_ALWAYS,
    GST_STATIC_CAPS (GST_FACEREC_OVERLAY_CAPS));
static GstStaticPadTemplate src_template = GST_STATIC_PAD_TEMPLATE ("src", GST_PAD_SRC, GST_PAD_ALWAYS,
    GST_STATIC_CAPS (GST_FACEREC_OVERLAY_CAPS));

static void
settings_clear (Settings *settings)
{
  g_clear_pointer (&settings->font_desc, g_free);
  g_clear_pointer (&settings->unknown_label, g_free);
  g_clear_pointer (&settings->hide.rule, gst_facerec_hide_rule_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Settings, settings_clear)

static void
snapshot (GstFacerecOverlay *self, Settings *settings)
{
  GstFacerecOverlayPrivate *priv = gst_facerec_overlay_get_instance_private (self);

  GST_OBJECT_LOCK (self);
  *settings = priv->settings;
  settings->font_desc = g_strdup (priv->settings.font_desc);
  settings->unknown_label = g_strdup (priv->settings.unknown_label);
  settings->hide.rule = gst_facerec_hide_rule_ref (priv->settings.hide.rule);
  GST_OBJECT_UNLOCK (self);
}

/* ---- life cycle and negotiation ---- */

static gboolean
gst_facerec_overlay_start (GstBaseTransform *trans)
{
  GstFacerecOverlayPrivate *priv = gst_facerec_overlay_get_instance_private (GST_FACEREC_OVERLAY (trans));

  gst_facerec_stats_clear (priv->stats);
  priv->cache = gst_facerec_overlay_cache_new ();
  priv->attach = priv->ask = FALSE;
  g_atomic_int_set (&priv->refused, FALSE);
  return TRUE;
}

static gboolean
gst_facerec_overlay_stop (GstBaseTransform *trans)
{
  GstFacerecOverlayPrivate *priv = gst_facerec_overlay_get_instance_private (GST_FACEREC_OVERLAY (trans));

  g_clear_pointer (&priv->cache, gst_facerec_overlay_cache_free);
  return TRUE;
}

static GstCaps *
gst_facerec_overlay_transform_caps (GstBaseTransform *trans, GstPadDirection direction, GstCaps *caps, GstCaps *filter)
{
  GstCaps *result = direction == GST_PAD_SINK ? gst_facerec_overlay_caps_after (caps)
      : gst_facerec_overlay_caps_before (caps);

  if (filter) {
    GstCaps *filtered = gst_caps_intersect_full (filter, result, GST_CAPS_INTERSECT_FIRST);

    gst_caps_unref (result);
    result = filtered;
  }
  return result;
}

static GstCaps *
gst_facerec_overlay_fixate_caps (GstBaseTransform *trans, GstPadDirection direction, GstCaps *caps, GstCaps *othercaps)
{
  GstFacerecOverlayPrivate *priv = gst_facerec_overlay_get_instance_private (GST_FACEREC_OVERLAY (trans));

  if (direction == GST_PAD_SINK)
    othercaps = gst_facerec_overlay_caps_prefer (othercaps, !g_atomic_int_get (&priv->refused));
  return GST_BASE_TRANSFORM_CLASS (gst_facerec_overlay_parent_class)->fixate_caps (trans, direction, caps, othercaps);
}

static gboolean
gst_facerec_overlay_set_caps (GstBaseTransform *trans, GstCaps *in_caps, GstCaps *out_caps)
{
  GstFacerecOverlayPrivate *priv = gst_facerec_overlay_get_instance_private (GST_FACEREC_OVERLAY (trans));

  /* Whoever has compositions on the way in has already asked whether they are taken on the way out. */
  priv->attach = gst_facerec_overlay_caps_carry (in_caps);
  priv->ask = !priv->attach && gst_facerec_overlay_caps_carry (out_caps);
  return gst_video_info_from_caps (&priv->info, in_caps);
}

/* Caps say that a composition may come; only the answer to the allocation query says that it will be drawn. fakesink
 * takes any caps. Asked when the caps have gone downstream, since many elements answer only then. */
static void
ask_downstream (GstFacerecOverlay *self)
{
  GstFacerecOverlayPrivate *priv = gst_facerec_overlay_get_instance_private (self);
  GstBaseTransform *trans = GST_BASE_TRANSFORM (self);
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (trans->srcpad);
  g_autoptr (GstQuery) query = gst_query_new_allocation (caps, FALSE);

  priv->ask = FALSE;
  priv->attach = gst_pad_peer_query (trans->srcpad, query)
      && gst_query_find_allocation_meta (query, GST_VIDEO_OVERLAY_COMPOSITION_META_API_TYPE, NULL);
  GST_INFO_OBJECT (self, "faces are %s", priv->attach ? "attached as a composition" : "drawn into the picture");
  if (!priv->attach) {
    g_autoptr (GstCaps) plain = gst_facerec_overlay_caps_strip (caps);

    g_atomic_int_set (&priv->refused, TRUE);
    gst_base_transform_update_src_caps (trans, plain);
  }
}

/* Somebody new downstream, on a thread of theirs, may take what the one before refused. */
static gboolean
gst_facerec_overlay_src_event (GstBaseTransform *trans, GstEvent *event)
{
  GstFacerecOverlayPrivate *priv = gst_facerec_overlay_get_instance_private (GST_FACEREC_OVERLAY (trans));

  if (GST_EVENT_TYPE (event) == GST_EVENT_RECONFIGURE)
    g_atomic_int_set (&priv->refused, FALSE);
  return GST_BASE_TRANSFORM_CLASS (gst_facerec_overlay_parent_class)->src_event (trans, event);
}

/* ---- one face ---- */

static void
collect_landmarks (GstFacerecOverlayPrivate *priv, const GstFacerecMeta *face)
{
  gsize n_values, i;
  const gfloat *relative = gst_facerec_meta_get_landmarks (face, &n_values);

  g_array_set_size (priv->points, 0);
  for (i = 0; relative && i < n_values; i++) {
    gfloat point = i % 2 == 0 ? face->x + relative[i] * face->width : face->y + relative[i] * face->height;

    g_array_append_val (priv->points, point);
  }
}

/* (transfer full) (nullable) */
static GstVideoOverlayRectangle *
draw_face (GstFacerecOverlay *self, GstBuffer *buffer, const GstFacerecMeta *face, const Settings *settings)
{
  GstFacerecOverlayPrivate *priv = gst_facerec_overlay_get_instance_private (self);
  /* Whose picture is hidden is not called by name either. */
  const gboolean hidden = gst_facerec_hide_rule_hides (settings->hide.rule, gst_facerec_meta_get_identity (face));
  g_autofree gchar *text = hidden ? NULL
      : gst_facerec_overlay_text (buffer, face, settings->show_name, settings->show_distance, settings->unknown_label);
  GstFacerecOverlayFace drawn = {
    .frame_width = GST_VIDEO_INFO_WIDTH (&priv->info), .frame_height = GST_VIDEO_INFO_HEIGHT (&priv->info),
    .x = face->x, .y = face->y, .width = face->width, .height = face->height, .text = text,
    .color = gst_facerec_meta_get_label (face) ? settings->known_color : settings->unknown_color,
    .line_width = settings->line_width,
  };

  /* Counted in a frame of another size: something turned or cropped the picture without telling. */
  if (face->frame_width != (guint) drawn.frame_width || face->frame_height != (guint) drawn.frame_height)
    return NULL;
  if (settings->show_landmarks && !hidden) {
    collect_landmarks (priv, face);
    drawn.landmarks = (const gfloat *) priv->points->data;
    drawn.n_landmarks = priv->points->len / 2;
  }
  return gst_facerec_overlay_cache_get (priv->cache, &drawn);
}

/* ---- one frame ---- */

/* (transfer full) (nullable): NULL when there is nothing to be seen. */
static GstVideoOverlayComposition *
compose (GstFacerecOverlay *self, GstBuffer *buffer, const Settings *settings)
{
  GstFacerecOverlayPrivate *priv = gst_facerec_overlay_get_instance_private (self);
  GstVideoOverlayComposition *composition = NULL;
  gpointer state = NULL;
  GstFacerecMeta *face;

  gst_facerec_overlay_cache_set_font (priv->cache, settings->font_desc);
  while ((face = gst_facerec_buffer_iterate_faces (buffer, &state))) {
    GstVideoOverlayRectangle *rectangle = draw_face (self, buffer, face, settings);

    if (!rectangle)
      continue;
    if (composition)
      gst_video_overlay_composition_add_rectangle (composition, rectangle);
    else
      composition = gst_video_overlay_composition_new (rectangle);
    gst_video_overlay_rectangle_unref (rectangle);
  }
  gst_facerec_overlay_cache_end_frame (priv->cache);
  return composition;
}

/* On top of what an overlay before this one has attached. */
static void
attach (GstBuffer *buffer, GstVideoOverlayComposition *composition)
{
  GstVideoOverlayCompositionMeta *meta = gst_buffer_get_video_overlay_composition_meta (buffer);
  GstVideoOverlayComposition *both;
  guint i;

  if (!meta) {
    gst_buffer_add_video_overlay_composition_meta (buffer, composition);
    return;
  }
  both = gst_video_overlay_composition_copy (meta->overlay);
  for (i = 0; i < gst_video_overlay_composition_n_rectangles (composition); i++)
    gst_video_overlay_composition_add_rectangle (both, gst_video_overlay_composition_get_rectangle (composition, i));
  gst_video_overlay_composition_unref (meta->overlay);
  meta->overlay = both;
}

static gboolean
blend (GstFacerecOverlay *self, GstBuffer *buffer, GstVideoOverlayComposition *composition)
{
  GstFacerecOverlayPrivate *priv = gst_facerec_overlay_get_instance_private (self);
  GstVideoFrame frame;

  if (!gst_video_frame_map (&frame, &priv->info, buffer, GST_MAP_READWRITE | GST_VIDEO_FRAME_MAP_FLAG_NO_REF)) {
    GST_ELEMENT_ERROR (self, STREAM, FORMAT, ("a buffer of %" G_GSIZE_FORMAT " bytes does not hold a frame of %dx%d %s",
            gst_buffer_get_size (buffer), priv->info.width, priv->info.height, GST_VIDEO_INFO_NAME (&priv->info)),
        (NULL));
    return FALSE;
  }
  gst_facerec_overlay_blend (composition, &frame);
  gst_video_frame_unmap (&frame);
  return TRUE;
}

static GstFlowReturn
gst_facerec_overlay_transform_ip (GstBaseTransform *trans, GstBuffer *buffer)
{
  GstFacerecOverlay *self = GST_FACEREC_OVERLAY (trans);
  GstFacerecOverlayPrivate *priv = gst_facerec_overlay_get_instance_private (self);
  GstVideoOverlayComposition *composition;
  g_auto (Settings) settings = { 0, };
  gint64 start_us = g_get_monotonic_time ();
  guint n_hidden, n_drawn;
  gboolean ok = TRUE;

  if (priv->ask)
    ask_downstream (self);
  snapshot (self, &settings);
  if (!gst_facerec_overlay_hide (&settings.hide, buffer, &priv->info, &n_hidden)) {
    GST_ELEMENT_ERROR (self, STREAM, FORMAT, ("a face is to be hidden in a buffer of %" G_GSIZE_FORMAT
            " bytes that cannot be written as a frame of %dx%d %s; it is not shown", gst_buffer_get_size (buffer),
            priv->info.width, priv->info.height, GST_VIDEO_INFO_NAME (&priv->info)), (NULL));
    return GST_FLOW_ERROR;
  }
  composition = compose (self, buffer, &settings);
  n_drawn = MAX (n_hidden, composition ? gst_video_overlay_composition_n_rectangles (composition) : 0);
  if (composition && priv->attach)
    attach (buffer, composition);
  else if (composition)
    ok = blend (self, buffer, composition);
  if (composition)
    gst_video_overlay_composition_unref (composition);
  if (!ok)
    return GST_FLOW_ERROR;
  gst_facerec_stats_add (priv->stats, n_drawn > 0, n_drawn, g_get_monotonic_time () - start_us);
  return GST_FLOW_OK;
}

/* ---- object ---- */

static void
gst_facerec_overlay_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  GstFacerecOverlayPrivate *priv = gst_facerec_overlay_get_instance_private (GST_FACEREC_OVERLAY (object));

  GST_OBJECT_LOCK (object);
  switch (id) {
    case PROP_SHOW_NAME:
      priv->settings.show_name = g_value_get_boolean (value);
      break;
    case PROP_SHOW_DISTANCE:
      priv->settings.show_distance = g_value_get_boolean (value);
      break;
    case PROP_SHOW_LANDMARKS:
      priv->settings.show_landmarks = g_value_get_boolean (value);
      break;
    case PROP_FONT_DESC:
      gst_facerec_property_set_string (&priv->settings.font_desc, value);
      break;
    case PROP_LINE_WIDTH:
      priv->settings.line_width = g_value_get_float (value);
      break;
    case PROP_KNOWN_COLOR:
      priv->settings.known_color = g_value_get_uint (value);
      break;
    case PROP_UNKNOWN_COLOR:
      priv->settings.unknown_color = g_value_get_uint (value);
      break;
    case PROP_UNKNOWN_LABEL:
      gst_facerec_property_set_string (&priv->settings.unknown_label, value);
      break;
    case PROP_HIDE:
      gst_facerec_hide_rule_unref (priv->settings.hide.rule);
      priv->settings.hide.rule = gst_facerec_hide_rule_new (g_value_get_string (value));
      break;
    case PROP_HIDE_MARGIN:
      priv->settings.hide.margin = g_value_get_float (value);
      break;
    case PROP_HIDE_CELLS:
      priv->settings.hide.cells = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
  }
  GST_OBJECT_UNLOCK (object);
}

static void
gst_facerec_overlay_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GstFacerecOverlayPrivate *priv = gst_facerec_overlay_get_instance_private (GST_FACEREC_OVERLAY (object));

  GST_OBJECT_LOCK (object);
  switch (id) {
    case PROP_STATS:
      g_value_take_boxed (value, gst_facerec_stats_to_structure (priv->stats));
      break;
    case PROP_SHOW_NAME:
      g_value_set_boolean (value, priv->settings.show_name);
      break;
    case PROP_SHOW_DISTANCE:
      g_value_set_boolean (value, priv->settings.show_distance);
      break;
    case PROP_SHOW_LANDMARKS:
      g_value_set_boolean (value, priv->settings.show_landmarks);
      break;
    case PROP_FONT_DESC:
      g_value_set_string (value, priv->settings.font_desc);
      break;
    case PROP_LINE_WIDTH:
      g_value_set_float (value, priv->settings.line_width);
      break;
    case PROP_KNOWN_COLOR:
      g_value_set_uint (value, priv->settings.known_color);
      break;
    case PROP_UNKNOWN_COLOR:
      g_value_set_uint (value, priv->settings.unknown_color);
      break;
    case PROP_UNKNOWN_LABEL:
      g_value_set_string (value, priv->settings.unknown_label);
      break;
    case PROP_HIDE:
      g_value_set_string (value, gst_facerec_hide_rule_get_text (priv->settings.hide.rule));
      break;
    case PROP_HIDE_MARGIN:
      g_value_set_float (value, priv->settings.hide.margin);
      break;
    case PROP_HIDE_CELLS:
      g_value_set_uint (value, priv->settings.hide.cells);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
  }
  GST_OBJECT_UNLOCK (object);
}

static void
gst_facerec_overlay_finalize (GObject *object)
{
  GstFacerecOverlayPrivate *priv = gst_facerec_overlay_get_instance_private (GST_FACEREC_OVERLAY (object));

  settings_clear (&priv->settings);
  gst_facerec_stats_free (priv->stats);
  g_array_unref (priv->points);
  G_OBJECT_CLASS (gst_facerec_overlay_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *klass)
{
  g_object_class_install_property (klass, PROP_SHOW_NAME,
      g_param_spec_boolean ("show-name", "Show name", "Write the name of each face", DEFAULT_SHOW_NAME, PLAYING_FLAGS));
  g_object_class_install_property (klass, PROP_SHOW_DISTANCE,
      g_param_spec_boolean ("show-distance", "Show distance",
          "Write how far each face is from the nearest enrolled one", DEFAULT_SHOW_DISTANCE, PLAYING_FLAGS));
  g_object_class_install_property (klass, PROP_SHOW_LANDMARKS,
      g_param_spec_boolean ("show-landmarks", "Show landmarks", "Draw the landmarks of each face",
          DEFAULT_SHOW_LANDMARKS, PLAYING_FLAGS));
  g_object_class_install_property (klass, PROP_FONT_DESC,
      g_param_spec_string ("font-desc", "Font",
          "Pango font description; its size is meant for a frame 480 pixels high and grows with the frame; NULL: Sans Bold 12",
          NULL, PLAYING_FLAGS));
  g_object_class_install_property (klass, PROP_LINE_WIDTH,
      g_param_spec_float ("line-width", "Line width", "Width of the box's lines, pixels; 0: grows with the frame", 0.0f,
          100.0f, DEFAULT_LINE_WIDTH, PLAYING_FLAGS));
  g_object_class_install_property (klass, PROP_KNOWN_COLOR,
      g_param_spec_uint ("known-color", "Known color", "Color of faces with a name, big-endian ARGB", 0, G_MAXUINT32,
          DEFAULT_KNOWN_COLOR, PLAYING_FLAGS));
  g_object_class_install_property (klass, PROP_UNKNOWN_COLOR,
      g_param_spec_uint ("unknown-color", "Unknown color", "Color of faces without a name, big-endian ARGB", 0,
          G_MAXUINT32, DEFAULT_UNKNOWN_COLOR, PLAYING_FLAGS));
  g_object_class_install_property (klass, PROP_UNKNOWN_LABEL,
      g_param_spec_string ("unknown-label", "Unknown label",
          "What strangers are called; NULL: what faceknn calls them where the regions of interest tell, else Unknown", NULL,
          PLAYING_FLAGS));
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
  g_object_class_install_property (klass, PROP_STATS,
      g_param_spec_boxed ("stats", "Statistics", "Frames, inferred, skipped, faces, mean-ms and p99-ms since start",
          GST_TYPE_STRUCTURE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
}

static void
gst_facerec_overlay_class_init (GstFacerecOverlayClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  GstBaseTransformClass *trans_class = GST_BASE_TRANSFORM_CLASS (klass);

  object_class->set_property = gst_facerec_overlay_set_property;
  object_class->get_property = gst_facerec_overlay_get_property;
  object_class->finalize = gst_facerec_overlay_finalize;
  install_properties (object_class);

  gst_element_class_add_static_pad_template (element_class, &sink_template);
  gst_element_class_add_static_pad_template (element_class, &src_template);
  gst_element_class_set_static_metadata (element_class, "Face overlay", "Filter/Effect/Video/Overlay",
      "Draws boxes, names and distances of the faces that a buffer carries, or hides them", GST_FACEREC_AUTHOR);

  trans_class->start = gst_facerec_overlay_start;
  trans_class->stop = gst_facerec_overlay_stop;
  trans_class->transform_caps = gst_facerec_overlay_transform_caps;
  trans_class->fixate_caps = gst_facerec_overlay_fixate_caps;
  trans_class->set_caps = gst_facerec_overlay_set_caps;
  trans_class->src_event = gst_facerec_overlay_src_event;
  trans_class->transform_ip = gst_facerec_overlay_transform_ip;
  trans_class->transform_ip_on_passthrough = FALSE;

  GST_DEBUG_CATEGORY_INIT (facerecoverlay_debug, "facerecoverlay", 0, "face overlay");
}

static void
gst_facerec_overlay_init (GstFacerecOverlay *self)
{
  GstFacerecOverlayPrivate *priv = gst_facerec_overlay_get_instance_private (self);
  GstBaseTransform *trans = GST_BASE_TRANSFORM (self);

  priv->settings = (Settings) {
    .show_name = DEFAULT_SHOW_NAME, .show_distance = DEFAULT_SHOW_DISTANCE, .show_landmarks = DEFAULT_SHOW_LANDMARKS,
    .line_width = DEFAULT_LINE_WIDTH, .known_color = DEFAULT_KNOWN_COLOR, .unknown_color = DEFAULT_UNKNOWN_COLOR,
    .hide = { gst_facerec_hide_rule_new (DEFAULT_HIDE), DEFAULT_HIDE_MARGIN, DEFAULT_HIDE_CELLS },
  };
  priv->stats = gst_facerec_stats_new ();
  priv->points = g_array_new (FALSE, FALSE, sizeof (gfloat));
  gst_video_info_init (&priv->info);
  gst_base_transform_set_in_place (trans, TRUE);
  gst_base_transform_set_passthrough (trans, FALSE);
  gst_base_transform_set_gap_aware (trans, TRUE);
  gst_base_transform_set_qos_enabled (trans, FALSE);
}

/* ---- the second name ---- */

typedef GstFacerecOverlay GstFacerecOverlayAlias;
typedef GstFacerecOverlayClass GstFacerecOverlayAliasClass;
G_DEFINE_TYPE (GstFacerecOverlayAlias, gst_facerec_overlay_alias, GST_TYPE_FACEREC_OVERLAY)

static void
gst_facerec_overlay_alias_class_init (GstFacerecOverlayAliasClass *klass)
{
}

static void
gst_facerec_overlay_alias_init (GstFacerecOverlayAlias *self)
{
}
