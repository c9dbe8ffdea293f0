/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/filelist.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "models/error.h"

/* Deeper than any folder of photos; the links of a file system loop are not followed anyway. */
#define MAX_DEPTH 64

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const gchar *const *) a, *(const gchar *const *) b);
}

GPtrArray *
file_list_folder (const gchar *path, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (path, 0, error);
  const gchar *name;

  if (!dir)
    return NULL;
  while ((name = g_dir_read_name (dir)))
    if (name[0] != '.')
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return g_steal_pointer (&names);
}

static gboolean
is_folder (const gchar *path, gboolean follow)
{
  struct stat st;

  return (follow ? stat (path, &st) : lstat (path, &st)) == 0 && S_ISDIR (st.st_mode);
}

/* A folder that cannot be read stays in the list, so that whoever opens it reports it. */
static void
add_path (GPtrArray *paths, const gchar *path, guint depth)
{
  g_autoptr (GPtrArray) names = NULL;

  if (depth < MAX_DEPTH && is_folder (path, depth == 0))
    names = file_list_folder (path, NULL);
  if (!names) {
    g_ptr_array_add (paths, g_strdup (path));
    return;
  }
  for (guint i = 0; i < names->len; i++) {
    g_autofree gchar *child = g_build_filename (path, g_ptr_array_index (names, i), NULL);

    /* A link to a folder is left out: what it shows is found at its own place, or would never end. */
    if (is_folder (child, FALSE) || !is_folder (child, TRUE))
      add_path (paths, child, depth + 1);
  }
}

static gboolean
read_all (gint fd, GByteArray *content)
{
  guint8 block[8192];
  gssize n;

  while ((n = read (fd, block, sizeof block)) != 0) {
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return FALSE;
    g_byte_array_append (content, block, n);
  }
  return TRUE;
}

static gboolean
add_list (GPtrArray *paths, const gchar *list, GError **error)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();
  gboolean is_stdin = strcmp (list, "-") == 0;
  gint fd = is_stdin ? STDIN_FILENO : open (list, O_RDONLY | O_CLOEXEC);
  gboolean done = fd >= 0 && read_all (fd, content);
  gint code = errno;
  gchar separator;

  if (fd >= 0 && !is_stdin)
    close (fd);
  if (!done) {
    g_autofree gchar *shown = g_filename_display_name (list);

    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_OPEN, "@%s: the list cannot be read: %s", shown,
        g_strerror (code));
    return FALSE;
  }
  separator = content->len && memchr (content->data, '\0', content->len) ? '\0' : '\n';
  for (guint pos = 0; pos < content->len;) {
    const gchar *start = (const gchar *) content->data + pos;
    const gchar *end = memchr (start, separator, content->len - pos);
    gsize length = end ? (gsize) (end - start) : content->len - pos;
    g_autofree gchar *name = g_strndup (start, length);

    if (*name)
      add_path (paths, name, 0);
    pos += length + 1;
  }
  return TRUE;
}

GPtrArray *
file_list_expand (gchar **arguments, GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);

  for (gchar **argument = arguments; argument && *argument; argument++) {
    if ((*argument)[0] != '@')
      add_path (paths, *argument, 0);
    else if (!add_list (paths, *argument + 1, error))
      return NULL;
  }
  return g_steal_pointer (&paths);
}
