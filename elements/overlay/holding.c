/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/overlay/holding.h"

#include "elements/overlay/holdqueue.h"

/* A frame without duration and rate takes so long; and what is longer than that one is a break, not a slow rate. */
#define USUAL_DURATION (GST_SECOND / 30)
#define LONGEST_GAP GST_SECOND
/* Longer than anything waits: what says to take longer is past all waiting, and a sum of these never overflows. */
#define LONGEST_STEP (24 * 3600 * GST_SECOND)

typedef struct {
  /* Written by the streaming thread, under the object lock, which others take to read. */
  GstVideoInfo info;
  guint64 longest_gap; /* ns between two frames */

  /* Streaming thread only. */
  GstFacerecHoldQueue *queue;
  GstSegment segment;       /* of the frames that come */
  guint64 now;              /* ns, of the newest frame, on a clock that never goes back */
  GstClockTimeDiff running; /* of it, as the segment tells; GST_CLOCK_STIME_NONE: it does not */
  guint64 latency;          /* ns, as last told */
  gboolean warned;          /* that there is no memory for the look-ahead, of these frames */
  guint64 leaving, leaving_time;
} GstFacerecHoldingPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (GstFacerecHolding, gst_facerec_holding, GST_TYPE_BASE_TRANSFORM)

guint64
gst_facerec_holding_get_leaving (GstFacerecHolding *self, guint64 *time)
{
  GstFacerecHoldingPrivate *priv = gst_facerec_holding_get_instance_private (self);

  *time = priv->leaving_time;
  return priv->leaving;
}

/* ---- how long ---- */

/* From any thread. info: of other frames than those of now; NULL: of those. */
static GstFacerecHoldingDelay
get_delay (GstFacerecHolding *self, const GstVideoInfo *info, guint64 *max_bytes)
{
  GstFacerecHoldingPrivate *priv = gst_facerec_holding_get_instance_private (self);
  GstFacerecHoldingDelay delay;
  GstFacerecHoldingWish wish;

  GST_FACEREC_HOLDING_GET_CLASS (self)->get_wish (self, &wish);
  GST_OBJECT_LOCK (self);
  delay = gst_facerec_holding_delay (&wish, info ? info : &priv->info, priv->longest_gap);
  GST_OBJECT_UNLOCK (self);
  if (max_bytes)
    *max_bytes = wish.max_bytes;
  return delay;
}

/* The streaming thread's own, which tells when it has changed. */
static GstFacerecHoldingDelay
follow_delay (GstFacerecHolding *self, guint64 *max_bytes)
{
  GstFacerecHoldingPrivate *priv = gst_facerec_holding_get_instance_private (self);
  GstFacerecHoldingDelay delay = get_delay (self, NULL, max_bytes);

  if (priv->latency != delay.latency) {
    priv->latency = delay.latency;
    GST_INFO_OBJECT (self, "frames wait for %" GST_TIME_FORMAT, GST_TIME_ARGS (delay.latency));
    gst_element_post_message (GST_ELEMENT (self), gst_message_new_latency (GST_OBJECT (self)));
  }
  if (delay.limited && !priv->warned) {
    priv->warned = TRUE;
    GST_ELEMENT_WARNING (self, RESOURCE, NO_SPACE_LEFT, ("look-ahead is shortened to %u ms, since frames of %"
            G_GSIZE_FORMAT " bytes fill look-ahead-bytes=%" G_GUINT64_FORMAT "; raise it",
            (guint) (delay.latency / GST_MSECOND), priv->info.size, *max_bytes), (NULL));
  }
  return delay;
}

