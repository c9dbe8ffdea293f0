/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/error.h"

G_DEFINE_QUARK (facerec-error-quark, facerec_error)
