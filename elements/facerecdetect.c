/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* facedetect under the name that no other plugin has. */
#include "elements/elements.h"
#include "elements/facedetect.h"

typedef GstFacerecDetect GstFacerecDetectAlias;
typedef GstFacerecDetectClass GstFacerecDetectAliasClass;
G_DEFINE_TYPE (GstFacerecDetectAlias, gst_facerec_detect_alias, GST_TYPE_FACEREC_DETECT)
GST_ELEMENT_REGISTER_DEFINE (facerecdetect, "facerecdetect", GST_RANK_NONE, GST_TYPE_FACEREC_DETECT_ALIAS)

static void
gst_facerec_detect_alias_class_init (GstFacerecDetectAliasClass *klass)
{
}

static void
gst_facerec_detect_alias_init (GstFacerecDetectAlias *self)
{
}
