/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/facerec/facerec-prelude.h>
#include <gst/facerec/gstfacerecidentity.h>

G_BEGIN_DECLS

/**
 * GST_FACEREC_NO_TRACK:
 *
 * Track id of a face that no tracker has seen.
 *
 * Since: 0.1
 */
#define GST_FACEREC_NO_TRACK G_GUINT64_CONSTANT (18446744073709551615)

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
 * @frame_width: width of the frame that the box refers to, pixels, > 0
 * @frame_height: height of that frame, > 0
 * @score: the detector's own unbounded score, higher is surer
 *
 * One face on a video buffer. One meta per face; the authoritative record.
 *
 * A copy of the buffer, whole or of a region, keeps everything. An element that scales the picture scales the box and
 * @frame_width, @frame_height, and keeps the rest. Where @frame_width, @frame_height differ from the caps the picture
 * was turned or cut by an element that does not tell its metadata: the box then means nothing and should be ignored.
 * Copies share landmarks, embedding, names and identity by reference.
 *
 * Faces live as long as their buffer. Reading is safe from any thread; setters need a writable buffer.
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
/**
 * gst_facerec_meta_get_info: (skip)
 *
 * Returns: (transfer none): what gst_buffer_add_meta() needs; elements use gst_facerec_buffer_add_face()
 * Since: 0.1
 */
GST_FACEREC_API const GstMetaInfo *gst_facerec_meta_get_info (void);

/* ---- faces of a buffer ---- */

/**
 * gst_facerec_buffer_add_face:
 * @buffer: a writable buffer
 * @x: left edge of the box, pixels, finite; a box may leave the frame
 * @y: top edge, finite
 * @width: > 0
 * @height: > 0
 * @frame_width: width of the frame that the box refers to, > 0
 * @frame_height: height of that frame, > 0
 * @score: the detector's own score, higher is surer
 * @detector: (nullable): its name such as "dlib-hog", copied; or %NULL
 *
 * Adds a face with a fresh id, and nothing else known about it.
 *
 * Returns: (transfer none): the new face, owned by @buffer
 * Since: 0.1
 */
GST_FACEREC_API GstFacerecMeta *gst_facerec_buffer_add_face (GstBuffer *buffer, gfloat x, gfloat y, gfloat width,
    gfloat height, guint frame_width, guint frame_height, gfloat score, const gchar *detector);

/**
 * gst_facerec_buffer_iterate_faces: (skip)
 * @buffer: a buffer
 * @state: (inout): points to %NULL at first
 *
 * The next face, in order of adding. Adding or removing any metadata ends the iteration's validity.
 *
 * Returns: (transfer none) (nullable): the face, or %NULL after the last one
 * Since: 0.1
 */
GST_FACEREC_API GstFacerecMeta *gst_facerec_buffer_iterate_faces (GstBuffer *buffer, gpointer *state);

/**
 * gst_facerec_buffer_get_faces:
 * @buffer: a buffer
 *
 * All faces in order of adding, for languages without gst_facerec_buffer_iterate_faces(). They are valid as long as
 * @buffer is, and no longer: keep the buffer, or take what you need out of the faces.
 *
 * Returns: (transfer container) (element-type GstFacerecMeta): a new array of the buffer's faces
 * Since: 0.1
 */
GST_FACEREC_API GPtrArray *gst_facerec_buffer_get_faces (GstBuffer *buffer);

/**
 * gst_facerec_buffer_count_faces:
 * @buffer: a buffer
 *
 * Returns: how many faces it has
 * Since: 0.1
 */
GST_FACEREC_API guint gst_facerec_buffer_count_faces (GstBuffer *buffer);

/**
 * gst_facerec_buffer_find_face:
 * @buffer: a buffer
 * @id: a face's id, or that of its region of interest
 *
 * Returns: (transfer none) (nullable): the face, or %NULL when the buffer has none with that id
 * Since: 0.1
 */
GST_FACEREC_API GstFacerecMeta *gst_facerec_buffer_find_face (GstBuffer *buffer, gint id);

/**
 * gst_facerec_buffer_remove_faces:
 * @buffer: a writable buffer
 *
 * Removes every face and its mirrored region of interest. Regions that another detector made stay.
 *
 * Returns: how many faces were removed
 * Since: 0.1
 */
GST_FACEREC_API guint gst_facerec_buffer_remove_faces (GstBuffer *buffer);

/**
 * gst_facerec_buffer_remove_face:
 * @buffer: a writable buffer
 * @face: a face of @buffer; it is gone afterwards
 *
 * Removes one face and its mirrored region of interest. A region that another detector made stays.
 *
 * Since: 0.1
 */
GST_FACEREC_API void gst_facerec_buffer_remove_face (GstBuffer *buffer, GstFacerecMeta *face);

