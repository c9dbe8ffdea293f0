/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/detect/trackerquery.h"

#define QUERY_NAME "GstFacerecTracker"
#define FOLLOWS "follows"

gboolean
gst_facerec_tracker_follows (GstPad *pad)
{
  g_autoptr (GstQuery) query = gst_query_new_custom (GST_QUERY_CUSTOM, gst_structure_new_empty (QUERY_NAME));
  gboolean follows = FALSE;

  /* That somebody has handled it is no answer: some say yes to everything. */
  gst_pad_peer_query (pad, query);
  return gst_structure_get_boolean (gst_query_get_structure (query), FOLLOWS, &follows) && follows;
}

gboolean
gst_facerec_tracker_answer (GstQuery *query)
{
  if (GST_QUERY_TYPE (query) != GST_QUERY_CUSTOM || !gst_structure_has_name (gst_query_get_structure (query), QUERY_NAME))
    return FALSE;
  gst_structure_set (gst_query_writable_structure (query), FOLLOWS, G_TYPE_BOOLEAN, TRUE, NULL);
  return TRUE;
}
