/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/embed/request.h"

#define NAME "facerec-embed-often"

GstEvent *
gst_facerec_embed_request_to_event (const GstFacerecEmbedRequest *request)
{
  return gst_event_new_custom (GST_EVENT_CUSTOM_UPSTREAM, gst_structure_new (NAME, "interval", G_TYPE_UINT64,
      request->interval, "duration", G_TYPE_UINT64, request->duration, NULL));
}

gboolean
gst_facerec_embed_request_from_event (GstEvent *event, GstFacerecEmbedRequest *request)
{
  GstFacerecEmbedRequest found;

  if (GST_EVENT_TYPE (event) != GST_EVENT_CUSTOM_UPSTREAM || !gst_event_has_name (event, NAME)
      || !gst_structure_get (gst_event_get_structure (event), "interval", G_TYPE_UINT64, &found.interval, "duration",
          G_TYPE_UINT64, &found.duration, NULL)
      || found.interval == 0 || !GST_CLOCK_TIME_IS_VALID (found.interval))
    return FALSE;
  *request = found;
  return TRUE;
}

GstClockTime
gst_facerec_embed_grant_shorten (GstFacerecEmbedGrant *grant, GstClockTime now, GstClockTime interval)
{
  if (now < grant->since || now - grant->since >= grant->request.duration)
    grant->request.interval = 0;
  return grant->request.interval > 0 ? MIN (interval, grant->request.interval) : interval;
}
