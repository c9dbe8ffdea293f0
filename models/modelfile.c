/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/modelfile.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "models/filedigest.h"
#include "models/modelcontent.h"

/* The published files; the checksums are those of SHA256SUMS beside this file. */
typedef struct {
  const gchar *file_name, *model_id;
  gint64 size; /* bytes */
  const gchar *sha256;
} PublishedModel;

static const PublishedModel published[] = {
  { "dlib_face_recognition_resnet_model_v1.dat", "dlib-resnet-v1", 22466066,
      "55533b28a95800a551ba546ba62fe69625c7e95a7061c338adffead08719da30" },
  { "mmod_human_face_detector.dat", "dlib-mmod-v1", 729940,
      "be467b1a76f482693de3b0f6a1ff91d092319be71523d4d4b0628f6a53fcb87a" },
  { "shape_predictor_5_face_landmarks.dat", "dlib-landmarks-5", 9150489,
      "c4b1e9804792707d3a405c2c16a80a20269e6675021f64a41d30fffafbc41888" },
  { "shape_predictor_68_face_landmarks.dat", "dlib-landmarks-68", 99693937,
      "fbdc2cb80eb9aa7a758672cbfdda32ba6300efe9b6e6c7a299ff7e736b11b92f" },
};

static const gchar how_to_fetch[] = "models/fetch.sh brings the published model files";

/* ---- opening without hanging ---- */

static void
set_open_error (const gchar *path, gint saved_errno, GError **error)
{
  const gboolean missing = saved_errno == ENOENT || saved_errno == ENOTDIR;

  g_set_error (error, FACEREC_ERROR, missing ? FACEREC_ERROR_NOT_FOUND : FACEREC_ERROR_OPEN,
      "cannot open model file %s: %s", path, g_strerror (saved_errno));
}

static const gchar *
describe_kind (mode_t mode)
{
  if (S_ISDIR (mode))
    return "a folder";
  if (S_ISFIFO (mode))
    return "a FIFO";
  if (S_ISSOCK (mode))
    return "a socket";
  return "a device";
}

static gboolean
check_stat (const gchar *path, const struct stat *info, GError **error)
{
  if (!S_ISREG (info->st_mode)) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_OPEN, "model file %s is %s, not a regular file", path,
        describe_kind (info->st_mode));
    return FALSE;
  }
  if (info->st_size == 0) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "model file %s is empty; %s", path, how_to_fetch);
    return FALSE;
  }
  if (info->st_size > FACEREC_MODEL_FILE_MAX_BYTES) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "model file %s is no model: %" G_GINT64_FORMAT " bytes",
        path, (gint64) info->st_size);
    return FALSE;
  }
  return TRUE;
}

/* The descriptor of a non-empty regular file and what it is like, or -1. O_NONBLOCK: opening a FIFO nobody writes to would
 * wait for ever. */
static gint
open_regular (const gchar *path, struct stat *info, GError **error)
{
  gint fd = g_open (path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0);

  if (fd < 0) {
    set_open_error (path, errno, error);
    return -1;
  }
  if (fstat (fd, info) != 0) {
    set_open_error (path, errno, error);
    close (fd);
    return -1;
  }
  if (!check_stat (path, info, error)) {
    close (fd);
    return -1;
  }
  return fd;
}

/* ---- finding ---- */

/* Looks for folder/file_name. TRUE: *found is its path, or there is something else in its place and error is set. */
static gboolean
look_in (const gchar *folder, const gchar *file_name, gchar **found, GError **error)
{
  g_autofree gchar *path = g_build_filename (folder, file_name, NULL);
  g_autoptr (GError) local = NULL;
  struct stat info;
  gint fd = open_regular (path, &info, &local);

  if (fd >= 0) {
    close (fd);
    *found = g_steal_pointer (&path);
    return TRUE;
  }
  if (g_error_matches (local, FACEREC_ERROR, FACEREC_ERROR_NOT_FOUND))
    return FALSE;
  g_propagate_error (error, g_steal_pointer (&local));
  return TRUE;
}

static gchar *
find_default (const gchar *file_name, GError **error)
{
  const gchar *const *system_folders = g_get_system_data_dirs ();
  const gchar *own_folder = g_getenv ("FACEREC_MODELS");
  g_autofree gchar *user_folder = g_build_filename (g_get_user_data_dir (), "gst-facerec", "models", NULL);
  gchar *found = NULL;

  if (own_folder && *own_folder && look_in (own_folder, file_name, &found, error))
    return found;
  if (look_in (user_folder, file_name, &found, error))
    return found;
  for (guint i = 0; system_folders[i]; i++) {
    g_autofree gchar *folder = g_build_filename (system_folders[i], "gst-facerec", "models", NULL);

    if (look_in (folder, file_name, &found, error))
      return found;
  }
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_NOT_FOUND, "model file %s is neither in %s%s%s nor in the system's "
      "data folders; %s", file_name, own_folder && *own_folder ? own_folder : "",
      own_folder && *own_folder ? " nor in " : "", user_folder, how_to_fetch);
  return NULL;
}

