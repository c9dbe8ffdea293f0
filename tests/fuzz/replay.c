/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Runs a fuzz target inside the ordinary test suite, without a fuzzer: every file of its corpus, then mutations of
 * them from a fixed seed.
 *
 * usage: fuzz-TARGET CORPUS-FOLDER-OR-FILE [N-MUTATIONS [SEED]]
 *
 * When the target aborts, the input that did it is written to fuzz-crash.bin in the current folder: give that file as
 * the only argument to run it alone. */

#include <fcntl.h>
#include <glib.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define MAX_INPUT_BYTES 65536
#define MAX_EDITS 12

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static const guint8 *running_data;
static gsize running_size;

/* Only calls that are safe in a signal handler. */
static void
save_input (int signal_number)
{
  int file = open ("fuzz-crash.bin", O_WRONLY | O_CREAT | O_TRUNC, 0600);

  if (file >= 0) {
    (void) !write (file, running_data, running_size);
    close (file);
  }
  signal (signal_number, SIG_DFL);
  raise (signal_number);
}

static void
run (const guint8 *data, gsize size)
{
  running_data = data;
  running_size = size;
  LLVMFuzzerTestOneInput (data, size);
}

static void
load_file (GPtrArray *inputs, const gchar *path)
{
  gchar *data;
  gsize size;
  g_autoptr (GError) error = NULL;

  if (!g_file_get_contents (path, &data, &size, &error))
    g_error ("%s", error->message);
  g_ptr_array_add (inputs, g_byte_array_new_take ((guint8 *) data, size));
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const gchar *const *) a, *(const gchar *const *) b);
}

/* In the order of their names, so that a seed means the same everywhere. */
static void
load_corpus (GPtrArray *inputs, const gchar *path)
{
  g_autoptr (GDir) folder = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const gchar *name;

  if (!g_file_test (path, G_FILE_TEST_IS_DIR)) {
    load_file (inputs, path);
    return;
  }
  folder = g_dir_open (path, 0, NULL);
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    g_ptr_array_add (names, g_build_filename (path, name, NULL));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    load_file (inputs, g_ptr_array_index (names, i));
}

static void
edit (GByteArray *input, const GByteArray *other, GRand *random)
{
  guint at = input->len > 0 ? (guint) g_rand_int_range (random, 0, (gint32) input->len) : 0;
  guint8 byte = (guint8) g_rand_int_range (random, 0, 256);

  switch (input->len > 0 ? g_rand_int_range (random, 0, 6) : 3) {
    case 0:
      input->data[at] ^= (guint8) (1 << (byte & 7));
      break;
    case 1:
      input->data[at] = byte;
      break;
    case 2:
      input->data[at] = (byte & 1) ? 0xff : 0x00;
      break;
    case 3:
      g_byte_array_append (input, &byte, 1);
      break;
    case 4:
      g_byte_array_remove_range (input, at, MIN (input->len - at, (guint) (byte % 16) + 1));
      break;
    default:
      g_byte_array_set_size (input, at);
      if (other->len > 0)
        g_byte_array_append (input, other->data + at % other->len, other->len - at % other->len);
      break;
  }
  if (input->len > MAX_INPUT_BYTES)
    g_byte_array_set_size (input, MAX_INPUT_BYTES);
}

static const GByteArray *
pick (GPtrArray *inputs, GRand *random)
{
  return g_ptr_array_index (inputs, g_rand_int_range (random, 0, (gint32) inputs->len));
}

static void
run_mutations (GPtrArray *inputs, guint n, guint32 seed)
{
  GRand *random = g_rand_new_with_seed (seed);

  for (guint i = 0; i < n; i++) {
    const GByteArray *from = pick (inputs, random);
    g_autoptr (GByteArray) input = g_byte_array_sized_new (from->len);
    gint n_edits = g_rand_int_range (random, 1, MAX_EDITS + 1);

    g_byte_array_append (input, from->data, from->len);
    while (n_edits-- > 0)
      edit (input, pick (inputs, random), random);
    run (input->data, input->len);
  }
  g_rand_free (random);
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) inputs = g_ptr_array_new_with_free_func ((GDestroyNotify) g_byte_array_unref);
  guint n_mutations = argc > 2 ? (guint) g_ascii_strtoull (argv[2], NULL, 10) : 0;
  guint32 seed = argc > 3 ? (guint32) g_ascii_strtoull (argv[3], NULL, 10) : 1;

  if (argc < 2) {
    g_printerr ("usage: %s CORPUS-FOLDER-OR-FILE [N-MUTATIONS [SEED]]\n", argv[0]);
    return 2;
  }
  load_corpus (inputs, argv[1]);
  if (inputs->len == 0) {
    g_printerr ("%s: nothing to replay\n", argv[1]);
    return 1;
  }

  signal (SIGABRT, save_input);
  signal (SIGSEGV, save_input);
  signal (SIGTRAP, save_input);
  for (guint i = 0; i < inputs->len; i++) {
    const GByteArray *input = g_ptr_array_index (inputs, i);

    run (input->data, input->len);
  }
  run_mutations (inputs, n_mutations, seed);
  g_print ("%u files and %u mutations of seed %u\n", inputs->len, n_mutations, seed);
  return 0;
}
