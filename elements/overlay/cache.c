/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/overlay/cache.h"

#include <string.h>

/* A painted face. */
typedef struct {
  GstFacerecOverlayPlan plan; /* x and y 0 */
  gchar *text;
  guint32 color;
  GArray *landmarks; /* gint: relative to the picture */
  GstBuffer *pixels;
  gboolean used; /* on this frame */
} Picture;

struct _GstFacerecOverlayCache {
  GstFacerecOverlayDraw *draw;
  GPtrArray *pictures;
  guint n_painted;
};

static void
picture_free (gpointer data)
{
  Picture *picture = data;

  g_free (picture->text);
  g_array_unref (picture->landmarks);
  gst_clear_buffer (&picture->pixels);
  g_free (picture);
}

GstFacerecOverlayCache *
gst_facerec_overlay_cache_new (void)
{
  GstFacerecOverlayCache *self = g_new0 (GstFacerecOverlayCache, 1);

  self->draw = gst_facerec_overlay_draw_new ();
  self->pictures = g_ptr_array_new_with_free_func (picture_free);
  return self;
}

void
gst_facerec_overlay_cache_free (GstFacerecOverlayCache *self)
{
  if (!self)
    return;
  g_ptr_array_unref (self->pictures);
  gst_facerec_overlay_draw_free (self->draw);
  g_free (self);
}

void
gst_facerec_overlay_cache_set_font (GstFacerecOverlayCache *self, const gchar *description)
{
  if (gst_facerec_overlay_draw_set_font (self->draw, description))
    g_ptr_array_set_size (self->pictures, 0);
}

guint
gst_facerec_overlay_cache_get_n_painted (GstFacerecOverlayCache *self)
{
  return self->n_painted;
}

/* ---- one face ---- */

/* Everything that the picture depends on, without the pixels. */
static Picture *
describe (const GstFacerecOverlayFace *face, const GstFacerecOverlayPlan *plan)
{
  Picture *picture = g_new0 (Picture, 1);
  gsize i;

  picture->plan = *plan;
  picture->plan.x = picture->plan.y = 0;
  picture->text = g_strdup (face->text);
  picture->color = face->color;
  picture->landmarks = g_array_new (FALSE, FALSE, sizeof (gint));
  for (i = 0; face->landmarks && i < 2 * face->n_landmarks; i++) {
    gint place = (gint) CLAMP (face->landmarks[i], -1e6f, 1e6f) - (i % 2 == 0 ? plan->x : plan->y);

    g_array_append_val (picture->landmarks, place);
  }
  return picture;
}

static gboolean
look_alike (const Picture *a, const Picture *b)
{
  return memcmp (&a->plan, &b->plan, sizeof a->plan) == 0 && a->color == b->color && g_strcmp0 (a->text, b->text) == 0
      && a->landmarks->len == b->landmarks->len
      && (a->landmarks->len == 0
          || memcmp (a->landmarks->data, b->landmarks->data, a->landmarks->len * sizeof (gint)) == 0);
}

static GstBuffer *
paint (GstFacerecOverlayCache *self, const GstFacerecOverlayFace *face, const GstFacerecOverlayPlan *plan)
{
  gint stride = 4 * plan->width;
  gsize size = (gsize) stride * plan->height;
  guint8 *pixels = g_malloc0 (size);
  GstBuffer *buffer;

  gst_facerec_overlay_draw_paint (self->draw, face, plan, pixels, stride);
  self->n_painted++;
  buffer = gst_buffer_new_wrapped (pixels, size);
  gst_buffer_add_video_meta (buffer, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_OVERLAY_COMPOSITION_FORMAT_RGB, plan->width,
      plan->height);
  return buffer;
}

/* The picture of the face, from the frame before or new. */
static Picture *
find_picture (GstFacerecOverlayCache *self, const GstFacerecOverlayFace *face, const GstFacerecOverlayPlan *plan)
{
  Picture *wanted = describe (face, plan);
  guint i;

  for (i = 0; i < self->pictures->len; i++) {
    Picture *known = g_ptr_array_index (self->pictures, i);

    if (look_alike (known, wanted)) {
      picture_free (wanted);
      return known;
    }
  }
  wanted->pixels = paint (self, face, plan);
  g_ptr_array_add (self->pictures, wanted);
  return wanted;
}

GstVideoOverlayRectangle *
gst_facerec_overlay_cache_get (GstFacerecOverlayCache *self, const GstFacerecOverlayFace *face)
{
  GstFacerecOverlayPlan plan;
  Picture *picture;

  if (!gst_facerec_overlay_draw_plan (self->draw, face, &plan))
    return NULL;
  picture = find_picture (self, face, &plan);
  picture->used = TRUE;
  return gst_video_overlay_rectangle_new_raw (picture->pixels, plan.x, plan.y, plan.width, plan.height,
      GST_VIDEO_OVERLAY_FORMAT_FLAG_PREMULTIPLIED_ALPHA);
}

void
gst_facerec_overlay_cache_end_frame (GstFacerecOverlayCache *self)
{
  guint i;

  for (i = self->pictures->len; i > 0; i--) {
    Picture *picture = g_ptr_array_index (self->pictures, i - 1);

    if (!picture->used)
      g_ptr_array_remove_index_fast (self->pictures, i - 1);
    else
      picture->used = FALSE;
  }
}
