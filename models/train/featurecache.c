/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/train/featurecache.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include <gio/gio.h>
#include <glib/gstdio.h>

#define MAGIC "facerec-features-1\n"
#define DIGEST_LENGTH 64

/* A file: MAGIC, the key, a newline, the numbers as little-endian float32, SHA-256 of all that as hex digits. */

struct _FacerecFeatureCache {
  gchar *folder;
};

FacerecFeatureCache *
facerec_feature_cache_new (const gchar *folder, GError **error)
{
  FacerecFeatureCache *self;

  if (g_mkdir_with_parents (folder, 0700) != 0) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_WRITE, "cannot make the folder for features %s: %s", folder,
        g_strerror (errno));
    return NULL;
  }
  self = g_new0 (FacerecFeatureCache, 1);
  self->folder = g_strdup (folder);
  return self;
}

void
facerec_feature_cache_free (FacerecFeatureCache *self)
{
  if (!self)
    return;
  g_free (self->folder);
  g_free (self);
}

gchar *
facerec_feature_cache_path (const FacerecFeatureCache *self, const gchar *key)
{
  g_autofree gchar *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, key, -1);
  g_autofree gchar *name = g_strconcat (digest, ".features", NULL);

  return g_build_filename (self->folder, name, NULL);
}

static void
append_digest (GByteArray *bytes)
{
  g_autofree gchar *digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes->data, bytes->len);

  g_byte_array_append (bytes, (const guint8 *) digest, DIGEST_LENGTH);
}

static void
append_head (GByteArray *bytes, const gchar *key)
{
  g_byte_array_append (bytes, (const guint8 *) MAGIC, strlen (MAGIC));
  g_byte_array_append (bytes, (const guint8 *) key, (guint) strlen (key));
  g_byte_array_append (bytes, (const guint8 *) "\n", 1);
}

/* data: 4 bytes, little-endian. */
static gfloat
read_number (const guint8 *data)
{
  guint32 bits;
  gfloat number;

  memcpy (&bits, data, sizeof bits);
  bits = GUINT32_FROM_LE (bits);
  memcpy (&number, &bits, sizeof number);
  return number;
}

/* Why the content is not n finite numbers of key; NULL when it is. */
static const gchar *
find_fault (const guint8 *data, gsize size, const gchar *key, gsize n)
{
  g_autoptr (GByteArray) head = g_byte_array_new ();
  g_autofree gchar *digest = NULL;
  gsize rest;

  append_head (head, key);
  rest = head->len + n * sizeof (gfloat);
  if (size < strlen (MAGIC) || memcmp (data, MAGIC, strlen (MAGIC)) != 0)
    return "it is no file of features";
  if (size != rest + DIGEST_LENGTH)
    return "it is of the wrong size";
  digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, data, rest);
  if (memcmp (digest, data + rest, DIGEST_LENGTH) != 0)
    return "its checksum is wrong";
  if (memcmp (data, head->data, head->len) != 0)
    return "it is of something else";
  for (gsize i = 0; i < n; i++)
    if (!isfinite (read_number (data + head->len + i * sizeof (gfloat))))
      return "it has numbers that are not finite";
  return NULL;
}

gboolean
facerec_feature_cache_get (const FacerecFeatureCache *self, const gchar *key, gfloat *features, gsize n, gchar **reason)
{
  g_autofree gchar *path = facerec_feature_cache_path (self, key), *data = NULL;
  g_autoptr (GError) error = NULL;
  const gchar *fault;
  gsize size;

  *reason = NULL;
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return FALSE;
  if (!g_file_get_contents (path, &data, &size, &error)) {
    *reason = g_strdup (error->message);
    return FALSE;
  }
  fault = find_fault ((const guint8 *) data, size, key, n);
  if (fault) {
    *reason = g_strdup_printf ("%s: %s", path, fault);
    return FALSE;
  }
  for (gsize i = 0; i < n; i++)
    features[i] = read_number ((const guint8 *) data + size - DIGEST_LENGTH - (n - i) * sizeof (gfloat));
  return TRUE;
}

gboolean
facerec_feature_cache_put (const FacerecFeatureCache *self, const gchar *key, const gfloat *features, gsize n,
    GError **error)
{
  g_autofree gchar *path = facerec_feature_cache_path (self, key);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GError) reason = NULL;
  gboolean is_full;

  append_head (bytes, key);
  for (gsize i = 0; i < n; i++) {
    guint32 bits;

    memcpy (&bits, &features[i], sizeof bits);
    bits = GUINT32_TO_LE (bits);
    g_byte_array_append (bytes, (const guint8 *) &bits, sizeof bits);
  }
  append_digest (bytes);
  /* Not worth waiting for the disk: what a crash of the machine takes is made again. */
  if (g_file_set_contents_full (path, (const gchar *) bytes->data, bytes->len, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &reason))
    return TRUE;
  is_full = g_error_matches (reason, G_FILE_ERROR, G_FILE_ERROR_NOSPC);
  g_set_error (error, FACEREC_ERROR, is_full ? FACEREC_ERROR_NO_SPACE : FACEREC_ERROR_WRITE, "cannot write features to %s: %s",
      path, reason->message);
  return FALSE;
}
