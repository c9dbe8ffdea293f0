/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/overlay/draw.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

#define DEFAULT_FONT "Sans Bold 12"
#define DEFAULT_POINTS 12
#define REFERENCE_HEIGHT 480.0 /* px: of the frame that sizes are meant for */
#define PIXELS_PER_POINT (96.0 / 72.0)
#define MIN_FONT_SIZE 7 /* px: smaller letters cannot be told apart */
#define HALO 1 /* px: dark edge round the box, for bright pictures */
#define FAR 1e6f /* px: no frame reaches so far; keeps boxes in range of a gint */

struct _GstFacerecOverlayDraw {
  PangoFontMap *font_map; /* of our own: Pango's default one belongs to a thread */
  PangoContext *context;
  gchar *font;
};

GstFacerecOverlayDraw *
gst_facerec_overlay_draw_new (void)
{
  GstFacerecOverlayDraw *self = g_new0 (GstFacerecOverlayDraw, 1);

  self->font_map = pango_cairo_font_map_new ();
  self->context = pango_font_map_create_context (self->font_map);
  return self;
}

void
gst_facerec_overlay_draw_free (GstFacerecOverlayDraw *self)
{
  if (!self)
    return;
  g_object_unref (self->context);
  g_object_unref (self->font_map);
  g_free (self->font);
  g_free (self);
}

gboolean
gst_facerec_overlay_draw_set_font (GstFacerecOverlayDraw *self, const gchar *description)
{
  if (g_strcmp0 (self->font, description) == 0)
    return FALSE;
  g_free (self->font);
  self->font = g_strdup (description);
  return TRUE;
}

/* ---- text ---- */

static PangoFontDescription *
parse_font (GstFacerecOverlayDraw *self)
{
  return pango_font_description_from_string (self->font && *self->font ? self->font : DEFAULT_FONT);
}

static gint
choose_font_size (GstFacerecOverlayDraw *self, gint frame_height)
{
  PangoFontDescription *font = parse_font (self);
  gdouble size = pango_font_description_get_size (font) / (gdouble) PANGO_SCALE;

  if (size <= 0)
    size = DEFAULT_POINTS;
  if (!pango_font_description_get_size_is_absolute (font))
    size *= PIXELS_PER_POINT;
  pango_font_description_free (font);
  return MAX (MIN_FONT_SIZE, (gint) lround (size * frame_height / REFERENCE_HEIGHT));
}

