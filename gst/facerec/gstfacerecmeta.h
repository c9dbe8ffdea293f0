/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/facerec/facerec-prelude.h>
#include <gst/facerec/gstfacerecidentity.h>

G_BEGIN_DECLS

/* Track id of a face that no tracker has seen. */
#define GST_FACEREC_NO_TRACK G_MAXUINT64

typedef struct _GstFacerecMeta GstFacerecMeta;
typedef struct _GstFacerecMetaPrivate GstFacerecMetaPrivate;

/**
 * GstFacerecMeta:
 * @meta: parent
 * @id: non-zero, unique in the process; equal to the id of the mirrored GstVideoRegionOfInterestMeta
 * @x: left edge of the box, pixels of the frame it refers to, origin top left; a box may leave the frame
 * @y: top edge
 * @width: > 0
 * @height: > 0
 * @frame_width: width of the frame that the box refers to, pixels
 * @frame_height: height of that frame
 * @score: the detector's own unbounded score, higher is surer
 *
 * One face on a video buffer. One meta per face; the authoritative record.
 * Copies keep everything; a scaling element scales the box and keeps the rest.
 *
 * Since: 0.1
 */
struct _GstFacerecMeta {
  GstMeta meta;

  gint id;
  gfloat x, y, width, height;
  guint frame_width, frame_height;
  gfloat score;

  /*< private >*/
  GstFacerecMetaPrivate *priv;
};

#define GST_FACEREC_META_API_TYPE (gst_facerec_meta_api_get_type ())
GST_FACEREC_API GType gst_facerec_meta_api_get_type (void);
#define GST_FACEREC_META_INFO (gst_facerec_meta_get_info ())
GST_FACEREC_API const GstMetaInfo *gst_facerec_meta_get_info (void);

/* ---- faces of a buffer ---- */

/* Adds a face to a writable buffer, with a fresh id. Returns the meta, owned by the buffer.
 * detector: name such as "dlib-hog" (copied), or NULL. */
GST_FACEREC_API GstFacerecMeta *gst_facerec_buffer_add_face (GstBuffer *buffer, gfloat x, gfloat y, gfloat width,
    gfloat height, guint frame_width, guint frame_height, gfloat score, const gchar *detector);
/* C iteration: state starts as NULL; NULL ends it. In order of adding. */
GST_FACEREC_API GstFacerecMeta *gst_facerec_buffer_iterate_faces (GstBuffer *buffer, gpointer *state);
/* Returns: (transfer container) (element-type GstFacerecMeta): all faces, for bindings; valid as long as the buffer. */
GST_FACEREC_API GPtrArray *gst_facerec_buffer_get_faces (GstBuffer *buffer);
GST_FACEREC_API guint gst_facerec_buffer_count_faces (GstBuffer *buffer);
/* NULL when the buffer has no face with that id. */
GST_FACEREC_API GstFacerecMeta *gst_facerec_buffer_find_face (GstBuffer *buffer, gint id);
/* Removes every face and its mirrored region of interest; foreign regions stay. Returns how many faces. */
GST_FACEREC_API guint gst_facerec_buffer_remove_faces (GstBuffer *buffer);

/* ---- getters: all usable by introspection; nothing is copied, results live as long as the meta ---- */
GST_FACEREC_API gint gst_facerec_meta_get_id (const GstFacerecMeta *self);
GST_FACEREC_API void gst_facerec_meta_get_box (const GstFacerecMeta *self, gfloat *x, gfloat *y, gfloat *width,
    gfloat *height);
GST_FACEREC_API void gst_facerec_meta_get_frame_size (const GstFacerecMeta *self, guint *width, guint *height);
GST_FACEREC_API gfloat gst_facerec_meta_get_score (const GstFacerecMeta *self);
GST_FACEREC_API const gchar *gst_facerec_meta_get_detector (const GstFacerecMeta *self); /* nullable */
GST_FACEREC_API guint64 gst_facerec_meta_get_track_id (const GstFacerecMeta *self);      /* or GST_FACEREC_NO_TRACK */
GST_FACEREC_API guint gst_facerec_meta_get_track_age (const GstFacerecMeta *self);       /* frames since it began */
/* FALSE, outputs untouched, when not measured. size: mean of the box's sides, px; sharpness: >= 0, higher is sharper;
 * pose: 0 (profile) .. 1 (frontal). Any output may be NULL. */
GST_FACEREC_API gboolean gst_facerec_meta_get_quality (const GstFacerecMeta *self, gfloat *size, gfloat *sharpness,
    gfloat *pose);
/* 2 * n floats x0,y0,x1,y1..., relative to the box (0..1 inside it; may be outside); n_values = 10, 136 or 0 (NULL). */
GST_FACEREC_API const gfloat *gst_facerec_meta_get_landmarks (const GstFacerecMeta *self, gsize *n_values);
/* n_values floats (128 for dlib), or NULL and 0. */
GST_FACEREC_API const gfloat *gst_facerec_meta_get_embedding (const GstFacerecMeta *self, gsize *n_values);
GST_FACEREC_API const gchar *gst_facerec_meta_get_embedding_model (const GstFacerecMeta *self); /* nullable */
GST_FACEREC_API guint gst_facerec_meta_get_embedding_age (const GstFacerecMeta *self); /* frames since it was computed */
/* (transfer none) (nullable): NULL when nobody has asked who it is yet. */
GST_FACEREC_API GstFacerecIdentity *gst_facerec_meta_get_identity (const GstFacerecMeta *self);
/* The name, or NULL for Unknown or not asked. */
GST_FACEREC_API const gchar *gst_facerec_meta_get_label (const GstFacerecMeta *self);

/* ---- setters, for elements; the buffer must be writable. Values are copied, or referenced where said. ---- */
GST_FACEREC_API void gst_facerec_meta_set_track (GstFacerecMeta *self, guint64 track_id, guint age);
GST_FACEREC_API void gst_facerec_meta_set_quality (GstFacerecMeta *self, gfloat size, gfloat sharpness, gfloat pose);
/* n_values 0 removes them. Values relative to the box. */
GST_FACEREC_API void gst_facerec_meta_set_landmarks (GstFacerecMeta *self, const gfloat *values, gsize n_values);
GST_FACEREC_API void gst_facerec_meta_set_embedding (GstFacerecMeta *self, const gfloat *values, gsize n_values,
    const gchar *model_id, guint age);
/* Takes a reference. NULL removes it. */
GST_FACEREC_API void gst_facerec_meta_set_identity (GstFacerecMeta *self, GstFacerecIdentity *identity);

G_END_DECLS
