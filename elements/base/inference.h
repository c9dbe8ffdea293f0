/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "elements/base/analysis.h"

G_BEGIN_DECLS

/**
 * GstFacerecLatePolicy:
 * @GST_FACEREC_LATE_POLICY_SKIP: inference is skipped, never a frame held up
 * @GST_FACEREC_LATE_POLICY_PROCESS: every frame waits until it is inferred
 *
 * What to do on a live or synchronised stream whose frames come faster than they can be inferred.
 */
typedef enum {
  GST_FACEREC_LATE_POLICY_SKIP,
  GST_FACEREC_LATE_POLICY_PROCESS,
} GstFacerecLatePolicy;

#define GST_TYPE_FACEREC_LATE_POLICY (gst_facerec_late_policy_get_type ())
GType gst_facerec_late_policy_get_type (void);

/* Where the work of a frame is done. */
typedef enum {
  GST_FACEREC_INFERENCE_HERE,  /* on the streaming thread: the frame waits for it */
  GST_FACEREC_INFERENCE_ASIDE, /* on a thread of its own: the frame may have left when it is done */
  GST_FACEREC_INFERENCE_LATE,  /* not at all: that thread still works on an earlier frame */
} GstFacerecInferenceWay;

#define GST_TYPE_FACEREC_INFERENCE (gst_facerec_inference_get_type ())
G_DECLARE_DERIVABLE_TYPE (GstFacerecInference, gst_facerec_inference, GST, FACEREC_INFERENCE, GstFacerecAnalysis)

/**
 * GstFacerecInference:
 *
 * Base of the elements that ask a slow engine. It decides when and on which thread that is done.
 *
 * A stream is paced when upstream is live, or when QoS events tell of a sink that waits for the clock. Where nothing is paced,
 * with late-policy=process, and where the clock stands still (the first frame after a start or a seek, in PAUSED), work is
 * done on the streaming thread, on every frame: the same stream gives the same result. On a paced stream it is done on a
 * thread of lower priority. A frame waits for that a third of its duration at most, and not at all when it is known to
 * take longer; what comes later is for a later frame. Frames that were to be inferred meanwhile are passed on, and counted
 * in QoS messages.
 *
 * The data of the work are the subclass's own. They belong to the work from run until run or collect says that it is
 * done; when choose says HERE or ASIDE they may be filled.
 *
 * A subclass's reset chains up. It owns the properties late-policy and max-fps.
 */
struct _GstFacerecInferenceClass {
  GstFacerecAnalysisClass parent_class;

  /* Does the work, on whichever thread; never twice at once. It is given nothing of the stream: the caller of run has
   * put together what it needs. */
  gboolean (*infer) (GstFacerecInference *self, GError **error);
};

/* All for the streaming thread, within analyse. */

/* Whether somebody waits for the frames of this stream at a time of the clock, and late-policy cares. */
gboolean gst_facerec_inference_is_paced (GstFacerecInference *self);
/* Whether max-fps allows an inference on this frame. */
gboolean gst_facerec_inference_is_due (GstFacerecInference *self, GstBuffer *buffer);
/* Takes the result of work that was under way when its frame left. Returns FALSE when it failed. done (out): whether there is
 * one. To be called at the beginning of a frame. */
gboolean gst_facerec_inference_collect (GstFacerecInference *self, GstFacerecTally *tally, gboolean *done, GError **error);
/* Where the work of this frame would be done. */
GstFacerecInferenceWay gst_facerec_inference_choose (GstFacerecInference *self);
/* How long, microseconds, a frame would wait for n units of work aside; 0: it would not, as they take longer. */
gint64 gst_facerec_inference_get_patience (GstFacerecInference *self, GstBuffer *buffer, guint n_units);
/* Does the work, of n_units that cost about the same each, HERE or ASIDE. Returns FALSE when it failed. done (out): whether
 * the result is there; else collect will bring it on a later frame. */
gboolean gst_facerec_inference_run (GstFacerecInference *self, GstFacerecInferenceWay way, GstBuffer *buffer, guint n_units,
    GstFacerecTally *tally, gboolean *done, GError **error);
/* The frame was due but is passed on, as time is short. */
void gst_facerec_inference_skip (GstFacerecInference *self, GstBuffer *buffer, GstFacerecTally *tally);

G_END_DECLS
