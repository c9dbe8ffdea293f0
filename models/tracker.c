/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/tracker.h"

#include <math.h>

#include "models/tracker/assignment.h"
#include "models/tracker/motion.h"

/* Found that often a track is confirmed; before, it waits no longer than this. */
#define CONFIRMED_AFTER 3
#define TENTATIVE_LOST (200 * G_GUINT64_CONSTANT (1000000))

/* Squares of the Mahalanobis distance: 99.9 % of all true pairs are within GATE (chi square of three degrees of freedom). A box
 * that overlaps well is never further than OVERLAP_DISTANCE; an embedding that agrees opens the gate to AGREEING_GATE. */
#define GATE 16.0
#define OVERLAP_DISTANCE 12.0
#define AGREEING_GATE 150.0
#define AGREEING_SHARE 0.75
/* Nobody but for the embedding is taken for one who was expected so many sizes away, however long ago that was. */
#define MAX_AWAY 2.5
/* What embeddings say at most, on the scale of those squares, and how steeply. */
#define MAX_OPINION 12.0
#define OPINION_SLOPE 24.0
/* Costs of a track that stays without a face while another begins: rare for one that was found on the last frame searched. */
#define ALONE_SEEN 15.0
#define ALONE_LOST 9.0
/* Boxes carried over from an earlier frame are the tracks' last ones, but for rounding. */
#define SAME_OVERLAP 0.5

#define LEAST_JUMP G_GUINT64_CONSTANT (1000000000)
#define ASIDE (250 * G_GUINT64_CONSTANT (1000000))

#define SECONDS_PER_NS 1e-9

const FacerecTrackerOptions facerec_tracker_defaults = { 1500 * G_GUINT64_CONSTANT (1000000), 0.3f, 0.6f };

typedef struct {
  FacerecTrack track;
  FacerecMotion motion;
  guint n_found;
  guint64 lost_at;
  gfloat *embedding;
  guint n_values;
} Follower;

struct _FacerecTracker {
  GPtrArray *followers; /* Follower, oldest first */
  GArray *tracks;       /* FacerecTrack of each: what is handed out */
  guint64 next_id;
  guint64 time;
  guint frame; /* updates so far */
  gboolean has_time;

  GPtrArray *aside; /* Follower: those before the last shot cut */
  guint64 aside_time;
  guint aside_frame;

  /* Scratch of an update. */
  GArray *by_place; /* Place */
  GArray *pairs;    /* FacerecPair */
};

/* A sighting in order of its centre. */
typedef struct {
  gdouble x, y;
  guint sighting;
} Place;

static void
follower_free (gpointer data)
{
  Follower *follower = data;

  g_free (follower->embedding);
  g_free (follower);
}

FacerecTracker *
facerec_tracker_new (void)
{
  FacerecTracker *self = g_new0 (FacerecTracker, 1);

  self->followers = g_ptr_array_new_with_free_func (follower_free);
  self->aside = g_ptr_array_new_with_free_func (follower_free);
  self->tracks = g_array_new (FALSE, FALSE, sizeof (FacerecTrack));
  self->by_place = g_array_new (FALSE, FALSE, sizeof (Place));
  self->pairs = g_array_new (FALSE, FALSE, sizeof (FacerecPair));
  self->next_id = 1;
  return self;
}

void
facerec_tracker_free (FacerecTracker *self)
{
  if (!self)
    return;
  g_ptr_array_unref (self->followers);
  g_ptr_array_unref (self->aside);
  g_array_unref (self->tracks);
  g_array_unref (self->by_place);
  g_array_unref (self->pairs);
  g_free (self);
}

void
facerec_tracker_clear (FacerecTracker *self)
{
  g_ptr_array_set_size (self->followers, 0);
  g_ptr_array_set_size (self->aside, 0);
  g_array_set_size (self->tracks, 0);
  self->has_time = FALSE;
}

const FacerecTrack *
facerec_tracker_get_tracks (FacerecTracker *self, guint *n_tracks)
{
  *n_tracks = self->tracks->len;
  return (const FacerecTrack *) self->tracks->data;
}

/* ---- boxes ---- */

