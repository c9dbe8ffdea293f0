/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "gstfacerecmeta-private.h"
#include "gstfacerecidentity-private.h"

#include <gst/video/video.h>
#include <math.h>

/* Everything behind a pointer is immutable and shared by reference, so that a copy of the buffer is cheap. */
struct _GstFacerecMetaPrivate {
  GRefString *detector;
  gboolean adopted;

  guint64 track_id;
  guint track_age;
  guint box_age;

  gboolean has_quality;
  gfloat size, sharpness, pose, overall;

  GBytes *landmarks; /* floats */
  GBytes *embedding; /* floats */
  GRefString *embedding_model;
  guint embedding_age;

  GstFacerecIdentity *identity;
};

/* Names reach bindings and GstStructure as UTF-8 strings, which must be valid. */
static GRefString *
ref_string_new_valid (const gchar *text)
{
  g_autofree gchar *valid = NULL;

  if (text == NULL)
    return NULL;
  valid = g_utf8_make_valid (text, -1);
  return g_ref_string_new (valid);
}

static GBytes *
bytes_from_floats (const gfloat *values, gsize n_values)
{
  return n_values > 0 ? g_bytes_new (values, n_values * sizeof (gfloat)) : NULL;
}

static const gfloat *
floats_of_bytes (GBytes *bytes, gsize *n_values)
{
  gsize size = 0;
  const gfloat *values = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

  if (n_values != NULL)
    *n_values = size / sizeof (gfloat);
  return values;
}

/* ---- the registered meta ---- */

static gboolean
meta_init (GstMeta *meta, gpointer params, GstBuffer *buffer)
{
  GstFacerecMeta *self = (GstFacerecMeta *) meta;

  self->id = 0;
  self->x = self->y = self->width = self->height = 0;
  self->frame_width = self->frame_height = 0;
  self->score = 0;
  self->priv = g_new0 (GstFacerecMetaPrivate, 1);
  self->priv->track_id = GST_FACEREC_NO_TRACK;
  self->priv->overall = NAN;
  return TRUE;
}

static void
meta_free (GstMeta *meta, GstBuffer *buffer)
{
  GstFacerecMetaPrivate *priv = ((GstFacerecMeta *) meta)->priv;

  g_clear_pointer (&priv->detector, g_ref_string_release);
  g_clear_pointer (&priv->landmarks, g_bytes_unref);
  g_clear_pointer (&priv->embedding, g_bytes_unref);
  g_clear_pointer (&priv->embedding_model, g_ref_string_release);
  g_clear_pointer (&priv->identity, gst_facerec_identity_unref);
  g_free (priv);
}

static GstFacerecMeta *
copy_to (const GstFacerecMeta *self, GstBuffer *buffer)
{
  GstFacerecMeta *copy = (GstFacerecMeta *) gst_buffer_add_meta (buffer, GST_FACEREC_META_INFO, NULL);
  GstFacerecMetaPrivate *priv;

  if (copy == NULL)
    return NULL;

  copy->id = self->id;
  copy->x = self->x;
  copy->y = self->y;
  copy->width = self->width;
  copy->height = self->height;
  copy->frame_width = self->frame_width;
  copy->frame_height = self->frame_height;
  copy->score = self->score;

  priv = copy->priv;
  *priv = *self->priv;
  if (priv->detector != NULL)
    g_ref_string_acquire (priv->detector);
  if (priv->landmarks != NULL)
    g_bytes_ref (priv->landmarks);
  if (priv->embedding != NULL)
    g_bytes_ref (priv->embedding);
  if (priv->embedding_model != NULL)
    g_ref_string_acquire (priv->embedding_model);
  if (priv->identity != NULL)
    gst_facerec_identity_ref (priv->identity);
  return copy;
}

/* A frame size that disagreed with the caps goes on disagreeing, so that readers still see that the box is stale. */
static guint
scale_frame_side (guint side, gint from, gint to)
{
  return side == (guint) from ? (guint) to : (guint) gst_util_uint64_scale_int_round (side, to, from);
}

