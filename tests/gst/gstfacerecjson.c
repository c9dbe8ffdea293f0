/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The JSON line, read back by json-glib. */

#include "fullface.h"

#include <json-glib/json-glib.h>
#include <locale.h>
#include <math.h>
#include <string.h>

#define FACE_KEYS "box box_age detector id identity landmarks quality score track"

static const FullFaceBox box = { 101, 60.5f, 80, 96, 320, 240 };

static JsonNode *
parse (const gchar *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = json_from_string (text, &error);

  g_assert_no_error (error);
  g_assert_nonnull (node);
  return node;
}

static JsonObject *
line_of (GstBuffer *buffer, GstFacerecJsonFlags flags, JsonNode **root)
{
  g_autofree gchar *text = gst_facerec_buffer_to_json (buffer, "a film.mp4", 7, 320, 240, flags);

  g_assert_null (strpbrk (text, "\r\n"));
  *root = parse (text);
  return json_node_get_object (*root);
}

static JsonObject *
face_of (JsonObject *line, guint index)
{
  return json_array_get_object_element (json_object_get_array_member (line, "faces"), index);
}

static void
check_keys (JsonObject *object, const gchar *expected)
{
  g_autoptr (GList) members = g_list_sort (json_object_get_members (object), (GCompareFunc) strcmp);
  g_autoptr (GString) keys = g_string_new (NULL);

  for (GList *link = members; link != NULL; link = link->next)
    g_string_append_printf (keys, "%s%s", keys->len > 0 ? " " : "", (const gchar *) link->data);
  g_assert_cmpstr (keys->str, ==, expected);
}

/* The file holds the shortest decimal, json-glib reads it as a double: the float is what must be the same. */
static void
check_number (JsonNode *node, gfloat expected)
{
  g_assert_cmpfloat ((gfloat) json_node_get_double (node), ==, expected);
}

static void
check_member (JsonObject *object, const gchar *name, gfloat expected)
{
  check_number (json_object_get_member (object, name), expected);
}

/* ---- the line ---- */

static void
test_a_full_face (void)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();
  g_autoptr (JsonNode) root = NULL;
  JsonObject *line, *face;
  JsonArray *array;

  full_face_add (buffer, &box);
  GST_BUFFER_PTS (buffer) = G_GUINT64_CONSTANT (123456789012345);
  line = line_of (buffer, GST_FACEREC_JSON_DEFAULT, &root);
  check_keys (line, "faces file frame height pts_ns version width");
  g_assert_cmpint (json_object_get_int_member (line, "version"), ==, GST_FACEREC_OUTPUT_VERSION);
  g_assert_cmpstr (json_object_get_string_member (line, "file"), ==, "a film.mp4");
  g_assert_cmpint (json_object_get_int_member (line, "frame"), ==, 7);
  g_assert_cmpint (json_object_get_int_member (line, "pts_ns"), ==, 123456789012345);
  g_assert_cmpint (json_object_get_int_member (line, "width"), ==, 320);
  g_assert_cmpint (json_object_get_int_member (line, "height"), ==, 240);

  face = face_of (line, 0);
  check_keys (face, FACE_KEYS);
  g_assert_cmpint (json_object_get_int_member (face, "id"), ==, 0);
  g_assert_cmpstr (json_object_get_string_member (face, "detector"), ==, "dlib-hog");
  g_assert_cmpint (json_object_get_int_member (face, "track"), ==, FULL_FACE_TRACK);
  g_assert_cmpint (json_object_get_int_member (face, "box_age"), ==, 5);
  check_member (face, "score", 1.25f);
  array = json_object_get_array_member (face, "box");
  g_assert_cmpuint (json_array_get_length (array), ==, 4);
  check_number (json_array_get_element (array, 0), box.x);
  check_number (json_array_get_element (array, 1), box.y);
  check_number (json_array_get_element (array, 2), box.width);
  check_number (json_array_get_element (array, 3), box.height);
}

