/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>

#ifndef GST_FACEREC_API
#ifdef BUILDING_GST_FACEREC
#define GST_FACEREC_API __attribute__ ((visibility ("default"))) extern
#else
#define GST_FACEREC_API extern
#endif
#endif
