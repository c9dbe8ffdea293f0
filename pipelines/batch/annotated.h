/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A film with boxes and names drawn into it. */

/* In the folder of the film's results. */
#define BATCH_ANNOTATED_NAME "annotated.mp4"

G_END_DECLS
