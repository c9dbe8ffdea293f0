/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/batch/page.h"

#include <math.h>
#include <string.h>

#include "pipelines/batch/annotated.h"
#include "pipelines/batch/folder.h"
#include "pipelines/batch/pagedata.h"
#include "pipelines/batch/pagepictures.h"
#include "pipelines/page.h"

/* A page that mails and opens well; what it may grow to beyond that are the spans, some 60 bytes each. */
#define MAX_PICTURES (10 * 1000 * 1000)

#define MS(ns) ((ns) / 1000000)

static const gchar *const kinds[] = { "person", "cluster", "stranger", "brief" };

gchar *
batch_page_path (const gchar *output)
{
  return g_build_filename (output, "report.html", NULL);
}

/* ---- data ---- */

static void
append_picture_place (GString *json, gint picture)
{
  if (picture == BATCH_PAGE_NO_PICTURE)
    g_string_append (json, "null");
  else
    g_string_append_printf (json, "%d", MAX (picture, -1));
}

static void
append_film (GString *json, const BatchPageFilm *film, const gchar *output)
{
  g_autofree gchar *link = page_make_link (film->path, output);
  g_autofree gchar *place = batch_folder_film (output, film->folder);
  g_autofree gchar *folder = page_make_link (place, output);
  g_autofree gchar *annotated = g_build_filename (place, BATCH_ANNOTATED_NAME, NULL);

  g_string_append (json, "{\"path\":");
  page_append_json (json, film->path);
  g_string_append (json, ",\"link\":");
  page_append_json (json, link);
  g_string_append (json, ",\"folder\":");
  page_append_json (json, folder);
  g_string_append (json, ",\"status\":");
  page_append_json (json, film->status);
  g_string_append (json, ",\"reason\":");
  page_append_json (json, film->reason);
  g_string_append (json, ",\"annotated\":");
  page_append_json (json, g_file_test (annotated, G_FILE_TEST_IS_REGULAR) ? BATCH_ANNOTATED_NAME : NULL);
  g_string_append_printf (json, ",\"ms\":%" G_GINT64_FORMAT ",\"width\":%u,\"height\":%u}", MS (film->duration_ns),
      film->width, film->height);
}

static void
append_who (GString *json, const BatchPageWho *who)
{
  g_string_append_printf (json, "{\"kind\":\"%s\",\"name\":", kinds[who->kind]);
  if (who->kind == BATCH_PAGE_CLUSTER)
    g_string_append_printf (json, "\"%" G_GINT64_FORMAT "\"", who->cluster);
  else
    page_append_json (json, who->name);
  g_string_append_printf (json, ",\"film\":%u,\"picture\":", who->film);
  append_picture_place (json, who->picture);
  g_string_append_c (json, '}');
}

static void
append_span (GString *json, const BatchPageSpan *span)
{
  gchar confidence[G_ASCII_DTOSTR_BUF_SIZE] = "null";

  if (isfinite (span->confidence))
    g_ascii_formatd (confidence, sizeof confidence, "%.3f", span->confidence);
  g_string_append_printf (json, "[%u,%u,%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT ",%s,%" G_GINT64_FORMAT ",%"
      G_GUINT64_FORMAT ",%" G_GINT64_FORMAT ",", span->film, span->who->number, MS (span->from_ns), MS (span->to_ns),
      confidence, MS (span->best_ns), span->best_frame, span->track);
  append_picture_place (json, span->picture);
  g_string_append_c (json, ']');
}

static void
append_data (GString *html, BatchPageData *data, const gchar *output)
{
  g_string_append (html, "<script type=\"application/json\" id=\"data\">\n{\"version\":1,\"pictures\":");
  batch_page_pictures_append (html, data, output, MAX_PICTURES);
  g_string_append (html, ",\n\"films\":[");
  for (guint i = 0; i < data->films->len; i++) {
    g_string_append (html, i ? ",\n" : "\n");
    append_film (html, g_ptr_array_index (data->films, i), output);
  }
  g_string_append (html, "],\n\"people\":[");
  for (guint i = 0; i < data->people->len; i++) {
    g_string_append (html, i ? ",\n" : "\n");
    append_who (html, g_ptr_array_index (data->people, i));
  }
  g_string_append (html, "],\n\"spans\":[");
  for (guint i = 0; i < data->spans->len; i++) {
    g_string_append (html, i ? ",\n" : "\n");
    append_span (html, &g_array_index (data->spans, BatchPageSpan, i));
  }
  g_string_append (html, "]}\n</script>\n");
}

/* ---- what is around it ---- */

static void
append_total (GString *html, const gchar *value, const gchar *what, const gchar *class)
{
  g_string_append_printf (html, "<li class=\"card %s\"><b>%s</b>%s</li>\n", class, value, what);
}

