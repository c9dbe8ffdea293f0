/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The choices of facepublish as GTypes. */
#include "elements/facepublish.h"

static GType
register_enum (const gchar *name, const GEnumValue *values)
{
  GType type = g_enum_register_static (name, values);

  gst_type_mark_as_plugin_api (type, 0);
  return type;
}

GType
gst_facerec_publish_layout_get_type (void)
{
  static const GEnumValue values[] = {
    { GST_FACEREC_PUBLISH_JSONL, "A line of JSON a frame or span", "jsonl" },
    { GST_FACEREC_PUBLISH_CSV, "A record of CSV a face or span", "csv" },
    { GST_FACEREC_PUBLISH_WEBVTT, "A cue of WebVTT a span, whatever the mode", "webvtt" },
    { 0, NULL, NULL },
  };
  static gsize type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, register_enum ("GstFacerecPublishLayout", values));
  return type;
}

GType
gst_facerec_publish_mode_get_type (void)
{
  static const GEnumValue values[] = {
    { GST_FACEREC_PUBLISH_EVERY_FRAME, "Every frame, also one without a face", "frame" },
    { GST_FACEREC_PUBLISH_CHANGES, "The first frame, and those on which somebody has come or gone", "change" },
    { GST_FACEREC_PUBLISH_SPANS, "Who was there from when to when, each when it is over", "span" },
    { 0, NULL, NULL },
  };
  static gsize type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, register_enum ("GstFacerecPublishMode", values));
  return type;
}
