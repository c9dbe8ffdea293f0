/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* Where the stream that comes through sink_pad is from: a file's path, or the address of a server without user, password and
 * query. (transfer full), NULL where nobody upstream knows, as with a camera. Any thread. */
gchar *gst_facerec_stream_source (GstPad *sink_pad);
/* The same from an address. NULL: it is none. */
gchar *gst_facerec_stream_source_from_uri (const gchar *uri);

G_END_DECLS
