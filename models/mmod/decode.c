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

static GArray *
collect_candidates (const gfloat *map, gint n_places, gdouble threshold)
{
  GArray *candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));

  for (gint place = 0; place < n_places; place++)
    if (map[place] > threshold) {
      const Candidate candidate = { map[place], place };

      g_array_append_val (candidates, candidate);
    }
  g_array_sort (candidates, compare_candidates);
  return candidates;
}

/* Of the candidate at index and those that it beats by less than the doubt, the one that really is the best. */
static FacerecMmodFace
judge_face (const FacerecMmodDecoder *decoder, const FacerecMmodLayout *layout, const GArray *candidates, guint index,
    gint map_width, const FacerecMmodDoubt *doubt)
{
  const Candidate *first = &g_array_index (candidates, Candidate, index);
  const FacerecRectangle place = rectangle_at (decoder, layout, first->place % map_width, first->place / map_width);
  FacerecMmodFace best = { place, first->score };
  guint n_rivals = 0;
  gdouble score;

  for (guint i = index + 1; i < candidates->len && n_rivals <= FACEREC_MMOD_MAX_RIVALS; i++) {
    const Candidate *rival = &g_array_index (candidates, Candidate, i);
    const gint x = rival->place % map_width, y = rival->place / map_width;
    FacerecRectangle rectangle;

    if (rival->score <= first->score - doubt->doubt)
      break;
    rectangle = rectangle_at (decoder, layout, x, y);
    if (!is_same_face (decoder, &place, &rectangle))
      continue;
    if (n_rivals++ == 0
        && doubt->judge (doubt->user_data, first->place % map_width, first->place / map_width, &score))
      best.score = score;
    if (doubt->judge (doubt->user_data, x, y, &score) && score > best.score)
      best = (FacerecMmodFace) { rectangle, score };
  }
  return best;
}

void
facerec_mmod_decode_judged (const FacerecMmodDecoder *decoder, const FacerecMmodLayout *layout, const gfloat *map,
    gint map_width, gint map_height, gdouble threshold, const FacerecMmodDoubt *doubt, GArray *faces)
{
  g_autoptr (GArray) candidates = collect_candidates (map, map_width * map_height, threshold);
  const guint first = faces->len;

  for (guint i = 0; i < candidates->len; i++) {
    const Candidate *candidate = &g_array_index (candidates, Candidate, i);
    FacerecMmodFace face = {
      rectangle_at (decoder, layout, candidate->place % map_width, candidate->place / map_width), candidate->score };

    if (is_found (decoder, faces, first, &face.rectangle))
      continue;
    if (doubt && doubt->judge)
      face = judge_face (decoder, layout, candidates, i, map_width, doubt);
    g_array_append_val (faces, face);
  }
}

void
facerec_mmod_decode (const FacerecMmodDecoder *decoder, const FacerecMmodLayout *layout, const gfloat *map, gint map_width,
    gint map_height, gdouble threshold, GArray *faces)
{
  facerec_mmod_decode_judged (decoder, layout, map, map_width, map_height, threshold, NULL, faces);
}
