/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/gallery.h"

G_BEGIN_DECLS

/* NULL, or why an address that facerec_gallery_is_shared would be misread, so that parts of a password were taken for a
 * host, and told. */
const gchar *facerec_gallery_address_problem (const gchar *address);

G_END_DECLS
