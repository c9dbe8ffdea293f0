/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Fuzz target: faces made of arbitrary bytes must become one line of JSON that json-glib reads back as it was meant. */

#include <gst/facerec/facerec.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#define MAX_FACES 4
#define MAX_VALUES 20

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* ---- the input as a source of values; past its end everything is 0 ---- */

typedef struct {
  const guint8 *data;
  gsize size;
} Source;

static void
take (Source *source, gpointer value, gsize size)
{
  gsize n = MIN (size, source->size);

  memset (value, 0, size);
  if (n > 0)
    memcpy (value, source->data, n);
  source->data += n;
  source->size -= n;
}

static guint
take_byte (Source *source)
{
  guint8 byte;

  take (source, &byte, 1);
  return byte;
}

static gfloat
take_float (Source *source)
{
  gfloat value;

  take (source, &value, sizeof value);
  return value;
}

/* NULL for a first byte of 255; else that many bytes, up to their first NUL. */
static gchar *
take_string (Source *source)
{
  guint length = take_byte (source);
  gchar *text;

  if (length == 255)
    return NULL;
  length = (guint) MIN ((gsize) length, source->size);
  text = g_strndup ((const gchar *) source->data, length);
  source->data += length;
  source->size -= length;
  return text;
}

static guint
take_floats (Source *source, gfloat values[MAX_VALUES])
{
  guint n = take_byte (source) % (MAX_VALUES + 1);

  for (guint i = 0; i < n; i++)
    values[i] = take_float (source);
  return n;
}

/* ---- faces ---- */

static GstFacerecIdentity *
take_identity (Source *source)
{
  g_autofree gchar *label = take_string (source);
  GstFacerecReason reason = label != NULL ? GST_FACEREC_REASON_NONE : 1 + take_byte (source) % 5;
  gfloat score = take_float (source), distance = take_float (source);
  guint votes = take_byte (source), k = take_byte (source);
  GstFacerecIdentity *identity = gst_facerec_identity_new (label, reason, score, distance, votes, k);

  for (guint n = take_byte (source) % 4; n > 0; n--) {
    g_autofree gchar *candidate = take_string (source);

    if (candidate != NULL)
      gst_facerec_identity_add_candidate (identity, candidate, take_float (source));
  }
  return identity;
}

static void
take_face (Source *source, GstBuffer *buffer)
{
  guint parts = take_byte (source), n_values;
  gfloat values[MAX_VALUES];
  g_autofree gchar *detector = take_string (source);
  GstFacerecMeta *face = gst_facerec_buffer_add_face (buffer, 0, 0, 1, 1, 1, 1, take_float (source), detector);

  /* Not through add_face, which refuses what is no box. */
  face->x = take_float (source);
  face->y = take_float (source);
  face->width = take_float (source);
  face->height = take_float (source);
  if ((parts & 1) != 0) {
    n_values = take_floats (source, values);
    gst_facerec_meta_set_landmarks (face, values, n_values & ~1u);
  }
  if ((parts & 2) != 0) {
    g_autofree gchar *model = take_string (source);

    n_values = take_floats (source, values);
    gst_facerec_meta_set_embedding (face, values, n_values, model, 0);
  }
  if ((parts & 4) != 0) {
    take_floats (source, values);
    gst_facerec_meta_set_quality (face, values[0], values[1], values[2]);
    gst_facerec_meta_set_overall_quality (face, values[3]);
  }
  if ((parts & 8) != 0)
    gst_facerec_meta_set_track (face, take_byte (source), 0);
  if ((parts & 16) != 0) {
    g_autoptr (GstFacerecIdentity) identity = take_identity (source);

    gst_facerec_meta_set_identity (face, identity);
  }
}

/* ---- what comes back ---- */

static void
check_number (JsonNode *node, gfloat expected)
{
  if (isfinite (expected))
    g_assert_true ((gfloat) json_node_get_double (node) == expected);
  else
    g_assert_true (json_node_is_null (node));
}

static void
check_string (JsonNode *node, const gchar *expected)
{
  g_autofree gchar *valid = expected != NULL ? g_utf8_make_valid (expected, -1) : NULL;

  g_assert_true (json_node_is_null (node) == (valid == NULL));
  g_assert_cmpstr (json_node_get_string (node), ==, valid);
}

static void
check_face (JsonObject *object, const GstFacerecMeta *face, guint index)
{
  const gfloat box[4] = { face->x, face->y, face->width, face->height };
  JsonArray *array = json_object_get_array_member (object, "box");
  JsonNode *identity = json_object_get_member (object, "identity");

  g_assert_cmpint (json_object_get_int_member (object, "id"), ==, index);
  for (guint i = 0; i < 4; i++)
    check_number (json_array_get_element (array, i), box[i]);
  check_number (json_object_get_member (object, "score"), face->score);
  check_string (json_object_get_member (object, "detector"), gst_facerec_meta_get_detector (face));
  check_string (json_object_get_member (object, "embedding_model"), gst_facerec_meta_get_embedding_model (face));
  g_assert_true (json_node_is_null (identity) == (gst_facerec_meta_get_identity (face) == NULL));
  if (!json_node_is_null (identity))
    check_string (json_object_get_member (json_node_get_object (identity), "label"),
        gst_facerec_meta_get_label (face));
}

static void
check_line (const gchar *line, GstBuffer *buffer, const gchar *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object;
  JsonArray *faces;
  GstFacerecMeta *face;
  gpointer state = NULL;

  g_assert_true (g_utf8_validate (line, -1, NULL));
  for (const gchar *at = line; *at != '\0'; at++)
    g_assert_true ((guchar) *at >= 0x20);
  root = json_from_string (line, &error);
  g_assert_no_error (error);

  object = json_node_get_object (root);
  check_string (json_object_get_member (object, "file"), file);
  faces = json_object_get_array_member (object, "faces");
  g_assert_cmpuint (json_array_get_length (faces), ==, gst_facerec_buffer_count_faces (buffer));
  for (guint i = 0; (face = gst_facerec_buffer_iterate_faces (buffer, &state)) != NULL; i++)
    check_face (json_array_get_object_element (faces, i), face, i);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  Source source = { data, size };
  g_autoptr (GstBuffer) buffer = NULL;
  g_autofree gchar *file = NULL;
  g_autofree gchar *line = NULL;

  /* No plugin is needed: the scan would be the slowest and leakiest part of the run. */
  g_setenv ("GST_REGISTRY_DISABLE", "yes", TRUE);
  gst_init (NULL, NULL);
  buffer = gst_buffer_new ();
  file = take_string (&source);
  for (guint n = take_byte (&source) % (MAX_FACES + 1); n > 0; n--)
    take_face (&source, buffer);
  line = gst_facerec_buffer_to_json (buffer, file, size, 1, 1, GST_FACEREC_JSON_EMBEDDING);
  check_line (line, buffer, file);
  return 0;
}