static void
test_landmarks_are_pixels_of_the_frame (void)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();
  g_autoptr (JsonNode) root = NULL;
  JsonArray *points;

  full_face_add (buffer, &box);
  points = json_object_get_array_member (face_of (line_of (buffer, GST_FACEREC_JSON_DEFAULT, &root), 0), "landmarks");
  g_assert_cmpuint (json_array_get_length (points), ==, 5);
  for (guint i = 0; i < 5; i++) {
    JsonArray *point = json_array_get_array_element (points, i);

    g_assert_cmpuint (json_array_get_length (point), ==, 2);
    g_assert_cmpfloat_with_epsilon (json_array_get_double_element (point, 0),
        101 + 80 * (-0.125 + 0.1375 * (2 * i)), 1e-4);
    g_assert_cmpfloat_with_epsilon (json_array_get_double_element (point, 1),
        60.5 + 96 * (-0.125 + 0.1375 * (2 * i + 1)), 1e-4);
  }
}

static void
test_quality_and_identity (void)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();
  g_autoptr (JsonNode) root = NULL;
  JsonObject *face, *quality, *identity, *candidate;
  JsonArray *candidates;

  full_face_add (buffer, &box);
  face = face_of (line_of (buffer, GST_FACEREC_JSON_DEFAULT, &root), 0);
  quality = json_object_get_object_member (face, "quality");
  check_keys (quality, "overall pose sharpness size");
  check_member (quality, "size", 96.5f);
  check_member (quality, "sharpness", 12.25f);
  check_member (quality, "pose", 0.875f);
  check_member (quality, "overall", 0.8125f);

  identity = json_object_get_object_member (face, "identity");
  check_keys (identity, "candidates distance k label reason score stranger votes");
  g_assert_cmpstr (json_object_get_string_member (identity, "label"), ==, "Zoë");
  check_member (identity, "score", 0.125f);
  check_member (identity, "distance", 0.375f);
  g_assert_cmpint (json_object_get_int_member (identity, "votes"), ==, 4);
  g_assert_cmpint (json_object_get_int_member (identity, "k"), ==, 5);
  g_assert_true (json_object_get_null_member (identity, "reason"));
  g_assert_true (json_object_get_null_member (identity, "stranger"));
  candidates = json_object_get_array_member (identity, "candidates");
  g_assert_cmpuint (json_array_get_length (candidates), ==, 2);
  candidate = json_array_get_object_element (candidates, 1);
  check_keys (candidate, "distance label");
  g_assert_cmpstr (json_object_get_string_member (candidate, "label"), ==, "Adam");
  check_member (candidate, "distance", 0.75f);
}

static void
test_what_is_not_known_is_null (void)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();
  g_autoptr (JsonNode) root = NULL, no_file = NULL;
  g_autofree gchar *text = NULL;
  JsonObject *line, *face;

  gst_facerec_buffer_add_face (buffer, 0, 0, 1, 1, 320, 240, 0, NULL);
  line = line_of (buffer, GST_FACEREC_JSON_EMBEDDING, &root);
  g_assert_true (json_object_get_null_member (line, "pts_ns"));
  face = face_of (line, 0);
  check_keys (face, "box box_age detector embedding embedding_model id identity landmarks quality score track");
  g_assert_true (json_object_get_null_member (face, "detector"));
  g_assert_true (json_object_get_null_member (face, "quality"));
  g_assert_true (json_object_get_null_member (face, "track"));
  g_assert_cmpint (json_object_get_int_member (face, "box_age"), ==, 0);
  g_assert_true (json_object_get_null_member (face, "identity"));
  g_assert_true (json_object_get_null_member (face, "embedding"));
  g_assert_true (json_object_get_null_member (face, "embedding_model"));
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (face, "landmarks")), ==, 0);

  text = gst_facerec_buffer_to_json (buffer, NULL, 0, 320, 240, GST_FACEREC_JSON_DEFAULT);
  no_file = parse (text);
  g_assert_true (json_object_get_null_member (json_node_get_object (no_file), "file"));
}

