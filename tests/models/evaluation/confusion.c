/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/evaluation/confusion.h"

#include <math.h>

static void
test_table (void)
{
  const guint people[] = { 0, 0, 0, 1, 1, 2 }, predicted[] = { 0, 0, 1, 0, 1, G_MAXUINT };
  /* shown \ named   0  1  2
   *        0        2  1  0     recall 2/3
   *        1        1  1  0     recall 1/2
   *        2        0  0  0     not asked about
   * precision      2/3 1/2 - */
  const guint expected[9] = { 2, 1, 0, 1, 1, 0, 0, 0, 0 };
  g_autofree guint *confusion = facerec_confusion_new (people, predicted, 6, 3);
  guint n_asked;

  g_assert_cmpmem (confusion, sizeof expected, expected, sizeof expected);
  g_assert_cmpfloat (facerec_confusion_recall (confusion, 3, 0, &n_asked), ==, 2.0 / 3);
  g_assert_cmpuint (n_asked, ==, 3);
  g_assert_cmpfloat (facerec_confusion_recall (confusion, 3, 1, NULL), ==, 0.5);
  g_assert_true (isnan (facerec_confusion_recall (confusion, 3, 2, &n_asked)));
  g_assert_cmpuint (n_asked, ==, 0);
  g_assert_cmpfloat (facerec_confusion_precision (confusion, 3, 0), ==, 2.0 / 3);
  g_assert_cmpfloat (facerec_confusion_precision (confusion, 3, 1), ==, 0.5);
  g_assert_true (isnan (facerec_confusion_precision (confusion, 3, 2)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/confusion/counts, recall and precision", test_table);
  return g_test_run ();
}
