/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/train/chips.h"

#include <gst/facerec/facerec.h>
#include <gst/video/video.h>

#include "elements/base/videoframe.h"
#include "models/train/augment.h"

static GstFacerecMeta *
face_at (GstBuffer *buffer, guint place)
{
  gpointer state = NULL;
  GstFacerecMeta *face;

  while ((face = gst_facerec_buffer_iterate_faces (buffer, &state)) && place > 0)
    place--;
  return face;
}

/* In pixels. */
static gboolean
find_landmarks (const GstFacerecMeta *face, FacerecLandmarks *landmarks)
{
  gsize n;
  const gfloat *relative = face ? gst_facerec_meta_get_landmarks (face, &n) : NULL;

  if (!relative || (n != 2 * 5 && n != 2 * 68))
    return FALSE;
  landmarks->n = (guint) n / 2;
  for (guint i = 0; i < landmarks->n; i++) {
    landmarks->xy[2 * i] = face->x + relative[2 * i] * face->width;
    landmarks->xy[2 * i + 1] = face->y + relative[2 * i + 1] * face->height;
  }
  return TRUE;
}

/* The same variants wherever the photo is and whatever was looked at before. */
static void
seed_for_photo (FacerecRandom *random, const gchar *sha256, guint64 seed)
{
  g_autofree gchar *first = g_strndup (sha256, 16);

  facerec_random_seed (random, seed, g_ascii_strtoull (first, NULL, 16));
}

static gboolean
cut (const FacerecAlignerImpl *aligner, const FacerecFrame *frame, const FacerecLandmarks *landmarks, gfloat size,
    guint n_variants, FacerecRandom *random, guint8 *chips, GError **error)
{
  FacerecLandmarks moved;

  if (!aligner->chip (NULL, frame, landmarks, chips, error))
    return FALSE;
  for (guint i = 1; i <= n_variants; i++) {
    guint8 *chip = chips + (gsize) i * FACEREC_CHIP_BYTES;

    facerec_augment_landmarks (random, landmarks, size, &moved);
    if (!aligner->chip (NULL, frame, &moved, chip, error))
      return FALSE;
    facerec_augment_chip (random, chip);
  }
  return TRUE;
}

gboolean
train_chips_cut (const FacerecAlignerImpl *aligner, GstSample *sample, GstBuffer *buffer, guint place, guint n_variants,
    const gchar *sha256, guint64 seed, guint8 *chips, GError **error)
{
  const GstFacerecMeta *face = face_at (buffer, place);
  FacerecLandmarks landmarks;
  FacerecRandom random;
  GstVideoInfo info;
  GstVideoFrame video;
  FacerecFrame frame;
  gboolean done;

  if (!find_landmarks (face, &landmarks)) {
    g_set_error_literal (error, FACEREC_ERROR, FACEREC_ERROR_ENGINE, "the face has no landmarks");
    return FALSE;
  }
  if (!gst_video_info_from_caps (&info, gst_sample_get_caps (sample))
      || !gst_video_frame_map (&video, &info, gst_sample_get_buffer (sample), GST_MAP_READ)) {
    g_set_error_literal (error, FACEREC_ERROR, FACEREC_ERROR_READ, "its pixels cannot be read");
    return FALSE;
  }
  gst_facerec_video_frame_describe (&video, &frame);
  seed_for_photo (&random, sha256, seed);
  done = cut (aligner, &frame, &landmarks, (face->width + face->height) / 2, n_variants, &random, chips, error);
  gst_video_frame_unmap (&video);
  return done;
}
