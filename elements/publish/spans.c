/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/publish/spans.h"

#include <gst/facerec/facerec.h>
#include <math.h>

#define LOOK_INTERVAL GST_SECOND
/* Of frames without a duration. */
#define DEFAULT_DURATION (GST_SECOND / 30)

struct _GstFacerecPublishSpans {
  gboolean ordered;
  GstFacerecPublishSpanFunc func;
  gpointer user_data;

  FacerecTimeline *timeline;
  GArray *faces;        /* FacerecTimelineFace of the frame */
  GHashTable *box_ages; /* guint64 of a track -> how old its box was on the frame before */
  GstClockTime end;     /* of the last frame; GST_CLOCK_TIME_NONE before the first */
  GstClockTime last;    /* beginning of the last frame */
  GstClockTime look;    /* when to ask the timeline again */

  /* Of ordered spans. */
  GPtrArray *ended;     /* arrays that the timeline gave, which own what is in held */
  GPtrArray *held;      /* FacerecTimelineSpan that may not be told yet */
  gint64 cut;           /* what lies before was told */
};

GstFacerecPublishSpans *
gst_facerec_publish_spans_new (gboolean ordered, GstFacerecPublishSpanFunc func, gpointer user_data)
{
  GstFacerecPublishSpans *self = g_new0 (GstFacerecPublishSpans, 1);

  self->ordered = ordered;
  self->func = func;
  self->user_data = user_data;
  self->timeline = facerec_timeline_new (FACEREC_TIMELINE_DEFAULT_BRIDGE_NS);
  self->faces = g_array_new (FALSE, FALSE, sizeof (FacerecTimelineFace));
  self->box_ages = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->end = GST_CLOCK_TIME_NONE;
  self->ended = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  self->held = g_ptr_array_new ();
  return self;
}

void
gst_facerec_publish_spans_free (GstFacerecPublishSpans *self)
{
  if (!self)
    return;
  facerec_timeline_free (self->timeline);
  g_array_unref (self->faces);
  g_hash_table_unref (self->box_ages);
  g_ptr_array_unref (self->held);
  g_ptr_array_unref (self->ended);
  g_free (self);
}

/* ---- in order ---- */

static gint64
beginning (const GstFacerecPublishSpans *self, const FacerecTimelineSpan *span)
{
  return MAX (span->from_ns, self->cut);
}

static gint
compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const FacerecTimelineSpan *one = *(FacerecTimelineSpan *const *) a, *other = *(FacerecTimelineSpan *const *) b;
  gint64 from = beginning (user_data, one), other_from = beginning (user_data, other);
  gint order;

  if (from != other_from)
    return from < other_from ? -1 : 1;
  if (one->to_ns != other->to_ns)
    return one->to_ns < other->to_ns ? -1 : 1;
  order = g_strcmp0 (one->label, other->label);
  return order != 0 ? order : g_strcmp0 (one->stranger, other->stranger);
}

/* Tells what of span lies behind the last cut and before until. */
static void
tell_part (GstFacerecPublishSpans *self, const FacerecTimelineSpan *span, gint64 until)
{
  FacerecTimelineSpan part = *span;

  part.from_ns = beginning (self, span);
  part.to_ns = MIN (span->to_ns, until);
  if (part.to_ns > part.from_ns)
    self->func (&part, self->user_data);
}

/* Tells the held spans that begin at limit or before. */
static void
tell_held (GstFacerecPublishSpans *self, gint64 limit)
{
  guint n = 0;

  g_ptr_array_sort_with_data (self->held, compare, self);
  while (n < self->held->len && beginning (self, g_ptr_array_index (self->held, n)) <= limit)
    tell_part (self, g_ptr_array_index (self->held, n++), G_MAXINT64);
  if (n > 0)
    g_ptr_array_remove_range (self->held, 0, n);
  if (self->held->len == 0)
    g_ptr_array_set_size (self->ended, 0);
}

/* Tells everything until now, of those who stay too. */
static void
cut_all (GstFacerecPublishSpans *self, GPtrArray *staying, gint64 now)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  guint i;

  g_ptr_array_extend (all, self->held, NULL, NULL);
  g_ptr_array_extend (all, staying, NULL, NULL);
  g_ptr_array_sort_with_data (all, compare, self);
  for (i = 0; i < all->len; i++)
    tell_part (self, g_ptr_array_index (all, i), now);
  g_ptr_array_set_size (self->held, 0);
  g_ptr_array_set_size (self->ended, 0);
  self->cut = now;
}

/* Nobody begins before those who are still there. */
static void
tell_in_order (GstFacerecPublishSpans *self, gint64 now)
{
  g_autoptr (GPtrArray) staying = facerec_timeline_get_spans (self->timeline);
  gint64 earliest = G_MAXINT64;
  guint i;

  for (i = 0; i < staying->len; i++)
    earliest = MIN (earliest, beginning (self, g_ptr_array_index (staying, i)));
  tell_held (self, earliest);
  if (staying->len > 0 && now - earliest >= (gint64) GST_FACEREC_PUBLISH_LONGEST)
    cut_all (self, staying, now);
}

/* ---- as they end ---- */

