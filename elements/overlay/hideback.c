/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/overlay/hideback.h"

#include <math.h>

#define SECOND G_GUINT64_CONSTANT (1000000000)
/* How far from a sighting a place grows: of the box, at each side, for each second and for each frame of its age; and at most. */
#define GROWTH_A_SECOND 1.5f
#define GROWTH_A_FRAME 0.05f
#define MAX_GROWTH 1.0f
/* A velocity is taken over at least this time, since boxes tremble, and holds for no longer than that one. */
#define LEAST_BASE (SECOND / 10)
#define MOST_BASE (SECOND / 2)
/* Intersection over union with the last box of a chain from which on a face without a known track belongs to it. */
#define MIN_OVERLAP 0.3f
/* What looks like a cut may be a flash for that long. */
#define FLASH (SECOND / 4)

typedef struct {
  guint64 number, time;
  guint shot;
} Frame;

typedef struct {
  guint64 number, time;
  gint id;
  FacerecBox box;
  guint age;
  gboolean hidden;
  GstFacerecIdentity *identity;
} Sighting;

typedef struct {
  guint64 track; /* the last one, or GST_FACEREC_NO_TRACK */
  guint shot;
  GArray *sightings; /* of Sighting, one a frame, in order; never empty */
} Chain;

struct _GstFacerecHideBack {
  GstFacerecHideRule *rule; /* NULL: nobody is hidden yet */
  GArray *frames;           /* of Frame, in order, without a gap */
  GPtrArray *chains;        /* of Chain */
  guint64 n_frames;
  guint shot, n_shots;
  guint shot_before; /* the one that goes on when the last cut was a flash */
  guint64 cut_time;
};

static Sighting *
get_sighting (const Chain *chain, guint i)
{
  return &g_array_index (chain->sightings, Sighting, i);
}

static Sighting *
last_sighting (const Chain *chain)
{
  return get_sighting (chain, chain->sightings->len - 1);
}

static void
sighting_clear (gpointer data)
{
  Sighting *sighting = data;

  if (sighting->identity)
    gst_facerec_identity_unref (sighting->identity);
}

static Chain *
chain_new (guint shot)
{
  Chain *chain = g_new0 (Chain, 1);

  chain->shot = shot;
  chain->sightings = g_array_new (FALSE, FALSE, sizeof (Sighting));
  g_array_set_clear_func (chain->sightings, sighting_clear);
  return chain;
}

static void
chain_free (gpointer data)
{
  Chain *chain = data;

  g_array_unref (chain->sightings);
  g_free (chain);
}

/* ---- life ---- */

GstFacerecHideBack *
gst_facerec_hide_back_new (void)
{
  GstFacerecHideBack *self = g_new0 (GstFacerecHideBack, 1);

  self->frames = g_array_new (FALSE, FALSE, sizeof (Frame));
  self->chains = g_ptr_array_new_with_free_func (chain_free);
  return self;
}

void
gst_facerec_hide_back_free (GstFacerecHideBack *self)
{
  if (!self)
    return;
  gst_facerec_hide_rule_unref (self->rule);
  g_array_unref (self->frames);
  g_ptr_array_unref (self->chains);
  g_free (self);
}

void
gst_facerec_hide_back_clear (GstFacerecHideBack *self)
{
  g_array_set_size (self->frames, 0);
  g_ptr_array_set_size (self->chains, 0);
  self->shot = self->shot_before = ++self->n_shots;
  self->cut_time = 0;
}

/* ---- a frame comes ---- */

static gboolean
is_somewhere (const FacerecBox *box)
{
  return isfinite (box->x) && isfinite (box->y) && isfinite (box->width) && isfinite (box->height) && box->width > 0
      && box->height > 0;
}

/* Intersection over union; 1 for two boxes of which nobody knows where they are. */
static gfloat
overlap (const FacerecBox *a, const FacerecBox *b)
{
  gfloat width, height, both;

  if (!is_somewhere (a) || !is_somewhere (b))
    return !is_somewhere (a) && !is_somewhere (b) ? 1 : 0;
  width = MIN (a->x + a->width, b->x + b->width) - MAX (a->x, b->x);
  height = MIN (a->y + a->height, b->y + b->height) - MAX (a->y, b->y);
  if (!(width > 0) || !(height > 0))
    return 0;
  both = width * height;
  return both / (a->width * a->height + b->width * b->height - both);
}

/* Whether one of the chains of this shot may go on here. */
static gboolean
is_open (const GstFacerecHideBack *self, const Chain *chain)
{
  return chain->shot == self->shot && last_sighting (chain)->number != self->n_frames;
}

static Chain *
find_by_track (GstFacerecHideBack *self, guint64 track)
{
  if (track != GST_FACEREC_NO_TRACK)
    for (guint i = 0; i < self->chains->len; i++) {
      Chain *chain = g_ptr_array_index (self->chains, i);

      if (chain->track == track && is_open (self, chain))
        return chain;
    }
  return NULL;
}

