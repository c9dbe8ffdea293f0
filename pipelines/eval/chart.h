/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A drawing of numbers as inline SVG: a frame with scales, and what is put into it. Colours are left to the page's style
 * (pipelines/page/eval.css), by class. */

typedef struct {
  gdouble from, to;
  gboolean logarithmic; /* from > 0 then; lower values are drawn at from */
  gboolean percent;     /* values are shares, written as percentages */
  const gchar *label;
} EvalScale;

typedef struct {
  GString *html;
  EvalScale x, y;
  gdouble left, top, width, height; /* of the frame, units of the drawing */
} EvalChart;

/* Writes the frame with its grid, numbers and labels. title: for who cannot see it. width, height: of the drawing. */
void eval_chart_begin (EvalChart *self, GString *html, const gchar *title, gdouble width, gdouble height, EvalScale x,
    EvalScale y);
void eval_chart_end (EvalChart *self);

/* Where a value is in the drawing; values beyond the scale are at its end. */
gdouble eval_chart_x (const EvalChart *self, gdouble x);
gdouble eval_chart_y (const EvalChart *self, gdouble y);

/* A line through n points (x, y, x, y...); NaN interrupts it. css: its classes. */
void eval_chart_line (EvalChart *self, const gdouble *points, guint n, const gchar *css);
/* The area between low and high over x: n times x, low, high. */
void eval_chart_band (EvalChart *self, const gdouble *points, guint n, const gchar *css);
/* A dot with a text to be shown when it is pointed at (plain text). */
void eval_chart_dot (EvalChart *self, gdouble x, gdouble y, gdouble radius, const gchar *css, const gchar *text);
/* A bar between two x from the bottom of the frame. */
void eval_chart_bar (EvalChart *self, gdouble x0, gdouble x1, gdouble y, const gchar *css, const gchar *text);
/* An upright line from top to bottom with a text at its top. */
void eval_chart_mark (EvalChart *self, gdouble x, const gchar *css, const gchar *text);

G_END_DECLS
