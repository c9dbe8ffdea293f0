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

#include "elements/base/stats.h"
#include "elements/base/videoframe.h"
#include "elements/elements.h"
#include "elements/overlay/blend.h"
#include "elements/overlay/caps.h"
#include "elements/overlay/compose.h"
#include "elements/overlay/hide.h"
#include "elements/overlay/settings.h"
#include "elements/property.h"

GST_DEBUG_CATEGORY_STATIC (facerecoverlay_debug);
#define GST_CAT_DEFAULT facerecoverlay_debug

enum {
  PROP_STATS = GST_FACEREC_OVERLAY_SETTINGS_END,
};

typedef struct {
  GstFacerecOverlaySettings settings; /* under the object lock */
  gint refused; /* atomic: downstream takes the caps of a composition but not the composition */
  GstFacerecStats *stats;

  /* Streaming thread only. */
  GstVideoInfo info;
  gboolean attach; /* attach the composition, else blend it */
  gboolean ask;    /* whether to attach is not known yet */
  GstFacerecOverlayCompose *compose;
  GstFacerecHideBack *back;
  FacerecShotCut *cuts;
  GArray *places; /* GstFacerecHidePlace: of the frame that leaves */
} GstFacerecOverlayPrivate;

G_DEFINE_TYPE_WITH_PRIVATE (GstFacerecOverlay, gst_facerec_overlay, GST_TYPE_FACEREC_HOLDING)
GST_ELEMENT_REGISTER_DEFINE (overlay, "overlay", GST_RANK_NONE, GST_TYPE_FACEREC_OVERLAY)
GST_ELEMENT_REGISTER_DEFINE (facerecoverlay, "facerecoverlay", GST_RANK_NONE, GST_TYPE_FACEREC_OVERLAY_ALIAS)

static GstStaticPadTemplate sink_template = GST_STATIC_PAD_TEMPLATE ("sink", GST_PAD_SINK, GST_PAD_ALWAYS,
    GST_STATIC_CAPS (GST_FACEREC_OVERLAY_CAPS));
static GstStaticPadTemplate src_template = GST_STATIC_PAD_TEMPLATE ("src", GST_PAD_SRC, GST_PAD_ALWAYS,
    GST_STATIC_CAPS (GST_FACEREC_OVERLAY_CAPS));

static void
snapshot (GstFacerecOverlay *self, GstFacerecOverlaySettings *settings)
{
  GstFacerecOverlayPrivate *priv = gst_facerec_overlay_get_instance_private (self);

  GST_OBJECT_LOCK (self);
  gst_facerec_overlay_settings_copy (&priv->settings, settings);
  GST_OBJECT_UNLOCK (self);
}

/* A name that is missing would be somebody who is shown. */
static void
tell_gap (GstFacerecOverlay *self)
{
  g_auto (GstFacerecOverlaySettings) settings = { 0, };

  snapshot (self, &settings);
  if (gst_facerec_hide_rule_has_gap (settings.hide.rule))
    GST_ELEMENT_WARNING (self, RESOURCE, SETTINGS, ("property \"hide\" has an empty item, which hides nobody: \"%s\"",
            gst_facerec_hide_rule_get_text (settings.hide.rule)), ("a comma or a \"!\" with no word or name behind it"));
}

/* ---- life cycle and negotiation ---- */

static gboolean
gst_facerec_overlay_start (GstBaseTransform *trans)
{
  GstFacerecOverlay *self = GST_FACEREC_OVERLAY (trans);
  GstFacerecOverlayPrivate *priv = gst_facerec_overlay_get_instance_private (self);

  if (!GST_BASE_TRANSFORM_CLASS (gst_facerec_overlay_parent_class)->start (trans))
    return FALSE;
  gst_facerec_stats_clear (priv->stats);
  priv->compose = gst_facerec_overlay_compose_new ();
  priv->attach = priv->ask = FALSE;
  g_atomic_int_set (&priv->refused, FALSE);
  /* Who set it before the element was in a pipeline has not heard. */
  tell_gap (self);
  return TRUE;
}

static gboolean
gst_facerec_overlay_stop (GstBaseTransform *trans)
{
  GstFacerecOverlayPrivate *priv = gst_facerec_overlay_get_instance_private (GST_FACEREC_OVERLAY (trans));
  gboolean ok = GST_BASE_TRANSFORM_CLASS (gst_facerec_overlay_parent_class)->stop (trans);

  g_clear_pointer (&priv->compose, gst_facerec_overlay_compose_free);
  return ok;
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
  return gst_video_info_from_caps (&priv->info, in_caps)
      && GST_BASE_TRANSFORM_CLASS (gst_facerec_overlay_parent_class)->set_caps (trans, in_caps, out_caps);
}