static void
test_unknown_has_a_null_label_and_a_reason (void)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();
  g_autoptr (GstFacerecIdentity) unknown = gst_facerec_identity_new (NULL, GST_FACEREC_REASON_AMBIGUOUS, NAN, NAN, 2,
      5);
  g_autoptr (JsonNode) root = NULL;
  JsonObject *identity;

  gst_facerec_identity_set_stranger (unknown, "unknown-\"1\"");
  gst_facerec_meta_set_identity (gst_facerec_buffer_add_face (buffer, 0, 0, 1, 1, 320, 240, 0, NULL), unknown);
  identity = json_object_get_object_member (face_of (line_of (buffer, GST_FACEREC_JSON_DEFAULT, &root), 0),
      "identity");
  g_assert_true (json_object_get_null_member (identity, "label"));
  g_assert_cmpstr (json_object_get_string_member (identity, "stranger"), ==, "unknown-\"1\"");
  g_assert_true (json_object_get_null_member (identity, "score"));
  g_assert_true (json_object_get_null_member (identity, "distance"));
  g_assert_cmpstr (json_object_get_string_member (identity, "reason"), ==, "ambiguous");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (identity, "candidates")), ==, 0);
}

static void
test_embedding_on_request (void)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();
  g_autoptr (JsonNode) root = NULL;
  JsonObject *face;
  JsonArray *embedding;

  full_face_add (buffer, &box);
  face = face_of (line_of (buffer, GST_FACEREC_JSON_EMBEDDING, &root), 0);
  g_assert_cmpstr (json_object_get_string_member (face, "embedding_model"), ==, "dlib-resnet-v1");
  embedding = json_object_get_array_member (face, "embedding");
  g_assert_cmpuint (json_array_get_length (embedding), ==, FULL_FACE_DIMENSIONS);
  for (guint i = 0; i < FULL_FACE_DIMENSIONS; i++)
    check_number (json_array_get_element (embedding, i), full_face_embedding_value (i));
}

/* The ids of the faces come from a counter of the process; the line must not show it. */
static void
test_the_same_faces_give_the_same_bytes (void)
{
  g_autofree gchar *first = NULL;

  for (guint run = 0; run < 3; run++) {
    g_autoptr (GstBuffer) buffer = gst_buffer_new ();
    g_autofree gchar *text = NULL;
    g_autofree gchar *second_face = NULL;

    full_face_add (buffer, &box);
    second_face = gst_facerec_meta_to_json (full_face_add (buffer, &box), 1, GST_FACEREC_JSON_EMBEDDING);
    text = gst_facerec_buffer_to_json (buffer, "f", 0, 320, 240, GST_FACEREC_JSON_EMBEDDING);
    if (first == NULL)
      first = g_steal_pointer (&text);
    else
      g_assert_cmpstr (text, ==, first);
    g_assert_nonnull (strstr (first, "{\"id\":0,"));
    g_assert_nonnull (strstr (first, second_face));
    g_assert_true (g_str_has_prefix (second_face, "{\"id\":1,"));
  }
}

static void
test_infinite_scores_are_null (void)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();
  GstFacerecMeta *face = full_face_add (buffer, &box);
  const gfloat broken[] = { NAN, INFINITY, -INFINITY, 1 };
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object;

  face->score = -INFINITY;
  gst_facerec_meta_set_landmarks (face, broken, 4);
  gst_facerec_meta_set_embedding (face, broken, 4, "m", 0);
  object = face_of (line_of (buffer, GST_FACEREC_JSON_EMBEDDING, &root), 0);
  g_assert_true (json_object_get_null_member (object, "score"));
  for (guint i = 0; i < 3; i++)
    g_assert_true (json_array_get_null_element (json_object_get_array_member (object, "embedding"), i));
  check_number (json_array_get_element (json_object_get_array_member (object, "embedding"), 3), 1);
}

