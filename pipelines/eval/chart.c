/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/eval/chart.h"

#include <math.h>

#include "pipelines/page.h"

#define LEFT 52
#define RIGHT 14
#define TOP 12
#define BOTTOM 40

/* A number with a point in every locale and no more digits than a drawing needs. */
static void
append_length (GString *html, gdouble value)
{
  gchar text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (html, g_ascii_formatd (text, sizeof text, "%.4g", round (value * 10) / 10));
}

static void
attribute (GString *html, const gchar *name, gdouble value)
{
  g_string_append_printf (html, " %s=\"", name);
  append_length (html, value);
  g_string_append_c (html, '"');
}

static gdouble
place (const EvalScale *scale, gdouble value)
{
  const gdouble clamped = CLAMP (value, MIN (scale->from, scale->to), MAX (scale->from, scale->to));

  if (scale->logarithmic)
    return log (clamped / scale->from) / log (scale->to / scale->from);
  return (clamped - scale->from) / (scale->to - scale->from);
}

gdouble
eval_chart_x (const EvalChart *self, gdouble x)
{
  return self->left + place (&self->x, x) * self->width;
}

gdouble
eval_chart_y (const EvalChart *self, gdouble y)
{
  return self->top + (1 - place (&self->y, y)) * self->height;
}

/* ---- scales ---- */

/* 1, 2 or 5 times a power of ten, of which at most seven fit. */
static gdouble
step_of (const EvalScale *scale)
{
  static const gdouble factors[] = { 1, 2, 5, 10 };
  const gdouble range = scale->to - scale->from, power = pow (10, floor (log10 (range / 7)));

  for (guint i = 0; i < G_N_ELEMENTS (factors); i++)
    if (range / (factors[i] * power) <= 7.001)
      return factors[i] * power;
  return range;
}

static gchar *
format_value (const EvalScale *scale, gdouble value)
{
  gchar text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (text, sizeof text, "%.6g", (scale->percent ? 100 * value : value) + 0.0); /* no -0 */
  return g_strconcat (text, scale->percent ? " %" : "", NULL);
}

static void
tick_x (EvalChart *self, gdouble value)
{
  g_autofree gchar *text = format_value (&self->x, value);
  const gdouble x = eval_chart_x (self, value);

  g_string_append (self->html, "<line class=\"grid\"");
  attribute (self->html, "x1", x);
  attribute (self->html, "x2", x);
  attribute (self->html, "y1", self->top);
  attribute (self->html, "y2", self->top + self->height);
  g_string_append (self->html, "/><text class=\"tick\" text-anchor=\"middle\"");
  attribute (self->html, "x", x);
  attribute (self->html, "y", self->top + self->height + 15);
  g_string_append_printf (self->html, ">%s</text>", text);
}

static void
tick_y (EvalChart *self, gdouble value)
{
  g_autofree gchar *text = format_value (&self->y, value);
  const gdouble y = eval_chart_y (self, value);

  g_string_append (self->html, "<line class=\"grid\"");
  attribute (self->html, "x1", self->left);
  attribute (self->html, "x2", self->left + self->width);
  attribute (self->html, "y1", y);
  attribute (self->html, "y2", y);
  g_string_append (self->html, "/><text class=\"tick\" text-anchor=\"end\"");
  attribute (self->html, "x", self->left - 6);
  attribute (self->html, "y", y + 4);
  g_string_append_printf (self->html, ">%s</text>", text);
}

static void
draw_ticks (EvalChart *self, const EvalScale *scale, void (*tick) (EvalChart *self, gdouble value))
{
  const gdouble step = scale->logarithmic ? 0 : step_of (scale);

  if (!scale->label)
    return;
  if (scale->logarithmic) {
    for (gdouble power = ceil (log10 (scale->from) - 1e-9); power <= log10 (scale->to) + 1e-9; power++)
      tick (self, pow (10, power));
    return;
  }
  for (gdouble i = ceil (scale->from / step - 1e-9); i * step <= scale->to + step * 1e-9; i++)
    tick (self, i * step);
}

static void
draw_labels (EvalChart *self)
{
  if (self->x.label) {
    g_string_append (self->html, "<text class=\"label\" text-anchor=\"middle\"");
    attribute (self->html, "x", self->left + self->width / 2);
    attribute (self->html, "y", self->top + self->height + 33);
    g_string_append_c (self->html, '>');
    page_append_text (self->html, self->x.label);
    g_string_append (self->html, "</text>");
  }
  if (self->y.label && *self->y.label) {
    g_string_append (self->html, "<text class=\"label\" text-anchor=\"middle\" transform=\"translate(11 ");
    append_length (self->html, self->top + self->height / 2);
    g_string_append (self->html, ") rotate(-90)\">");
    page_append_text (self->html, self->y.label);
    g_string_append (self->html, "</text>");
  }
}

