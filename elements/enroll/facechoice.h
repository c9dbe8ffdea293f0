/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/facerec/facerec.h>

G_BEGIN_DECLS

/* A described face that may be enrolled, with nothing of the buffer it was on. */
typedef struct {
  gfloat *values; /* the embedding */
  guint n_values;
  gfloat quality; /* 0..1, NaN: unknown */
  gfloat x, y, width, height; /* px */
  GstClockTime stream_time;   /* of its frame, or GST_CLOCK_TIME_NONE */
} GstFacerecFaceSample;

/* face: one with an embedding. */
GstFacerecFaceSample *gst_facerec_face_sample_new (const GstFacerecMeta *face, GstClockTime stream_time);
void gst_facerec_face_sample_free (GstFacerecFaceSample *self); /* NULL is fine */
/* Euclidean; INFINITY between embeddings of different lengths. */
gfloat gst_facerec_face_sample_distance (const GstFacerecFaceSample *self, const GstFacerecFaceSample *other);

/* Two embeddings nearer to each other than the first of these tell the same twice: a face that keeps still varies by as much.
 * Two that are farther than the second are not taken for the same person within a second of film.
 * elements/faceenroll.md has the measurement. */
#define GST_FACEREC_FACE_CHOICE_DIFFERENT 0.15f
#define GST_FACEREC_FACE_CHOICE_SAME_PERSON 0.45f

/* A few good, different faces of one person.
 * samples: (element-type GstFacerecFaceSample), of one person or so it is thought. The best of those that agree with the
 * most is taken first; then, best first, each that differs from all taken until there are max_faces. Returns (transfer
 * container) (element-type GstFacerecFaceSample): the taken ones, borrowed from samples; n_strangers (out): how many samples
 * are not the person of the first one. */
GPtrArray *gst_facerec_face_choice (const GPtrArray *samples, guint max_faces, guint *n_strangers);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GstFacerecFaceSample, gst_facerec_face_sample_free)

G_END_DECLS
