/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/error.h"

G_BEGIN_DECLS

/* What this CPU has, as oneDNN sees it (the environment may tell oneDNN to use less of it: DNNL_MAX_CPU_ISA). All cheap. */

/* Whether it is worth running networks on oneDNN: AVX2 at least. FACEREC_ERROR_UNAVAILABLE says what is missing. */
gboolean facerec_onednn_usable (GError **error);

/* Whether 16-bit floats are multiplied in hardware: AVX-512 BF16 or AMX. Elsewhere they are slower than 32 bits. */
gboolean facerec_onednn_has_bf16 (void);

/* Channels that convolutions work on at once: 8 or 16. */
guint facerec_onednn_block (void);

/* "AVX2", "AVX-512", "AVX-512 BF16", "AMX", for log lines. */
const gchar *facerec_onednn_isa (void);

G_END_DECLS