static PangoLayout *
lay_out_text (GstFacerecOverlayDraw *self, const gchar *text, gint font_size, gint max_width)
{
  PangoLayout *layout = pango_layout_new (self->context);
  PangoFontDescription *font = parse_font (self);
  g_autofree gchar *valid = g_utf8_make_valid (text, -1);

  pango_font_description_set_absolute_size (font, font_size * (gdouble) PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_width (layout, max_width * PANGO_SCALE);
  pango_layout_set_text (layout, valid, -1);
  pango_font_description_free (font);
  return layout;
}

/* Room for the outline on each side of the letters. */
static gint
outline_of (gint font_size)
{
  return MAX (1, font_size / 8);
}

/* ---- plan ---- */

typedef struct {
  gint left, top, right, bottom;
} Rect;

static gint
round_edge (gfloat edge)
{
  return (gint) lroundf (CLAMP (edge, -FAR, FAR));
}

/* Over the box, or where there is no room under it, or else at the top inside; always inside of the frame. */
static gint
place_text (const Rect *box, gint height, gint frame_height)
{
  gint top;

  if (box->top - height >= 0)
    top = box->top - height;
  else if (box->bottom + height <= frame_height)
    top = box->bottom;
  else
    top = box->top;
  return CLAMP (top, 0, MAX (0, frame_height - height));
}

static gboolean
plan_text (GstFacerecOverlayDraw *self, const GstFacerecOverlayFace *face, const Rect *box, gint *font_size, Rect *rect)
{
  g_autoptr (PangoLayout) layout = NULL;
  gint width, height, outline;

  if (!face->text || !*face->text)
    return FALSE;
  *font_size = choose_font_size (self, face->frame_height);
  outline = outline_of (*font_size);
  if (face->frame_width <= 2 * outline)
    return FALSE;
  layout = lay_out_text (self, face->text, *font_size, face->frame_width - 2 * outline);
  pango_layout_get_pixel_size (layout, &width, &height);
  width = MIN (width + 2 * outline, face->frame_width);
  height += 2 * outline;
  if (height > face->frame_height)
    return FALSE;
  rect->left = CLAMP (box->left, 0, face->frame_width - width);
  rect->right = rect->left + width;
  rect->top = place_text (box, height, face->frame_height);
  rect->bottom = rect->top + height;
  return TRUE;
}

static gint
choose_line (const GstFacerecOverlayFace *face)
{
  gdouble line = face->line_width > 0 ? face->line_width : face->frame_height / 240.0;

  return CLAMP ((gint) lround (line), MAX (face->min_line, 1), 1000);
}

gboolean
gst_facerec_overlay_draw_plan (GstFacerecOverlayDraw *self, const GstFacerecOverlayFace *face,
    GstFacerecOverlayPlan *plan)
{
  Rect box = { round_edge (face->x), round_edge (face->y), round_edge (face->x + face->width),
    round_edge (face->y + face->height) };
  Rect text = { 0, 0, 0, 0 }, all = { box.left - HALO, box.top - HALO, box.right + HALO, box.bottom + HALO };
  gint font_size = 0;

  if (box.right <= box.left || box.bottom <= box.top || box.right <= 0 || box.bottom <= 0
      || box.left >= face->frame_width || box.top >= face->frame_height)
    return FALSE;
  if (plan_text (self, face, &box, &font_size, &text))
    all = (Rect) { MIN (all.left, text.left), MIN (all.top, text.top), MAX (all.right, text.right),
      MAX (all.bottom, text.bottom) };
  all = (Rect) { MAX (all.left, 0), MAX (all.top, 0), MIN (all.right, face->frame_width),
    MIN (all.bottom, face->frame_height) };

  *plan = (GstFacerecOverlayPlan) {
    .x = all.left, .y = all.top, .width = all.right - all.left, .height = all.bottom - all.top,
    .box_x = box.left - all.left, .box_y = box.top - all.top,
    .box_width = face->no_box ? 0 : box.right - box.left, .box_height = box.bottom - box.top,
    .text_x = text.left - all.left, .text_y = text.top - all.top, .text_width = text.right - text.left,
    .font_size = font_size, .line = choose_line (face),
  };
  if (plan->text_width == 0)
    plan->text_x = plan->text_y = 0;
  return TRUE;
}

/* ---- paint ---- */

static void
set_color (cairo_t *cairo, guint32 color)
{
  cairo_set_source_rgba (cairo, (color >> 16 & 0xff) / 255.0, (color >> 8 & 0xff) / 255.0, (color & 0xff) / 255.0,
      (color >> 24) / 255.0);
}

/* A frame of lines inside of the box, as the difference of two rectangles: whole pixels, no blur. */
static void
paint_frame (cairo_t *cairo, gint x, gint y, gint width, gint height, gint line)
{
  cairo_rectangle (cairo, x, y, width, height);
  if (width > 2 * line && height > 2 * line)
    cairo_rectangle (cairo, x + line, y + line, width - 2 * line, height - 2 * line);
  cairo_set_fill_rule (cairo, CAIRO_FILL_RULE_EVEN_ODD);
  cairo_fill (cairo);
}

static void
paint_box (cairo_t *cairo, const GstFacerecOverlayPlan *plan, guint32 color)
{
  set_color (cairo, (color & 0xff000000) / 2 & 0xff000000);
  paint_frame (cairo, plan->box_x - HALO, plan->box_y - HALO, plan->box_width + 2 * HALO, plan->box_height + 2 * HALO,
      plan->line + 2 * HALO);
  set_color (cairo, color);
  cairo_set_operator (cairo, CAIRO_OPERATOR_SOURCE);
  paint_frame (cairo, plan->box_x, plan->box_y, plan->box_width, plan->box_height, plan->line);
  cairo_set_operator (cairo, CAIRO_OPERATOR_OVER);
}

static void
paint_landmarks (cairo_t *cairo, const GstFacerecOverlayFace *face, const GstFacerecOverlayPlan *plan)
{
  gsize i;

  set_color (cairo, face->color);
  for (i = 0; i < face->n_landmarks; i++) {
    gdouble x = CLAMP (face->landmarks[2 * i], -FAR, FAR) - plan->x;
    gdouble y = CLAMP (face->landmarks[2 * i + 1], -FAR, FAR) - plan->y;

    cairo_arc (cairo, x, y, plan->line, 0, 2 * G_PI);
    cairo_fill (cairo);
  }
}

/* Letters in the face's colour with a dark outline: readable on every ground. */
static void
paint_text (GstFacerecOverlayDraw *self, cairo_t *cairo, const GstFacerecOverlayFace *face,
    const GstFacerecOverlayPlan *plan)
{
  gint outline = outline_of (plan->font_size);
  g_autoptr (PangoLayout) layout = lay_out_text (self, face->text, plan->font_size, plan->text_width - 2 * outline);

  /* What was measured as just fitting is not to be shortened by rounding. */
  if (plan->text_width < face->frame_width)
    pango_layout_set_width (layout, -1);
  cairo_move_to (cairo, plan->text_x + outline, plan->text_y + outline);
  pango_cairo_layout_path (cairo, layout);
  set_color (cairo, face->color & 0xff000000);
  cairo_set_line_width (cairo, 2.0 * outline);
  cairo_set_line_join (cairo, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cairo);

  /* Not as a path: coloured glyphs have none. */
  set_color (cairo, face->color);
  cairo_move_to (cairo, plan->text_x + outline, plan->text_y + outline);
  pango_cairo_show_layout (cairo, layout);
}

void
gst_facerec_overlay_draw_paint (GstFacerecOverlayDraw *self, const GstFacerecOverlayFace *face,
    const GstFacerecOverlayPlan *plan, guint8 *pixels, gint stride)
{
  cairo_surface_t *surface = cairo_image_surface_create_for_data (pixels, CAIRO_FORMAT_ARGB32, plan->width,
      plan->height, stride);
  cairo_t *cairo = cairo_create (surface);

  if (plan->box_width > 0)
    paint_box (cairo, plan, face->color);
  if (face->landmarks)
    paint_landmarks (cairo, face, plan);
  if (plan->text_width > 0)
    paint_text (self, cairo, face, plan);
  cairo_destroy (cairo);
  cairo_surface_flush (surface);
  cairo_surface_destroy (surface);
}
