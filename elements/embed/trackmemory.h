/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/facerec/facerec.h>

G_BEGIN_DECLS

/* What is known of the tracks of a stream: the embedding of each that stands, and when it is worth computing another. Bounded
 * as tracktable.h tells. For one thread. */
typedef struct _GstFacerecTrackMemory GstFacerecTrackMemory;

typedef enum {
  GST_FACEREC_TRACK_KEEP,  /* its embedding stands: nothing needs to be computed */
  GST_FACEREC_TRACK_LOOK,  /* it stands unless the face's quality, to be measured, is better */
  GST_FACEREC_TRACK_EMBED, /* it has none, or one that is due for another */
} GstFacerecTrackAdvice;

/* What a track's embedding must have to stand, and for how long. */
typedef struct {
  GstClockTime interval; /* > 0: until the next one */
  gfloat min_size;       /* px, mean side of the box of its picture */
  gfloat min_quality;    /* 0..1, of its picture */
  /* Faces are searched late: boxes come that were measured on an earlier frame. The newest of a track is as good as there
   * will be any, and counts as measured on the frame on which it is new: its age is not above that on the frame before. */
  gboolean late;
} GstFacerecTrackTerms;

/* What is remembered of the picture of a face besides its embedding, which may be there later. */
typedef struct {
  guint64 track; /* GST_FACEREC_NO_TRACK: there is nothing to remember it by */
  guint age;     /* of the track */
  gboolean guessed; /* the box is, who knows what is in the picture there */
  guint64 frame;    /* when it was taken */
  GstClockTime time;
  gfloat side; /* of the box, px */
  gfloat size, sharpness, pose, overall; /* its quality */
} GstFacerecTrackPicture;

GstFacerecTrackMemory *gst_facerec_track_memory_new (void);
void gst_facerec_track_memory_free (GstFacerecTrackMemory *self); /* NULL is fine */
/* Forgets all tracks. */
void gst_facerec_track_memory_clear (GstFacerecTrackMemory *self);
/* Another frame has come, lasting for duration. Where running_time is GST_CLOCK_TIME_NONE it follows on the last one; where
 * duration is, too, by 1/30 s. */
void gst_facerec_track_memory_begin_frame (GstFacerecTrackMemory *self, GstClockTime running_time, GstClockTime duration);
/* The time of the frame; ns, of no meaning by itself. */
GstClockTime gst_facerec_track_memory_get_time (const GstFacerecTrackMemory *self);

/* What to do with a face of the frame:
 * - EMBED without a track; for a track that has no embedding on these terms; when the box is 1.25 times as large as the
 *   largest one tried since the embedding was computed; and when the interval has passed, or 0.3 s where another one is
 *   wanted soon: the second of a track, and the next two once the last one may well be of somebody else than the one before
 *   (further off than 0.6). When nothing is stored then, as the face is poor, again after a quarter of the interval, or
 *   0.3 s.
 * - LOOK when a quarter of the interval has passed since the last time.
 * - KEEP on all other frames, and whenever the box is guessed (its age is above 0, see also late) and the track has an
 *   embedding. */
GstFacerecTrackAdvice gst_facerec_track_memory_advise (GstFacerecTrackMemory *self, const GstFacerecMeta *face,
    const GstFacerecTrackTerms *terms);
/* Whether overall is by 0.1 better than the quality of the embedding that stands. */
gboolean gst_facerec_track_memory_is_better (GstFacerecTrackMemory *self, const GstFacerecMeta *face, gfloat overall);
/* Writes the embedding that stands to the face, with its age, as one of model_id, and the quality of the picture it was
 * computed from. Returns FALSE, with the face untouched, when there is none. */
gboolean gst_facerec_track_memory_recall (GstFacerecTrackMemory *self, GstFacerecMeta *face, const gchar *model_id);
/* The picture of the face on this frame, whose quality is that written to it. */
void gst_facerec_track_memory_describe (GstFacerecTrackMemory *self, const GstFacerecMeta *face, gboolean late,
    GstFacerecTrackPicture *picture);
/* The embedding of that picture, of this frame or of an earlier one, stands for its track from now on. Nothing happens
 * without a track, for a guessed box, and when the track has begun anew since. */
void gst_facerec_track_memory_store (GstFacerecTrackMemory *self, const GstFacerecTrackPicture *picture,
    const gfloat *values, gsize n_values);
/* How many tracks are remembered. */
guint gst_facerec_track_memory_count (const GstFacerecTrackMemory *self);

G_END_DECLS
