/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/eval/pairlist.h"

#include <string.h>

#include "models/error.h"

#define MAX_BYTES (256 * 1024 * 1024)
#define MAX_NUMBER 1000000 /* of a fold, of a picture, of pairs in a fold */

enum { FOLD, SAME, IMAGE_A, IMAGE_B, N_COLUMNS };

typedef struct {
  const gchar *path, *folder;
  EvalPhotos *photos;
  GHashTable *indices; /* of pictures by name */
  GHashTable *folds;   /* index + 1 by the fold's number */
  EvalPairList *list;
  guint line;
} Reading;

static gboolean
fail (const Reading *self, GError **error, const gchar *reason)
{
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "%s: line %u: %s", self->path, self->line, reason);
  return FALSE;
}

static gboolean
parse_number (const gchar *text, guint *number)
{
  guint64 value;

  if (!g_ascii_string_to_unsigned (text, 10, 0, MAX_NUMBER, &value, NULL))
    return FALSE;
  *number = (guint) value;
  return TRUE;
}

/* A picture must be inside of the folder, and not the folder itself. */
static gboolean
is_inside (const gchar *name)
{
  g_auto (GStrv) parts = g_strsplit (name, "/", -1);

  return name[strspn (name, "./")] && !g_path_is_absolute (name) && !g_strv_contains ((const gchar *const *) parts, "..");
}

/* The same picture has the same name, however it was written: "./a.jpg" and "a.jpg". */
static gchar *
plain_name (const gchar *written)
{
  g_autofree gchar *path = g_canonicalize_filename (written, "/");

  return g_strdup (path + 1);
}

static guint
index_of (Reading *self, const gchar *written)
{
  g_autofree gchar *name = plain_name (written), *path = NULL;
  gpointer known = g_hash_table_lookup (self->indices, name);

  if (known)
    return GPOINTER_TO_UINT (known) - 1;
  path = g_build_filename (self->folder, name, NULL);
  eval_photos_add (self->photos, path, 0, ENROL_OK, NULL);
  g_hash_table_insert (self->indices, g_steal_pointer (&name), GUINT_TO_POINTER (self->photos->photos->len));
  return self->photos->photos->len - 1;
}

static gboolean
add_pair (Reading *self, guint fold, gboolean same, const gchar *a, const gchar *b, GError **error)
{
  gpointer known = g_hash_table_lookup (self->folds, GUINT_TO_POINTER (fold));
  EvalPair pair = { .same = same };

  if (!is_inside (a) || !is_inside (b))
    return fail (self, error, "a picture must be named as it is called inside of the folder");
  if (!known) {
    known = GUINT_TO_POINTER (++self->list->n_folds);
    g_hash_table_insert (self->folds, GUINT_TO_POINTER (fold), known);
  }
  pair.fold = GPOINTER_TO_UINT (known) - 1;
  pair.a = index_of (self, a);
  pair.b = index_of (self, b);
  if (pair.a == pair.b)
    return fail (self, error, "a pair of one picture with itself");
  g_array_append_val (self->list->pairs, pair);
  return TRUE;
}

/* ---- CSV ---- */

static gboolean
find_columns (const Reading *self, gchar **words, gint *columns, GError **error)
{
  static const gchar *const names[N_COLUMNS] = { "fold", "same", "image_a", "image_b" };

  for (guint i = 0; i < N_COLUMNS; i++) {
    columns[i] = -1;
    for (gint j = 0; words[j]; j++)
      if (strcmp (g_strstrip (words[j]), names[i]) == 0)
        columns[i] = j;
    if (columns[i] < 0)
      return fail (self, error, "a list of pairs begins with the names fold,same,image_a,image_b, or with the number of "
          "folds and pairs of LFW's pairs.txt");
  }
  return TRUE;
}

static gboolean
read_csv_line (Reading *self, gchar **words, const gint *columns, GError **error)
{
  const guint n = g_strv_length (words);
  guint fold, same;

  for (guint i = 0; i < N_COLUMNS; i++)
    if (columns[i] >= (gint) n)
      return fail (self, error, "too few columns");
  for (guint i = 0; i < n; i++)
    g_strstrip (words[i]);
  if (!parse_number (words[columns[FOLD]], &fold) || !parse_number (words[columns[SAME]], &same) || same > 1)
    return fail (self, error, "fold must be a number, same must be 1 or 0");
  return add_pair (self, fold, same > 0, words[columns[IMAGE_A]], words[columns[IMAGE_B]], error);
}

