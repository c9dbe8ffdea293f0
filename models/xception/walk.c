/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/xception/walk.h"

#define MIDDLE 728 /* channels of blocks 5 to 12 */

typedef struct {
  const XceptionVisitor *visitor;
  gpointer user_data;
} Walk;

static void
visit (const Walk *walk, void (*step) (gpointer user_data))
{
  if (step)
    step (walk->user_data);
}

static void
convolve (const Walk *walk, const gchar *name, guint kernel, guint stride, gboolean same, guint in, guint out)
{
  const XceptionConvolution convolution = { name, kernel, stride, same, in, out };

  if (walk->visitor->convolution)
    walk->visitor->convolution (walk->user_data, &convolution);
}

static void
separable (const Walk *walk, guint block, guint number, guint in, guint out)
{
  g_autofree gchar *name = g_strdup_printf ("block%u_sepconv%u", block, number);

  if (walk->visitor->separable)
    walk->visitor->separable (walk->user_data, name, in, out);
}

/* A block that halves the picture; between is what its first separable convolution makes. */
static void
narrowing_block (const Walk *walk, guint block, guint in, guint between, guint out)
{
  g_autofree gchar *residual = g_strdup_printf ("block%u_residual", block);

  visit (walk, walk->visitor->enter);
  if (block != 2) /* its source has just been through one */
    visit (walk, walk->visitor->relu);
  separable (walk, block, 1, in, between);
  visit (walk, walk->visitor->relu);
  separable (walk, block, 2, between, out);
  visit (walk, walk->visitor->pool);
  visit (walk, walk->visitor->turn);
  convolve (walk, residual, 1, 2, TRUE, in, out);
  visit (walk, walk->visitor->join);
}

static void
middle_block (const Walk *walk, guint block)
{
  visit (walk, walk->visitor->enter);
  for (guint number = 1; number <= 3; number++) {
    visit (walk, walk->visitor->relu);
    separable (walk, block, number, MIDDLE, MIDDLE);
  }
  visit (walk, walk->visitor->turn);
  visit (walk, walk->visitor->join);
}

void
xception_walk (const XceptionVisitor *visitor, gpointer user_data)
{
  const Walk walk = { visitor, user_data };

  convolve (&walk, "block1_conv1", 3, 2, FALSE, 3, 32);
  visit (&walk, visitor->relu);
  convolve (&walk, "block1_conv2", 3, 1, FALSE, 32, 64);
  visit (&walk, visitor->relu);
  narrowing_block (&walk, 2, 64, 128, 128);
  narrowing_block (&walk, 3, 128, 256, 256);
  narrowing_block (&walk, 4, 256, MIDDLE, MIDDLE);
  for (guint block = 5; block <= 12; block++)
    middle_block (&walk, block);
  narrowing_block (&walk, 13, MIDDLE, MIDDLE, 1024);
  separable (&walk, 14, 1, 1024, 1536);
  visit (&walk, visitor->relu);
  separable (&walk, 14, 2, 1536, 2048);
  visit (&walk, visitor->relu);
}
