/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/mmod/decode.h"

#include <math.h>

typedef struct {
  gfloat score;
  gint place; /* in the map */
} Candidate;

static gint
round_half_up (gdouble value)
{
  return (gint) floor (value + 0.5);
}

/* The window around the place of the map, in the picture. */
static FacerecRectangle
rectangle_at (const FacerecMmodDecoder *decoder, const FacerecMmodLayout *layout, gint map_x, gint map_y)
{
  const gint x = decoder->stride * map_x + decoder->offset, y = decoder->stride * map_y + decoder->offset;
  const gdouble half_width = (decoder->window_width - 1) / 2.0, half_height = (decoder->window_height - 1) / 2.0;
  const guint level = facerec_mmod_layout_nearest (layout, x, y);
  const gint level_x = layout->levels[level].x, level_y = layout->levels[level].y;
  gdouble left = x - half_width - level_x, top = y - half_height - level_y;
  gdouble right = x + half_width - level_x, bottom = y + half_height - level_y;

  facerec_mmod_layout_to_picture (level, &left, &top);
  facerec_mmod_layout_to_picture (level, &right, &bottom);
  return (FacerecRectangle) { round_half_up (left), round_half_up (top), round_half_up (right), round_half_up (bottom) };
}

static gdouble
area (const FacerecRectangle *a)
{
  return a->left > a->right || a->top > a->bottom ? 0
      : ((gdouble) a->right - a->left + 1) * ((gdouble) a->bottom - a->top + 1);
}

static gboolean
is_same_face (const FacerecMmodDecoder *decoder, const FacerecRectangle *a, const FacerecRectangle *b)
{
  const FacerecRectangle inner = { MAX (a->left, b->left), MAX (a->top, b->top), MIN (a->right, b->right),
    MIN (a->bottom, b->bottom) };
  const FacerecRectangle outer = { MIN (a->left, b->left), MIN (a->top, b->top), MAX (a->right, b->right),
    MAX (a->bottom, b->bottom) };
  const gdouble common = area (&inner);

  return common > 0 && (common / area (&outer) > decoder->overlap_of_both || common / area (a) > decoder->overlap_of_one
      || common / area (b) > decoder->overlap_of_one);
}

static gboolean
is_found (const FacerecMmodDecoder *decoder, const GArray *faces, guint first, const FacerecRectangle *rectangle)
{
  for (guint i = first; i < faces->len; i++)
    if (is_same_face (decoder, &g_array_index (faces, FacerecMmodFace, i).rectangle, rectangle))
      return TRUE;
  return FALSE;
}

static gint
compare_candidates (gconstpointer a, gconstpointer b)
{
  const Candidate *left = a, *right = b;

  if (left->score != right->score)
    return left->score > right->score ? -1 : 1;
  return left->place - right->place;
}

void
facerec_mmod_decode (const FacerecMmodDecoder *decoder, const FacerecMmodLayout *layout, const gfloat *map, gint map_width,
    gint map_height, gdouble threshold, GArray *faces)
{
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  const guint first = faces->len;

  for (gint place = 0; place < map_width * map_height; place++)
    if (map[place] > threshold) {
      const Candidate candidate = { map[place], place };

      g_array_append_val (candidates, candidate);
    }
  g_array_sort (candidates, compare_candidates);
  for (guint i = 0; i < candidates->len; i++) {
    const Candidate *candidate = &g_array_index (candidates, Candidate, i);
    const FacerecMmodFace face = {
      rectangle_at (decoder, layout, candidate->place % map_width, candidate->place / map_width), candidate->score };

    if (!is_found (decoder, faces, first, &face.rectangle))
      g_array_append_val (faces, face);
  }
}
