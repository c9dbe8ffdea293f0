/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/batch/pagepictures.h"

#include "pipelines/batch/folder.h"
#include "pipelines/batch/tracks.h"
#include "pipelines/page.h"

typedef struct {
  GString *json;
  BatchPageData *data;
  const gchar *output;
  gsize end;         /* how long json may become */
  guint n;
  GHashTable *taken; /* "film track" -> place + 1 */
} Choice;

static void
take (Choice *self, BatchPageSpan *span)
{
  const BatchPageFilm *film = g_ptr_array_index (self->data->films, span->film);
  g_autofree gchar *key = g_strdup_printf ("%u %" G_GINT64_FORMAT, span->film, span->track);
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (self->taken, key));
  const gsize before = self->json->len;

  if (span->picture != BATCH_PAGE_OTHER_PICTURE || before >= self->end)
    return;
  if (place == 0) {
    g_autofree gchar *folder = batch_folder_film (self->output, film->folder);
    g_autofree gchar *name = batch_tracks_picture_name (span->track);
    g_autofree gchar *path = g_build_filename (folder, name, NULL);

    g_string_append (self->json, self->n ? ",\n\"" : "\n\"");
    if (!page_append_picture (self->json, path)) {
      g_string_truncate (self->json, before);
      span->picture = BATCH_PAGE_NO_PICTURE;
      return;
    }
    if (self->json->len >= self->end) {
      g_string_truncate (self->json, before);
      self->end = before; /* from here on none, rather than the small ones */
      return;
    }
    g_string_append_c (self->json, '"');
    place = ++self->n;
    g_hash_table_insert (self->taken, g_steal_pointer (&key), GUINT_TO_POINTER (place));
  }
  span->picture = (gint) place - 1;
}

/* Spans of one film lie together; of each who is in it the best of them. */
static void
take_best_of_films (Choice *self)
{
  GArray *spans = self->data->spans;
  g_autofree guint *best = g_new0 (guint, self->data->people->len);

  for (guint first = 0, end; first < spans->len; first = end) {
    const guint film = g_array_index (spans, BatchPageSpan, first).film;

    for (end = first; end < spans->len && g_array_index (spans, BatchPageSpan, end).film == film; end++) {
      const BatchPageSpan *span = &g_array_index (spans, BatchPageSpan, end);
      guint *mine = &best[span->who->number];

      if (span->track >= 0 && (*mine == 0 || span->quality > g_array_index (spans, BatchPageSpan, *mine - 1).quality))
        *mine = end + 1;
    }
    for (guint i = first; i < end; i++) {
      guint *mine = &best[g_array_index (spans, BatchPageSpan, i).who->number];

      if (*mine)
        take (self, &g_array_index (spans, BatchPageSpan, *mine - 1));
      *mine = 0;
    }
  }
}

void
batch_page_pictures_append (GString *json, BatchPageData *data, const gchar *output, gsize max_bytes)
{
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Choice self = { json, data, output, json->len + max_bytes, 0, taken };

  g_string_append_c (json, '[');
  for (guint i = 0; i < data->people->len; i++) {
    BatchPageWho *who = g_ptr_array_index (data->people, i);

    if (who->best == G_MAXUINT)
      continue;
    take (&self, &g_array_index (data->spans, BatchPageSpan, who->best));
    who->picture = MAX (g_array_index (data->spans, BatchPageSpan, who->best).picture, BATCH_PAGE_NO_PICTURE);
  }
  take_best_of_films (&self);
  for (guint i = 0; i < data->spans->len; i++)
    take (&self, &g_array_index (data->spans, BatchPageSpan, i));
  g_string_append_c (json, ']');
}