static gboolean
is_usable (const FacerecBox *box)
{
  return isfinite (box->x) && isfinite (box->y) && isfinite (box->width) && isfinite (box->height) && box->width > 0
      && box->height > 0;
}

static gdouble
overlap_of (const FacerecBox *a, const FacerecBox *b)
{
  gdouble width = fmin ((gdouble) a->x + a->width, (gdouble) b->x + b->width) - fmax (a->x, b->x);
  gdouble height = fmin ((gdouble) a->y + a->height, (gdouble) b->y + b->height) - fmax (a->y, b->y);
  gdouble common = width > 0 && height > 0 ? width * height : 0;

  return common / ((gdouble) a->width * a->height + (gdouble) b->width * b->height - common);
}

/* ---- embeddings ---- */

/* The distance, or -1 when they cannot be compared. */
static gdouble
embedding_distance (const Follower *follower, const FacerecSighting *sighting)
{
  gdouble sum = 0;
  guint i;

  if (!sighting->embedding || sighting->n_values == 0 || follower->n_values != sighting->n_values)
    return -1;
  for (i = 0; i < sighting->n_values; i++) {
    gdouble difference = follower->embedding[i] - sighting->embedding[i];

    sum += difference * difference;
  }
  return isfinite (sum) ? sqrt (sum) : -1;
}

static void
keep_embedding (Follower *follower, const FacerecSighting *sighting)
{
  if (!sighting->embedding || sighting->n_values == 0)
    return;
  if (follower->n_values != sighting->n_values) {
    g_free (follower->embedding);
    follower->embedding = g_new (gfloat, sighting->n_values);
    follower->n_values = sighting->n_values;
  }
  memcpy (follower->embedding, sighting->embedding, sighting->n_values * sizeof (gfloat));
}

/* ---- which sighting may be whose ---- */

static gboolean
is_far_away (const FacerecMotion *motion, const FacerecBox *box)
{
  gdouble away = hypot (box->x + 0.5 * box->width - motion->x.value, box->y + 0.5 * box->height - motion->y.value);

  return away > MAX_AWAY * exp (motion->size.value);
}

/* Whether the sighting can be the follower's, and at what cost. */
static gboolean
weigh (const Follower *follower, const FacerecSighting *sighting, const FacerecTrackerOptions *options, gdouble *cost)
{
  gdouble distance = facerec_motion_distance (&follower->motion, &sighting->box);
  gdouble unlikeness = embedding_distance (follower, sighting);
  gboolean agrees = unlikeness >= 0 && unlikeness <= AGREEING_SHARE * options->same_distance;

  if (overlap_of (&follower->track.box, &sighting->box) >= options->min_overlap)
    distance = MIN (distance, OVERLAP_DISTANCE);
  else if (agrees && distance <= AGREEING_GATE)
    distance = MIN (distance, GATE);
  else if (is_far_away (&follower->motion, &sighting->box))
    return FALSE;
  if (!(distance <= GATE))
    return FALSE;

  *cost = distance + facerec_motion_spread (&follower->motion);
  if (unlikeness >= 0)
    *cost += CLAMP (OPINION_SLOPE * (unlikeness / options->same_distance - 1), -MAX_OPINION, MAX_OPINION);
  return TRUE;
}

static gint
compare_places (gconstpointer a, gconstpointer b)
{
  const Place *left = a, *right = b;

  if (left->x != right->x)
    return left->x < right->x ? -1 : 1;
  return (left->sighting > right->sighting) - (left->sighting < right->sighting);
}

/* Sorts the usable sightings by place. Returns the longest side of all. */
static gdouble
sort_sightings (FacerecTracker *self, const FacerecSighting *sightings, guint n_sightings)
{
  gdouble largest = 0;
  guint i;

  g_array_set_size (self->by_place, 0);
  for (i = 0; i < n_sightings; i++) {
    const FacerecBox *box = &sightings[i].box;
    Place place = { box->x + 0.5 * box->width, box->y + 0.5 * box->height, i };

    if (!is_usable (box))
      continue;
    g_array_append_val (self->by_place, place);
    largest = MAX (largest, MAX (box->width, box->height));
  }
  g_array_sort (self->by_place, compare_places);
  return largest;
}

