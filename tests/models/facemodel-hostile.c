/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "models/facemodel.h"

/* Files by hand, byte by byte as facemodel.md describes them, with a right checksum unless the case is about it: what
 * is refused is refused for the reason that is meant. */

#define PREFIX 24
#define CHECKSUM 32

static void
put_number (GByteArray *bytes, guint64 value, guint n)
{
  for (guint i = 0; i < n; i++, value >>= 8)
    g_byte_array_append (bytes, &(guint8) { (guint8) value }, 1);
}

static void
seal (GByteArray *bytes)
{
  g_autofree gchar *hex = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes->data, bytes->len);

  for (guint i = 0; i < CHECKSUM; i++)
    g_byte_array_append (bytes, &(guint8) { (guint8) (16 * g_ascii_xdigit_value (hex[2 * i])
        + g_ascii_xdigit_value (hex[2 * i + 1])) }, 1);
}

/* A file with this header, and n values of 0, 1, 2... */
static GByteArray *
make_file (const gchar *header, gsize n, const gfloat *values)
{
  GByteArray *bytes = g_byte_array_new ();
  const gsize length = strlen (header), filler = (64 - (PREFIX + length) % 64) % 64;

  g_byte_array_append (bytes, (const guint8 *) "\211FACE\r\n\032", 8);
  put_number (bytes, 1, 4);
  put_number (bytes, length + filler, 4);
  put_number (bytes, 4 * n, 8);
  g_byte_array_append (bytes, (const guint8 *) header, (guint) length);
  for (gsize i = 0; i < filler; i++)
    g_byte_array_append (bytes, (const guint8 *) " ", 1);
  for (gsize i = 0; i < n; i++) {
    const gfloat value = values ? values[i] : (gfloat) (i + 1);
    guint32 bits;

    memcpy (&bits, &value, sizeof bits);
    put_number (bytes, bits, 4);
  }
  seal (bytes);
  return bytes;
}

static FacerecFaceModel *
parse (const GByteArray *bytes, GError **error)
{
  return facerec_face_model_parse ("bad.face", bytes->data, bytes->len, error);
}

static void
assert_refused (const GByteArray *bytes, const gchar *reason)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FacerecFaceModel) model = parse (bytes, &error);

  g_assert_null (model);
  g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_READ);
  if (!strstr (error->message, reason) || !strstr (error->message, "bad.face"))
    g_error ("expected \"%s\": %s", reason, error->message);
}

#define BACKBONE "\"backbone\":{\"name\":\"xception\",\"input_size\":96,\"preprocessing\":\"signed-unit\",\"pooling\":\"max\"," \
    "\"features\":2}"
#define HEAD "\"head\":{\"standardise\":false,\"residual\":false,\"normalise\":true,\"layers\":[{\"outputs\":3,\"bias\":true," \
    "\"activation\":\"relu\"}]}"
#define TENSORS "\"tensors\":[{\"name\":\"head/0/weights\",\"shape\":[3,2]},{\"name\":\"head/0/bias\",\"shape\":[3]}]"
#define ABOUT "\"name\":\"n\",\"metric\":\"euclidean\""
#define GOOD "{" ABOUT "," BACKBONE "," HEAD "," TENSORS "}"

static void
test_good (void)
{
  g_autoptr (GByteArray) bytes = make_file (GOOD, 9, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (FacerecFaceModel) model = parse (bytes, &error);

  g_assert_no_error (error);
  g_assert_cmpfloat (facerec_head_layer (model->head, 0)->weights[5], ==, 6);
  g_assert_cmpfloat (facerec_head_layer (model->head, 0)->bias[0], ==, 7);
}

/* ---- the frame ---- */

static void
test_every_truncation (void)
{
  g_autoptr (GByteArray) bytes = make_file (GOOD, 9, NULL);

  while (bytes->len > 0) {
    g_autoptr (GError) error = NULL;

    g_byte_array_set_size (bytes, bytes->len - 1);
    g_assert_null (parse (bytes, &error));
    g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_READ);
  }
}

/* The checksum covers every byte. */
static void
test_every_flip (void)
{
  g_autoptr (GByteArray) bytes = make_file (GOOD, 9, NULL);

  for (guint i = 0; i < bytes->len; i++) {
    g_autoptr (GError) error = NULL;

    bytes->data[i] ^= (guint8) (1 << i % 8);
    g_assert_null (parse (bytes, &error));
    g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_READ);
    bytes->data[i] ^= (guint8) (1 << i % 8);
  }
}

/* value in the prefix at offset, sealed anew. */
static void
assert_prefix_refused (guint offset, guint n, guint64 value, const gchar *reason)
{
  g_autoptr (GByteArray) bytes = make_file (GOOD, 9, NULL);

  for (guint i = 0; i < n; i++, value >>= 8)
    bytes->data[offset + i] = (guint8) value;
  g_byte_array_set_size (bytes, bytes->len - CHECKSUM);
  seal (bytes);
  assert_refused (bytes, reason);
}

