/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/publish/source.h"

#include <string.h>

gchar *
gst_facerec_publish_source_name (const gchar *uri)
{
  g_autoptr (GstUri) parsed = NULL;

  if (g_str_has_prefix (uri, "file:"))
    return g_filename_from_uri (uri, NULL, NULL);
  if (g_str_has_prefix (uri, "data:") || !gst_uri_is_valid (uri) || !(parsed = gst_uri_from_string (uri)))
    return NULL;
  if (!uri[strcspn (uri, "@?#")])
    return g_strdup (uri);
  gst_uri_set_userinfo (parsed, NULL);
  gst_uri_set_query_table (parsed, NULL);
  gst_uri_set_fragment (parsed, NULL);
  return gst_uri_to_string (parsed);
}

gchar *
gst_facerec_publish_source_ask (GstPad *pad)
{
  g_autoptr (GstQuery) query = gst_query_new_uri ();
  g_autofree gchar *uri = NULL;

  if (!gst_pad_peer_query (pad, query))
    return NULL;
  gst_query_parse_uri (query, &uri);
  return uri ? gst_facerec_publish_source_name (uri) : NULL;
}
