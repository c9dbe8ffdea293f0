/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/overlay/compose.h"

#include <gst/facerec/facerec.h>

#include "elements/overlay/cache.h"
#include "elements/overlay/text.h"
#include "elements/overlay/trail.h"

struct _GstFacerecOverlayCompose {
  GstFacerecOverlayCache *cache;
  GstFacerecOverlayTrail *trail;
  GArray *points; /* gfloat: landmarks of one face, scratch */
  gint min_line; /* px, on this frame */
};

GstFacerecOverlayCompose *
gst_facerec_overlay_compose_new (void)
{
  GstFacerecOverlayCompose *self = g_new0 (GstFacerecOverlayCompose, 1);

  self->cache = gst_facerec_overlay_cache_new ();
  self->trail = gst_facerec_overlay_trail_new ();
  self->points = g_array_new (FALSE, FALSE, sizeof (gfloat));
  return self;
}

void
gst_facerec_overlay_compose_free (GstFacerecOverlayCompose *self)
{
  if (!self)
    return;
  gst_facerec_overlay_cache_free (self->cache);
  gst_facerec_overlay_trail_free (self->trail);
  g_array_unref (self->points);
  g_free (self);
}

void
gst_facerec_overlay_compose_clear (GstFacerecOverlayCompose *self)
{
  gst_facerec_overlay_trail_clear (self->trail);
}

/* ---- one face ---- */

static gboolean
is_hidden (const GstFacerecMeta *face, const GArray *places)
{
  for (guint i = 0; i < places->len; i++)
    if (g_array_index (places, GstFacerecHidePlace, i).id == face->id)
      return TRUE;
  return FALSE;
}

/* Counted in a frame of another size: something turned or cropped the picture without telling. */
static gboolean
lies_elsewhere (const GstFacerecMeta *face, const GstVideoInfo *info)
{
  return face->frame_width != (guint) info->width || face->frame_height != (guint) info->height;
}

static void
collect_landmarks (GstFacerecOverlayCompose *self, const GstFacerecMeta *face)
{
  gsize n_values, i;
  const gfloat *relative = gst_facerec_meta_get_landmarks (face, &n_values);

  g_array_set_size (self->points, 0);
  for (i = 0; relative && i < n_values; i++) {
    gfloat point = i % 2 == 0 ? face->x + relative[i] * face->width : face->y + relative[i] * face->height;

    g_array_append_val (self->points, point);
  }
}

/* What is written; whose picture is hidden is not called by name either. (transfer full) (nullable) */
static gchar *
choose_text (GstBuffer *buffer, const GstFacerecMeta *face, gboolean hidden, const GstFacerecOverlaySettings *settings)
{
  const guint64 track = gst_facerec_meta_get_track_id (face);
  g_autofree gchar *text = hidden ? NULL
      : gst_facerec_overlay_text (buffer, face, settings->show_name, settings->show_distance, settings->unknown_label);

  if (!settings->show_track || track == GST_FACEREC_NO_TRACK)
    return g_steal_pointer (&text);
  return g_strdup_printf ("%s%s#%" G_GUINT64_FORMAT, text ? text : "", text ? " " : "", track);
}

static guint32
choose_color (const GstFacerecMeta *face, const GstFacerecOverlaySettings *settings)
{
  const GstFacerecIdentity *identity = gst_facerec_meta_get_identity (face);

  if (gst_facerec_meta_get_label (face))
    return settings->known_color;
  return identity && gst_facerec_identity_get_stranger (identity) ? settings->stranger_color : settings->unknown_color;
}