/* ---- getters: nothing is copied, results live as long as the face or until its setter is called ---- */

/**
 * gst_facerec_meta_get_id:
 * @self: a face
 *
 * Returns: its id, non-zero, unique in the process, kept by copies
 * Since: 0.1
 */
GST_FACEREC_API gint gst_facerec_meta_get_id (const GstFacerecMeta *self);

/**
 * gst_facerec_meta_get_box:
 * @self: a face
 * @x: (out) (optional): left edge, pixels, origin top left
 * @y: (out) (optional): top edge
 * @width: (out) (optional): > 0
 * @height: (out) (optional): > 0
 *
 * Its box in pixels of the frame; a box may leave the frame.
 *
 * Since: 0.1
 */
GST_FACEREC_API void gst_facerec_meta_get_box (const GstFacerecMeta *self, gfloat *x, gfloat *y, gfloat *width,
    gfloat *height);

/**
 * gst_facerec_meta_get_frame_size:
 * @self: a face
 * @width: (out) (optional): pixels
 * @height: (out) (optional): pixels
 *
 * The size of the frame that the box refers to.
 *
 * Since: 0.1
 */
GST_FACEREC_API void gst_facerec_meta_get_frame_size (const GstFacerecMeta *self, guint *width, guint *height);

/**
 * gst_facerec_meta_get_score:
 * @self: a face
 *
 * Returns: the detector's own unbounded score, higher is surer
 * Since: 0.1
 */
GST_FACEREC_API gfloat gst_facerec_meta_get_score (const GstFacerecMeta *self);

/**
 * gst_facerec_meta_get_confidence:
 * @self: a face
 *
 * The detector's score on the scale that readers of regions and messages expect: 1 / (1 + e^(-score)).
 *
 * Returns: 0 to 1; 0 when the score is not a number
 * Since: 0.1
 */
GST_FACEREC_API gdouble gst_facerec_meta_get_confidence (const GstFacerecMeta *self);

/**
 * gst_facerec_meta_get_detector:
 * @self: a face
 *
 * Returns: (nullable) (transfer none): the detector's name, or %NULL when it gave none
 * Since: 0.1
 */
GST_FACEREC_API const gchar *gst_facerec_meta_get_detector (const GstFacerecMeta *self);

/**
 * gst_facerec_meta_get_track_id:
 * @self: a face
 *
 * Returns: the same number for the same face in consecutive frames, or %GST_FACEREC_NO_TRACK
 * Since: 0.1
 */
GST_FACEREC_API guint64 gst_facerec_meta_get_track_id (const GstFacerecMeta *self);

/**
 * gst_facerec_meta_get_track_age:
 * @self: a face
 *
 * Returns: frames since the track began, 0 in its first one and without a track
 * Since: 0.1
 */
GST_FACEREC_API guint gst_facerec_meta_get_track_age (const GstFacerecMeta *self);

/**
 * gst_facerec_meta_get_box_age:
 * @self: a face
 *
 * How much of a guess the box is. A detector measures it on the frames that it searches; on the others, and where it
 * has lost the face for a moment, the box is carried over from an earlier frame or predicted by a tracker.
 *
 * Returns: frames since the box was measured, 0 when it is of this frame
 * Since: 0.1
 */
GST_FACEREC_API guint gst_facerec_meta_get_box_age (const GstFacerecMeta *self);

/**
 * gst_facerec_meta_get_quality:
 * @self: a face
 * @size: (out) (optional): mean of the box's sides where it was measured, pixels
 * @sharpness: (out) (optional): >= 0, higher is sharper
 * @pose: (out) (optional): 0 (profile) to 1 (frontal)
 *
 * How well the face can be compared.
 *
 * Returns: %FALSE, with the outputs untouched, when it was not measured
 * Since: 0.1
 */
GST_FACEREC_API gboolean gst_facerec_meta_get_quality (const GstFacerecMeta *self, gfloat *size, gfloat *sharpness,
    gfloat *pose);

/**
 * gst_facerec_meta_get_overall_quality:
 * @self: a face
 *
 * Returns: 0 (unusable) to 1 (good), the number that a minimum quality is compared with; NaN when it was not measured
 * Since: 0.1
 */
GST_FACEREC_API gfloat gst_facerec_meta_get_overall_quality (const GstFacerecMeta *self);

/**
 * gst_facerec_meta_get_landmarks:
 * @self: a face
 * @n_values: (out): 10, 136, or 0 when there are none
 *
 * Landmarks in dlib's order as x0, y0, x1, y1 and so on, relative to the box: 0 is its left or top edge, 1 its right or
 * bottom one; values may lie outside.
 *
 * Returns: (array length=n_values) (transfer none) (nullable): the values, or %NULL when there are none
 * Since: 0.1
 */
