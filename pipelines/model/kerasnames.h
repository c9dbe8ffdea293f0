/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/tensors.h"

G_BEGIN_DECLS

/* What an array in a Keras file is. models/facemodel.md lists the layouts. */
typedef enum {
  KERAS_UNKNOWN,
  KERAS_XCEPTION, /* one of Xception's tensors */
  KERAS_DENSE,    /* kernel or bias of a fully connected layer */
} KerasKind;

typedef struct {
  KerasKind kind;
  gchar *name;      /* KERAS_XCEPTION: as models/xception.h has it. KERAS_DENSE: the groups that lead to its arrays. Owned */
  gboolean is_bias; /* KERAS_DENSE */
} KerasName;

/* Tells it by its path, and where Keras gives no names by its shape. name is to be cleared. */
void keras_name_find (const FacerecTensor *array, KerasName *name);
void keras_name_clear (KerasName *name);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KerasName, keras_name_clear)

G_END_DECLS