/* The clock that frames wait by goes on with the running time, whatever timestamps do. */
static void
advance_to (GstFacerecHolding *self, GstClockTime timestamp, GstClockTime duration)
{
  GstFacerecHoldingPrivate *priv = gst_facerec_holding_get_instance_private (self);
  GstClockTimeDiff running = GST_CLOCK_STIME_NONE;
  guint64 gap = USUAL_DURATION, position;

  if (priv->segment.format == GST_FORMAT_TIME && GST_CLOCK_TIME_IS_VALID (timestamp)) {
    gint sign = gst_segment_to_running_time_full (&priv->segment, GST_FORMAT_TIME, timestamp, &position);

    running = sign == 0 ? GST_CLOCK_STIME_NONE : sign * (GstClockTimeDiff) position;
  }
  if (GST_CLOCK_STIME_IS_VALID (running) && GST_CLOCK_STIME_IS_VALID (priv->running) && running > priv->running)
    gap = (guint64) (running - priv->running);
  else if (GST_CLOCK_TIME_IS_VALID (duration))
    gap = duration;
  else if (priv->info.fps_n > 0)
    gap = gst_util_uint64_scale (GST_SECOND, (guint64) priv->info.fps_d, (guint64) priv->info.fps_n);
  priv->running = running;
  priv->now += MIN (gap, LONGEST_STEP);
  GST_OBJECT_LOCK (self);
  priv->longest_gap = MAX (priv->longest_gap, MIN (gap, LONGEST_GAP));
  GST_OBJECT_UNLOCK (self);
}

/* What came before has nothing to do with what comes. */
static void
forget (GstFacerecHolding *self)
{
  GstFacerecHoldingPrivate *priv = gst_facerec_holding_get_instance_private (self);

  priv->running = GST_CLOCK_STIME_NONE;
  GST_FACEREC_HOLDING_GET_CLASS (self)->forget (self);
}

/* ---- frames come and go ---- */

/* frame: (transfer full) */
static GstFlowReturn
take_in (GstFacerecHolding *self, GstBuffer *frame)
{
  GstFacerecHoldingPrivate *priv = gst_facerec_holding_get_instance_private (self);
  GstFacerecHoldingDelay delay;
  guint64 tag, max_bytes;

  advance_to (self, GST_BUFFER_PTS (frame), GST_BUFFER_DURATION (frame));
  tag = GST_FACEREC_HOLDING_GET_CLASS (self)->arrive (self, frame, priv->now);
  delay = follow_delay (self, &max_bytes);
  if (delay.n_frames > 0)
    frame = gst_facerec_hold_queue_keepable (frame, delay.n_frames);
  if (!frame) {
    GST_ELEMENT_ERROR (self, RESOURCE, NO_SPACE_LEFT, ("no memory for a frame of %" G_GSIZE_FORMAT
            " bytes that has to wait; shorten look-ahead", priv->info.size), (NULL));
    return GST_FLOW_ERROR;
  }
  gst_facerec_hold_queue_add_frame (priv->queue, frame, tag, priv->now);
  return GST_FLOW_OK;
}

/* The next frame that may leave, when there is one, and all events before it. all: nothing waits any longer. */
static GstFlowReturn
give_out (GstFacerecHolding *self, gboolean all, GstBuffer **out)
{
  GstFacerecHoldingPrivate *priv = gst_facerec_holding_get_instance_private (self);
  GstBaseTransformClass *parent = GST_BASE_TRANSFORM_CLASS (gst_facerec_holding_parent_class);
  GstBaseTransform *trans = GST_BASE_TRANSFORM (self);
  GstFacerecHoldingDelay delay;
  GstMiniObject *object;
  guint64 max_bytes;

  delay = get_delay (self, NULL, &max_bytes);
  *out = NULL;
  while ((object = gst_facerec_hold_queue_take (priv->queue, priv->now, all ? 0 : delay.wait, max_bytes, &priv->leaving,
              &priv->leaving_time))) {
    if (GST_IS_BUFFER (object)) {
      trans->queued_buf = GST_BUFFER_CAST (object);
      return parent->generate_output (trans, out);
    }
    parent->sink_event (trans, GST_EVENT_CAST (object));
  }
  return GST_FLOW_OK;
}

static GstFlowReturn
gst_facerec_holding_generate_output (GstBaseTransform *trans, GstBuffer **out)
{
  GstFacerecHolding *self = GST_FACEREC_HOLDING (trans);
  GstBuffer *frame = g_steal_pointer (&trans->queued_buf);
  GstFlowReturn flow = frame ? take_in (self, frame) : GST_FLOW_OK;

  *out = NULL;
  return flow == GST_FLOW_OK ? give_out (self, FALSE, out) : flow;
}

/* Frames that nobody takes; what was told between them stays told. */
static void
drop_frames (GstFacerecHolding *self)
{
  GstFacerecHoldingPrivate *priv = gst_facerec_holding_get_instance_private (self);
  GstMiniObject *object;

  while ((object = gst_facerec_hold_queue_take (priv->queue, priv->now, 0, 0, &priv->leaving, &priv->leaving_time))) {
    if (GST_IS_BUFFER (object))
      gst_mini_object_unref (object);
    else
      GST_BASE_TRANSFORM_CLASS (gst_facerec_holding_parent_class)->sink_event (GST_BASE_TRANSFORM (self),
          GST_EVENT_CAST (object));
  }
}

