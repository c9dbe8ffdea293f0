/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/live/source.h"

G_BEGIN_DECLS

/* One line that a user can act on, from an error that the elements of source have posted. missing: description of a
 * decoder that was found missing, or NULL. (transfer full) */
gchar *live_fault_describe (const LiveSource *source, GstMessage *message, const gchar *missing);
/* Whether trying again could help: the network is away, not the stream or the right to see it. */
gboolean live_fault_may_pass (GstMessage *message);

G_END_DECLS