/* (transfer full) (nullable) */
static GstVideoOverlayRectangle *
draw_face (GstFacerecOverlayCompose *self, GstBuffer *buffer, const GstFacerecMeta *face, gboolean hidden,
    const GstFacerecOverlaySettings *settings, const GstVideoInfo *info)
{
  g_autofree gchar *text = choose_text (buffer, face, hidden, settings);
  GstFacerecOverlayFace drawn = {
    .frame_width = info->width, .frame_height = info->height,
    .x = face->x, .y = face->y, .width = face->width, .height = face->height, .text = text,
    .color = choose_color (face, settings), .line_width = settings->line_width,
    .min_line = self->min_line, .no_box = !settings->show_box,
  };

  if (settings->show_landmarks && !hidden) {
    collect_landmarks (self, face);
    drawn.landmarks = (const gfloat *) self->points->data;
    drawn.n_landmarks = self->points->len / 2;
  }
  if (drawn.no_box && !text && drawn.n_landmarks == 0)
    return NULL;
  return gst_facerec_overlay_cache_get (self->cache, &drawn);
}

/* ---- one frame ---- */

/* GStreamer (1.22) blends the chroma of every second pixel and line only: a line of one pixel between them would get none, and be
 * grey. */
static gboolean
is_subsampled (const GstVideoInfo *info)
{
  for (guint component = 0; component < GST_VIDEO_INFO_N_COMPONENTS (info); component++)
    if (GST_VIDEO_FORMAT_INFO_W_SUB (info->finfo, component) > 0 || GST_VIDEO_FORMAT_INFO_H_SUB (info->finfo, component) > 0)
      return TRUE;
  return FALSE;
}

/* rectangle: (transfer full) (nullable) */
static void
add_rectangle (GstVideoOverlayComposition **composition, GstVideoOverlayRectangle *rectangle)
{
  if (!rectangle)
    return;
  if (*composition)
    gst_video_overlay_composition_add_rectangle (*composition, rectangle);
  else
    *composition = gst_video_overlay_composition_new (rectangle);
  gst_video_overlay_rectangle_unref (rectangle);
}

/* Beneath the boxes. */
static void
draw_trails (GstFacerecOverlayCompose *self, GstBuffer *buffer, const GstFacerecOverlaySettings *settings,
    const GstVideoInfo *info, guint64 time, GstVideoOverlayComposition **composition)
{
  const gint line = settings->line_width > 0 ? (gint) (settings->line_width + 0.5f) : info->height / 240;
  g_autoptr (GPtrArray) rectangles = NULL;
  gpointer state = NULL;
  GstFacerecMeta *face;

  if (settings->trail == 0) {
    gst_facerec_overlay_trail_clear (self->trail);
    return;
  }
  while ((face = gst_facerec_buffer_iterate_faces (buffer, &state)))
    if (gst_facerec_meta_get_track_id (face) != GST_FACEREC_NO_TRACK && !lies_elsewhere (face, info))
      gst_facerec_overlay_trail_add (self->trail, gst_facerec_meta_get_track_id (face), time,
          face->x + face->width / 2, face->y + face->height / 2, choose_color (face, settings));
  rectangles = gst_facerec_overlay_trail_draw (self->trail, time, settings->trail * GST_MSECOND, info->width,
      info->height, MAX (line, self->min_line));
  for (guint i = 0; i < rectangles->len; i++)
    add_rectangle (composition, gst_video_overlay_rectangle_ref (g_ptr_array_index (rectangles, i)));
}

GstVideoOverlayComposition *
gst_facerec_overlay_compose (GstFacerecOverlayCompose *self, const GstFacerecOverlaySettings *settings,
    const GArray *places, GstBuffer *buffer, const GstVideoInfo *info, gboolean blended, guint64 time)
{
  GstVideoOverlayComposition *composition = NULL;
  gpointer state = NULL;
  GstFacerecMeta *face;

  self->min_line = blended && is_subsampled (info) ? 2 : 1;
  gst_facerec_overlay_cache_set_font (self->cache, settings->font_desc);
  draw_trails (self, buffer, settings, info, time, &composition);
  while ((face = gst_facerec_buffer_iterate_faces (buffer, &state)))
    if (!lies_elsewhere (face, info))
      add_rectangle (&composition, draw_face (self, buffer, face, is_hidden (face, places), settings, info));
  gst_facerec_overlay_cache_end_frame (self->cache);
  return composition;
}

void
gst_facerec_overlay_attach (GstBuffer *buffer, GstVideoOverlayComposition *composition)
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