static Chain *
find_by_overlap (GstFacerecHideBack *self, const FacerecBox *box)
{
  Chain *found = NULL;
  gfloat best = MIN_OVERLAP;

  for (guint i = 0; i < self->chains->len; i++) {
    Chain *chain = g_ptr_array_index (self->chains, i);
    gfloat here = is_open (self, chain) ? overlap (&last_sighting (chain)->box, box) : 0;

    if (here >= best) {
      best = here;
      found = chain;
    }
  }
  return found;
}

static void
append (GstFacerecHideBack *self, Chain *chain, guint64 time, const GstFacerecHideSighting *seen)
{
  Sighting sighting = { .number = self->n_frames, .time = time, .id = seen->id, .box = seen->box, .age = seen->age };

  sighting.identity = seen->identity ? gst_facerec_identity_ref (seen->identity) : NULL;
  sighting.hidden = self->rule && gst_facerec_hide_rule_hides (self->rule, seen->identity);
  if (!is_somewhere (&sighting.box))
    sighting.box.x = NAN;
  chain->track = seen->track;
  g_array_append_val (chain->sightings, sighting);
}

/* Those with a track of their own first: what is left over may be a track that has broken. */
static void
link_sightings (GstFacerecHideBack *self, guint64 time, const GstFacerecHideSighting *sightings, guint n_sightings)
{
  g_autofree gboolean *linked = g_new0 (gboolean, n_sightings);

  for (guint i = 0; i < n_sightings; i++) {
    Chain *chain = find_by_track (self, sightings[i].track);

    if (chain)
      append (self, chain, time, &sightings[i]);
    linked[i] = chain != NULL;
  }
  for (guint i = 0; i < n_sightings; i++) {
    Chain *chain = linked[i] ? NULL : find_by_overlap (self, &sightings[i].box);

    if (linked[i])
      continue;
    if (!chain) {
      chain = chain_new (self->shot);
      g_ptr_array_add (self->chains, chain);
    }
    append (self, chain, time, &sightings[i]);
  }
}

/* A flash was no cut at all. */
static void
take_back_cut (GstFacerecHideBack *self)
{
  for (guint i = 0; i < self->frames->len; i++) {
    Frame *frame = &g_array_index (self->frames, Frame, i);

    if (frame->shot > self->shot_before)
      frame->shot = self->shot_before;
  }
  for (guint i = 0; i < self->chains->len; i++) {
    Chain *chain = g_ptr_array_index (self->chains, i);

    if (chain->shot > self->shot_before)
      chain->shot = self->shot_before;
  }
  self->shot = self->shot_before;
}

guint64
gst_facerec_hide_back_add (GstFacerecHideBack *self, guint64 time, FacerecShot shot,
    const GstFacerecHideSighting *sightings, guint n_sightings)
{
  Frame frame = { .number = self->n_frames, .time = time };

  if (shot == FACEREC_SHOT_CUT) {
    /* Of two cuts within a flash the first one counts. */
    if (self->shot == self->shot_before || time - self->cut_time > FLASH) {
      self->shot_before = self->shot;
      self->cut_time = time;
    }
    self->shot = ++self->n_shots;
  } else if (shot == FACEREC_SHOT_BACK) {
    take_back_cut (self);
  }
  frame.shot = self->shot;
  g_array_append_val (self->frames, frame);
  link_sightings (self, time, sightings, n_sightings);
  return self->n_frames++;
}

void
gst_facerec_hide_back_judge (GstFacerecHideBack *self, GstFacerecHideRule *rule)
{
  if (self->rule == rule)
    return;
  gst_facerec_hide_rule_unref (self->rule);
  self->rule = gst_facerec_hide_rule_ref (rule);
  for (guint i = 0; i < self->chains->len; i++) {
    const Chain *chain = g_ptr_array_index (self->chains, i);

    for (guint j = 0; j < chain->sightings->len; j++) {
      Sighting *sighting = get_sighting (chain, j);

      sighting->hidden = gst_facerec_hide_rule_hides (rule, sighting->identity);
    }
  }
}

/* ---- a frame goes ---- */

static void
add_place (GArray *places, gint id, const FacerecBox *box, const Sighting *nearest, guint64 time)
{
  const guint64 gap = MAX (nearest->time, time) - MIN (nearest->time, time);
  const gfloat growth = GROWTH_A_SECOND * (gfloat) gap / SECOND + GROWTH_A_FRAME * (gfloat) nearest->age;
  GstFacerecHidePlace place = { id, *box, MIN (growth, MAX_GROWTH) };

  g_array_append_val (places, place);
}

static gfloat
mix (gfloat a, gfloat b, gdouble share)
{
  return (gfloat) (a + share * (b - a));
}

