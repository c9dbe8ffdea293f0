/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* What records call the source of a stream: (transfer full) (nullable): asks upstream of pad for its URI. A file's is its
 * path, in any bytes; any other is the URI without what may be a secret: user, password, query and fragment. NULL: nobody
 * knows, or there is nothing but content in it (data:). */
gchar *gst_facerec_publish_source_ask (GstPad *pad);
/* The same of a URI. */
gchar *gst_facerec_publish_source_name (const gchar *uri);

G_END_DECLS
