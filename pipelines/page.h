/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* HTML pages in one file. Style, programs and data are inside, and the page asks for nothing but files of this machine: a
 * Content-Security-Policy sees to it, and lets no script run but ours, whatever a name may contain. Names, paths and reasons
 * are hostile input: they go in through page_append_text() and page_append_json() only. The same content gives the same
 * bytes. */
typedef struct _Page Page;

/* title: plain text. styles, scripts: NULL-terminated names of files in pipelines/page/, such as "report.css"; page.css comes
 * before the styles. Scripts are one script together and run when the whole page is there. (transfer full) */
Page *page_new (const gchar *title, const gchar *const *styles, const gchar *const *scripts);
/* What is between <body> and the scripts; to be appended to. (transfer none) */
GString *page_get_body (Page *self);
/* Writes the page: it is at path whole, or what was there before is. */
gboolean page_save (Page *self, const gchar *path, GError **error);
void page_free (Page *self); /* NULL is fine */

/* Appends text for anywhere between tags and between quotes of an attribute. NULL: nothing. What is no UTF-8 becomes U+FFFD. */
void page_append_text (GString *html, const gchar *text);
/* Appends text as a JSON string that may stand in a <script type="application/json">; NULL: null. */
void page_append_json (GString *json, const gchar *text);
/* Appends the data: address of a JPEG file. FALSE, and nothing appended, when it cannot be read or is none. */
gboolean page_append_picture (GString *html, const gchar *path);
/* The address of a file as seen from a page in folder: relative, each byte that is not safe escaped, so that both can be
 * moved or served together. Both paths are taken from the working directory, and nothing is looked up. (transfer full) */
gchar *page_make_link (const gchar *path, const gchar *folder);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Page, page_free)

G_END_DECLS
