/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

#define GST_FACEREC_AUTHOR "The gst-facerec authors"

GST_ELEMENT_REGISTER_DECLARE (facedetect)
GST_ELEMENT_REGISTER_DECLARE (facerecdetect)
GST_ELEMENT_REGISTER_DECLARE (facetrack)
GST_ELEMENT_REGISTER_DECLARE (faceembed)
GST_ELEMENT_REGISTER_DECLARE (faceknn)
GST_ELEMENT_REGISTER_DECLARE (faceenroll)
GST_ELEMENT_REGISTER_DECLARE (facepublish)
GST_ELEMENT_REGISTER_DECLARE (overlay)
GST_ELEMENT_REGISTER_DECLARE (facerecoverlay)

G_END_DECLS
