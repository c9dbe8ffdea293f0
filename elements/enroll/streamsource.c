/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/enroll/streamsource.h"

gchar *
gst_facerec_stream_source_from_uri (const gchar *uri)
{
  g_autoptr (GUri) parsed = NULL, bare = NULL;
  gchar *path = g_filename_from_uri (uri, NULL, NULL);

  if (path)
    return path;
  parsed = g_uri_parse (uri, G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED, NULL);
  if (!parsed)
    return NULL;
  bare = g_uri_build (G_URI_FLAGS_ENCODED, g_uri_get_scheme (parsed), NULL, g_uri_get_host (parsed),
      g_uri_get_port (parsed), g_uri_get_path (parsed), NULL, NULL);
  return g_uri_to_string (bare);
}

gchar *
gst_facerec_stream_source (GstPad *sink_pad)
{
  GstQuery *query = gst_query_new_uri ();
  g_autofree gchar *uri = NULL;

  if (gst_pad_peer_query (sink_pad, query))
    gst_query_parse_uri (query, &uri);
  gst_query_unref (query);
  return uri ? gst_facerec_stream_source_from_uri (uri) : NULL;
}
