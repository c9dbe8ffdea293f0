/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/batch/grouppage.h"

#include "pipelines/batch/folder.h"
#include "pipelines/batch/moment.h"
#include "pipelines/output.h"
#include "pipelines/page.h"

/* A picture has some 4 kB: a page of 12 MB at most. */
#define MAX_PICTURES 2000
#define MAX_PICTURES_OF_GROUP 12

typedef struct {
  GString *html;
  const gchar *output;
  guint n_pictures;
} GroupPage;

gchar *
batch_group_page_name (const gchar *output)
{
  return g_build_filename (output, "clusters.html", NULL);
}

static void
append_picture (GroupPage *self, const BatchGroupTrack *track)
{
  g_autofree gchar *folder = batch_folder_film (self->output, track->folder);
  g_autofree gchar *path = track->thumbnail ? g_build_filename (folder, track->thumbnail, NULL) : NULL;
  g_autofree gchar *moment = batch_moment_text (track->best_ns), *base = g_path_get_basename (track->path);
  g_autoptr (GString) picture = g_string_new (NULL);

  if (!path || !page_append_picture (picture, path))
    return;
  g_string_append (self->html, "<figure><img alt=\"face in ");
  page_append_text (self->html, base);
  g_string_append_printf (self->html, " at %s\" src=\"%s\"><figcaption title=\"", moment, picture->str);
  page_append_text (self->html, track->path);
  g_string_append (self->html, "\">");
  page_append_text (self->html, base);
  g_string_append_printf (self->html, "<br>%s</figcaption></figure>\n", moment);
  self->n_pictures++;
}

/* The best one, then some from everywhere among the others. */
static void
append_pictures (GroupPage *self, const BatchGroup *group)
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
append_moments (GroupPage *self, const BatchGroup *group)
{
  g_string_append (self->html, "<details><summary>where and when</summary>\n<table>\n");
  for (guint i = 0; i < group->tracks->len; i++) {
    const BatchGroupTrack *track = g_ptr_array_index (group->tracks, i);
    g_autofree gchar *from = batch_moment_text (track->from_ns), *to = batch_moment_text (track->to_ns);

    g_string_append (self->html, "<tr><td>");
    page_append_text (self->html, track->path);
    g_string_append_printf (self->html, "</td><td>%s – %s</td></tr>\n", from, to);
  }
  g_string_append (self->html, "</table></details>\n");
}

static void
append_group (GroupPage *self, const BatchGroup *group)
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
  page_append_text (self->html, output);
  g_string_append (self->html, " enc.bin</code>\n");
  append_moments (self, group);
  g_string_append (self->html, "</section>\n");
}

static void
append_introduction (GroupPage *self, guint n_groups)
{
  g_string_append (self->html, "<h1>People without a name</h1>\n");
  if (n_groups == 0) {
    g_string_append (self->html, "<p>There are none to show: everybody who was seen well enough has a name, or is in a smaller "
        "group than was asked for.</p>\n");
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
  const gchar *const styles[] = { "clusters.css", NULL }, *const scripts[] = { "clusters.js", NULL };
  g_autoptr (Page) page = page_new ("People without a name", styles, scripts);
  g_autofree gchar *name = batch_group_page_name (output);
  GroupPage self = { page_get_body (page), output, 0 };
  guint n_shown = 0;

  g_string_append (self.html, "<main data-output=\"");
  page_append_text (self.html, output);
  g_string_append (self.html, "\">\n");
  append_introduction (&self, groups->len);
  while (n_shown < groups->len && self.n_pictures < MAX_PICTURES)
    append_group (&self, g_ptr_array_index (groups, n_shown++));
  if (n_shown < groups->len)
    g_string_append_printf (self.html, "<p>%u smaller groups more are not on this page; <i>gst-facerec cluster --json</i> "
        "lists all.</p>\n", groups->len - n_shown);
  g_string_append (self.html, "</main>\n");
  return page_save (page, name, error);
}