static void
append_number (GString *html, guint64 n, const gchar *one, const gchar *many, const gchar *class)
{
  g_autofree gchar *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, n);
  GString *value = g_string_new (digits);

  for (gssize at = (gssize) value->len - 3; at > 0; at -= 3)
    g_string_insert_c (value, at, ',');
  append_total (html, value->str, n == 1 ? one : many, class);
  g_string_free (value, TRUE);
}

static void
append_duration (GString *html, gint64 duration_ns)
{
  const gdouble seconds = duration_ns / 1e9;
  const gboolean hours = seconds >= 3600, minutes = seconds >= 60;
  gchar value[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (value, sizeof value, "%.1f", hours ? seconds / 3600 : minutes ? seconds / 60 : seconds);
  append_total (html, value, hours ? "hours" : minutes ? "minutes" : "seconds", "hours");
}

static void
append_totals (GString *html, const BatchPageData *data)
{
  const guint n_strangers = batch_page_data_count (data, BATCH_PAGE_CLUSTER)
      + batch_page_data_count (data, BATCH_PAGE_STRANGER);
  guint64 n_faces = 0;
  gint64 duration_ns = 0;
  guint n_bad = 0;

  for (guint i = 0; i < data->films->len; i++) {
    const BatchPageFilm *film = g_ptr_array_index (data->films, i);

    n_faces += film->n_faces;
    duration_ns += film->duration_ns;
    n_bad += g_strcmp0 (film->status, "done") != 0;
  }
  g_string_append (html, "<ul class=\"totals\">\n");
  append_number (html, data->films->len, "film", "films", "films");
  append_duration (html, duration_ns);
  append_number (html, batch_page_data_count (data, BATCH_PAGE_PERSON), "person", "people", "people");
  if (n_strangers)
    append_number (html, n_strangers, "stranger", "strangers", "strangers");
  append_number (html, data->spans->len, "appearance", "appearances", "spans");
  append_number (html, n_faces, "face found", "faces found", "faces");
  if (n_bad)
    append_number (html, n_bad, "film with a problem", "films with problems", "bad");
  g_string_append (html, "</ul>\n");
}

static const gchar tools[] =
  "</header>\n<div class=\"tools\"><div>\n<div role=\"tablist\" aria-label=\"What to show\">"
  "<button type=\"button\" class=\"button\" role=\"tab\" id=\"tab-people\" data-view=\"people\">People</button>"
  "<button type=\"button\" class=\"button\" role=\"tab\" id=\"tab-films\" data-view=\"films\">Films</button>"
  "<button type=\"button\" class=\"button\" role=\"tab\" id=\"tab-problems\" data-view=\"problems\">Problems</button></div>\n"
  "<input type=\"search\" id=\"person\" placeholder=\"Person\" aria-label=\"Only people with these words in the name\" "
  "autocomplete=\"off\" spellcheck=\"false\">\n"
  "<input type=\"search\" id=\"film\" placeholder=\"Film\" aria-label=\"Only films with these words in the path\" "
  "autocomplete=\"off\" spellcheck=\"false\">\n"
  "<button type=\"button\" class=\"button\" id=\"clear\">Clear</button>\n"
  "<select id=\"order\" aria-label=\"Order of people\"><option value=\"time\">Longest seen first</option>"
  "<option value=\"films\">Most films first</option><option value=\"name\">By name</option></select>\n"
  "<label class=\"check\"><input type=\"checkbox\" id=\"strangers\" checked autocomplete=\"off\"> Strangers</label>\n"
  "<span class=\"dim\" id=\"found\" role=\"status\"></span>\n</div></div>\n"
  "<main id=\"view\" role=\"tabpanel\"></main>\n"
  "<aside id=\"moment\" aria-label=\"The moment\" tabindex=\"-1\" hidden></aside>\n"
  "<noscript><main><p class=\"nothing\">The time lines need JavaScript.</p></main></noscript>\n"
  "<footer class=\"dim\"><p>Click on a bar for the moment. Keys: <kbd>/</kbd> search, <kbd>Tab</kbd> to a row, arrows from "
  "bar to bar, <kbd>Enter</kbd> opens, <kbd>Esc</kbd> closes; in the opened moment left and right go to the one before and "
  "after.</p><p>A name is a guess with a confidence, and it errs: look before you act on it. Names with faces and times are "
  "personal data.</p></footer>\n";

gboolean
batch_page_write (BatchIndex *index, const gchar *output, GError **error)
{
  const gchar *const styles[] = { "report.css", NULL };
  const gchar *const scripts[] = { "report-data.js", "report-bars.js", "report-moment.js", "report-views.js", "report.js",
    NULL };
  g_autoptr (BatchPageData) data = batch_page_data_read (index, error);
  g_autofree gchar *path = batch_page_path (output);
  g_autoptr (Page) page = NULL;
  GString *body;

  if (!data)
    return FALSE;
  page = page_new ("Who is in these films", styles, scripts);
  body = page_get_body (page);
  g_string_append (body, "<header>\n<h1>Who is in these films</h1>\n");
  append_totals (body, data);
  g_string_append (body, tools);
  append_data (body, data, output);
  return page_save (page, path, error);
}
