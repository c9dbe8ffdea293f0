/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/onednn/cpu.h"

#include <dnnl.h>

/* Each instruction set is a set of bits that contains those it is built on. */
static gboolean
has (dnnl_cpu_isa_t isa)
{
#if defined(__x86_64__) || defined(__i386__)
  return (dnnl_get_effective_cpu_isa () & isa) == isa;
#else
  return FALSE;
#endif
}

gboolean
facerec_onednn_usable (GError **error)
{
  if (has (dnnl_cpu_isa_avx2))
    return TRUE;
  g_set_error_literal (error, FACEREC_ERROR, FACEREC_ERROR_UNAVAILABLE,
      "engine \"onednn\" needs a CPU with AVX2, which this one does not have: use engine \"dlib\"");
  return FALSE;
}

gboolean
facerec_onednn_has_bf16 (void)
{
  return has (dnnl_cpu_isa_avx512_core_bf16);
}

guint
facerec_onednn_block (void)
{
  return has (dnnl_cpu_isa_avx512_core) ? 16 : 8;
}

const gchar *
facerec_onednn_isa (void)
{
  return has (dnnl_cpu_isa_avx512_core_amx) ? "AMX" :
      has (dnnl_cpu_isa_avx512_core_bf16)   ? "AVX-512 BF16" :
      has (dnnl_cpu_isa_avx512_core)        ? "AVX-512" :
      has (dnnl_cpu_isa_avx2)               ? "AVX2" :
                                              "less than AVX2";
}
