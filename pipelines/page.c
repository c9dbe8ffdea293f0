/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/page.h"

#include <string.h>

#include <gio/gio.h>
#include <gst/facerec/facerec.h>

#include "pipelines/wholefile.h"

#define RESOURCES "/facerec/page/"

struct _Page {
  gchar *title;
  GString *style, *script, *body;
};

static void
append_resource (GString *text, const gchar *name)
{
  g_autofree gchar *path = g_strconcat (RESOURCES, name, NULL);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  g_return_if_fail (bytes != NULL);
  g_string_append_len (text, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

Page *
page_new (const gchar *title, const gchar *const *styles, const gchar *const *scripts)
{
  Page *self = g_new0 (Page, 1);

  self->title = g_strdup (title);
  self->style = g_string_new ("\n");
  self->script = g_string_new ("\n'use strict';\n");
  self->body = g_string_new (NULL);
  append_resource (self->style, "page.css");
  for (; styles && *styles; styles++)
    append_resource (self->style, *styles);
  for (; scripts && *scripts; scripts++)
    append_resource (self->script, *scripts);
  return self;
}

GString *
page_get_body (Page *self)
{
  return self->body;
}

/* What the policy knows a script by. (transfer full) */
static gchar *
script_digest (const GString *script)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize size = sizeof digest;

  g_checksum_update (sum, (const guchar *) script->str, script->len);
  g_checksum_get_digest (sum, digest, &size);
  return g_base64_encode (digest, size);
}

static GString *
make_head (const Page *self)
{
  g_autofree gchar *digest = script_digest (self->script);
  GString *html = g_string_new ("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");

  g_string_append_printf (html, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
      "img-src data: file: 'self'; media-src file: 'self'; style-src 'unsafe-inline'; script-src 'sha256-%s'; "
      "base-uri 'none'; form-action 'none'\">\n", digest);
  g_string_append (html, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"generator\" content=\"gst-facerec\">\n"
      "<link rel=\"icon\" href=\"data:,\">\n<title>");
  page_append_text (html, self->title);
  g_string_append (html, "</title>\n<style>");
  g_string_append_len (html, self->style->str, self->style->len);
  g_string_append (html, "</style>\n</head>\n<body>\n");
  return html;
}

gboolean
page_save (Page *self, const gchar *path, GError **error)
{
  g_autoptr (GString) html = make_head (self);

  g_string_append_len (html, self->body->str, self->body->len);
  if (self->script->len > strlen ("\n'use strict';\n")) {
    g_string_append (html, "<script>");
    g_string_append_len (html, self->script->str, self->script->len);
    g_string_append (html, "</script>\n");
  }
  g_string_append (html, "</body>\n</html>\n");
  return whole_file_write (path, html->str, html->len, 0666, error);
}

void
page_free (Page *self)
{
  if (!self)
    return;
  g_free (self->title);
  g_string_free (self->style, TRUE);
  g_string_free (self->script, TRUE);
  g_string_free (self->body, TRUE);
  g_free (self);
}

/* ---- what goes in ---- */

void
page_append_text (GString *html, const gchar *text)
{
  g_autofree gchar *valid = text ? g_utf8_make_valid (text, -1) : NULL;

  for (const gchar *c = valid; c && *c; c++) {
    switch (*c) {
      case '&': g_string_append (html, "&amp;"); break;
      case '<': g_string_append (html, "&lt;"); break;
      case '>': g_string_append (html, "&gt;"); break;
      case '"': g_string_append (html, "&quot;"); break;
      case '\'': g_string_append (html, "&#39;"); break;
      default: g_string_append_c (html, *c);
    }
  }
}

void
page_append_json (GString *json, const gchar *text)
{
  g_autoptr (GString) plain = g_string_new (NULL);

  gst_facerec_json_append_string (plain, text);
  /* "</script" would end the element, "<!--" would make it go on behind its end. */
  for (gsize i = 0; i < plain->len; i++) {
    if (plain->str[i] == '<')
      g_string_append (json, "\\u003c");
    else
      g_string_append_c (json, plain->str[i]);
  }
}

gboolean
page_append_picture (GString *html, const gchar *path)
{
  g_autofree gchar *data = NULL, *text = NULL;
  gsize size;

  /* A pipe or a device might never end. */
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR) || !g_file_get_contents (path, &data, &size, NULL) || size < 3
      || memcmp (data, "\xff\xd8\xff", 3) != 0)
    return FALSE;
  text = g_base64_encode ((const guchar *) data, size);
  g_string_append (html, "data:image/jpeg;base64,");
  g_string_append (html, text);
  return TRUE;
}

gchar *
page_make_link (const gchar *path, const gchar *folder)
{
  g_autofree gchar *to = g_canonicalize_filename (path, NULL), *from = g_canonicalize_filename (folder, NULL);
  g_auto (GStrv) there = g_strsplit (to + 1, "/", -1), here = g_strsplit (from + 1, "/", -1);
  GString *link = g_string_new (NULL);
  guint same = 0;

  while (there[same] && there[same + 1] && here[same] && *here[same] && strcmp (there[same], here[same]) == 0)
    same++;
  for (guint i = same; here[i] && *here[i]; i++)
    g_string_append (link, "../");
  /* A first part with a colon would be taken for a scheme. */
  if (link->len == 0)
    g_string_append (link, "./");
  for (guint i = same; there[i]; i++) {
    g_autofree gchar *part = g_uri_escape_string (there[i], NULL, FALSE);

    g_string_append (link, part);
    if (there[i + 1])
      g_string_append_c (link, '/');
  }
  return g_string_free (link, FALSE);
}