static void
add_between (GArray *places, const Sighting *before, const Sighting *after, guint64 time)
{
  const gdouble share = after->time > before->time
      ? (gdouble) (time - before->time) / (gdouble) (after->time - before->time) : 0;
  const FacerecBox box = {
    .x = mix (before->box.x, after->box.x, share), .y = mix (before->box.y, after->box.y, share),
    .width = mix (before->box.width, after->box.width, share),
    .height = mix (before->box.height, after->box.height, share),
  };

  add_place (places, 0, &box, share < 0.5 ? before : after, time);
}

/* The sighting to take the velocity of the first or last one of a chain from; NULL: nobody knows it. */
static const Sighting *
find_base (const Chain *chain, guint end, gint step)
{
  const Sighting *from = get_sighting (chain, end);

  for (gint64 i = (gint64) end + step; i >= 0 && i < chain->sightings->len; i += step) {
    const Sighting *sighting = get_sighting (chain, (guint) i);
    const guint64 gap = MAX (sighting->time, from->time) - MIN (sighting->time, from->time);

    if (gap > MOST_BASE)
      return NULL;
    if (gap >= LEAST_BASE)
      return sighting;
  }
  return NULL;
}

/* Beyond an end of the chain. step: from there to its inside, 1 or -1. */
static void
add_beyond (GArray *places, const Chain *chain, guint end, gint step, guint64 time)
{
  const Sighting *from = get_sighting (chain, end), *base = find_base (chain, end, step);
  FacerecBox box = from->box;
  gdouble gap, steps;

  add_place (places, 0, &box, from, time);
  if (!base)
    return;
  gap = (gdouble) MIN (MAX (from->time, time) - MIN (from->time, time), MOST_BASE);
  steps = gap / (gdouble) (MAX (from->time, base->time) - MIN (from->time, base->time));
  box.x += (gfloat) (steps * (from->box.x - base->box.x));
  box.y += (gfloat) (steps * (from->box.y - base->box.y));
  add_place (places, 0, &box, from, time);
}

/* Returns whether the chain is hidden on the frame. */
static gboolean
look_at (const Chain *chain, const Frame *frame, guint64 hold, GArray *places)
{
  const Sighting *before = NULL, *after = NULL;
  gboolean hidden_later = FALSE, hidden_before;
  guint i;

  for (i = 0; i < chain->sightings->len; i++) {
    const Sighting *sighting = get_sighting (chain, i);

    if (sighting->number <= frame->number)
      before = sighting;
    if (sighting->number < frame->number)
      continue;
    after = after ? after : sighting;
    hidden_later |= sighting->hidden;
  }
  hidden_before = before && before->hidden && frame->time - before->time <= hold;
  if (!hidden_later && !hidden_before)
    return FALSE;
  if (before && before == after)
    add_place (places, before->id, &before->box, before, frame->time);
  else if (before && after)
    add_between (places, before, after, frame->time);
  else if (after)
    add_beyond (places, chain, 0, 1, frame->time);
  else
    add_beyond (places, chain, chain->sightings->len - 1, -1, frame->time);
  return TRUE;
}

static const Frame *
find_frame (GstFacerecHideBack *self, guint64 number)
{
  const Frame *first = self->frames->len > 0 ? &g_array_index (self->frames, Frame, 0) : NULL;

  if (!first || number < first->number || number - first->number >= self->frames->len)
    return NULL;
  return &g_array_index (self->frames, Frame, number - first->number);
}

guint
gst_facerec_hide_back_look (GstFacerecHideBack *self, guint64 number, guint64 hold, GArray *places)
{
  const Frame *frame = find_frame (self, number);
  guint n_hidden = 0;

  g_array_set_size (places, 0);
  g_return_val_if_fail (frame, 0);
  for (guint i = 0; i < self->chains->len; i++) {
    const Chain *chain = g_ptr_array_index (self->chains, i);

    if (chain->shot == frame->shot)
      n_hidden += look_at (chain, frame, hold, places);
  }
  return n_hidden;
}

/* What is older is not within anybody's hold, nor of use for a velocity. */
static guint
count_forgotten (const Chain *chain, guint64 before)
{
  guint n = 0;

  while (n < chain->sightings->len && get_sighting (chain, n)->time < before)
    n++;
  return n;
}

void
gst_facerec_hide_back_forget (GstFacerecHideBack *self, guint64 number, guint64 hold)
{
  const Frame *frame = find_frame (self, number);
  const guint64 kept = hold + MOST_BASE;
  guint64 time;

  if (!frame)
    return;
  time = frame->time;
  g_array_remove_range (self->frames, 0, (guint) (number - g_array_index (self->frames, Frame, 0).number + 1));
  if (time < kept)
    return;
  for (guint i = self->chains->len; i > 0; i--) {
    const Chain *chain = g_ptr_array_index (self->chains, i - 1);
    const guint n = count_forgotten (chain, time - kept);

    if (n == chain->sightings->len)
      g_ptr_array_remove_index (self->chains, i - 1);
    else if (n > 0)
      g_array_remove_range (chain->sightings, 0, n);
  }
}
