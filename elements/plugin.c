/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gst/gst.h>

#include "elements/elements.h"

/* One element that cannot be registered, say because another plugin is in its way, does not take the others with it. */
static gboolean
plugin_init (GstPlugin *plugin)
{
  gboolean any = FALSE;

  any |= GST_ELEMENT_REGISTER (facerecdetect, plugin);
  any |= GST_ELEMENT_REGISTER (facedetect, plugin);
  any |= GST_ELEMENT_REGISTER (facetrack, plugin);
  any |= GST_ELEMENT_REGISTER (faceembed, plugin);
  any |= GST_ELEMENT_REGISTER (faceknn, plugin);
  any |= GST_ELEMENT_REGISTER (faceenroll, plugin);
  any |= GST_ELEMENT_REGISTER (facepublish, plugin);
  any |= GST_ELEMENT_REGISTER (facerecoverlay, plugin);
  any |= GST_ELEMENT_REGISTER (overlay, plugin);
  return any;
}

GST_PLUGIN_DEFINE (GST_VERSION_MAJOR, GST_VERSION_MINOR, facerec, "Recognises faces on a plain CPU", plugin_init,
    PACKAGE_VERSION, "LGPL", "gst-facerec", "Unknown package origin")
