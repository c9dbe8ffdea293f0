/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/hog/boxes.h"

#include <math.h>

typedef struct {
  gdouble x, y;
} Point;

static gint
compare_candidates (gconstpointer a, gconstpointer b)
{
  const FacerecHogCandidate *one = a, *other = b;

  if (one->score != other->score)
    return one->score > other->score ? -1 : 1;
  if (one->face != other->face)
    return one->face < other->face ? -1 : 1;
  if (one->depth != other->depth)
    return one->depth < other->depth ? -1 : 1;
  if (one->y != other->y)
    return one->y < other->y ? -1 : 1;
  return one->x - other->x;
}

/* ---- from cells to pixels ---- */

/* The centre of a cell that is x, y cells away from the first feature; away from 0 where it lies outside. */
static Point
centre_of_cell (gint x, gint y)
{
  const gint across = (x - 3) * FACEREC_HOG_CELL + 1, down = (y - 3) * FACEREC_HOG_CELL + 1;
  const gint half = FACEREC_HOG_CELL / 2;

  return (Point) { across < 0 ? across - half : across + half, down < 0 ? down - half : down + half };
}

static Point
up_to_first_level (Point point, guint depth)
{
  const gdouble ratio = 6 / 5.0;

  for (guint i = 0; i < depth; i++)
    point = (Point) { point.x * ratio + 0.3, point.y * ratio + 0.3 };
  return point;
}

static gint
round_half_up (gdouble value)
{
  return (gint) floor (value + 0.5);
}

static FacerecRectangle
rect_of_candidate (const FacerecHogCandidate *candidate)
{
  const gint last = FACEREC_HOG_TAPS - 1;
  const Point first = up_to_first_level (centre_of_cell (candidate->x, candidate->y), candidate->depth);
  const Point end = up_to_first_level (centre_of_cell (candidate->x + last, candidate->y + last), candidate->depth);

  return (FacerecRectangle) { round_half_up (first.x), round_half_up (first.y), round_half_up (end.x),
    round_half_up (end.y) };
}

/* ---- overlap ---- */

static gdouble
area (const FacerecRectangle *rect)
{
  if (rect->right < rect->left || rect->bottom < rect->top)
    return 0;
  return (gdouble) (rect->right - rect->left + 1) * (gdouble) (rect->bottom - rect->top + 1);
}

static gboolean
overlap (const FacerecHogModel *model, const FacerecRectangle *a, const FacerecRectangle *b)
{
  const FacerecRectangle both = { MAX (a->left, b->left), MAX (a->top, b->top), MIN (a->right, b->right),
    MIN (a->bottom, b->bottom) };
  const FacerecRectangle round = { MIN (a->left, b->left), MIN (a->top, b->top), MAX (a->right, b->right),
    MAX (a->bottom, b->bottom) };
  const gdouble inner = area (&both);

  return inner > 0
      && (inner / area (&round) > model->overlap_joint || inner / area (a) > model->overlap_covered
          || inner / area (b) > model->overlap_covered);
}

static gboolean
overlaps_any (const FacerecHogModel *model, const GArray *kept, const FacerecRectangle *rect)
{
  for (guint i = 0; i < kept->len; i++)
    if (overlap (model, &g_array_index (kept, FacerecRectangle, i), rect))
      return TRUE;
  return FALSE;
}

void
facerec_hog_boxes_append (GArray *boxes, GArray *candidates, const FacerecHogModel *model, const FacerecScaling *scaling,
    gint min_face_size)
{
  g_autoptr (GArray) kept = g_array_new (FALSE, FALSE, sizeof (FacerecRectangle));

  g_array_sort (candidates, compare_candidates);
  for (guint i = 0; i < candidates->len; i++) {
    const FacerecHogCandidate *candidate = &g_array_index (candidates, FacerecHogCandidate, i);
    const FacerecRectangle found = rect_of_candidate (candidate);
    FacerecRectangle face;
    FacerecBox box;

    if (overlaps_any (model, kept, &found))
      continue;
    g_array_append_val (kept, found);
    face = facerec_scaling_to_frame (scaling, &found);
    box = (FacerecBox) { (gfloat) face.left, (gfloat) face.top, (gfloat) (face.right - face.left + 1),
      (gfloat) (face.bottom - face.top + 1), (gfloat) candidate->score };
    if (facerec_scaling_wants (min_face_size, box.width, box.height))
      g_array_append_val (boxes, box);
  }
}