gchar *
facerec_model_file_find (const gchar *path, const gchar *file_name, GError **error)
{
  struct stat info;
  gint fd;

  if (!path || !*path)
    return find_default (file_name, error);

  fd = open_regular (path, &info, error);
  if (fd < 0)
    return NULL;
  close (fd);
  return g_strdup (path);
}

/* ---- reading and checking ---- */

/* Reads size bytes into data. FALSE: the file shrank or cannot be read. */
static gboolean
read_all (gint fd, guint8 *data, gsize size, const gchar *path, GError **error)
{
  gsize done = 0;

  while (done < size) {
    const gssize n = read (fd, data + done, size - done);

    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0) {
      g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "cannot read model file %s: %s", path,
          n < 0 ? g_strerror (errno) : "it became shorter meanwhile");
      return FALSE;
    }
    done += (gsize) n;
  }
  return TRUE;
}

static gboolean
check_published (const gchar *path, gint64 size, const gchar *sha256, gchar **model_id, GError **error)
{
  g_autofree gchar *name = g_path_get_basename (path);

  for (guint i = 0; i < G_N_ELEMENTS (published); i++)
    if (g_str_equal (published[i].sha256, sha256)) {
      *model_id = g_strdup (published[i].model_id);
      return TRUE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (published); i++) {
    const PublishedModel *model = &published[i];

    if (size != model->size && !g_str_equal (name, model->file_name))
      continue;
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_READ, "model file %s is damaged: as %s it should have %"
        G_GINT64_FORMAT " bytes and SHA-256 %s, but has %" G_GINT64_FORMAT " bytes and %s; delete it, then %s", path,
        model->model_id, model->size, model->sha256, size, sha256, how_to_fetch);
    return FALSE;
  }
  *model_id = g_strdup_printf ("sha256:%.12s", sha256);
  return TRUE;
}

/* The content, and the looks at the file before and after it was read. */
static GBytes *
load (const gchar *path, struct stat *before, struct stat *after, GError **error)
{
  g_autofree guint8 *data = NULL;
  gsize size;
  gboolean ok;
  gint fd = open_regular (path, before, error);

  if (fd < 0)
    return NULL;
  size = (gsize) before->st_size;
  data = g_try_malloc (size);
  if (!data)
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ENGINE, "no memory for model file %s", path);
  ok = data && read_all (fd, data, size, path, error);
  if (ok && fstat (fd, after) != 0) {
    set_open_error (path, errno, error);
    ok = FALSE;
  }
  close (fd);
  return ok ? g_bytes_new_take (g_steal_pointer (&data), size) : NULL;
}

GBytes *
facerec_model_file_load (const gchar *path, GError **error)
{
  struct stat before, after;

  return load (path, &before, &after, error);
}

/* The content that was checked, its id and its digest; all (transfer full). */
static GBytes *
read_checked (const gchar *path, gchar **model_id, gchar **sha256, GError **error)
{
  g_autofree gchar *digest = NULL;
  struct stat before, after;
  g_autoptr (GBytes) content = load (path, &before, &after, error);

  if (!content)
    return NULL;
  digest = facerec_file_digest (&before, &after, g_bytes_get_data (content, NULL), g_bytes_get_size (content));
  if (!check_published (path, before.st_size, digest, model_id, error))
    return NULL;
  *sha256 = g_steal_pointer (&digest);
  return g_steal_pointer (&content);
}

GBytes *
facerec_model_file_read (const gchar *path, gchar **model_id, GError **error)
{
  g_autofree gchar *id = NULL, *digest = NULL;
  GBytes *content = read_checked (path, &id, &digest, error);

  if (content && model_id)
    *model_id = g_steal_pointer (&id);
  return content;
}

gboolean
facerec_model_file_identify (const gchar *path, gchar **model_id, gchar **sha256, GError **error)
{
  g_autofree gchar *id = NULL, *digest = NULL;
  g_autoptr (GBytes) content = read_checked (path, &id, &digest, error);

  if (!content)
    return FALSE;
  *model_id = g_steal_pointer (&id);
  *sha256 = g_steal_pointer (&digest);
  return TRUE;
}

gboolean
facerec_model_file_check (const gchar *path, gchar **model_id, GError **error)
{
  g_autoptr (GBytes) content = facerec_model_file_read (path, model_id, error);

  return content != NULL;
}