/* Caps say that a composition may come; only the answer to the allocation query says that it will be drawn. fakesink
 * takes any caps. Asked when the caps have gone downstream, since many elements answer only then. */
static void
ask_downstream (GstFacerecOverlay *self)
{
  GstFacerecOverlayPrivate *priv = gst_facerec_overlay_get_instance_private (self);
  GstBaseTransform *trans = GST_BASE_TRANSFORM (self);
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (trans->srcpad);
  g_autoptr (GstQuery) query = NULL;
  gboolean answered;

  /* Another thread is stopping the pipeline, and the pad has lost them: no answer would mean anything. */
  if (!caps)
    return;
  query = gst_query_new_allocation (caps, FALSE);
  /* Before the question: somebody new downstream may come while the one before answers, and is to be asked as well. */
  g_atomic_int_set (&priv->refused, TRUE);
  answered = gst_pad_peer_query (trans->srcpad, query);
  if (!answered && GST_PAD_IS_FLUSHING (trans->srcpad)) {
    g_atomic_int_set (&priv->refused, FALSE);
    return; /* nobody has heard it: the next frame asks again */
  }
  priv->ask = FALSE;
  priv->attach = answered
      && gst_query_find_allocation_meta (query, GST_VIDEO_OVERLAY_COMPOSITION_META_API_TYPE, NULL);
  GST_INFO_OBJECT (self, "faces are %s", priv->attach ? "attached as a composition" : "drawn into the picture");
  if (priv->attach) {
    g_atomic_int_set (&priv->refused, FALSE);
  } else {
    g_autoptr (GstCaps) plain = gst_facerec_overlay_caps_strip (caps);

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

/* ---- a frame comes ---- */

static void
gst_facerec_overlay_get_wish (GstFacerecHolding *holding, GstFacerecHoldingWish *wish)
{
  GstFacerecOverlayPrivate *priv = gst_facerec_overlay_get_instance_private (GST_FACEREC_OVERLAY (holding));

  GST_OBJECT_LOCK (holding);
  wish->look_ahead = gst_facerec_hide_rule_is_any (priv->settings.hide.rule) ? priv->settings.look_ahead * GST_MSECOND : 0;
  wish->max_bytes = priv->settings.look_ahead_bytes;
  GST_OBJECT_UNLOCK (holding);
}

static guint64
gst_facerec_overlay_arrive (GstFacerecHolding *holding, GstBuffer *buffer, guint64 time)
{
  GstFacerecOverlayPrivate *priv = gst_facerec_overlay_get_instance_private (GST_FACEREC_OVERLAY (holding));
  gboolean hides;

  GST_OBJECT_LOCK (holding);
  hides = gst_facerec_hide_rule_is_any (priv->settings.hide.rule);
  GST_OBJECT_UNLOCK (holding);
  /* Faces are noted in any case: hide may change while a frame is on its way. */
  return gst_facerec_overlay_hide_watch (priv->back, hides ? priv->cuts : NULL, buffer, &priv->info, time);
}

static void
gst_facerec_overlay_forget (GstFacerecHolding *holding)
{
  GstFacerecOverlayPrivate *priv = gst_facerec_overlay_get_instance_private (GST_FACEREC_OVERLAY (holding));

  gst_facerec_hide_back_clear (priv->back);
  facerec_shot_cut_reset (priv->cuts);
  if (priv->compose)
    gst_facerec_overlay_compose_clear (priv->compose);
}

/* ---- a frame leaves ---- */

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

/* Where faces are to be hidden on the frame of that number, which leaves. Returns how many. */
static guint
find_places (GstFacerecOverlay *self, const GstFacerecOverlaySettings *settings, guint64 number)
{
  GstFacerecOverlayPrivate *priv = gst_facerec_overlay_get_instance_private (self);
  const guint64 hold = settings->hide_hold * GST_MSECOND;
  guint n_hidden;

  gst_facerec_hide_back_judge (priv->back, settings->hide.rule);
  n_hidden = gst_facerec_hide_back_look (priv->back, number, hold, priv->places);
  gst_facerec_hide_back_forget (priv->back, number, hold);
  return n_hidden;
}

static GstFlowReturn
gst_facerec_overlay_transform_ip (GstBaseTransform *trans, GstBuffer *buffer)
{
  GstFacerecOverlay *self = GST_FACEREC_OVERLAY (trans);
  GstFacerecOverlayPrivate *priv = gst_facerec_overlay_get_instance_private (self);
  GstVideoOverlayComposition *composition;
  g_auto (GstFacerecOverlaySettings) settings = { 0, };
  gint64 start_us = g_get_monotonic_time ();
  guint64 number, time;
  guint n_hidden, n_drawn;
  gboolean ok = TRUE;

  if (priv->ask)
    ask_downstream (self);
  snapshot (self, &settings);
  number = gst_facerec_holding_get_leaving (GST_FACEREC_HOLDING (self), &time);
  n_hidden = find_places (self, &settings, number);
  if (gst_facerec_overlay_has_no_picture (buffer)) {
    gst_facerec_stats_add (priv->stats, FALSE, 0, g_get_monotonic_time () - start_us);
    return GST_FLOW_OK;
  }
  if (!gst_facerec_overlay_hide (&settings.hide, priv->places, buffer, &priv->info)) {
    GST_ELEMENT_ERROR (self, STREAM, FORMAT, ("a face is to be hidden in a buffer of %" G_GSIZE_FORMAT
            " bytes that cannot be written as a frame of %dx%d %s; it is not shown", gst_buffer_get_size (buffer),
            priv->info.width, priv->info.height, GST_VIDEO_INFO_NAME (&priv->info)), (NULL));
    return GST_FLOW_ERROR;
  }
  composition = gst_facerec_overlay_compose (priv->compose, &settings, priv->places, buffer, &priv->info,
      !priv->attach, time);
  n_drawn = MAX (n_hidden, composition ? gst_video_overlay_composition_n_rectangles (composition) : 0);
  if (composition && priv->attach)
    gst_facerec_overlay_attach (buffer, composition);
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
  gboolean known;

  GST_OBJECT_LOCK (object);
  known = gst_facerec_overlay_settings_set (&priv->settings, id, value);
  GST_OBJECT_UNLOCK (object);
  if (!known)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  else if (g_str_equal (pspec->name, "hide"))
    tell_gap (GST_FACEREC_OVERLAY (object));
}

static void
gst_facerec_overlay_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GstFacerecOverlayPrivate *priv = gst_facerec_overlay_get_instance_private (GST_FACEREC_OVERLAY (object));
  gboolean known = TRUE;

  GST_OBJECT_LOCK (object);
  if (id == PROP_STATS)
    g_value_take_boxed (value, gst_facerec_stats_to_structure (priv->stats));
  else
    known = gst_facerec_overlay_settings_get (&priv->settings, id, value);
  GST_OBJECT_UNLOCK (object);
  if (!known)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
gst_facerec_overlay_finalize (GObject *object)
{
  GstFacerecOverlayPrivate *priv = gst_facerec_overlay_get_instance_private (GST_FACEREC_OVERLAY (object));

  gst_facerec_overlay_settings_clear (&priv->settings);
  gst_facerec_stats_free (priv->stats);
  gst_facerec_hide_back_free (priv->back);
  facerec_shot_cut_free (priv->cuts);
  g_array_unref (priv->places);
  G_OBJECT_CLASS (gst_facerec_overlay_parent_class)->finalize (object);
}

static void
gst_facerec_overlay_class_init (GstFacerecOverlayClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  GstBaseTransformClass *trans_class = GST_BASE_TRANSFORM_CLASS (klass);
  GstFacerecHoldingClass *holding_class = GST_FACEREC_HOLDING_CLASS (klass);

  object_class->set_property = gst_facerec_overlay_set_property;
  object_class->get_property = gst_facerec_overlay_get_property;
  object_class->finalize = gst_facerec_overlay_finalize;
  gst_facerec_overlay_settings_install (object_class);
  g_object_class_install_property (object_class, PROP_STATS,
      g_param_spec_boxed ("stats", "Statistics", "Frames, inferred, skipped, faces, mean-ms and p99-ms since start",
          GST_TYPE_STRUCTURE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));

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

  holding_class->get_wish = gst_facerec_overlay_get_wish;
  holding_class->arrive = gst_facerec_overlay_arrive;
  holding_class->forget = gst_facerec_overlay_forget;

  GST_DEBUG_CATEGORY_INIT (facerecoverlay_debug, "facerecoverlay", 0, "face overlay");
}

static void
gst_facerec_overlay_init (GstFacerecOverlay *self)
{
  GstFacerecOverlayPrivate *priv = gst_facerec_overlay_get_instance_private (self);
  GstBaseTransform *trans = GST_BASE_TRANSFORM (self);

  gst_facerec_overlay_settings_init (&priv->settings);
  priv->stats = gst_facerec_stats_new ();
  priv->back = gst_facerec_hide_back_new ();
  priv->cuts = facerec_shot_cut_new ();
  priv->places = g_array_new (FALSE, FALSE, sizeof (GstFacerecHidePlace));
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
