/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "gstfacerecroi-private.h"
#include "gstfacerecmeta-private.h"

#include <math.h>

/* DL Streamer's codes for a tensor of float32 values, one row per sample. */
#define TENSOR_PRECISION_FP32 10
#define TENSOR_LAYOUT_NC 193


#define LANDMARKS_MODEL "dlib-landmarks-"

/* How our params are told from others of the same name: by a string that the field begins with, or by having the
 * field at all. */
static const struct {
  const gchar *name, *field, *begins_with;
} our_params[] = {
  { "detection", "score", NULL },
  { "landmarks", "model_name", LANDMARKS_MODEL },
  { "face_embedding", "format", "face_embedding" },
  { "face_id", "reason", NULL },
};

static gboolean
param_is_ours (const GstStructure *param, const GstFacerecMeta *face)
{
  /* Another tracker's looks the same: only that of a face with a track is ours. */
  if (gst_structure_has_name (param, "object_id"))
    return gst_facerec_meta_get_track_id (face) != GST_FACEREC_NO_TRACK;

  for (guint i = 0; i < G_N_ELEMENTS (our_params); i++) {
    const gchar *text;

    if (!gst_structure_has_name (param, our_params[i].name))
      continue;
    if (our_params[i].begins_with == NULL)
      return gst_structure_has_field (param, our_params[i].field);
    text = gst_structure_get_string (param, our_params[i].field);
    return text != NULL && g_str_has_prefix (text, our_params[i].begins_with);
  }
  return FALSE;
}

gboolean
gst_facerec_region_is_face (const GstVideoRegionOfInterestMeta *region)
{
  return region->roi_type == g_quark_from_static_string (GST_FACEREC_ROI_TYPE);
}

void
gst_facerec_region_remove_params (GstVideoRegionOfInterestMeta *region, const GstFacerecMeta *face)
{
  GList *next;

  for (GList *link = region->params; link != NULL; link = next) {
    next = link->next;
    if (param_is_ours (link->data, face)) {
      gst_structure_free (link->data);
      region->params = g_list_delete_link (region->params, link);
    }
  }
}

static GstVideoRegionOfInterestMeta *
find_region (GstBuffer *buffer, gint id)
{
  GstMeta *meta;
  gpointer state = NULL;

  while ((meta = gst_buffer_iterate_meta_filtered (buffer, &state, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE))) {
    GstVideoRegionOfInterestMeta *region = (GstVideoRegionOfInterestMeta *) meta;

    if (region->id == id && gst_facerec_region_is_face (region))
      return region;
  }
  return NULL;
}

/* ---- the params ---- */

/* The other way round from gst_facerec_meta_get_confidence(). */
static gfloat
score_of_confidence (gdouble confidence)
{
  gdouble bounded = CLAMP (confidence, 1e-6, 1.0 - 1e-6);

  return (gfloat) (log (bounded / (1.0 - bounded)));
}

static gdouble
fraction (gfloat position, guint whole)
{
  return CLAMP ((gdouble) position / whole, 0.0, 1.0);
}

static GstStructure *
detection_param (const GstFacerecMeta *face)
{
  GstStructure *param = gst_structure_new ("detection",
      "x_min", G_TYPE_DOUBLE, fraction (face->x, face->frame_width),
      "x_max", G_TYPE_DOUBLE, fraction (face->x + face->width, face->frame_width),
      "y_min", G_TYPE_DOUBLE, fraction (face->y, face->frame_height),
      "y_max", G_TYPE_DOUBLE, fraction (face->y + face->height, face->frame_height),
      "confidence", G_TYPE_DOUBLE, gst_facerec_meta_get_confidence (face),
      "score", G_TYPE_DOUBLE, (gdouble) face->score,
      "label_id", G_TYPE_INT, 1, NULL);
  const gchar *detector = gst_facerec_meta_get_detector (face);

  if (detector != NULL)
    gst_structure_set (param, "model_name", G_TYPE_STRING, detector, NULL);
  return param;
}

G_GNUC_BEGIN_IGNORE_DEPRECATIONS
static void
set_dims (GstStructure *param, guint rows, guint columns)
{
  GValueArray *dims = g_value_array_new (2);
  GValue dim = G_VALUE_INIT;

  g_value_init (&dim, G_TYPE_UINT);
  g_value_set_uint (&dim, rows);
  g_value_array_append (dims, &dim);
  g_value_set_uint (&dim, columns);
  g_value_array_append (dims, &dim);
  gst_structure_set (param, "dims", g_value_array_get_type (), dims, NULL);
  g_value_array_free (dims);
}
G_GNUC_END_IGNORE_DEPRECATIONS

