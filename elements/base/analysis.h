/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/base/gstbasetransform.h>
#include <gst/video/video.h>

#include "models/frame.h"

G_BEGIN_DECLS

/* What an element did with one frame, for its stats. */
typedef struct {
  gboolean inferred; /* FALSE: the frame was passed on without asking the engine */
  guint n_faces;     /* faces found, described or named on it */
  gboolean late;     /* it was due, but passed on without asking the engine as time was short */
  gint64 inferred_us; /* what the engine took for it, when it was asked elsewhere; 0: what this frame took */
} GstFacerecTally;

#define GST_TYPE_FACEREC_ANALYSIS (gst_facerec_analysis_get_type ())
G_DECLARE_DERIVABLE_TYPE (GstFacerecAnalysis, gst_facerec_analysis, GST, FACEREC_ANALYSIS, GstBaseTransform)

/**
 * GstFacerecAnalysis:
 *
 * Base of the elements that look at frames and write metadata only. It works in place and is never passthrough, so that
 * the buffer's header is writable and its memory is the sender's, even behind a tee; it maps frames for reading only.
 * One buffer leaves for each that comes, timestamps and flags untouched, also when nothing could be analysed.
 *
 * The base owns the properties `roi-meta` and `stats`, the mapping of frames, the reset of per-stream state, the
 * translation of errors into messages and the answer to LATENCY queries; a subclass owns its engine. One that asks a slow
 * engine derives from GstFacerecInference.
 *
 * On a live stream the element adds to the latency what frames were measured to stay in it lately
 * (elements/base/latencygauge.h), and posts a latency message when that has changed. On other streams it adds nothing.
 */
struct _GstFacerecAnalysisClass {
  GstBaseTransformClass parent_class;

  /* Set by a subclass that reads metadata only: analyse gets no frame and buffers are not mapped, whatever memory
   * they are in. */
  gboolean needs_no_pixels;

  /* Loads what the element needs; called in start(). A failure is posted and the state change fails. Optional. */
  gboolean (*open) (GstFacerecAnalysis *self, GError **error);
  /* Analyses one frame; buffer is writable as far as metadata goes. frame is borrowed for the call. A failure is posted
   * and ends the stream. Called without any lock. */
  gboolean (*analyse) (GstFacerecAnalysis *self, const FacerecFrame *frame, GstBuffer *buffer, GstFacerecTally *tally,
      GError **error);
  /* Forgets what was learnt from earlier frames: after a flush, a new stream, changed caps, at EOS and in stop(). Never at
   * the same time as analyse. Optional. */
  void (*reset) (GstFacerecAnalysis *self);
  /* Frees what open made; also after a failed open. Optional. */
  void (*close) (GstFacerecAnalysis *self);
};

/* Size of the frames of the stream, px; 0 before caps. For the streaming thread. */
void gst_facerec_analysis_get_frame_size (GstFacerecAnalysis *self, guint *width, guint *height);
/* Frames a second as the caps tell, of a variable rate the highest; 0 for stills, and where nobody knows. For the streaming
 * thread. */
gdouble gst_facerec_analysis_get_frame_rate (GstFacerecAnalysis *self);
/* Whether faces are mirrored as regions of interest now. */
gboolean gst_facerec_analysis_get_roi_meta (GstFacerecAnalysis *self);
/* Mirrors the faces of buffer as regions of interest, if that is wanted. */
void gst_facerec_analysis_mirror_faces (GstFacerecAnalysis *self, GstBuffer *buffer);
/* Stream time and running time of buffer; GST_CLOCK_TIME_NONE where it has none. For the streaming thread. */
void gst_facerec_analysis_get_times (GstFacerecAnalysis *self, GstBuffer *buffer, GstClockTime *stream_time,
    GstClockTime *running_time);

/* Whether upstream said that it is live, asked on the first frame after a start, a flush, new caps and a new latency. For the
 * streaming thread. */
gboolean gst_facerec_analysis_is_live (GstFacerecAnalysis *self);
/* The frame that analyse was called for, as it is mapped; NULL where no pixels are needed. Borrowed for that call. */
const GstVideoFrame *gst_facerec_analysis_get_video_frame (GstFacerecAnalysis *self);

/* Posts error as a message of type GST_MESSAGE_ERROR or GST_MESSAGE_WARNING. This is the one place where the errors of
 * models/ become GStreamer's: NOT_FOUND, OPEN, READ, WRITE and NO_SPACE the RESOURCE errors of those names,
 * MISMATCH, ARGUMENT and UNAVAILABLE are RESOURCE/SETTINGS, the rest LIBRARY/FAILED. Never call it with a lock held. */
void gst_facerec_analysis_post_error (GstFacerecAnalysis *self, GstMessageType type, const GError *error);

G_END_DECLS
