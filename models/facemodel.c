/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/facemodel.h"

#include <math.h>
#include <string.h>

#include <json-glib/json-glib.h>

#include "models/facemodel/format.h"
#include "models/facemodel/nesting.h"

static const gchar *const pooling_names[] = { "max", "avg", "flatten" };

const gchar *
facerec_pooling_name (FacerecPooling pooling)
{
  return pooling_names[pooling];
}

gboolean
facerec_pooling_parse (const gchar *name, FacerecPooling *pooling)
{
  for (guint i = 0; i < G_N_ELEMENTS (pooling_names); i++)
    if (g_strcmp0 (name, pooling_names[i]) == 0) {
      *pooling = (FacerecPooling) i;
      return TRUE;
    }
  return FALSE;
}

FacerecFaceModel *
facerec_face_model_new (const gchar *name)
{
  FacerecFaceModel *self = g_new0 (FacerecFaceModel, 1);

  self->name = g_strdup (name);
  self->metric = g_strdup ("euclidean");
  self->threshold = NAN;
  return self;
}

void
facerec_face_model_free (FacerecFaceModel *self)
{
  if (!self)
    return;
  facerec_tensors_unref (self->tensors);
  facerec_head_free (self->head);
  g_free (self->name);
  g_free (self->backbone);
  g_free (self->preprocessing);
  g_free (self->needs_id);
  g_free (self->needs_sha256);
  g_free (self->metric);
  g_free (self->training_sha256);
  g_free (self->metrics);
  g_free (self->notes);
  g_free (self);
}

FacerecFaceModel *
facerec_face_model_raw (const FacerecFaceModel *self)
{
  g_autofree gchar *name = g_strdup_printf ("raw-%s", self->backbone);
  FacerecFaceModel *raw = facerec_face_model_new (name);

  raw->backbone = g_strdup (self->backbone);
  raw->input_size = self->input_size;
  raw->preprocessing = g_strdup (self->preprocessing);
  raw->pooling = self->pooling;
  raw->features = self->features;
  raw->needs_id = g_strdup (self->needs_id);
  raw->needs_sha256 = g_strdup (self->needs_sha256);
  raw->tensors = facerec_tensors_ref (self->tensors);
  return raw;
}

guint
facerec_face_model_dimensions (const FacerecFaceModel *self)
{
  return self->head ? facerec_head_dimensions (self->head) : self->features;
}

/* ---- the id ---- */

static void digest_text (GChecksum *sum, const gchar *format, ...) G_GNUC_PRINTF (2, 3);

static void
digest_text (GChecksum *sum, const gchar *format, ...)
{
  g_autofree gchar *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_checksum_update (sum, (const guchar *) text, (gssize) strlen (text) + 1);
}

static void
digest_tensor (GChecksum *sum, const FacerecTensor *tensor)
{
  digest_text (sum, "%s", tensor->name);
  for (guint i = 0; i < tensor->n_dimensions; i++)
    digest_text (sum, "%u", tensor->dimensions[i]);
  g_checksum_update (sum, (const guchar *) tensor->values, (gssize) (tensor->n_values * sizeof *tensor->values));
}

static void
digest_head (GChecksum *sum, const FacerecHead *head)
{
  digest_text (sum, "head %u %d %d", head->features, head->residual, head->normalise);
  for (guint i = 0; i < head->layers->len; i++)
    digest_text (sum, "%d", facerec_head_layer (head, i)->relu);
}

gchar *
facerec_face_model_id (const FacerecFaceModel *self)
{
  g_autoptr (GChecksum) sum = NULL;
  g_autoptr (GArray) tensors = NULL;

  if (!self->head && self->needs_id)
    return g_strdup (self->needs_id);
  sum = g_checksum_new (G_CHECKSUM_SHA256);
  digest_text (sum, "%s %u %s %s %u %s", self->backbone, self->input_size, self->preprocessing,
      facerec_pooling_name (self->pooling), self->features, self->needs_sha256 ? self->needs_sha256 : "");
  if (self->head)
    digest_head (sum, self->head);
  tensors = face_header_list_tensors (self);
  for (guint i = 0; i < tensors->len; i++)
    digest_tensor (sum, &g_array_index (tensors, FacerecTensor, i));
  return g_strdup_printf ("face:%s:%.12s", self->name, g_checksum_get_string (sum));
}

gchar *
facerec_face_model_describe (const FacerecFaceModel *self)
{
  g_autoptr (GArray) tensors = face_header_list_tensors (self);

  return face_header_write (self, tensors);
}

/* ---- checking ---- */

#define NAME_CHARACTERS G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "._-"

static gboolean
consists_of (const gchar *name, const gchar *characters)
{
  const gsize length = name ? strlen (name) : 0;

  return length > 0 && length <= FACEREC_FACE_MODEL_MAX_NAME && strspn (name, characters) == length;
}

static gboolean
is_name (const gchar *name)
{
  return consists_of (name, NAME_CHARACTERS);
}

static gboolean
is_sha256 (const gchar *text)
{
  return strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64;
}

static gboolean
is_object (const gchar *text)
{
  g_autoptr (JsonNode) node = g_utf8_validate (text, -1, NULL) && face_json_is_shallow (text, strlen (text))
      ? json_from_string (text, NULL)
      : NULL;

  return node && JSON_NODE_HOLDS_OBJECT (node);
}

/* What is wrong beside the head, or NULL. */
static const gchar *
problem (const FacerecFaceModel *self)
{
  if (!is_name (self->name))
    return "its name is not 1 to 64 letters, digits, '.', '_' and '-'";
  if (!is_name (self->backbone) || !is_name (self->preprocessing) || !is_name (self->metric))
    return "its backbone, preprocessing or metric has no name";
  if (self->input_size == 0 || self->input_size > 4096)
    return "its input size is outside of 1..4096";
  if ((guint) self->pooling >= G_N_ELEMENTS (pooling_names))
    return "its pooling is unknown";
  if (self->features == 0 || self->features > FACEREC_HEAD_MAX_WIDTH)
    return "its features are not 1 to 1,000,000";
  if ((self->needs_id == NULL) != (self->needs_sha256 == NULL))
    return "the file that it needs has an id and a SHA-256, or neither";
  if (self->needs_sha256 && (!is_sha256 (self->needs_sha256) || !consists_of (self->needs_id, NAME_CHARACTERS ":")))
    return "the file that it needs has no id or no SHA-256 of 64 hex digits";
  if (!isnan (self->threshold) && !(self->threshold > 0 && self->threshold <= 100))
    return "its threshold is outside of 0..100";
  if (self->training_sha256 && !is_sha256 (self->training_sha256))
    return "the hash of its training set is not 64 hex digits";
  if ((self->metrics && !is_object (self->metrics)) || (self->notes && !is_object (self->notes)))
    return "its metrics or notes are no JSON object";
  if (self->head && self->head->features != self->features)
    return "its head takes another number of features than its backbone makes";
  return NULL;
}

gboolean
facerec_face_model_check (const FacerecFaceModel *self, GError **error)
{
  const gchar *what = problem (self);

  if (what) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT, "model \"%s\" cannot be: %s", self->name ? self->name : "",
        what);
    return FALSE;
  }
  return !self->head || facerec_head_check (self->head, error);
}