static void
scale (GstFacerecMeta *self, const GstVideoInfo *from, const GstVideoInfo *to)
{
  gint from_width = GST_VIDEO_INFO_WIDTH (from), to_width = GST_VIDEO_INFO_WIDTH (to);
  gint from_height = GST_VIDEO_INFO_HEIGHT (from), to_height = GST_VIDEO_INFO_HEIGHT (to);
  gdouble x_factor, y_factor;

  if (from_width <= 0 || from_height <= 0 || to_width <= 0 || to_height <= 0)
    return;

  x_factor = (gdouble) to_width / from_width;
  y_factor = (gdouble) to_height / from_height;
  self->x = (gfloat) (self->x * x_factor);
  self->y = (gfloat) (self->y * y_factor);
  self->width = (gfloat) (self->width * x_factor);
  self->height = (gfloat) (self->height * y_factor);
  self->frame_width = scale_frame_side (self->frame_width, from_width, to_width);
  self->frame_height = scale_frame_side (self->frame_height, from_height, to_height);
}

static gboolean
meta_transform (GstBuffer *transbuf, GstMeta *meta, GstBuffer *buffer, GQuark type, gpointer data)
{
  GstFacerecMeta *copy;

  if (!GST_META_TRANSFORM_IS_COPY (type) && !GST_VIDEO_META_TRANSFORM_IS_SCALE (type))
    return FALSE;

  copy = copy_to ((const GstFacerecMeta *) meta, transbuf);
  if (copy == NULL)
    return FALSE;
  if (GST_VIDEO_META_TRANSFORM_IS_SCALE (type)) {
    const GstVideoMetaTransform *sizes = data;

    scale (copy, sizes->in_info, sizes->out_info);
  }
  return TRUE;
}

GType
gst_facerec_meta_api_get_type (void)
{
  static gsize type = 0;
  /* Exactly these: videoconvertscale 1.22 drops a meta that has any other tag. */
  static const gchar *tags[] = { GST_META_TAG_VIDEO_STR, GST_META_TAG_VIDEO_SIZE_STR,
    GST_META_TAG_VIDEO_ORIENTATION_STR, NULL };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, gst_meta_api_type_register ("GstFacerecMetaAPI", tags));
  return type;
}

const GstMetaInfo *
gst_facerec_meta_get_info (void)
{
  static const GstMetaInfo *info = NULL;

  if (g_once_init_enter (&info))
    g_once_init_leave (&info, gst_meta_register (GST_FACEREC_META_API_TYPE, "GstFacerecMeta",
            sizeof (GstFacerecMeta), meta_init, meta_free, meta_transform));
  return info;
}

void
gst_facerec_meta_set_origin (GstFacerecMeta *self, const gchar *detector, gboolean adopted)
{
  GRefString *name = ref_string_new_valid (detector);

  g_clear_pointer (&self->priv->detector, g_ref_string_release);
  self->priv->detector = name;
  self->priv->adopted = adopted;
}

gboolean
gst_facerec_meta_is_adopted (const GstFacerecMeta *self)
{
  return self->priv->adopted;
}

/* ---- getters ---- */

gint
gst_facerec_meta_get_id (const GstFacerecMeta *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->id;
}

void
gst_facerec_meta_get_box (const GstFacerecMeta *self, gfloat *x, gfloat *y, gfloat *width, gfloat *height)
{
  g_return_if_fail (self != NULL);

  if (x != NULL)
    *x = self->x;
  if (y != NULL)
    *y = self->y;
  if (width != NULL)
    *width = self->width;
  if (height != NULL)
    *height = self->height;
}

void
gst_facerec_meta_get_frame_size (const GstFacerecMeta *self, guint *width, guint *height)
{
  g_return_if_fail (self != NULL);

  if (width != NULL)
    *width = self->frame_width;
  if (height != NULL)
    *height = self->frame_height;
}

gfloat
gst_facerec_meta_get_score (const GstFacerecMeta *self)
{
  g_return_val_if_fail (self != NULL, NAN);
  return self->score;
}

gdouble
gst_facerec_meta_get_confidence (const GstFacerecMeta *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return isnan (self->score) ? 0.0 : 1.0 / (1.0 + exp (-(gdouble) self->score));
}

const gchar *
gst_facerec_meta_get_detector (const GstFacerecMeta *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->priv->detector;
}

guint64
gst_facerec_meta_get_track_id (const GstFacerecMeta *self)
{
  g_return_val_if_fail (self != NULL, GST_FACEREC_NO_TRACK);
  return self->priv->track_id;
}

guint
gst_facerec_meta_get_track_age (const GstFacerecMeta *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->priv->track_age;
}

guint
gst_facerec_meta_get_box_age (const GstFacerecMeta *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->priv->box_age;
}

