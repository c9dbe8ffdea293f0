/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/batch/list.h"

#include <string.h>
#include <sys/stat.h>

#include "pipelines/batch/folder.h"
#include "pipelines/filelist.h"

static void
item_free (gpointer data)
{
  BatchItem *item = data;

  g_free (item->path);
  g_free (item->name);
  g_free (item->key);
  batch_film_free (item->before);
  batch_film_free (item->renamed);
  g_free (item);
}

/* ---- what batch itself has written ---- */

static gboolean
has_results (const gchar *folder)
{
  static const gchar *const parts[] = { "films", ".work", "index.sqlite" };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_autofree gchar *path = g_build_filename (folder, parts[i], NULL);

    if (!g_file_test (path, G_FILE_TEST_EXISTS))
      return FALSE;
  }
  return TRUE;
}

static gboolean
same_folder (const gchar *left, const gchar *right)
{
  struct stat a, b;

  return stat (left, &a) == 0 && stat (right, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

/* Whether a folder is an output folder or in one: this one, which may not have an index yet, or that of another run.
 * known: what is known of folders, by their paths. */
static gboolean
is_of_results (const gchar *folder, const gchar *output, GHashTable *known)
{
  g_autofree gchar *parent = g_path_get_dirname (folder);
  gpointer answer;

  if (!g_hash_table_lookup_extended (known, folder, NULL, &answer)) {
    answer = GINT_TO_POINTER (same_folder (folder, output) || has_results (folder)
        || (strcmp (parent, folder) != 0 && is_of_results (parent, output, known)));
    g_hash_table_insert (known, g_strdup (folder), answer);
  }
  return GPOINTER_TO_INT (answer);
}

/* Pictures of faces and the like are no films, when results lie among the films; unless they are named one by one. */
static gboolean
is_own (const gchar *path, gchar **files, const gchar *output, GHashTable *known)
{
  g_autofree gchar *folder = g_path_get_dirname (path);

  return is_of_results (folder, output, known) && !g_strv_contains ((const gchar *const *) files, path);
}

/* ---- the list ---- */

/* A key is the digest of the film with its options, and that of the names. */
static gboolean
has_first_half (const gchar *key, const gchar *other)
{
  const gchar *half = strchr (key, '-'), *other_half = other ? strchr (other, '-') : NULL;

  return other_half && other_half - other == half - key && strncmp (key, other, half - key) == 0;
}

void
batch_item_look (BatchItem *self, const gchar *output)
{
  g_autofree gchar *index = batch_folder_film_index (output, self->name);
  g_autoptr (BatchFilm) film = batch_index_read_film (index);

  g_clear_pointer (&self->before, batch_film_free);
  g_clear_pointer (&self->renamed, batch_film_free);
  if (!film || (self->retry && film->status == BATCH_FAILED))
    return;
  if (g_strcmp0 (film->key, self->key) == 0)
    self->before = g_steal_pointer (&film);
  else if (!self->decode && has_first_half (self->key, film->key))
    self->renamed = g_steal_pointer (&film);
}

static BatchItem *
item_new (const gchar *path, const BatchRules *rules, const gchar *output)
{
  BatchItem *item = g_new0 (BatchItem, 1);
  g_autofree gchar *state = NULL, *film = NULL;
  struct stat st;

  memset (&st, 0, sizeof st);
  if (stat (path, &st) == 0 && S_ISREG (st.st_mode))
    item->n_bytes = st.st_size;
  state = g_strdup_printf ("%s\n%s\n%" G_GINT64_FORMAT " %" G_GINT64_FORMAT ".%09ld", rules->options, path,
      (gint64) st.st_size, (gint64) st.st_mtim.tv_sec, (glong) st.st_mtim.tv_nsec);
  item->path = g_strdup (path);
  item->name = batch_folder_name (path);
  film = g_compute_checksum_for_string (G_CHECKSUM_SHA256, state, -1);
  item->key = g_strconcat (film, "-", rules->names, NULL);
  item->retry = rules->retry;
  item->decode = rules->decode;
  batch_item_look (item, output);
  return item;
}

GPtrArray *
batch_list_make (gchar **files, guint shard, guint n_shards, const BatchRules *rules, const gchar *output,
    GError **error)
{
  g_autoptr (GPtrArray) paths = file_list_expand (files, error);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GPtrArray *items;

  if (!paths)
    return NULL;
  items = g_ptr_array_new_with_free_func (item_free);
  for (guint i = 0; i < paths->len; i++) {
    gchar *path = g_ptr_array_index (paths, i);

    if (g_hash_table_add (seen, path) && !is_own (path, files, output, known)
        && (n_shards == 0 || (guint64) batch_index_film_id (path) % n_shards == shard - 1))
      g_ptr_array_add (items, item_new (path, rules, output));
  }
  return items;
}
