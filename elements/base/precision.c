/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/base/precision.h"

#include "models/engine.h"

GType
gst_facerec_precision_get_type (void)
{
  static const GEnumValue values[] = {
    { FACEREC_PRECISION_AUTO, "The fastest that this CPU has instructions for", "auto" },
    { FACEREC_PRECISION_F32, "32 bits, everywhere", "f32" },
    { FACEREC_PRECISION_BF16, "16 bits, sums of 32; needs a CPU with bf16 instructions", "bf16" },
    { 0, NULL, NULL },
  };
  static gsize type;

  if (g_once_init_enter (&type)) {
    const GType new_type = g_enum_register_static ("GstFacerecPrecision", values);

    gst_type_mark_as_plugin_api (new_type, 0);
    g_once_init_leave (&type, new_type);
  }
  return type;
}