/* The values as DL Streamer's tensors hold them. The param's own variant keeps the bytes behind "data" alive, also in
 * copies of the param, which share it. */
static void
set_tensor (GstStructure *param, GBytes *values)
{
  g_autoptr (GVariant) variant = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE ("ay"), values, TRUE));

  gst_structure_set (param,
      "precision", G_TYPE_INT, TENSOR_PRECISION_FP32,
      "layout", G_TYPE_INT, TENSOR_LAYOUT_NC,
      "data_buffer", G_TYPE_VARIANT, variant,
      "data", G_TYPE_POINTER, (gpointer) g_variant_get_data (variant), NULL);
  set_dims (param, 1, (guint) (g_bytes_get_size (values) / sizeof (gfloat)));
}

static GstStructure *
landmarks_param (GBytes *landmarks)
{
  guint n_points = (guint) (g_bytes_get_size (landmarks) / (2 * sizeof (gfloat)));
  g_autofree gchar *model_name = g_strdup_printf (LANDMARKS_MODEL "%u", n_points);
  /* Not "landmark_points": DL Streamer would align faces by these, in another order of points. */
  g_autofree gchar *format = g_strdup_printf ("dlib_%u_points", n_points);
  GstStructure *param = gst_structure_new ("landmarks",
      "format", G_TYPE_STRING, format,
      "model_name", G_TYPE_STRING, model_name, NULL);

  set_tensor (param, landmarks);
  return param;
}

static GstStructure *
embedding_param (const GstFacerecMeta *face, GBytes *embedding)
{
  const gchar *model_id = gst_facerec_meta_get_embedding_model (face);
  gfloat overall = gst_facerec_meta_get_overall_quality (face);
  GstStructure *param = gst_structure_new ("face_embedding",
      "format", G_TYPE_STRING, "face_embedding",
      "metric", G_TYPE_STRING, "euclidean",
      "layer_name", G_TYPE_STRING, "fc", NULL);

  if (model_id != NULL)
    gst_structure_set (param, "model_name", G_TYPE_STRING, model_id, NULL);
  set_tensor (param, embedding);
  if (!isnan (overall))
    gst_structure_set (param, "quality", G_TYPE_DOUBLE, (gdouble) overall, NULL);
  return param;
}

/* A number for the name that is the same in every process; readers want one >= 1. */
static gint
label_id_of (const gchar *label)
{
  return label != NULL ? (gint) MAX (g_str_hash (label) & G_MAXINT, 1) : -1;
}

static void
set_if_finite (GstStructure *param, const gchar *field, gfloat value)
{
  if (isfinite (value))
    gst_structure_set (param, field, G_TYPE_DOUBLE, (gdouble) value, NULL);
}

static GstStructure *
identity_param (const GstFacerecMeta *face, const GstFacerecIdentity *identity)
{
  const gchar *label = gst_facerec_identity_get_label (identity);
  const gchar *stranger = gst_facerec_identity_get_stranger (identity);
  const gchar *model_id = gst_facerec_meta_get_embedding_model (face);
  gfloat threshold, margin;
  GstStructure *param = gst_structure_new ("face_id",
      "label", G_TYPE_STRING, label != NULL ? label : "Unknown",
      "label_id", G_TYPE_INT, label_id_of (label),
      "confidence", G_TYPE_DOUBLE, gst_facerec_identity_get_confidence (identity),
      /* Without a model name gvametaconvert leaves the whole param out. */
      "model_name", G_TYPE_STRING, model_id != NULL ? model_id : "gst-facerec",
      "reason", G_TYPE_STRING, gst_facerec_reason_to_string (gst_facerec_identity_get_reason (identity)),
      "attribute_name", G_TYPE_STRING, "face_id", NULL);

  gst_facerec_identity_get_rule (identity, &threshold, &margin);
  set_if_finite (param, "distance", gst_facerec_identity_get_distance (identity));
  set_if_finite (param, "threshold", threshold);
  set_if_finite (param, "margin", margin);
  if (label != NULL)
    gst_structure_set (param, "person_id", G_TYPE_STRING, label, NULL);
  if (stranger != NULL)
    gst_structure_set (param, "stranger", G_TYPE_STRING, stranger, NULL);
  return param;
}