void
eval_chart_begin (EvalChart *self, GString *html, const gchar *title, gdouble width, gdouble height, EvalScale x,
    EvalScale y)
{
  const gdouble left = y.label ? LEFT : 6, bottom = x.label ? BOTTOM : 6;

  *self = (EvalChart) { html, x, y, left, TOP, width - left - RIGHT, height - TOP - bottom };
  g_string_append_printf (html, "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\"><title>", (gint) width, (gint) height);
  page_append_text (html, title);
  g_string_append (html, "</title>");
  draw_ticks (self, &self->x, tick_x);
  draw_ticks (self, &self->y, tick_y);
  draw_labels (self);
}

void
eval_chart_end (EvalChart *self)
{
  g_string_append (self->html, "</svg>\n");
}

/* ---- what is in it ---- */

static void
append_title (GString *html, const gchar *text)
{
  if (!text)
    return;
  g_string_append (html, "<title>");
  page_append_text (html, text);
  g_string_append (html, "</title>");
}

void
eval_chart_line (EvalChart *self, const gdouble *points, guint n, const gchar *css)
{
  gboolean drawing = FALSE;

  g_string_append_printf (self->html, "<path class=\"line %s\" d=\"", css);
  for (guint i = 0; i < n; i++) {
    const gdouble x = points[2 * i], y = points[2 * i + 1];

    if (isnan (x) || isnan (y)) {
      drawing = FALSE;
      continue;
    }
    g_string_append_c (self->html, drawing ? 'L' : 'M');
    append_length (self->html, eval_chart_x (self, x));
    g_string_append_c (self->html, ' ');
    append_length (self->html, eval_chart_y (self, y));
    drawing = TRUE;
  }
  g_string_append (self->html, "\"/>");
}

void
eval_chart_band (EvalChart *self, const gdouble *points, guint n, const gchar *css)
{
  g_string_append_printf (self->html, "<polygon class=\"band %s\" points=\"", css);
  for (guint i = 0; i < 2 * n; i++) {
    const guint at = i < n ? i : 2 * n - 1 - i; /* there along the lower ends and back along the upper ones */
    const gdouble y = points[3 * at + (i < n ? 1 : 2)];

    if (isnan (y))
      continue;
    append_length (self->html, eval_chart_x (self, points[3 * at]));
    g_string_append_c (self->html, ',');
    append_length (self->html, eval_chart_y (self, y));
    g_string_append_c (self->html, ' ');
  }
  g_string_append (self->html, "\"/>");
}

void
eval_chart_dot (EvalChart *self, gdouble x, gdouble y, gdouble radius, const gchar *css, const gchar *text)
{
  g_string_append_printf (self->html, "<circle class=\"dot %s\"", css);
  attribute (self->html, "cx", eval_chart_x (self, x));
  attribute (self->html, "cy", eval_chart_y (self, y));
  attribute (self->html, "r", radius);
  g_string_append_c (self->html, '>');
  append_title (self->html, text);
  g_string_append (self->html, "</circle>");
}

void
eval_chart_bar (EvalChart *self, gdouble x0, gdouble x1, gdouble y, const gchar *css, const gchar *text)
{
  const gdouble left = eval_chart_x (self, x0), top = eval_chart_y (self, y);

  g_string_append_printf (self->html, "<rect class=\"%s\"", css);
  attribute (self->html, "x", left);
  attribute (self->html, "y", top);
  attribute (self->html, "width", MAX (eval_chart_x (self, x1) - left, 0));
  attribute (self->html, "height", MAX (self->top + self->height - top, 0));
  g_string_append_c (self->html, '>');
  append_title (self->html, text);
  g_string_append (self->html, "</rect>");
}

void
eval_chart_mark (EvalChart *self, gdouble x, const gchar *css, const gchar *text)
{
  const gdouble at = eval_chart_x (self, x);
  const gboolean right = at > self->left + self->width / 2;

  g_string_append_printf (self->html, "<line class=\"mark %s\"", css);
  attribute (self->html, "x1", at);
  attribute (self->html, "x2", at);
  attribute (self->html, "y1", self->top);
  attribute (self->html, "y2", self->top + self->height);
  g_string_append (self->html, "/>");
  if (!text)
    return;
  g_string_append_printf (self->html, "<text class=\"tick mark-text\" text-anchor=\"%s\"", right ? "start" : "end");
  attribute (self->html, "x", at + (right ? 5 : -5));
  attribute (self->html, "y", self->top + 10);
  g_string_append_c (self->html, '>');
  page_append_text (self->html, text);
  g_string_append (self->html, "</text>");
}
