/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/overlay/holdqueue.h"

/* Buffers of a pool that its owner and those in between may need to go on. */
#define OTHERS 4

typedef struct {
  GstMiniObject *object;
  guint64 number, time, bytes; /* of a frame */
} Item;

struct _GstFacerecHoldQueue {
  GQueue items; /* of Item */
  guint64 bytes;
};

GstFacerecHoldQueue *
gst_facerec_hold_queue_new (void)
{
  GstFacerecHoldQueue *self = g_new0 (GstFacerecHoldQueue, 1);

  g_queue_init (&self->items);
  return self;
}

void
gst_facerec_hold_queue_free (GstFacerecHoldQueue *self)
{
  if (!self)
    return;
  gst_facerec_hold_queue_clear (self, NULL);
  g_free (self);
}

/* As queues do: a flush ends segments and the end of the stream, not what is told of the stream. */
static void
keep_sticky (GstPad *pad, GstMiniObject *object)
{
  GstEvent *event;

  if (!GST_IS_EVENT (object))
    return;
  event = GST_EVENT_CAST (object);
  if (GST_EVENT_IS_STICKY (event) && GST_EVENT_TYPE (event) != GST_EVENT_SEGMENT && GST_EVENT_TYPE (event) != GST_EVENT_EOS)
    gst_pad_store_sticky_event (pad, event);
}

void
gst_facerec_hold_queue_clear (GstFacerecHoldQueue *self, GstPad *pad)
{
  Item *item;

  while ((item = g_queue_pop_head (&self->items))) {
    if (pad)
      keep_sticky (pad, item->object);
    gst_mini_object_unref (item->object);
    g_free (item);
  }
  self->bytes = 0;
}

void
gst_facerec_hold_queue_add_frame (GstFacerecHoldQueue *self, GstBuffer *frame, guint64 number, guint64 time)
{
  Item *item = g_new (Item, 1);

  *item = (Item) { GST_MINI_OBJECT_CAST (frame), number, time, gst_buffer_get_size (frame) };
  self->bytes += item->bytes;
  g_queue_push_tail (&self->items, item);
}

void
gst_facerec_hold_queue_add_event (GstFacerecHoldQueue *self, GstEvent *event)
{
  Item *item = g_new0 (Item, 1);

  item->object = GST_MINI_OBJECT_CAST (event);
  g_queue_push_tail (&self->items, item);
}

gboolean
gst_facerec_hold_queue_is_empty (const GstFacerecHoldQueue *self)
{
  return self->items.length == 0;
}

GstMiniObject *
gst_facerec_hold_queue_take (GstFacerecHoldQueue *self, guint64 now, guint64 delay, guint64 max_bytes,
    guint64 *number, guint64 *time)
{
  Item *item = g_queue_peek_head (&self->items);
  GstMiniObject *object;

  if (!item)
    return NULL;
  if (GST_IS_BUFFER (item->object) && (now < item->time || now - item->time < delay) && self->bytes <= max_bytes)
    return NULL;
  g_queue_pop_head (&self->items);
  object = item->object;
  *number = item->number;
  *time = item->time;
  self->bytes -= item->bytes;
  g_free (item);
  return object;
}

/* How many buffers a pool has at most; 0: as many as one wants. */
static guint
size_of_pool (GstBufferPool *pool)
{
  GstStructure *config = gst_buffer_pool_get_config (pool);
  guint max = 0;

  gst_buffer_pool_config_get_params (config, NULL, NULL, NULL, &max);
  gst_structure_free (config);
  return max;
}

GstBuffer *
gst_facerec_hold_queue_keepable (GstBuffer *frame, guint64 n_held)
{
  const guint size = frame->pool ? size_of_pool (frame->pool) : 0;
  GstBuffer *copy;

  if (size == 0 || size >= n_held + OTHERS)
    return frame;
  copy = gst_buffer_copy_deep (frame);
  gst_buffer_unref (frame);
  return copy;
}
