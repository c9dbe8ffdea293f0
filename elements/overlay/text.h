/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/facerec/facerec.h>

G_BEGIN_DECLS

/* The line beside a face of the buffer: its name, its distance, or both. A stranger who is told apart is called by the
 * stranger's id. unknown_label: what all others without a name are called; NULL: what faceknn calls them where the region
 * of interest tells, else "Unknown". (transfer full) (nullable): NULL when there is nothing to say. */
gchar *gst_facerec_overlay_text (GstBuffer *buffer, const GstFacerecMeta *face, gboolean show_name,
    gboolean show_distance, const gchar *unknown_label);

G_END_DECLS