static gboolean
read_csv (Reading *self, gchar **lines, GError **error)
{
  gint columns[N_COLUMNS];

  for (guint i = 0; lines[i]; i++) {
    g_auto (GStrv) words = g_strsplit (lines[i], ",", -1);

    self->line = i + 1;
    if (i == 0) {
      if (!find_columns (self, words, columns, error))
        return FALSE;
    } else if (*g_strstrip (lines[i]) && !read_csv_line (self, words, columns, error)) {
      return FALSE;
    }
  }
  return TRUE;
}

/* ---- pairs.txt ---- */

static gchar *
lfw_name (const gchar *person, guint number)
{
  return g_strdup_printf ("%s/%s_%04u.jpg", person, person, number);
}

static gboolean
read_lfw_line (Reading *self, guint fold, gboolean same, gchar **words, GError **error)
{
  const guint n = g_strv_length (words);
  g_autofree gchar *a = NULL, *b = NULL;
  guint first, second;

  if (n != (same ? 3 : 4))
    return fail (self, error, same ? "expected NAME I J" : "expected NAME I NAME J");
  if (!parse_number (words[1], &first) || !parse_number (words[n - 1], &second))
    return fail (self, error, "a picture's number is none");
  a = lfw_name (words[0], first);
  b = lfw_name (words[same ? 0 : 2], second);
  return add_pair (self, fold, same, a, b, error);
}

static gboolean
read_lfw (Reading *self, gchar **lines, guint n_folds, guint n_pairs, GError **error)
{
  guint n = 0;

  for (guint i = 1; lines[i]; i++) {
    g_auto (GStrv) words = g_strsplit_set (g_strstrip (lines[i]), "\t ", -1);

    self->line = i + 1;
    if (!*lines[i])
      continue;
    if (n >= 2 * n_pairs * n_folds)
      return fail (self, error, "more pairs than the first line says");
    if (!read_lfw_line (self, n / (2 * n_pairs), n / n_pairs % 2 == 0, words, error))
      return FALSE;
    n++;
  }
  if (n < 2 * n_pairs * n_folds)
    return fail (self, error, "fewer pairs than the first line says: the list is cut off");
  return TRUE;
}

/* ---- either ---- */

static gboolean
read_lines (Reading *self, gchar *text, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_auto (GStrv) words = lines[0] ? g_strsplit_set (g_strstrip (lines[0]), "\t ", -1) : NULL;
  const guint n = words ? g_strv_length (words) : 0;
  guint first, second;

  self->line = 1;
  if (n == 1 && parse_number (words[0], &first) && first > 0)
    return read_lfw (self, lines, 1, first, error);
  if (n == 2 && parse_number (words[0], &first) && parse_number (words[1], &second) && first > 0 && second > 0 && first <= 1000)
    return read_lfw (self, lines, first, second, error);
  return read_csv (self, lines, error);
}

static gchar *
read_text (const gchar *path, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autofree gchar *text = NULL;
  gsize size;

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR)) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_NOT_FOUND, "%s: %s", path,
        g_file_test (path, G_FILE_TEST_EXISTS) ? "is no file of pairs" : "there is no such file");
    return NULL;
  }
  if (!g_file_get_contents (path, &text, &size, &reason)) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_OPEN, "%s: %s", path, reason->message);
    return NULL;
  }
  if (size > MAX_BYTES || !g_utf8_validate (text, size, NULL)) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "%s: is no list of pairs, which is text", path);
    return NULL;
  }
  return g_steal_pointer (&text);
}

EvalPairList *
eval_pair_list_read (const gchar *path, const gchar *folder, EvalPhotos *photos, GError **error)
{
  g_autofree gchar *text = read_text (path, error);
  g_autoptr (EvalPairList) list = NULL;
  g_autoptr (GHashTable) indices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) folds = g_hash_table_new (NULL, NULL);
  Reading reading = { .path = path, .folder = folder, .photos = photos, .indices = indices, .folds = folds };

  if (!text)
    return NULL;
  list = g_new0 (EvalPairList, 1);
  list->pairs = g_array_new (FALSE, FALSE, sizeof (EvalPair));
  reading.list = list;
  if (!read_lines (&reading, text, error))
    return NULL;
  if (list->pairs->len == 0) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "%s: there is no pair in it", path);
    return NULL;
  }
  return g_steal_pointer (&list);
}

void
eval_pair_list_free (EvalPairList *self)
{
  if (!self)
    return;
  g_array_unref (self->pairs);
  g_free (self);
}
