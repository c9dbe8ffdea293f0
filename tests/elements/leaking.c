/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Leaves a buffer behind: proof that leaks.py looks. */
#include <gst/gst.h>

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  gst_buffer_new ();
  gst_deinit ();
  return 0;
}
