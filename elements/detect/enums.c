/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The choices of facedetect as GTypes. */
#include "elements/facedetect.h"

static GType
register_enum (const gchar *name, const GEnumValue *values)
{
  GType type = g_enum_register_static (name, values);

  gst_type_mark_as_plugin_api (type, 0);
  return type;
}

GType
gst_facerec_detect_detector_get_type (void)
{
  static const GEnumValue values[] = {
    { GST_FACEREC_DETECT_AUTO, "cnn for films where this CPU keeps up, else hog", "auto" },
    { GST_FACEREC_DETECT_HOG, "Frontal faces, fast, no model file", "hog" },
    { GST_FACEREC_DETECT_CNN, "Turned and hidden faces too, slower", "cnn" },
    { GST_FACEREC_DETECT_FAKE, "Bright blobs on dark ground, for tests", "fake" },
    { 0, NULL, NULL },
  };
  static gsize type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, register_enum ("GstFacerecDetectDetector", values));
  return type;
}

GType
gst_facerec_detect_landmarks_get_type (void)
{
  static const GEnumValue values[] = {
    { GST_FACEREC_DETECT_LANDMARKS_NONE, "None", "none" },
    { GST_FACEREC_DETECT_LANDMARKS_5, "Corners of the eyes and the base of the nose", "5" },
    { GST_FACEREC_DETECT_LANDMARKS_68, "Outline, brows, eyes, nose and mouth", "68" },
    { 0, NULL, NULL },
  };
  static gsize type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, register_enum ("GstFacerecDetectLandmarks", values));
  return type;
}

GType
gst_facerec_detect_updates_get_type (void)
{
  static const GEnumValue values[] = {
    { GST_FACEREC_DETECT_UPDATES_NONE, "Never", "none" },
    { GST_FACEREC_DETECT_UPDATES_EVERY_FRAME, "For every frame searched", "every_frame" },
    { GST_FACEREC_DETECT_UPDATES_ON_CHANGE, "When the number of faces has changed", "on_change" },
    { GST_FACEREC_DETECT_UPDATES_ON_FACE, "For every frame searched that has a face", "on_face" },
    { 0, NULL, NULL },
  };
  static gsize type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, register_enum ("GstFacerecDetectUpdates", values));
  return type;
}
