/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>
#include <stdlib.h>

#include "models/evaluation/confusion.h"
#include "pipelines/eval/chart.h"
#include "pipelines/eval/plots.h"
#include "pipelines/page.h"

#define SIDE 520
#define EDGE 14
#define N_COLOURS 12
#define NAME_LENGTH 18 /* characters of a name that are written beside a row */

/* ---- faces in a plane ---- */

/* The places fitted into a square. */
static gdouble *
fit (const gdouble *places, guint n)
{
  gdouble low[2] = { INFINITY, INFINITY }, high[2] = { -INFINITY, -INFINITY }, range;
  gdouble *fitted = g_new (gdouble, 2 * (gsize) n);

  for (guint i = 0; i < 2 * n; i++) {
    low[i % 2] = MIN (low[i % 2], places[i]);
    high[i % 2] = MAX (high[i % 2], places[i]);
  }
  range = MAX (MAX (high[0] - low[0], high[1] - low[1]), 1e-12);
  for (guint i = 0; i < 2 * n; i++)
    fitted[i] = SIDE / 2.0 + (places[i] - (low[i % 2] + high[i % 2]) / 2) / range * (SIDE - 2 * EDGE);
  return fitted;
}

void
eval_plot_map (GString *html, const EvalReport *report, const EvalFigures *figures)
{
  g_autofree gdouble *tsne = fit (figures->tsne, figures->n_shown), *pca = fit (figures->pca, figures->n_shown);
  const gdouble radius = figures->n_shown > 600 ? 3 : figures->n_shown > 150 ? 4 : 5.5;

  g_string_append_printf (html, "<svg class=\"chart map\" viewBox=\"0 0 %d %d\" role=\"img\"><title>Faces that are like "
      "each other "
      "lie beside each other</title>", SIDE, SIDE);
  for (guint i = 0; i < figures->n_shown; i++) {
    const guint face = figures->shown[i], person = report->people[face], named = figures->loo->predicted[face];
    const gboolean wrong = named != G_MAXUINT && named != person;

    g_string_append_printf (html, "<circle class=\"dot p%u%s\" data-person=\"%u\" data-tsne=\"%.1f,%.1f\" "
        "data-pca=\"%.1f,%.1f\" "
        "cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"><title>", person % N_COLOURS, wrong ? " wrong" : "", person, tsne[2 * i],
        tsne[2 * i + 1], pca[2 * i], pca[2 * i + 1], tsne[2 * i], tsne[2 * i + 1], radius);
    page_append_text (html, g_ptr_array_index (report->names, person));
    if (wrong) {
      g_string_append (html, ", taken for ");
      page_append_text (html, g_ptr_array_index (report->names, named));
    }
    g_string_append_c (html, '\n');
    page_append_text (html, report->of_row[face]->path);
    g_string_append (html, "</title></circle>");
  }
  g_string_append (html, "</svg>\n");
}

/* ---- who was taken for whom ---- */

typedef struct {
  guint person, mistakes;
} Involved;

static gint
most_mistakes_first (gconstpointer a, gconstpointer b)
{
  const Involved *x = a, *y = b;

  return x->mistakes != y->mistakes ? (x->mistakes < y->mistakes) - (x->mistakes > y->mistakes)
      : (x->person > y->person) - (x->person < y->person);
}

static gint
by_person (gconstpointer a, gconstpointer b)
{
  const Involved *x = a, *y = b;

  return (x->person > y->person) - (x->person < y->person);
}

/* Everybody, or of too many those in mistakes, the worst, in the order of people. (element-type Involved) */
static GArray *
choose_rows (const EvalReport *report, const EvalFigures *figures)
{
  const guint n = report->names->len;
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (Involved));

  for (guint person = 0; person < n; person++) {
    Involved involved = { person, 0 };

    for (guint other = 0; other < n; other++)
      if (other != person)
        involved.mistakes += figures->confusion[(gsize) person * n + other] + figures->confusion[(gsize) other * n + person];
    if (n <= EVAL_PLOT_MAX_PEOPLE || involved.mistakes > 0)
      g_array_append_val (rows, involved);
  }
  g_array_sort (rows, most_mistakes_first);
  g_array_set_size (rows, MIN (rows->len, EVAL_PLOT_MAX_PEOPLE));
  g_array_sort (rows, by_person);
  return rows;
}

static void
append_name (GString *html, const gchar *name)
{
  if (g_utf8_strlen (name, -1) > NAME_LENGTH) {
    g_autofree gchar *start = g_utf8_substring (name, 0, NAME_LENGTH - 1);

    page_append_text (html, start);
    g_string_append (html, "…");
  } else {
    page_append_text (html, name);
  }
}

static void
draw_cell (GString *html, const EvalReport *report, const EvalFigures *figures, guint shown, guint named, gdouble x, gdouble y,
    gdouble size)
{
  const guint n = report->names->len, count = figures->confusion[(gsize) shown * n + named];
  guint n_asked;

  facerec_confusion_recall (figures->confusion, n, shown, &n_asked);
  g_string_append_printf (html, "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" "
      "fill-opacity=\"%.2f\"><title>",
      count == 0 ? "cell none" : shown == named ? "cell right" : "cell wrong", x, y, size - 1, size - 1,
      count == 0 ? 1 : 0.25 + 0.75 * count / n_asked);
  page_append_text (html, g_ptr_array_index (report->names, shown));
  g_string_append (html, " named ");
  page_append_text (html, g_ptr_array_index (report->names, named));
  g_string_append_printf (html, ": %u of %u</title></rect>", count, n_asked);
  if (count > 0 && size >= 17)
    g_string_append_printf (html, "<text class=\"tick cell-text%s\" text-anchor=\"middle\" x=\"%.1f\" y=\"%.1f\">%u</text>",
        2 * count > n_asked ? " strong" : "", x + (size - 1) / 2, y + size / 2 + 3.5, count);
}

void
eval_plot_confusion (GString *html, const EvalReport *report, const EvalFigures *figures)
{
  g_autoptr (GArray) rows = choose_rows (report, figures);
  const gdouble names = 128, size = CLAMP ((SIDE - names) / MAX (rows->len, 1), 9, 30);
  const gdouble width = names + rows->len * size + 4, height = rows->len * size + names + 4;

  if (rows->len == 0) {
    g_string_append (html, "<p class=\"good\">Nobody was taken for somebody else.</p>\n");
    return;
  }
  g_string_append_printf (html, "<svg class=\"chart confusion\" viewBox=\"0 0 %.0f %.0f\" style=\"max-width:%.0fpx\" "
      "role=\"img\">"
      "<title>Who was taken for whom</title>", width, height, width * 1.25);
  for (guint i = 0; i < rows->len; i++) {
    const guint person = g_array_index (rows, Involved, i).person;
    const gchar *name = g_ptr_array_index (report->names, person);

    g_string_append_printf (html, "<text class=\"tick\" text-anchor=\"end\" x=\"%.1f\" y=\"%.1f\">", names - 5,
        (i + 0.5) * size + 4);
    append_name (html, name);
    g_string_append_printf (html, "</text><text class=\"tick\" text-anchor=\"start\" transform=\"translate(%.1f %.1f) "
        "rotate(50)\">", names + (i + 0.4) * size - 3, rows->len * size + 12);
    append_name (html, name);
    g_string_append (html, "</text>");
    for (guint j = 0; j < rows->len; j++)
      draw_cell (html, report, figures, person, g_array_index (rows, Involved, j).person, names + j * size, i * size, size);
  }
  g_string_append (html, "</svg>\n");
}
