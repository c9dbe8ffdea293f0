/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "gstfacerecidentity.h"

G_BEGIN_DECLS

/* From now on the identity cannot be changed: a face shows it to other threads. */
void gst_facerec_identity_seal (GstFacerecIdentity *identity);

G_END_DECLS
