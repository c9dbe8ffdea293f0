/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/batch/grouppage.h"

#include "pipelines/batch/folder.h"
#include "pipelines/batch/moment.h"
#include "pipelines/output.h"

/* A picture has some 4 kB: a page of 12 MB at most. */
#define MAX_PICTURES 2000
#define MAX_PICTURES_OF_GROUP 12
#define MAX_PICTURE_BYTES (64 * 1024)

static const gchar head[] =
  "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
  "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
  "script-src 'unsafe-inline'\">\n"
  "<title>People without a name</title>\n<style>\n"
  ":root{color-scheme:light dark;--back:#f4f4f2;--card:#fff;--text:#1c1c1a;--dim:#66665f;--line:#d8d8d2;--mark:#0b6e4f}\n"
  "@media(prefers-color-scheme:dark){:root{--back:#161614;--card:#22221f;--text:#ecece6;--dim:#a2a298;--line:#3a3a35;"
  "--mark:#5cc8a0}}\n"
  "body{margin:0;background:var(--back);color:var(--text);font:15px/1.45 system-ui,sans-serif}\n"
  "main{max-width:72rem;margin:0 auto;padding:1.5rem}\nh1{font-size:1.5rem;margin:0 0 .3rem}\n"
  "h2{font-size:1.1rem;margin:0}\np{margin:.3rem 0}\n.dim{color:var(--dim)}\n"
  "section{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:1rem;margin:1rem 0}\n"
  ".faces{display:flex;flex-wrap:wrap;gap:.8rem;margin:.8rem 0}\nfigure{margin:0;width:128px}\n"
  "figure img{width:128px;height:128px;object-fit:cover;border-radius:6px;background:var(--line);display:block}\n"
  "figcaption{font-size:.8rem;color:var(--dim);overflow-wrap:anywhere}\n"
  "input{font:inherit;padding:.25rem .5rem;border:1px solid var(--line);border-radius:6px;background:var(--back);"
  "color:inherit}\n"
  "code{display:block;margin-top:.5rem;padding:.5rem .7rem;background:var(--back);border-left:3px solid var(--mark);"
  "overflow-wrap:anywhere;white-space:pre-wrap;font:13px/1.4 ui-monospace,monospace}\n"
  "details{margin-top:.5rem}summary{cursor:pointer;color:var(--dim)}\ntd{padding:.1rem .8rem .1rem 0;vertical-align:top;"
  "overflow-wrap:anywhere}\n</style>\n</head>\n<body>\n";

/* Types the name and the gallery into the commands, quoted for a shell. */
static const gchar script[] =
  "<script>\n'use strict';\n"
  "const quote = text => /^[\\w@%+=:,./-]+$/.test(text) ? text : \"'\" + text.replace(/'/g, \"'\\\\''\") + \"'\";\n"
  "const gallery = document.getElementById('gallery');\n"
  "const out = document.querySelector('main').dataset.output;\n"
  "const show = section => {\n"
  "  const name = section.querySelector('input').value.trim() || 'NAME';\n"
  "  section.querySelector('code').textContent = 'gst-facerec gallery add --from-cluster ' + section.dataset.group\n"
  "    + ' --name ' + quote(name) + ' --index ' + quote(out) + ' ' + quote(gallery.value.trim() || 'enc.bin');\n"
  "};\n"
  "const sections = document.querySelectorAll('section');\n"
  "for (const section of sections)\n"
  "  section.querySelector('input').addEventListener('input', () => show(section));\n"
  "if (gallery)\n"
  "  gallery.addEventListener('input', () => sections.forEach(show));\n"
  "</script>\n";

typedef struct {
  GString *html;
  const gchar *output;
  guint n_pictures;
} Page;

gchar *
batch_group_page_name (const gchar *output)
{
  return g_build_filename (output, "clusters.html", NULL);
}

/* Text of any bytes, for elements and quoted attributes. */
static void
append_text (Page *self, const gchar *text)
{
  g_autofree gchar *shown = output_printable (text), *escaped = g_markup_escape_text (shown, -1);

  g_string_append (self->html, escaped);
}

static void
append_picture (Page *self, const BatchGroupTrack *track)
{
  g_autofree gchar *folder = batch_folder_film (self->output, track->folder);
  g_autofree gchar *path = track->thumbnail ? g_build_filename (folder, track->thumbnail, NULL) : NULL;
  g_autofree gchar *moment = batch_moment_text (track->best_ns), *base = g_path_get_basename (track->path);
  g_autofree gchar *picture = NULL, *encoded = NULL;
  gsize n_bytes;

  if (!path || !g_file_get_contents (path, &picture, &n_bytes, NULL) || n_bytes == 0 || n_bytes > MAX_PICTURE_BYTES)
    return;
  encoded = g_base64_encode ((const guchar *) picture, n_bytes);
  g_string_append (self->html, "<figure><img alt=\"face in ");
  append_text (self, base);
  g_string_append_printf (self->html, " at %s\" src=\"data:image/jpeg;base64,%s\"><figcaption title=\"", moment, encoded);
  append_text (self, track->path);
  g_string_append (self->html, "\">");
  append_text (self, base);
  g_string_append_printf (self->html, "<br>%s</figcaption></figure>\n", moment);
  self->n_pictures++;
}

