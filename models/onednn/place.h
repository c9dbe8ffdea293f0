/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where values lie in one piece of memory: those that are needed at the same time lie apart, others share. */
typedef struct {
  gsize bytes;       /* 0: needs no place */
  guint first, last; /* the steps from which to which, both included, it is needed */
  gsize offset;      /* out: a multiple of FACEREC_PLACE_ALIGNMENT */
} FacerecPlace;

#define FACEREC_PLACE_ALIGNMENT 64

/* Fills in the offsets and returns the bytes needed for all. */
gsize facerec_places_arrange (FacerecPlace *places, guint n);

G_END_DECLS