/* Not called for by a frame. */
static void
push_out (GstFacerecHolding *self, gboolean all)
{
  GstFlowReturn flow;
  GstBuffer *out;

  do {
    flow = give_out (self, all, &out);
    if (flow == GST_FLOW_OK && out)
      flow = gst_pad_push (GST_BASE_TRANSFORM_SRC_PAD (self), out);
  } while (flow == GST_FLOW_OK && out);
  if (flow != GST_FLOW_OK)
    drop_frames (self);
}

/* ---- events ---- */

static gboolean
are_caps_of_now (GstFacerecHolding *self, GstEvent *event)
{
  g_autoptr (GstCaps) now = gst_pad_get_current_caps (GST_BASE_TRANSFORM_SINK_PAD (self));
  GstCaps *caps;

  gst_event_parse_caps (event, &caps);
  return now && gst_caps_is_equal (caps, now);
}

/* What another format or the end of the stream means cannot wait; anything else keeps its place between the frames. */
static gboolean
ends_waiting (GstFacerecHolding *self, GstEvent *event)
{
  switch (GST_EVENT_TYPE (event)) {
    case GST_EVENT_CAPS:
      return !are_caps_of_now (self, event);
    case GST_EVENT_STREAM_START:
    case GST_EVENT_SEGMENT_DONE:
    case GST_EVENT_EOS:
      return TRUE;
    default:
      return FALSE;
  }
}

static gboolean
gst_facerec_holding_sink_event (GstBaseTransform *trans, GstEvent *event)
{
  GstFacerecHolding *self = GST_FACEREC_HOLDING (trans);
  GstFacerecHoldingPrivate *priv = gst_facerec_holding_get_instance_private (self);
  GstBaseTransformClass *parent = GST_BASE_TRANSFORM_CLASS (gst_facerec_holding_parent_class);
  GstClockTime timestamp, duration;

  if (GST_EVENT_TYPE (event) == GST_EVENT_FLUSH_STOP) {
    gst_facerec_hold_queue_clear (priv->queue, trans->srcpad);
    gst_segment_init (&priv->segment, GST_FORMAT_UNDEFINED);
    forget (self);
  } else if (ends_waiting (self, event)) {
    push_out (self, TRUE);
    forget (self);
  } else if (GST_EVENT_TYPE (event) == GST_EVENT_SEGMENT) {
    gst_event_copy_segment (event, &priv->segment);
  } else if (GST_EVENT_TYPE (event) == GST_EVENT_GAP) {
    gst_event_parse_gap (event, &timestamp, &duration);
    advance_to (self, timestamp, duration);
    push_out (self, FALSE);
  }
  if (!GST_EVENT_IS_SERIALIZED (event) || GST_EVENT_TYPE (event) == GST_EVENT_FLUSH_STOP
      || GST_EVENT_TYPE (event) == GST_EVENT_CAPS || gst_facerec_hold_queue_is_empty (priv->queue))
    return parent->sink_event (trans, event);
  gst_facerec_hold_queue_add_event (priv->queue, event);
  return TRUE;
}

/* ---- negotiation ---- */

/* The latency is that of the settings of now, also before a frame has felt it. */
static gboolean
gst_facerec_holding_query (GstBaseTransform *trans, GstPadDirection direction, GstQuery *query)
{
  GstFacerecHoldingDelay delay;
  GstClockTime min, max;
  gboolean live;

  /* Whoever asks for that wants every buffer back. */
  if (direction == GST_PAD_SINK && GST_QUERY_TYPE (query) == GST_QUERY_DRAIN)
    push_out (GST_FACEREC_HOLDING (trans), TRUE);
  if (!GST_BASE_TRANSFORM_CLASS (gst_facerec_holding_parent_class)->query (trans, direction, query))
    return FALSE;
  if (direction != GST_PAD_SRC || GST_QUERY_TYPE (query) != GST_QUERY_LATENCY)
    return TRUE;
  delay = get_delay (GST_FACEREC_HOLDING (trans), NULL, NULL);
  gst_query_parse_latency (query, &live, &min, &max);
  min += delay.latency;
  if (GST_CLOCK_TIME_IS_VALID (max))
    max += delay.latency;
  gst_query_set_latency (query, live, min, max);
  return TRUE;
}