/* The best one, then some from everywhere among the others. */
static void
append_pictures (Page *self, const BatchGroup *group)
{
  const guint n = MIN (group->tracks->len, MAX_PICTURES_OF_GROUP);

  g_string_append (self->html, "<div class=\"faces\">\n");
  append_picture (self, g_ptr_array_index (group->tracks, group->best));
  for (guint i = 0; i + 1 < n; i++) {
    guint at = (guint) ((guint64) i * (group->tracks->len - 1) / (n - 1));

    at += at >= group->best;
    append_picture (self, g_ptr_array_index (group->tracks, at));
  }
  g_string_append (self->html, "</div>\n");
}

static void
append_moments (Page *self, const BatchGroup *group)
{
  g_string_append (self->html, "<details><summary>where and when</summary>\n<table>\n");
  for (guint i = 0; i < group->tracks->len; i++) {
    const BatchGroupTrack *track = g_ptr_array_index (group->tracks, i);
    g_autofree gchar *from = batch_moment_text (track->from_ns), *to = batch_moment_text (track->to_ns);

    g_string_append (self->html, "<tr><td>");
    append_text (self, track->path);
    g_string_append_printf (self->html, "</td><td>%s – %s</td></tr>\n", from, to);
  }
  g_string_append (self->html, "</table></details>\n");
}

static void
append_group (Page *self, const BatchGroup *group)
{
  g_autofree gchar *tracks = output_count (group->tracks->len, "track", NULL);
  g_autofree gchar *films = output_count (group->n_films, "film", NULL);
  g_autofree gchar *output = g_shell_quote (self->output);

  g_string_append_printf (self->html, "<section id=\"group-%" G_GINT64_FORMAT "\" data-group=\"%" G_GINT64_FORMAT "\">\n"
      "<h2>Group %" G_GINT64_FORMAT "</h2>\n<p class=\"dim\">%s in %s", group->number, group->number, group->number, tracks,
      films);
  if (group->tracks->len > MAX_PICTURES_OF_GROUP)
    g_string_append_printf (self->html, "; %u of them are shown", MAX_PICTURES_OF_GROUP);
  g_string_append (self->html, "</p>\n");
  append_pictures (self, group);
  g_string_append (self->html, "<label>Who is it? <input placeholder=\"a name\" autocomplete=\"off\"></label>\n");
  g_string_append_printf (self->html, "<code>gst-facerec gallery add --from-cluster %" G_GINT64_FORMAT
      " --name NAME --index ", group->number);
  append_text (self, output);
  g_string_append (self->html, " enc.bin</code>\n");
  append_moments (self, group);
  g_string_append (self->html, "</section>\n");
}

static void
append_introduction (Page *self, guint n_groups)
{
  g_string_append (self->html, "<h1>People without a name</h1>\n");
  if (n_groups == 0) {
    g_string_append (self->html, "<p>There are none: everybody who was seen well enough has a name.</p>\n");
    return;
  }
  g_string_append (self->html, "<p>Each group is one person, as far as their faces tell; look before you name one. Type a "
      "name, copy the command into a terminal, and run the same <i>gst-facerec batch</i> again: it names that person in "
      "all films without decoding them again.</p>\n"
      "<p><label>Gallery <input id=\"gallery\" value=\"enc.bin\" autocomplete=\"off\"></label></p>\n");
}

gboolean
batch_group_page_write (GPtrArray *groups, const gchar *output, GError **error)
{
  g_autoptr (GString) html = g_string_new (head);
  g_autofree gchar *name = batch_group_page_name (output);
  Page page = { html, output, 0 };
  guint n_shown = 0;

  g_string_append (html, "<main data-output=\"");
  append_text (&page, output);
  g_string_append (html, "\">\n");
  append_introduction (&page, groups->len);
  while (n_shown < groups->len && page.n_pictures < MAX_PICTURES)
    append_group (&page, g_ptr_array_index (groups, n_shown++));
  if (n_shown < groups->len)
    g_string_append_printf (html, "<p>%u smaller groups more are not on this page; <i>gst-facerec cluster --json</i> lists "
        "all.</p>\n", groups->len - n_shown);
  g_string_append (html, script);
  g_string_append (html, "</main>\n</body>\n</html>\n");
  return g_file_set_contents_full (name, html->str, html->len, G_FILE_SET_CONTENTS_CONSISTENT, 0666, error);
}
