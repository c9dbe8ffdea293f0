/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/error.h"

/* G_DEFINE_QUARK writes its variable without a lock; streams that fail at the same moment race for it. */
GQuark
facerec_error_quark (void)
{
  static gsize quark = 0;

  if (g_once_init_enter (&quark))
    g_once_init_leave (&quark, g_quark_from_static_string ("facerec-error-quark"));
  return (GQuark) quark;
}
