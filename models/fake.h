/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/engine.h"

G_BEGIN_DECLS

/* An engine for tests of elements and applications: no model file, no C++, and a result that anybody can predict.
 * - A face is a bright blob (luma >= 64 as stored) on a dark ground. Its box is the exact bounding box of the bright
 *   pixels. Blobs less than 8 pixels apart may be one face; blobs under 4 pixels a side are noise. The score is the mean
 *   luma of the bright pixels / 255 - 0.25, so that every blob is over the default threshold of 0. min_face_size counts
 *   as for the other detectors only above 80. Pure blue is too dark in luma (29) to be a face.
 * - Landmarks are five fixed places in the box; the chip is the box resampled.
 * - The embedding (128 floats, norm 1, model "fake-v1") depends on the mean colour of the chip alone: a difference of one
 *   channel of 0..255 by 128 or more is a distance of at least 0.8, one by 3 in every channel less than 0.04.
 *   Jitter changes nothing.
 * - It has no threads to share work among; the option says how many milliseconds a call of the detector or the embedder takes
 *   at least, for tests of what must not wait. */
extern const FacerecEngine facerec_engine_fake;

#define FACEREC_FAKE_DIMENSIONS 128

G_END_DECLS
