/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/onednn/context.h"

G_BEGIN_DECLS

/* A store of weights that were brought into a layout; (transfer full), free with g_ptr_array_unref. */
GPtrArray *facerec_weights_new (void);

/* values (plain says their layout; borrowed while this runs) in the layout of wanted, made only once for a key and a layout,
 * however many plans want them. Owned by the context, for as long as it lives; NULL on error. */
dnnl_memory_t facerec_weights_get (FacerecContext *context, gconstpointer key, const gfloat *values,
    const dnnl_memory_desc_t *plain, const dnnl_memory_desc_t *wanted, GError **error);

G_END_DECLS