/* Whoever makes the frames must not wait for those that we hold. */
static gboolean
gst_facerec_holding_propose_allocation (GstBaseTransform *trans, GstQuery *decide, GstQuery *query)
{
  GstFacerecHoldingDelay delay;
  GstVideoInfo info;
  GstCaps *caps;

  if (!GST_BASE_TRANSFORM_CLASS (gst_facerec_holding_parent_class)->propose_allocation (trans, decide, query))
    return FALSE;
  gst_query_parse_allocation (query, &caps, NULL);
  if (!caps || !gst_video_info_from_caps (&info, caps))
    return TRUE;
  delay = get_delay (GST_FACEREC_HOLDING (trans), &info, NULL);
  if (delay.n_frames > 0 && gst_query_get_n_allocation_pools (query) == 0)
    gst_query_add_allocation_pool (query, NULL, (guint) info.size, delay.n_frames + 1, 0);
  return TRUE;
}

static gboolean
gst_facerec_holding_set_caps (GstBaseTransform *trans, GstCaps *in_caps, GstCaps *out_caps)
{
  GstFacerecHoldingPrivate *priv = gst_facerec_holding_get_instance_private (GST_FACEREC_HOLDING (trans));
  guint64 max_bytes;
  GstVideoInfo info;

  if (!gst_video_info_from_caps (&info, in_caps))
    return FALSE;
  priv->warned &= gst_video_info_is_equal (&priv->info, &info);
  GST_OBJECT_LOCK (trans);
  priv->info = info;
  GST_OBJECT_UNLOCK (trans);
  follow_delay (GST_FACEREC_HOLDING (trans), &max_bytes);
  return TRUE;
}

/* ---- life ---- */

static gboolean
gst_facerec_holding_start (GstBaseTransform *trans)
{
  GstFacerecHoldingPrivate *priv = gst_facerec_holding_get_instance_private (GST_FACEREC_HOLDING (trans));

  priv->now = priv->latency = 0;
  priv->warned = FALSE;
  gst_segment_init (&priv->segment, GST_FORMAT_UNDEFINED);
  GST_OBJECT_LOCK (trans);
  gst_video_info_init (&priv->info);
  priv->longest_gap = 0;
  GST_OBJECT_UNLOCK (trans);
  forget (GST_FACEREC_HOLDING (trans));
  return TRUE;
}

static gboolean
gst_facerec_holding_stop (GstBaseTransform *trans)
{
  GstFacerecHoldingPrivate *priv = gst_facerec_holding_get_instance_private (GST_FACEREC_HOLDING (trans));

  gst_facerec_hold_queue_clear (priv->queue, NULL);
  forget (GST_FACEREC_HOLDING (trans));
  return TRUE;
}

static void
gst_facerec_holding_finalize (GObject *object)
{
  GstFacerecHoldingPrivate *priv = gst_facerec_holding_get_instance_private (GST_FACEREC_HOLDING (object));

  gst_facerec_hold_queue_free (priv->queue);
  G_OBJECT_CLASS (gst_facerec_holding_parent_class)->finalize (object);
}

static void
gst_facerec_holding_class_init (GstFacerecHoldingClass *klass)
{
  GstBaseTransformClass *trans_class = GST_BASE_TRANSFORM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = gst_facerec_holding_finalize;
  trans_class->start = gst_facerec_holding_start;
  trans_class->stop = gst_facerec_holding_stop;
  trans_class->set_caps = gst_facerec_holding_set_caps;
  trans_class->sink_event = gst_facerec_holding_sink_event;
  trans_class->query = gst_facerec_holding_query;
  trans_class->propose_allocation = gst_facerec_holding_propose_allocation;
  trans_class->generate_output = gst_facerec_holding_generate_output;
}

static void
gst_facerec_holding_init (GstFacerecHolding *self)
{
  GstFacerecHoldingPrivate *priv = gst_facerec_holding_get_instance_private (self);

  priv->queue = gst_facerec_hold_queue_new ();
  gst_video_info_init (&priv->info);
  gst_segment_init (&priv->segment, GST_FORMAT_UNDEFINED);
}