GST_FACEREC_API const gfloat *gst_facerec_meta_get_landmarks (const GstFacerecMeta *self, gsize *n_values);

/**
 * gst_facerec_meta_get_embedding:
 * @self: a face
 * @n_values: (out): its dimensions (128 for dlib), or 0 when there is none
 *
 * The numbers that describe the face; comparable only with those of the same model
 * (gst_facerec_meta_get_embedding_model()).
 *
 * Returns: (array length=n_values) (transfer none) (nullable): the values, or %NULL when there are none
 * Since: 0.1
 */
GST_FACEREC_API const gfloat *gst_facerec_meta_get_embedding (const GstFacerecMeta *self, gsize *n_values);

/**
 * gst_facerec_meta_get_embedding_model:
 * @self: a face
 *
 * Returns: (nullable) (transfer none): the id of the model that made the embedding, or %NULL without one
 * Since: 0.1
 */
GST_FACEREC_API const gchar *gst_facerec_meta_get_embedding_model (const GstFacerecMeta *self);

/**
 * gst_facerec_meta_get_embedding_age:
 * @self: a face
 *
 * Returns: frames since the embedding was computed, 0 when it is of this frame
 * Since: 0.1
 */
GST_FACEREC_API guint gst_facerec_meta_get_embedding_age (const GstFacerecMeta *self);

/**
 * gst_facerec_meta_get_identity:
 * @self: a face
 *
 * Returns: (transfer none) (nullable): who it is, or %NULL when nobody has asked yet
 * Since: 0.1
 */
GST_FACEREC_API GstFacerecIdentity *gst_facerec_meta_get_identity (const GstFacerecMeta *self);

/**
 * gst_facerec_meta_get_label:
 * @self: a face
 *
 * Returns: (nullable) (transfer none): the name; %NULL for Unknown and when nobody has asked yet
 * Since: 0.1
 */
GST_FACEREC_API const gchar *gst_facerec_meta_get_label (const GstFacerecMeta *self);

/* ---- setters, for elements; the buffer must be writable ---- */

/**
 * gst_facerec_meta_set_track:
 * @self: a face
 * @track_id: the track, or %GST_FACEREC_NO_TRACK
 * @age: frames since it began
 *
 * Since: 0.1
 */
GST_FACEREC_API void gst_facerec_meta_set_track (GstFacerecMeta *self, guint64 track_id, guint age);

/**
 * gst_facerec_meta_set_box_age:
 * @self: a face
 * @age: frames since its box was measured, 0 for one of this frame
 *
 * Since: 0.1
 */
GST_FACEREC_API void gst_facerec_meta_set_box_age (GstFacerecMeta *self, guint age);

/**
 * gst_facerec_meta_set_quality:
 * @self: a face
 * @size: mean of the box's sides, pixels
 * @sharpness: >= 0, higher is sharper
 * @pose: 0 (profile) to 1 (frontal)
 *
 * Since: 0.1
 */
GST_FACEREC_API void gst_facerec_meta_set_quality (GstFacerecMeta *self, gfloat size, gfloat sharpness, gfloat pose);

/**
 * gst_facerec_meta_set_overall_quality:
 * @self: a face
 * @overall: 0 (unusable) to 1 (good); NaN for not measured
 *
 * Since: 0.1
 */
GST_FACEREC_API void gst_facerec_meta_set_overall_quality (GstFacerecMeta *self, gfloat overall);

/**
 * gst_facerec_meta_set_landmarks:
 * @self: a face
 * @values: (array length=n_values) (nullable): x0, y0, x1, y1 and so on, relative to the box; copied
 * @n_values: their number, even; 0 removes the landmarks
 *
 * Since: 0.1
 */
GST_FACEREC_API void gst_facerec_meta_set_landmarks (GstFacerecMeta *self, const gfloat *values, gsize n_values);

/**
 * gst_facerec_meta_set_embedding:
 * @self: a face
 * @values: (array length=n_values) (nullable): the embedding; copied
 * @n_values: its dimensions; 0 removes the embedding and its model
 * @model_id: (nullable): the id of the model that made it; copied
 * @age: frames since it was computed
 *
 * Since: 0.1
 */
GST_FACEREC_API void gst_facerec_meta_set_embedding (GstFacerecMeta *self, const gfloat *values, gsize n_values,
    const gchar *model_id, guint age);

/**
 * gst_facerec_meta_set_identity:
 * @self: a face
 * @identity: (transfer none) (nullable): who it is; %NULL removes it
 *
 * Takes a reference and seals @identity: it can be attached to more faces, but no longer be changed.
 *
 * Since: 0.1
 */
GST_FACEREC_API void gst_facerec_meta_set_identity (GstFacerecMeta *self, GstFacerecIdentity *identity);

G_END_DECLS
