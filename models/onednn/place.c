/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/onednn/place.h"

static gsize
align (gsize bytes)
{
  return (bytes + FACEREC_PLACE_ALIGNMENT - 1) / FACEREC_PLACE_ALIGNMENT * FACEREC_PLACE_ALIGNMENT;
}

static gint
compare_sizes (gconstpointer a, gconstpointer b)
{
  const FacerecPlace *first = *(const FacerecPlace *const *) a, *second = *(const FacerecPlace *const *) b;

  return first->bytes < second->bytes ? 1 : first->bytes > second->bytes ? -1 : 0;
}

static gboolean
collides (const FacerecPlace *a, const FacerecPlace *b)
{
  return a->first <= b->last && b->first <= a->last && a->offset < b->offset + b->bytes && b->offset < a->offset + a->bytes;
}

/* The lowest offset at which place is free of those already placed: behind one of them, or 0. */
static void
put (FacerecPlace *place, GPtrArray *placed)
{
  gboolean moved = TRUE;

  place->offset = 0;
  while (moved) {
    moved = FALSE;
    for (guint i = 0; i < placed->len; i++) {
      const FacerecPlace *other = g_ptr_array_index (placed, i);

      if (collides (place, other)) {
        place->offset = align (other->offset + other->bytes);
        moved = TRUE;
      }
    }
  }
}

gsize
facerec_places_arrange (FacerecPlace *places, guint n)
{
  g_autoptr (GPtrArray) order = g_ptr_array_new (), placed = g_ptr_array_new ();
  gsize total = 0;

  for (guint i = 0; i < n; i++)
    if (places[i].bytes > 0)
      g_ptr_array_add (order, &places[i]);
  /* The largest first leaves the fewest holes. */
  g_ptr_array_sort (order, compare_sizes);
  for (guint i = 0; i < order->len; i++) {
    FacerecPlace *place = g_ptr_array_index (order, i);

    put (place, placed);
    g_ptr_array_add (placed, place);
    total = MAX (total, align (place->offset + place->bytes));
  }
  return total;
}
