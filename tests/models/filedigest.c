/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/filedigest.h"

#include <string.h>

/* FIPS 180-2, appendix B.1. */
#define SHA256_OF_ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

static struct stat
a_file (guint inode, gint64 seconds_ago)
{
  struct stat info;

  memset (&info, 0, sizeof info);
  info.st_dev = 7;
  info.st_ino = inode;
  info.st_size = 3;
  info.st_ctim.tv_sec = g_get_real_time () / G_USEC_PER_SEC - seconds_ago;
  info.st_mtim = info.st_ctim;
  return info;
}

/* Whether content that looks like these two was hashed or known; its digest must be that of expected. */
static gboolean
is_hashed (const struct stat *before, const struct stat *after, const gchar *content, const gchar *expected)
{
  const guint n_before = facerec_file_digest_get_n_hashed ();
  g_autofree gchar *digest = facerec_file_digest (before, after, content, strlen (content));
  g_autofree gchar *wanted = g_compute_checksum_for_string (G_CHECKSUM_SHA256, expected, -1);

  g_assert_cmpstr (digest, ==, wanted);
  return facerec_file_digest_get_n_hashed () != n_before;
}

static void
test_once (void)
{
  const struct stat file = a_file (1, 100);
  g_autofree gchar *digest = facerec_file_digest (&file, &file, "abc", 3);

  g_assert_cmpstr (digest, ==, SHA256_OF_ABC);
  g_assert_false (is_hashed (&file, &file, "abc", "abc"));
  /* Proof that the second was not looked at: such a content is what the times of a file rule out. */
  g_assert_false (is_hashed (&file, &file, "abd", "abc"));
}

static void
change (struct stat *info, guint field)
{
  switch (field) {
    case 0:
      info->st_dev++;
      break;
    case 1:
      info->st_ino++;
      break;
    case 2:
      info->st_mtim.tv_sec--;
      break;
    case 3:
      info->st_mtim.tv_nsec++;
      break;
    case 4:
      info->st_ctim.tv_sec--;
      break;
    case 5:
      info->st_ctim.tv_nsec++;
      break;
    default:
      info->st_size++;
      break;
  }
}

/* Each single thing that a file can differ by makes it another; changed while it was read it is never known. */
static void
test_any_difference (void)
{
  for (guint field = 0; field < 7; field++) {
    const struct stat file = a_file (100 + 2 * field, 100);
    struct stat other = file;

    change (&other, field);
    g_assert_true (is_hashed (&file, &file, "abc", "abc"));
    g_assert_true (is_hashed (&file, &other, "abd", "abd"));
    g_assert_true (is_hashed (&other, &file, "abd", "abd"));
    g_assert_true (is_hashed (&other, &other, "abe", "abe"));
    g_assert_false (is_hashed (&file, &file, "abc", "abc"));
  }
}

/* It may be changed once more with the same times. */
static void
test_too_young (void)
{
  const struct stat young = a_file (200, 0), from_tomorrow = a_file (201, -86400);

  for (guint i = 0; i < 2; i++) {
    g_assert_true (is_hashed (&young, &young, i ? "abc" : "abd", i ? "abc" : "abd"));
    g_assert_true (is_hashed (&from_tomorrow, &from_tomorrow, i ? "abc" : "abd", i ? "abc" : "abd"));
  }
}

static gpointer
hash_many (gpointer data)
{
  for (guint i = 0; i < 2000; i++) {
    const struct stat file = a_file (1000 + i % 100, 100);
    g_autofree gchar *digest = facerec_file_digest (&file, &file, "abc", 3);

    g_assert_cmpstr (digest, ==, SHA256_OF_ABC);
  }
  return NULL;
}

/* More files than are remembered, from several threads. */
static void
test_threads (void)
{
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("hash", hash_many, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/filedigest/once", test_once);
  g_test_add_func ("/filedigest/any-difference", test_any_difference);
  g_test_add_func ("/filedigest/too-young", test_too_young);
  g_test_add_func ("/filedigest/threads", test_threads);
  return g_test_run ();
}
