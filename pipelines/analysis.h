/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/elementsetting.h"

G_BEGIN_DECLS

/* The recognising pipeline: the same elements as in a stream, in one pipeline that lives as long as the command, so
 * that models are loaded once and enrolment and stream embed alike.
 *
 *   appsrc [! facerecdetect] [! facetrack] [! faceembed] [! faceknn] ! appsink
 */
typedef struct _Analysis Analysis;

/* settings: ends with an entry whose option is NULL. name_faces: with faceknn. Loads the models. Errors name the
 * option or the file, and the reason. */
Analysis *analysis_new (const ElementSetting *settings, gboolean name_faces, GError **error);

/* The same for the frames of one film: with facetrack and faceknn. */
Analysis *analysis_new_for_film (const ElementSetting *settings, GError **error);

/* faceknn alone, for frames that come with described faces as metadata; they need no pixels. Settings of other elements are
 * passed over. */
Analysis *analysis_new_for_names (const ElementSetting *settings, GError **error);

/* The same in two halves, for who describes the same faces by several models: one pipeline finds them, one for each model
 * describes those that its buffers bring along. */
Analysis *analysis_new_for_finding (const ElementSetting *settings, GError **error);
Analysis *analysis_new_for_describing (const ElementSetting *settings, GError **error);

/* The frame with its faces as metadata; NULL on an error, which concerns all frames to come. sample: (transfer none).
 * search_harder: when there is no face and the user gave no --min-face-size, search once more for smaller ones, as
 * suits a photo. (transfer full) */
GstBuffer *analysis_run (Analysis *self, GstSample *sample, gboolean search_harder, GError **error);
/* Smallest face to be found from the next frame on, pixels; analysis_run() does not search harder then. Not for names alone. */
void analysis_set_min_face_size (Analysis *self, gint size);
void analysis_free (Analysis *self); /* NULL is fine */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Analysis, analysis_free)

G_END_DECLS