static guint
first_place_from (const FacerecTracker *self, gdouble x)
{
  guint low = 0, high = self->by_place->len;

  while (low < high) {
    guint middle = (low + high) / 2;

    if (g_array_index (self->by_place, Place, middle).x < x)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* Fills pairs with what is possible. Only sightings within reach are looked at, which keeps a frame of many faces cheap. */
static void
find_pairs (FacerecTracker *self, const FacerecTrackerOptions *options, const FacerecSighting *sightings, guint n_sightings)
{
  gdouble largest = sort_sightings (self, sightings, n_sightings);
  guint row, i;

  g_array_set_size (self->pairs, 0);
  for (row = 0; row < self->followers->len; row++) {
    const Follower *follower = g_ptr_array_index (self->followers, row);
    gdouble reach = facerec_motion_reach (&follower->motion, follower->n_values > 0 ? AGREEING_GATE : GATE);
    gdouble x = follower->motion.x.value, y = follower->motion.y.value;

    reach = MAX (reach, 0.5 * (largest + MAX (follower->track.box.width, follower->track.box.height)));
    for (i = first_place_from (self, x - reach); i < self->by_place->len; i++) {
      const Place *place = &g_array_index (self->by_place, Place, i);
      FacerecPair pair = { row, place->sighting, 0 };

      if (place->x > x + reach)
        break;
      if (fabs (place->y - y) <= reach && weigh (follower, &sightings[place->sighting], options, &pair.cost))
        g_array_append_val (self->pairs, pair);
    }
  }
}

/* ---- one frame ---- */

static void
follow (Follower *follower, const FacerecSighting *sighting, guint index)
{
  facerec_motion_correct (&follower->motion, &sighting->box);
  follower->track.box = sighting->box;
  follower->track.state = FACEREC_TRACK_MEASURED;
  follower->track.unseen = 0;
  follower->track.lost = 0;
  follower->track.sighting = index;
  follower->track.confirmed = ++follower->n_found >= CONFIRMED_AFTER;
  keep_embedding (follower, sighting);
}

static void
lose (Follower *follower, guint64 time)
{
  if (follower->track.state != FACEREC_TRACK_LOST) {
    follower->track.state = FACEREC_TRACK_LOST;
    follower->lost_at = time;
  }
  follower->track.lost = time - follower->lost_at;
}

static void
begin (FacerecTracker *self, const FacerecSighting *sighting, guint index)
{
  Follower *follower = g_new0 (Follower, 1);

  follower->track.id = self->next_id++;
  facerec_motion_start (&follower->motion, &sighting->box);
  follow (follower, sighting, index);
  g_ptr_array_add (self->followers, follower);
}

static void
match (FacerecTracker *self, const FacerecTrackerOptions *options, guint64 time, const FacerecSighting *sightings,
    guint n_sightings)
{
  guint n_followers = self->followers->len, i;
  g_autofree gdouble *alone = g_new (gdouble, n_followers);
  g_autofree guint *sighting_of = g_new (guint, n_followers);
  g_autofree gboolean *taken = g_new0 (gboolean, n_sightings);

  find_pairs (self, options, sightings, n_sightings);
  for (i = 0; i < n_followers; i++) {
    const Follower *follower = g_ptr_array_index (self->followers, i);

    alone[i] = follower->track.state == FACEREC_TRACK_LOST ? ALONE_LOST : ALONE_SEEN;
  }
  facerec_assignment_solve ((const FacerecPair *) self->pairs->data, self->pairs->len, n_followers, n_sightings, alone,
      sighting_of);
  for (i = 0; i < n_followers; i++) {
    Follower *follower = g_ptr_array_index (self->followers, i);

    if (sighting_of[i] == FACEREC_ASSIGNMENT_ALONE) {
      lose (follower, time);
    } else {
      follow (follower, &sightings[sighting_of[i]], sighting_of[i]);
      taken[sighting_of[i]] = TRUE;
    }
  }
  for (i = 0; i < n_sightings; i++)
    if (!taken[i] && is_usable (&sightings[i].box))
      begin (self, &sightings[i], i);
}

/* Says which of the boxes carried over is whose. A track that was lost when faces were last sought stays lost. */
static void
recognise (FacerecTracker *self, guint64 time, const FacerecSighting *sightings, guint n_sightings)
{
  g_autofree gboolean *taken = g_new0 (gboolean, n_sightings);
  guint row, i;

  for (row = 0; row < self->followers->len; row++) {
    Follower *follower = g_ptr_array_index (self->followers, row);
    gdouble best = SAME_OVERLAP;

    if (follower->track.state == FACEREC_TRACK_LOST) {
      lose (follower, time);
      continue;
    }
    follower->track.state = FACEREC_TRACK_PREDICTED;
    for (i = 0; i < n_sightings; i++) {
      gdouble overlap = taken[i] || !is_usable (&sightings[i].box) ? 0
          : overlap_of (&follower->motion.seen, &sightings[i].box);

      if (overlap > best) {
        best = overlap;
        follower->track.sighting = i;
      }
    }
    if (follower->track.sighting != FACEREC_TRACKER_NONE)
      taken[follower->track.sighting] = TRUE;
  }
}

static void
advance (FacerecTracker *self, guint64 ns, guint n_frames)
{
  guint i;

  for (i = 0; i < self->followers->len; i++) {
    Follower *follower = g_ptr_array_index (self->followers, i);

    facerec_motion_predict (&follower->motion, (gdouble) ns * SECONDS_PER_NS);
    facerec_motion_get_box (&follower->motion, &follower->track.box);
    follower->track.age += n_frames;
    follower->track.unseen += n_frames;
    follower->track.sighting = FACEREC_TRACKER_NONE;
  }
}

static void
end_lost (FacerecTracker *self, guint64 max_lost)
{
  guint i, kept = 0;

  for (i = 0; i < self->followers->len; i++) {
    Follower *follower = g_ptr_array_index (self->followers, i);
    guint64 limit = follower->track.confirmed ? max_lost : MIN (max_lost, TENTATIVE_LOST);

    if (follower->track.state == FACEREC_TRACK_LOST && follower->track.lost >= limit)
      follower_free (follower);
    else
      self->followers->pdata[kept++] = follower;
  }
  while (self->followers->len > kept)
    g_ptr_array_steal_index_fast (self->followers, self->followers->len - 1);
}

void
facerec_tracker_update (FacerecTracker *self, const FacerecTrackerOptions *options, guint64 time,
    const FacerecSighting *sightings, guint n_sightings, gboolean searched)
{
  guint i;

  n_sightings = MIN (n_sightings, FACEREC_TRACKER_MAX_FACES);
  if (self->has_time && (time < self->time || time - self->time > MAX (options->max_lost, LEAST_JUMP)))
    facerec_tracker_clear (self);
  if (self->has_time)
    advance (self, time - self->time, 1);
  self->time = time;
  self->frame++;
  self->has_time = TRUE;

  if (searched)
    match (self, options, time, sightings, n_sightings);
  else
    recognise (self, time, sightings, n_sightings);
  end_lost (self, options->max_lost);

  g_array_set_size (self->tracks, 0);
  for (i = 0; i < self->followers->len; i++)
    g_array_append_val (self->tracks, ((Follower *) g_ptr_array_index (self->followers, i))->track);
}

static gboolean
can_be_had_back (const FacerecTracker *self)
{
  return self->aside->len > 0 && self->time - self->aside_time <= ASIDE;
}

void
facerec_tracker_set_aside (FacerecTracker *self)
{
  if (!can_be_had_back (self)) {
    GPtrArray *aside = self->aside;

    self->aside = self->followers;
    self->followers = aside;
    self->aside_time = self->time;
    self->aside_frame = self->frame;
  }
  g_ptr_array_set_size (self->followers, 0);
  g_array_set_size (self->tracks, 0);
}

void
facerec_tracker_take_back (FacerecTracker *self)
{
  GPtrArray *flash = self->followers;

  if (!can_be_had_back (self))
    return;
  self->followers = self->aside;
  self->aside = flash;
  g_ptr_array_set_size (self->aside, 0);
  advance (self, self->time - self->aside_time, self->frame - self->aside_frame);
}
