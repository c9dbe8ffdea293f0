/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is a server's address and what a file, and what of it people are shown: never the password. */
#include <string.h>

#include "models/gallery.h"

typedef struct {
  const gchar *path;
  gboolean is_shared;
  const gchar *shown;
} Case;

static const Case cases[] = {
  { "enc.bin", FALSE, "enc.bin" },
  { "folder/postgresql:enc.bin", FALSE, "folder/postgresql:enc.bin" },
  { "./postgresql://x:s3cret@y/z", FALSE, "./postgresql://x:s3cret@y/z" },
  { "postgresql://", TRUE, "postgresql://" },
  { "postgresql:///faces", TRUE, "postgresql:///faces" },
  { "postgres://db.example/faces", TRUE, "postgres://db.example/faces" },
  { "postgresql://anna@db.example:5433/faces", TRUE, "postgresql://anna@db.example:5433/faces" },
  { "postgresql://anna:s3cret@db.example/faces", TRUE, "postgresql://anna@db.example/faces" },
  { "postgresql://anna:@db.example/faces", TRUE, "postgresql://anna@db.example/faces" },
  { "postgresql://:s3cret@db.example/faces", TRUE, "postgresql://@db.example/faces" },
  { "postgresql://anna:s3:cret@db.example/faces", TRUE, "postgresql://anna@db.example/faces" },
  { "postgresql://anna:s3cret@one:1,two:2/faces", TRUE, "postgresql://anna@one:1,two:2/faces" },
  { "postgresql:///faces?host=/run/pg&password=s3cret", TRUE, "postgresql:///faces?host=/run/pg" },
  { "postgresql:///faces?password=s3cret&port=7&sslpassword=s3cret&user=bob", TRUE,
    "postgresql:///faces?port=7&user=bob" },
  { "postgresql://h/d?hostile=s3cret&passfile=s3cret", TRUE, "postgresql://h/d" },
  /* Cannot be told apart, so nothing is shown. */
  { "postgresql://anna:s3@cret@db.example/faces", TRUE, "postgresql://…" },
  { "postgresql://anna:s3/cret@db.example/faces", TRUE, "postgresql://…" },
  { "postgresql://anna:s3?cret@db.example/faces", TRUE, "postgresql://…" },
  { "postgresql://anna:s3?cr=et@db.example/faces", TRUE, "postgresql://…" },
  { "postgresql://anna:s3@c?ret@db.example/faces", TRUE, "postgresql://…" },
  { "postgresql://anna:s3/c?ret@db.example/faces", TRUE, "postgresql://…" },
  { "postgresql://anna:s3cret/faces", TRUE, "postgresql://…" },
  { "postgresql://anna:5cret", TRUE, "postgresql://…" },
  { "postgresql://anna@[fe80::1]:5433,two/faces", TRUE, "postgresql://anna@[fe80::1]:5433,two/faces" },
};

static void
test_address (gconstpointer data)
{
  const Case *c = data;
  g_autofree gchar *shown = facerec_gallery_display_name (c->path);
  g_assert_cmpint (facerec_gallery_is_shared (c->path), ==, c->is_shared);
  g_assert_cmpstr (shown, ==, c->shown);
  if (!c->is_shared)
    return;
  /* Shown twice it is the same. */
  g_autofree gchar *again = facerec_gallery_display_name (shown);
  g_assert_cmpstr (again, ==, shown);
}

/* What libpq itself would have quoted. */
static void
test_no_error_tells_a_password (void)
{
  static const gchar *const addresses[] = {
    "postgresql://anna:s3cret@[::1/faces", "postgresql://anna:s3%cret@h/faces", "postgresql://anna:s3cret@h:port/faces",
    "postgresql://anna:s3@cret@h/faces", "postgresql://anna:s3/cret@h/faces", "postgresql://h/faces?password=s3cret&x=y",
    "postgresql://anna:s3?cret@h/faces", "postgresql://anna:s3cret/faces",
    "postgresql://anna:s3cret@/faces?host=/no/such/folder", "postgresql://anna:s3cret@127.0.0.1:1/s3cret",
  };
  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (facerec_gallery_open (addresses[i], FACEREC_GALLERY_READ, NULL, 0, &error));
    g_test_message ("%s", error->message);
    g_assert_true (error->domain == FACEREC_ERROR);
    /* The last one's database is called so, and is named. */
    if (i + 1 < G_N_ELEMENTS (addresses))
      g_assert_null (strstr (error->message, "cret"));
    g_assert_null (strstr (error->message, "anna:"));
    g_assert_null (strchr (error->message, '\n'));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree gchar *path = g_strdup_printf ("/gallery/address/%u", i);
    g_test_add_data_func (path, &cases[i], test_address);
  }
  g_test_add_func ("/gallery/no-error-tells-a-password", test_no_error_tells_a_password);
  return g_test_run ();
}
