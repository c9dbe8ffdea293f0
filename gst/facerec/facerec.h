/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The only header an application includes. */
#pragma once

#include <gst/facerec/facerec-prelude.h>
#include <gst/facerec/gstfacerecidentity.h>
#include <gst/facerec/gstfacerecmeta.h>
#include <gst/facerec/gstfacerecjson.h>
#include <gst/facerec/gstfacerecroi.h>
