/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Set by the first SIGINT, SIGTERM or SIGHUP, and by output.h when nobody takes the output any more: finish the present step
 * and stop. The second signal ends the process. */
extern volatile gint interrupted;

void interrupt_catch (void);

G_END_DECLS