/* ---- strings ---- */

static void
test_any_bytes_make_a_string (void)
{
  static const struct {
    const gchar *bytes, *expected;
  } cases[] = {
    { "", "" },
    { "plain", "plain" },
    { "quote\" back\\slash /", "quote\" back\\slash /" },
    { "\b\f\n\r\t\x01\x1f\x7f", "\b\f\n\r\t\x01\x1f\x7f" },
    { "Zoë 王 𝄞 \xf0\x9f\x98\x80", "Zoë 王 𝄞 \xf0\x9f\x98\x80" },
    { "line\xe2\x80\xa8 para\xe2\x80\xa9 next\xc2\x85.", "line\xe2\x80\xa8 para\xe2\x80\xa9 next\xc2\x85." },
    { "latin1 \xe9.", "latin1 \xef\xbf\xbd." },
    { "\xff\xfe", "\xef\xbf\xbd\xef\xbf\xbd" },
    { "cut off \xe7\x8e", "cut off \xef\xbf\xbd\xef\xbf\xbd" },
    { "surrogate \xed\xa0\x80", "surrogate \xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
    { "overlong \xc0\xaf", "overlong \xef\xbf\xbd\xef\xbf\xbd" },
    { "\"},{\"id\":0}]}", "\"},{\"id\":0}]}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GString) json = g_string_new (NULL);
    g_autoptr (JsonNode) node = NULL;

    gst_facerec_json_append_string (json, cases[i].bytes);
    node = parse (json->str);
    g_assert_cmpstr (json_node_get_string (node), ==, cases[i].expected);
    /* Nothing that a reader of lines would cut at. */
    for (const gchar *at = json->str; *at != '\0'; at = g_utf8_next_char (at)) {
      gunichar character = g_utf8_get_char (at);

      g_assert_false (character < 0x20 || character == 0x85 || character == 0x2028 || character == 0x2029);
    }
  }
}

static void
test_no_string_is_null (void)
{
  g_autoptr (GString) json = g_string_new ("x");

  gst_facerec_json_append_string (json, NULL);
  g_assert_cmpstr (json->str, ==, "xnull");
}

/* ---- numbers ---- */

static void
test_numbers_have_known_forms (void)
{
  static const struct {
    gfloat value;
    const gchar *expected;
  } cases[] = {
    { 0, "0" }, { 1, "1" }, { -1, "-1" }, { 0.5f, "0.5" }, { 0.1f, "0.1" }, { 1.0f / 3, "0.33333334" },
    { 16777216, "16777216" }, { 100000, "100000" }, { 3.4028235e38f, "3.4028235e+38" },
    { 1e-45f, "1e-45" }, { 1.17549435e-38f, "1.1754944e-38" }, { 50.5f, "50.5" }, { -0.0f, "-0" },
    { NAN, "null" }, { INFINITY, "null" }, { -INFINITY, "null" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GString) json = g_string_new (NULL);

    gst_facerec_json_append_number (json, cases[i].value);
    g_assert_cmpstr (json->str, ==, cases[i].expected);
  }
}

static guint
count_digits (const gchar *number)
{
  guint n = 0;
  gboolean leading = TRUE;
  guint trailing_zeros = 0;

  for (; *number != '\0' && *number != 'e'; number++) {
    if (!g_ascii_isdigit (*number) || (leading && *number == '0'))
      continue;
    leading = FALSE;
    trailing_zeros = *number == '0' ? trailing_zeros + 1 : 0;
    n++;
  }
  return n - trailing_zeros;
}

/* Every bit pattern is as likely, so that denormals and the largest numbers come as well. */
static void
test_random_numbers_are_exact_and_shortest (void)
{
  g_autoptr (GString) json = g_string_new (NULL);

  for (guint i = 0; i < 100000; i++) {
    union {
      guint32 bits;
      gfloat value;
    } number = { .bits = (guint32) g_test_rand_int () };
    guint n_digits;

    if (!isfinite (number.value))
      continue;
    g_string_truncate (json, 0);
    gst_facerec_json_append_number (json, number.value);
    g_assert_cmpfloat (strtof (json->str, NULL), ==, number.value);

    n_digits = count_digits (json->str);
    if (n_digits > 1) {
      gchar shorter[32];

      g_snprintf (shorter, sizeof shorter, "%.*e", (gint) n_digits - 2, (gdouble) number.value);
      g_assert_cmpfloat (strtof (shorter, NULL), !=, number.value);
    }
  }
}

/* ---- locale ---- */

/* TRUE once the process writes 1.5 as "1,5": with a locale of the system, or with one compiled for this test. */
static gboolean
use_decimal_comma (const gchar *folder)
{
  static const gchar *const names[] = { "de_DE.UTF-8", "fr_FR.UTF-8", "es_ES.UTF-8" };
  g_autofree gchar *target = g_build_filename (folder, "de_DE.UTF-8", NULL);
  const gchar *const argv[] = { "localedef", "-i", "de_DE", "-f", "UTF-8", target, NULL };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (setlocale (LC_ALL, names[i]) != NULL)
      return TRUE;
  }
  g_spawn_sync (NULL, (gchar **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL
      | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  g_setenv ("LOCPATH", folder, TRUE);
  return setlocale (LC_ALL, "de_DE.UTF-8") != NULL;
}

static void
remove_locale (const gchar *folder)
{
  const gchar *const argv[] = { "rm", "-r", folder, NULL };

  g_assert_true (g_spawn_sync (NULL, (gchar **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL));
}

static void
test_a_decimal_comma_changes_nothing (void)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();
  g_autofree gchar *folder = g_dir_make_tmp ("facerec-locale-XXXXXX", NULL);
  g_autofree gchar *before = NULL;

  full_face_add (buffer, &box);
  before = gst_facerec_buffer_to_json (buffer, "f", 123456789, 320, 240, GST_FACEREC_JSON_EMBEDDING);
  if (!use_decimal_comma (folder)) {
    g_test_skip ("no locale with a decimal comma, and the package locales to compile one is not installed");
  } else {
    g_autofree gchar *after = NULL;
    gchar number[16];

    g_snprintf (number, sizeof number, "%.1f", 1.5);
    g_assert_cmpstr (number, ==, "1,5");
    after = gst_facerec_buffer_to_json (buffer, "f", 123456789, 320, 240, GST_FACEREC_JSON_EMBEDDING);
    g_assert_cmpstr (after, ==, before);
  }
  setlocale (LC_ALL, "C");
  remove_locale (folder);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/line/a-full-face", test_a_full_face);
  g_test_add_func ("/json/line/landmarks-are-pixels-of-the-frame", test_landmarks_are_pixels_of_the_frame);
  g_test_add_func ("/json/line/quality-and-identity", test_quality_and_identity);
  g_test_add_func ("/json/line/what-is-not-known-is-null", test_what_is_not_known_is_null);
  g_test_add_func ("/json/line/unknown-has-a-null-label-and-a-reason", test_unknown_has_a_null_label_and_a_reason);
  g_test_add_func ("/json/line/embedding-on-request", test_embedding_on_request);
  g_test_add_func ("/json/line/the-same-faces-give-the-same-bytes", test_the_same_faces_give_the_same_bytes);
  g_test_add_func ("/json/line/infinite-scores-are-null", test_infinite_scores_are_null);
  g_test_add_func ("/json/string/any-bytes", test_any_bytes_make_a_string);
  g_test_add_func ("/json/string/none-is-null", test_no_string_is_null);
  g_test_add_func ("/json/number/known-forms", test_numbers_have_known_forms);
  g_test_add_func ("/json/number/random-are-exact-and-shortest", test_random_numbers_are_exact_and_shortest);
  g_test_add_func ("/json/locale/a-decimal-comma-changes-nothing", test_a_decimal_comma_changes_nothing);
  return g_test_run ();
}