static void
test_prefix (void)
{
  g_autoptr (GByteArray) longer = make_file (GOOD, 9, NULL);

  assert_prefix_refused (1, 1, 'f', "does not begin");
  assert_prefix_refused (8, 4, 2, "version 2");
  assert_prefix_refused (12, 4, 0, "header has a size");
  assert_prefix_refused (12, 4, 41, "header has a size");
  assert_prefix_refused (12, 4, 0xffffffe8, "header has a size");
  assert_prefix_refused (12, 4, 64 * 1000 + 40, "truncated");
  assert_prefix_refused (16, 8, G_MAXUINT64, "truncated");
  assert_prefix_refused (16, 8, G_MAXUINT64 - 35, "truncated");
  assert_prefix_refused (16, 8, 40, "truncated");
  assert_prefix_refused (16, 8, 32, "4 bytes behind its end");
  g_byte_array_append (longer, (const guint8 *) "x", 1);
  assert_refused (longer, "1 bytes behind its end");
}

/* ---- the header ---- */

typedef struct {
  const gchar *header, *reason;
  guint n; /* values */
} Case;

static const Case cases[] = {
  { "", "no JSON object", 0 },
  { "nonsense", "not JSON", 0 },
  { "{\"name\":\"\xff\"}", "not UTF-8", 0 },
  { "[1,2]", "no JSON object", 0 },
  { "{}", "\"name\" is missing", 0 },
  { "{\"name\":7}", "\"name\" is of the wrong kind", 0 },
  { "{\"name\":\"n\",\"backbone\":[]}", "\"backbone\" is no object", 0 },
  { "{" ABOUT ",\"backbone\":{\"name\":\"x\",\"input_size\":\"96\"}}", "\"input_size\" is of the wrong kind", 0 },
  { "{" ABOUT ",\"backbone\":{\"name\":\"x\",\"input_size\":-1}}", "\"input_size\" is outside", 0 },
  { "{" ABOUT ",\"backbone\":{\"name\":\"x\",\"input_size\":4294967392}}", "\"input_size\" is outside", 0 },
  { "{" ABOUT ",\"backbone\":{\"name\":\"x\",\"input_size\":96,\"preprocessing\":\"p\",\"pooling\":\"sum\",\"features\":2}}",
    "no pooling \"sum\"", 0 },
  { "{" ABOUT ",\"backbone\":{\"name\":\"x\",\"input_size\":96,\"preprocessing\":\"p\",\"pooling\":\"max\",\"features\":2,"
    "\"needs_id\":\"d\"},\"tensors\":[]}", "an id and a SHA-256, or neither", 0 },
  { "{" ABOUT "," BACKBONE "}", "\"tensors\" is no array", 0 },
  { "{" ABOUT "," BACKBONE ",\"tensors\":[3]}", "entry 0 of \"tensors\" is no object", 0 },
  { "{" ABOUT "," BACKBONE ",\"tensors\":[{\"name\":\"backbone/t\",\"shape\":[]}]}", "no shape", 0 },
  { "{" ABOUT "," BACKBONE ",\"tensors\":[{\"name\":\"backbone/t\",\"shape\":[0]}]}", "no shape", 0 },
  { "{" ABOUT "," BACKBONE ",\"tensors\":[{\"name\":\"backbone/t\",\"shape\":[1.5]}]}", "no shape", 0 },
  { "{" ABOUT "," BACKBONE ",\"tensors\":[{\"name\":\"backbone/t\",\"shape\":[1,1,1,1,1]}]}", "more than 4 entries", 1 },
  { "{" ABOUT "," BACKBONE ",\"tensors\":[{\"name\":\"backbone/t\",\"shape\":[65536,65536,65536,65536]}]}", "no shape", 0 },
  { "{" ABOUT "," BACKBONE ",\"tensors\":[{\"name\":\"backbone/t\",\"shape\":[4611686018427387905]}]}", "no shape", 4 },
  { "{" ABOUT "," BACKBONE ",\"tensors\":[{\"name\":\"backbone/t\",\"shape\":[3]}]}", "12 bytes of tensors, it has 8", 2 },
  { "{" ABOUT "," BACKBONE ",\"tensors\":[{\"name\":\"backbone/t\",\"shape\":[1]},{\"name\":\"backbone/t\",\"shape\":[1]}]}",
    "two tensors \"backbone/t\"", 2 },
  { "{" ABOUT "," BACKBONE ",\"tensors\":[{\"name\":\"back bone\",\"shape\":[1]}]}", "printable ASCII", 1 },
  { "{" ABOUT "," BACKBONE ",\"tensors\":[{\"name\":\"stray\",\"shape\":[1]}]}", "belong to nothing", 1 },
  { "{" ABOUT "," BACKBONE "," TENSORS "}", "belong to nothing", 9 },
  { "{" ABOUT "," BACKBONE "," HEAD ",\"tensors\":[{\"name\":\"head/0/weights\",\"shape\":[3,2]}]}",
    "\"head/0/bias\" is missing", 6 },
  { "{" ABOUT "," BACKBONE "," HEAD ",\"tensors\":[{\"name\":\"head/0/weights\",\"shape\":[2,3]},{\"name\":\"head/0/bias\","
    "\"shape\":[3]}]}", "another shape than the head says", 9 },
  { "{" ABOUT "," BACKBONE ",\"head\":{\"standardise\":false,\"residual\":false,\"normalise\":true,\"layers\":[{\"outputs\":"
    "1000000,\"bias\":false,\"activation\":\"none\"},{\"outputs\":1000000,\"bias\":false,\"activation\":\"none\"}]},"
    TENSORS "}", "larger than the file", 9 },
  { "{" ABOUT "," BACKBONE ",\"head\":{\"standardise\":false,\"residual\":false,\"normalise\":true,\"layers\":[{\"outputs\":3,"
    "\"bias\":true,\"activation\":\"tanh\"}]}," TENSORS "}", "no activation \"tanh\"", 9 },
  { "{" ABOUT "," BACKBONE ",\"head\":{\"standardise\":1,\"residual\":false,\"normalise\":true,\"layers\":[]}," TENSORS "}",
    "\"standardise\" is of the wrong kind", 9 },
  { "{" ABOUT "," BACKBONE ",\"head\":{\"standardise\":false,\"residual\":true,\"normalise\":true,\"layers\":[{\"outputs\":3,"
    "\"bias\":true,\"activation\":\"none\"}]}," TENSORS "}", "residual head", 9 },
  { "{\"name\":\"a/b\",\"metric\":\"euclidean\"," BACKBONE "," HEAD "," TENSORS "}", "its name is not", 9 },
  { "{" ABOUT ",\"threshold\":1e999," BACKBONE "," HEAD "," TENSORS "}", "", 9 },
  { "{" ABOUT ",\"threshold\":\"0.5\"," BACKBONE "," HEAD "," TENSORS "}", "\"threshold\" is of the wrong kind", 9 },
  { "{" ABOUT ",\"threshold\":-0.5," BACKBONE "," HEAD "," TENSORS "}", "threshold is outside", 9 },
  { "{" ABOUT ",\"training_sha256\":\"12\"," BACKBONE "," HEAD "," TENSORS "}", "training set is not", 9 },
  { "{" ABOUT ",\"notes\":[]," BACKBONE "," HEAD "," TENSORS "}", "\"notes\" is no object", 9 },
};

