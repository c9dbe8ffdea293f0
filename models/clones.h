/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* In front of a function that works on many pixels or numbers alike: it is compiled for any CPU of the architecture and once
 * more for AVX2, and the dynamic linker takes what the CPU has. Only where the compiler can (gcc; clang 14 not in C), and not
 * under a sanitizer, whose run time is not there yet when the linker asks. AVX2 without FMA: a product and a sum rounded
 * at once would give other results than the plain code. What it calls must be inlined to profit. */
#if defined(__x86_64__) && defined(__linux__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) \
    && !defined(__SANITIZE_THREAD__)
#define FACEREC_CLONES __attribute__ ((target_clones ("avx2", "default")))
#else
#define FACEREC_CLONES
#endif
