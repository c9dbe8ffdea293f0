/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/facerec/gstfacerecmeta.h>

G_BEGIN_DECLS

/* Faces as other people's software reads them: one GstVideoRegionOfInterestMeta of type "face" per face, in the layout
 * of DL Streamer 2023.0 (metadata.md lists it field by field). */

/* Writes the face's region of interest: finds the one with the face's id or adds it, and replaces our params by the
 * face's present state; foreign params stay. The buffer must be writable. */
GST_FACEREC_API void gst_facerec_buffer_mirror_face (GstBuffer *buffer, const GstFacerecMeta *face);
/* Makes a face of every region of type "face" that no face belongs to (another detector's). A region without an id gets one.
 * Returns how many were adopted. The buffer must be writable. */
GST_FACEREC_API guint gst_facerec_buffer_adopt_regions (GstBuffer *buffer, guint frame_width, guint frame_height);

G_END_DECLS
