/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/embed/placememory.h"

/* As usual for detections that are said to be of one thing. */
#define LEAST_OVERLAP 0.5f
/* Far more than are described within a second. */
#define MOST_PLACES 256

typedef struct {
  gfloat x, y, width, height; /* of the box, where it was last */
  GstFacerecTrackPicture picture;
  guint64 taken_on; /* frame whose face has it */
  gsize n_values;
  gfloat *values;
} Place;

struct _GstFacerecPlaceMemory {
  GArray *places; /* of Place, in the order in which they were found */
  guint64 frame;
  GstClockTime time;
};

static void
place_clear (gpointer data)
{
  g_free (((Place *) data)->values);
}

GstFacerecPlaceMemory *
gst_facerec_place_memory_new (void)
{
  GstFacerecPlaceMemory *self = g_new0 (GstFacerecPlaceMemory, 1);

  self->places = g_array_new (FALSE, FALSE, sizeof (Place));
  g_array_set_clear_func (self->places, place_clear);
  return self;
}

void
gst_facerec_place_memory_free (GstFacerecPlaceMemory *self)
{
  if (!self)
    return;
  g_array_unref (self->places);
  g_free (self);
}

void
gst_facerec_place_memory_clear (GstFacerecPlaceMemory *self)
{
  g_array_set_size (self->places, 0);
}

guint
gst_facerec_place_memory_count (const GstFacerecPlaceMemory *self)
{
  return self->places->len;
}

void
gst_facerec_place_memory_begin_frame (GstFacerecPlaceMemory *self, guint64 frame, GstClockTime time)
{
  self->frame = frame;
  self->time = time;
  for (guint i = self->places->len; i > 0; i--) {
    const GstClockTime taken = g_array_index (self->places, Place, i - 1).picture.time;

    if (taken > time || time - taken > GST_FACEREC_PLACE_STANDS)
      g_array_remove_index (self->places, i - 1);
  }
}

/* Intersection over union. */
static gfloat
overlap (const Place *place, gfloat x, gfloat y, gfloat width, gfloat height)
{
  const gfloat across = MIN (place->x + place->width, x + width) - MAX (place->x, x);
  const gfloat down = MIN (place->y + place->height, y + height) - MAX (place->y, y);
  const gfloat both = across > 0 && down > 0 ? across * down : 0;

  return both / (place->width * place->height + width * height - both);
}

/* The place of a box; NULL: there is none. free_only: not one that a face of this frame has. */
static Place *
find (const GstFacerecPlaceMemory *self, gfloat x, gfloat y, gfloat width, gfloat height, gboolean free_only)
{
  Place *best = NULL;
  gfloat most = LEAST_OVERLAP;

  for (guint i = 0; i < self->places->len; i++) {
    Place *place = &g_array_index (self->places, Place, i);
    const gfloat shared = overlap (place, x, y, width, height);

    if (shared >= most && !(free_only && place->taken_on == self->frame)) {
      best = place;
      most = shared;
    }
  }
  return best;
}

gboolean
gst_facerec_place_memory_knows (const GstFacerecPlaceMemory *self, const GstFacerecMeta *face, GstClockTime ago)
{
  const Place *place = find (self, face->x, face->y, face->width, face->height, TRUE);

  return place && self->time - place->picture.time < ago;
}

gboolean
gst_facerec_place_memory_recall (GstFacerecPlaceMemory *self, GstFacerecMeta *face, const gchar *model_id)
{
  Place *place = find (self, face->x, face->y, face->width, face->height, TRUE);

  if (!place)
    return FALSE;
  place->x = face->x;
  place->y = face->y;
  place->width = face->width;
  place->height = face->height;
  place->taken_on = self->frame;
  gst_facerec_meta_set_embedding (face, place->values, place->n_values, model_id,
      (guint) MIN (self->frame - place->picture.frame, G_MAXUINT));
  gst_facerec_meta_set_quality (face, place->picture.size, place->picture.sharpness, place->picture.pose);
  gst_facerec_meta_set_overall_quality (face, place->picture.overall);
  return TRUE;
}

void
gst_facerec_place_memory_store (GstFacerecPlaceMemory *self, const GstFacerecTrackPicture *picture, const gfloat *values,
    gsize n_values)
{
  Place *place;

  /* A place that was recalled since has gone along with the face, and stays where it is. */
  place = find (self, picture->x, picture->y, picture->width, picture->height, FALSE);
  if (!place) {
    const Place fresh = { .x = picture->x, .y = picture->y, .width = picture->width, .height = picture->height,
      .taken_on = G_MAXUINT64 };

    if (self->places->len == MOST_PLACES)
      g_array_remove_index (self->places, 0);
    g_array_append_val (self->places, fresh);
    place = &g_array_index (self->places, Place, self->places->len - 1);
  }
  place->picture = *picture;
  g_free (place->values);
  place->values = g_memdup2 (values, n_values * sizeof *values);
  place->n_values = n_values;
}
