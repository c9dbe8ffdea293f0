/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/detect/pace.h"

#include "models/shotcut.h"

/* A face that comes in is seen after so many seconds at most. */
#define LONGEST 0.125
#define SLOWEST 8
#define NEVER G_MAXUINT

struct _GstFacerecDetectPace {
  guint frames_since; /* frames since the one that was searched last */
  FacerecShotCut *shot_cut;
};

GstFacerecDetectPace *
gst_facerec_detect_pace_new (void)
{
  GstFacerecDetectPace *self = g_new0 (GstFacerecDetectPace, 1);

  self->shot_cut = facerec_shot_cut_new ();
  gst_facerec_detect_pace_reset (self);
  return self;
}

void
gst_facerec_detect_pace_free (GstFacerecDetectPace *self)
{
  if (!self)
    return;
  facerec_shot_cut_free (self->shot_cut);
  g_free (self);
}

void
gst_facerec_detect_pace_reset (GstFacerecDetectPace *self)
{
  self->frames_since = NEVER;
  facerec_shot_cut_reset (self->shot_cut);
}

guint
gst_facerec_detect_pace_interval (const GstFacerecDetectTerms *terms)
{
  if (terms->interval > 0)
    return terms->interval;
  return terms->tracked ? (guint) CLAMP (LONGEST * terms->rate, 1, SLOWEST) : 1;
}

gboolean
gst_facerec_detect_pace_is_due (GstFacerecDetectPace *self, const GstFacerecDetectTerms *terms, const FacerecFrame *frame,
    guint64 time)
{
  const guint interval = gst_facerec_detect_pace_interval (terms);
  gboolean another_shot = FALSE;

  if (terms->interval == 0 && interval > 1)
    another_shot = facerec_shot_cut_look (self->shot_cut, frame, time) != FACEREC_SHOT_SAME;
  if (self->frames_since != NEVER && self->frames_since + 1 < interval && !another_shot) {
    self->frames_since++;
    return FALSE;
  }
  self->frames_since = 0;
  return TRUE;
}