static void
add_params (GstVideoRegionOfInterestMeta *region, const GstFacerecMeta *face)
{
  guint64 track_id = gst_facerec_meta_get_track_id (face);
  GBytes *landmarks = gst_facerec_meta_peek_landmarks (face);
  GBytes *embedding = gst_facerec_meta_peek_embedding (face);
  const GstFacerecIdentity *identity = gst_facerec_meta_get_identity (face);

  if (gst_video_region_of_interest_meta_get_param (region, "detection") == NULL)
    gst_video_region_of_interest_meta_add_param (region, detection_param (face));
  if (track_id != GST_FACEREC_NO_TRACK)
    gst_video_region_of_interest_meta_add_param (region,
        gst_structure_new ("object_id", "id", G_TYPE_INT, (gint) (track_id & G_MAXINT), NULL));
  if (landmarks != NULL)
    gst_video_region_of_interest_meta_add_param (region, landmarks_param (landmarks));
  if (embedding != NULL)
    gst_video_region_of_interest_meta_add_param (region, embedding_param (face, embedding));
  if (identity != NULL)
    gst_video_region_of_interest_meta_add_param (region, identity_param (face, identity));
}

/* ---- mirroring and adopting ---- */

static guint
clip (gfloat edge, guint limit)
{
  if (!(edge > 0))
    return 0;
  return edge >= (gfloat) limit ? limit : MIN ((guint) lroundf (edge), limit);
}

void
gst_facerec_buffer_mirror_face (GstBuffer *buffer, const GstFacerecMeta *face)
{
  GstVideoRegionOfInterestMeta *region;

  g_return_if_fail (GST_IS_BUFFER (buffer));
  g_return_if_fail (face != NULL);
  g_return_if_fail (gst_buffer_is_writable (buffer));

  region = find_region (buffer, face->id);
  if (region == NULL) {
    region = gst_buffer_add_video_region_of_interest_meta (buffer, GST_FACEREC_ROI_TYPE, 0, 0, 0, 0);
    region->id = face->id;
    region->parent_id = 0;
  }
  if (!gst_facerec_meta_is_adopted (face)) {
    region->x = clip (face->x, face->frame_width);
    region->y = clip (face->y, face->frame_height);
    region->w = clip (face->x + face->width, face->frame_width) - region->x;
    region->h = clip (face->y + face->height, face->frame_height) - region->y;
  }
  gst_facerec_region_remove_params (region, face);
  add_params (region, face);
}

static void
adopt (GstBuffer *buffer, const GstVideoRegionOfInterestMeta *region, guint frame_width, guint frame_height)
{
  GstStructure *detection =
      gst_video_region_of_interest_meta_get_param ((GstVideoRegionOfInterestMeta *) region, "detection");
  const gchar *detector = NULL;
  gdouble number;
  gfloat score = 0;
  GstFacerecMeta *face;

  if (detection != NULL) {
    detector = gst_structure_get_string (detection, "model_name");
    if (gst_structure_get_double (detection, "score", &number))
      score = (gfloat) number;
    else if (gst_structure_get_double (detection, "confidence", &number))
      score = score_of_confidence (number);
  }
  face = gst_facerec_buffer_add_face (buffer, region->x, region->y, region->w, region->h, frame_width, frame_height,
      score, detector);
  gst_facerec_meta_set_origin (face, detector, TRUE);
  face->id = region->id;
}

guint
gst_facerec_buffer_adopt_regions (GstBuffer *buffer, guint frame_width, guint frame_height)
{
  g_autoptr (GPtrArray) regions = NULL;
  g_autoptr (GHashTable) adopted_ids = NULL;
  GstMeta *meta;
  gpointer state = NULL;

  g_return_val_if_fail (GST_IS_BUFFER (buffer), 0);
  g_return_val_if_fail (gst_buffer_is_writable (buffer), 0);
  g_return_val_if_fail (frame_width > 0 && frame_height > 0, 0);

  /* Adding a face changes the list that is being walked: collect first. */
  regions = g_ptr_array_new ();
  while ((meta = gst_buffer_iterate_meta_filtered (buffer, &state, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE))) {
    GstVideoRegionOfInterestMeta *region = (GstVideoRegionOfInterestMeta *) meta;

    if (gst_facerec_region_is_face (region) && region->w > 0 && region->h > 0
        && (region->id == 0 || gst_facerec_buffer_find_face (buffer, region->id) == NULL))
      g_ptr_array_add (regions, region);
  }

  adopted_ids = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < regions->len; i++) {
    GstVideoRegionOfInterestMeta *region = g_ptr_array_index (regions, i);

    if (region->id == 0 || !g_hash_table_add (adopted_ids, GINT_TO_POINTER (region->id)))
      region->id = (gint) gst_util_seqnum_next ();
    adopt (buffer, region, frame_width, frame_height);
  }
  return regions->len;
}
