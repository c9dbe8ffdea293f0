/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Xception's architecture, told once: whoever wants to make something of it visits its layers in the order of
 * computation. A batch norm follows every convolution and separable convolution. */

typedef struct {
  const gchar *name;
  guint kernel, stride;
  gboolean same; /* padding; else none */
  guint channels_in, channels_out;
} XceptionConvolution;

/* Any of them may be NULL. */
typedef struct {
  void (*convolution) (gpointer user_data, const XceptionConvolution *convolution);
  void (*separable) (gpointer user_data, const gchar *name, guint channels_in, guint channels_out); /* 3x3, "same" */
  void (*relu) (gpointer user_data);
  void (*pool) (gpointer user_data);  /* max, 3x3 at every second place, "same" */
  void (*enter) (gpointer user_data); /* a block with a residual way begins with what came last */
  void (*turn) (gpointer user_data);  /* back at its entrance: now comes the residual way, a convolution or nothing */
  void (*join) (gpointer user_data);  /* both ways are added */
} XceptionVisitor;

void xception_walk (const XceptionVisitor *visitor, gpointer user_data);

G_END_DECLS