static void
test_headers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GByteArray) bytes = make_file (cases[i].header, cases[i].n, NULL);

    assert_refused (bytes, cases[i].reason);
  }
}

static void
test_numbers (void)
{
  static const guint32 bad[] = { 0x7fc00000, 0x7f800000, 0xff800000, 0x7f800001 };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    gfloat values[9] = { 0, };
    g_autoptr (GByteArray) bytes = NULL;

    memcpy (&values[i + 1], &bad[i], sizeof bad[i]);
    bytes = make_file (GOOD, 9, values);
    assert_refused (bytes, "NaN or infinite");
  }
}

static void
test_deep_header (void)
{
  g_autofree gchar *deep = g_strnfill (1000000, '[');
  g_autoptr (GByteArray) bytes = make_file (deep, 0, NULL);

  assert_refused (bytes, "nested too deeply");
}

/* ---- files ---- */

static void
test_files (void)
{
  g_autofree gchar *folder = g_dir_make_tmp ("facemodel-XXXXXX", NULL), *missing = g_build_filename (folder, "a.face", NULL);
  g_autofree gchar *fifo = g_build_filename (folder, "b.face", NULL), *text = g_build_filename (folder, "c.face", NULL);
  static const FacerecError codes[] = { FACEREC_ERROR_NOT_FOUND, FACEREC_ERROR_OPEN, FACEREC_ERROR_READ, FACEREC_ERROR_OPEN };
  const gchar *const paths[] = { missing, fifo, text, folder };

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_true (g_file_set_contents (text, "FACE", -1, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (facerec_face_model_is_file (paths[i]));
    g_assert_null (facerec_face_model_read (paths[i], &error));
    g_assert_error (error, FACEREC_ERROR, (gint) codes[i]);
    g_assert_nonnull (strstr (error->message, paths[i]));
  }
  g_unlink (fifo);
  g_unlink (text);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/facemodel-hostile/good", test_good);
  g_test_add_func ("/facemodel-hostile/truncations", test_every_truncation);
  g_test_add_func ("/facemodel-hostile/flips", test_every_flip);
  g_test_add_func ("/facemodel-hostile/prefix", test_prefix);
  g_test_add_func ("/facemodel-hostile/headers", test_headers);
  g_test_add_func ("/facemodel-hostile/numbers", test_numbers);
  g_test_add_func ("/facemodel-hostile/deep", test_deep_header);
  g_test_add_func ("/facemodel-hostile/files", test_files);
  return g_test_run ();
}