/* Takes spans. */
static void
take_spans (GstFacerecPublishSpans *self, GPtrArray *spans)
{
  guint i;

  if (self->ordered) {
    g_ptr_array_extend (self->held, spans, NULL, NULL);
    g_ptr_array_add (self->ended, spans);
    return;
  }
  for (i = 0; i < spans->len; i++)
    self->func (g_ptr_array_index (spans, i), self->user_data);
  g_ptr_array_unref (spans);
}

void
gst_facerec_publish_spans_end (GstFacerecPublishSpans *self)
{
  take_spans (self, facerec_timeline_get_spans (self->timeline));
  tell_held (self, G_MAXINT64);
  facerec_timeline_free (self->timeline);
  self->timeline = facerec_timeline_new (FACEREC_TIMELINE_DEFAULT_BRIDGE_NS);
  self->end = GST_CLOCK_TIME_NONE;
  self->cut = 0;
}

/* ---- frames ---- */

/* On live streams a face is measured late, and never 0 frames old. A box that was carried over ages by one a frame; one that
 * did not age is a new measurement. */
static gboolean
is_measured (const GstFacerecPublishSpans *self, const GstFacerecMeta *face)
{
  guint64 track = gst_facerec_meta_get_track_id (face);
  gpointer last;

  return gst_facerec_meta_get_box_age (face) == 0 || !g_hash_table_lookup_extended (self->box_ages, &track, NULL, &last)
      || gst_facerec_meta_get_box_age (face) <= GPOINTER_TO_UINT (last);
}

static void
remember_box_ages (GstFacerecPublishSpans *self, GstBuffer *buffer)
{
  gpointer state = NULL;
  GstFacerecMeta *face;

  g_hash_table_remove_all (self->box_ages);
  while ((face = gst_facerec_buffer_iterate_faces (buffer, &state))) {
    guint64 track = gst_facerec_meta_get_track_id (face);

    g_hash_table_replace (self->box_ages, g_memdup2 (&track, sizeof track),
        GUINT_TO_POINTER (gst_facerec_meta_get_box_age (face)));
  }
}

/* Whether somebody has compared the face and come to a result, be it Unknown. */
static gboolean
is_decided (const GstFacerecIdentity *identity)
{
  GstFacerecReason reason = identity ? gst_facerec_identity_get_reason (identity) : GST_FACEREC_REASON_UNDECIDED;

  return reason != GST_FACEREC_REASON_UNDECIDED && reason != GST_FACEREC_REASON_LOW_QUALITY;
}

static void
describe_face (const GstFacerecPublishSpans *self, const GstFacerecMeta *face, FacerecTimelineFace *described)
{
  const GstFacerecIdentity *identity = gst_facerec_meta_get_identity (face);

  *described = (FacerecTimelineFace) {
    .track = gst_facerec_meta_get_track_id (face),
    .label = identity ? gst_facerec_identity_get_label (identity) : NULL,
    .stranger = identity ? gst_facerec_identity_get_stranger (identity) : NULL,
    .decided = is_decided (identity),
    .confidence = identity && gst_facerec_identity_get_label (identity) ? gst_facerec_identity_get_confidence (identity) : NAN,
    .quality = gst_facerec_meta_get_overall_quality (face),
    .measured = is_measured (self, face),
    /* Since the last search nobody has looked. What facetrack adds after a search in vain does not count. */
    .seen = gst_facerec_meta_get_box_age (face) > 0
        && g_strcmp0 (gst_facerec_meta_get_detector (face), "facetrack") != 0,
    .x = face->x,
    .y = face->y,
    .width = face->width,
    .height = face->height,
  };
}

/* Where a frame is whose time nobody tells. */
static void
complete_times (const GstFacerecPublishSpans *self, GstClockTime *time, GstClockTime *duration)
{
  if (!GST_CLOCK_TIME_IS_VALID (*duration))
    *duration = DEFAULT_DURATION;
  if (!GST_CLOCK_TIME_IS_VALID (*time))
    *time = GST_CLOCK_TIME_IS_VALID (self->end) ? self->end : 0;
}

void
gst_facerec_publish_spans_add (GstFacerecPublishSpans *self, GstBuffer *buffer, guint64 number,
    GstClockTime stream_time, GstClockTime duration)
{
  gpointer state = NULL;
  GstFacerecMeta *face;

  complete_times (self, &stream_time, &duration);
  if (GST_CLOCK_TIME_IS_VALID (self->end) && stream_time < self->last)
    gst_facerec_publish_spans_end (self);
  if (!GST_CLOCK_TIME_IS_VALID (self->end))
    self->look = stream_time + LOOK_INTERVAL;
  self->last = stream_time;
  self->end = stream_time + duration;

  g_array_set_size (self->faces, 0);
  while ((face = gst_facerec_buffer_iterate_faces (buffer, &state))) {
    FacerecTimelineFace described;

    describe_face (self, face, &described);
    g_array_append_val (self->faces, described);
  }
  remember_box_ages (self, buffer);
  facerec_timeline_add (self->timeline, number, stream_time, duration, (FacerecTimelineFace *) self->faces->data,
      self->faces->len);
  if (stream_time < self->look)
    return;
  self->look = stream_time + LOOK_INTERVAL;
  take_spans (self, facerec_timeline_take_ended (self->timeline, GST_FACEREC_PUBLISH_LOST));
  if (self->ordered)
    tell_in_order (self, stream_time);
}