gboolean
gst_facerec_meta_get_quality (const GstFacerecMeta *self, gfloat *size, gfloat *sharpness, gfloat *pose)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (!self->priv->has_quality)
    return FALSE;
  if (size != NULL)
    *size = self->priv->size;
  if (sharpness != NULL)
    *sharpness = self->priv->sharpness;
  if (pose != NULL)
    *pose = self->priv->pose;
  return TRUE;
}

gfloat
gst_facerec_meta_get_overall_quality (const GstFacerecMeta *self)
{
  g_return_val_if_fail (self != NULL, NAN);
  return self->priv->overall;
}

GBytes *
gst_facerec_meta_peek_landmarks (const GstFacerecMeta *self)
{
  return self->priv->landmarks;
}

GBytes *
gst_facerec_meta_peek_embedding (const GstFacerecMeta *self)
{
  return self->priv->embedding;
}

const gfloat *
gst_facerec_meta_get_landmarks (const GstFacerecMeta *self, gsize *n_values)
{
  g_return_val_if_fail (self != NULL, NULL);
  return floats_of_bytes (self->priv->landmarks, n_values);
}

const gfloat *
gst_facerec_meta_get_embedding (const GstFacerecMeta *self, gsize *n_values)
{
  g_return_val_if_fail (self != NULL, NULL);
  return floats_of_bytes (self->priv->embedding, n_values);
}

const gchar *
gst_facerec_meta_get_embedding_model (const GstFacerecMeta *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->priv->embedding_model;
}

guint
gst_facerec_meta_get_embedding_age (const GstFacerecMeta *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->priv->embedding_age;
}

GstFacerecIdentity *
gst_facerec_meta_get_identity (const GstFacerecMeta *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->priv->identity;
}

const gchar *
gst_facerec_meta_get_label (const GstFacerecMeta *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->priv->identity != NULL ? gst_facerec_identity_get_label (self->priv->identity) : NULL;
}

/* ---- setters: the new value is made first, since it may come from the face itself ---- */

void
gst_facerec_meta_set_track (GstFacerecMeta *self, guint64 track_id, guint age)
{
  g_return_if_fail (self != NULL);

  self->priv->track_id = track_id;
  self->priv->track_age = track_id != GST_FACEREC_NO_TRACK ? age : 0;
}

void
gst_facerec_meta_set_box_age (GstFacerecMeta *self, guint age)
{
  g_return_if_fail (self != NULL);
  self->priv->box_age = age;
}

void
gst_facerec_meta_set_quality (GstFacerecMeta *self, gfloat size, gfloat sharpness, gfloat pose)
{
  g_return_if_fail (self != NULL);

  self->priv->has_quality = TRUE;
  self->priv->size = size;
  self->priv->sharpness = sharpness;
  self->priv->pose = pose;
}

void
gst_facerec_meta_set_overall_quality (GstFacerecMeta *self, gfloat overall)
{
  g_return_if_fail (self != NULL);
  self->priv->overall = overall;
}

void
gst_facerec_meta_set_landmarks (GstFacerecMeta *self, const gfloat *values, gsize n_values)
{
  GBytes *landmarks;

  g_return_if_fail (self != NULL);
  g_return_if_fail (values != NULL || n_values == 0);
  g_return_if_fail (n_values % 2 == 0);

  landmarks = bytes_from_floats (values, n_values);
  g_clear_pointer (&self->priv->landmarks, g_bytes_unref);
  self->priv->landmarks = landmarks;
}

void
gst_facerec_meta_set_embedding (GstFacerecMeta *self, const gfloat *values, gsize n_values, const gchar *model_id,
    guint age)
{
  GstFacerecMetaPrivate *priv;
  GBytes *embedding;
  GRefString *model;

  g_return_if_fail (self != NULL);
  g_return_if_fail (values != NULL || n_values == 0);

  priv = self->priv;
  embedding = bytes_from_floats (values, n_values);
  model = embedding != NULL ? ref_string_new_valid (model_id) : NULL;
  g_clear_pointer (&priv->embedding, g_bytes_unref);
  g_clear_pointer (&priv->embedding_model, g_ref_string_release);
  priv->embedding = embedding;
  priv->embedding_model = model;
  priv->embedding_age = embedding != NULL ? age : 0;
}

void
gst_facerec_meta_set_identity (GstFacerecMeta *self, GstFacerecIdentity *identity)
{
  g_return_if_fail (self != NULL);

  if (identity != NULL) {
    gst_facerec_identity_seal (identity);
    gst_facerec_identity_ref (identity);
  }
  g_clear_pointer (&self->priv->identity, gst_facerec_identity_unref);
  self->priv->identity = identity;
}
