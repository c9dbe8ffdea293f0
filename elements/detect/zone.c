/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/detect/zone.h"

#include <math.h>

#define MAX_PIXELS 1e6 /* beyond any frame; keeps the sums below in range of a gint */

static gboolean
parse_numbers (const gchar *text, gdouble numbers[4])
{
  gint i;

  for (i = 0; i < 4; i++) {
    gchar *end;

    numbers[i] = g_ascii_strtod (text, &end);
    if (end == text || !(fabs (numbers[i]) <= MAX_PIXELS) || *end != (i < 3 ? ',' : '\0'))
      return FALSE;
    text = end + 1;
  }
  return numbers[0] >= 0 && numbers[1] >= 0 && numbers[2] > 0 && numbers[3] > 0;
}

gboolean
gst_facerec_detect_zone_parse (const gchar *text, GstFacerecDetectZone *zone, GError **error)
{
  gdouble n[4];

  if (!text || !*text) {
    *zone = (GstFacerecDetectZone) { .whole = TRUE };
    return TRUE;
  }
  if (!parse_numbers (text, n)) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT,
        "region \"%s\" is not \"x,y,width,height\" in pixels or, all at most 1, in shares of the frame", text);
    return FALSE;
  }
  *zone = (GstFacerecDetectZone) { .relative = MAX (MAX (n[0], n[1]), MAX (n[2], n[3])) <= 1.0,
    .x = n[0], .y = n[1], .width = n[2], .height = n[3] };
  return TRUE;
}

gboolean
gst_facerec_detect_zone_crop (const GstFacerecDetectZone *zone, const FacerecFrame *frame, FacerecFrame *part,
    gint *left, gint *top)
{
  gdouble scale_x = zone->relative ? frame->width : 1.0, scale_y = zone->relative ? frame->height : 1.0;
  gint right, bottom, i;

  *part = *frame;
  *left = *top = 0;
  if (zone->whole)
    return TRUE;

  right = MIN ((gint) ceil ((zone->x + zone->width) * scale_x), frame->width);
  bottom = MIN ((gint) ceil ((zone->y + zone->height) * scale_y), frame->height);
  *left = (gint) (zone->x * scale_x) & ~1;
  *top = (gint) (zone->y * scale_y) & ~1;
  if (*left >= right || *top >= bottom)
    return FALSE;
  part->width = right - *left;
  part->height = bottom - *top;
  for (i = 0; i < 3; i++) {
    FacerecPlane *plane = &part->plane[i];

    if (plane->data)
      plane->data += (gssize) (*top >> plane->shift_y) * plane->stride + (gssize) (*left >> plane->shift_x) * plane->step;
  }
  return TRUE;
}
