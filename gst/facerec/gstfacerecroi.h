/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/facerec/gstfacerecmeta.h>

G_BEGIN_DECLS

/* Faces as other people's software reads them: one GstVideoRegionOfInterestMeta of type "face" per face, with params in
 * the layout of DL Streamer 2023.0. gst/facerec/metadata.md lists them field by field. */

/**
 * gst_facerec_buffer_mirror_face:
 * @buffer: a writable buffer
 * @face: a face of @buffer
 *
 * Writes the face's region of interest: finds the one with the face's id or adds it, sets its box to the part of the
 * face's box that is inside the frame, and replaces our params by the face's present state. Params that others have put
 * there stay. A region that another detector made keeps its box and its "detection".
 *
 * Since: 0.1
 */
GST_FACEREC_API void gst_facerec_buffer_mirror_face (GstBuffer *buffer, const GstFacerecMeta *face);

/**
 * gst_facerec_buffer_adopt_regions:
 * @buffer: a writable buffer
 * @frame_width: width of the picture, pixels, > 0
 * @frame_height: height of the picture, pixels, > 0
 *
 * Makes a face of every region of type "face" that no face belongs to: one of another detector. The face has the
 * region's id and box; a region without an id (0, as OpenCV's), or with one that is used twice, gets a fresh one; an
 * empty region is skipped. Where the region has a "detection", the face's score is its "score", else the log-odds of
 * its "confidence", else 0; its "model_name" is the face's detector.
 *
 * Returns: how many were adopted
 * Since: 0.1
 */
GST_FACEREC_API guint gst_facerec_buffer_adopt_regions (GstBuffer *buffer, guint frame_width, guint frame_height);

G_END_DECLS
