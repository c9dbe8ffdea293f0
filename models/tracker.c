/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/tracker.h"

#include <math.h>

#include "models/tracker/assignment.h"
#include "models/tracker/motion.h"

/* Found that often a track is confirmed; before, it waits no longer than this, if that is more than one search in vain. */
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
/* Share of a lost face that is behind another one, from which on it may be hidden by it: little, for it is not known how far it
 * went on. */
#define HIDDEN_SHARE 0.05
/* Boxes carried over from an earlier frame are the tracks' last ones, but for rounding. */
#define SAME_OVERLAP 0.5

#define LEAST_JUMP G_GUINT64_CONSTANT (1000000000)
#define ASIDE (250 * G_GUINT64_CONSTANT (1000000))

#define SECONDS_PER_NS 1e-9

const FacerecTrackerOptions facerec_tracker_defaults = { 1500 * G_GUINT64_CONSTANT (1000000),
  10000 * G_GUINT64_CONSTANT (1000000), 0.3f, 0.6f };

/* Frames of which the time is remembered, a power of two. */
#define HISTORY 256

typedef struct {
  FacerecTrack track;
  FacerecMotion motion;  /* as of the time it was found last */
  guint64 motion_time;
  FacerecMotion then;    /* as expected when the sightings of this update were found, and the box that is shown of it */
  FacerecBox then_box;
  guint n_found;
  guint n_vain; /* searches since it was found last */
  guint64 lost_at;
  guint64 hidden; /* ns since then, up to the last news, in which another face stood before it */
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
  guint64 news_time; /* the time of the last news */
  guint64 times[HISTORY]; /* of the last updates, by their number */
  guint n_times;          /* of them since the tracks were last ended */

  GPtrArray *aside; /* Follower: those before the last shot cut */
  guint64 aside_time;
  guint aside_frame;

  /* Scratch of an update. */
  GArray *by_place; /* Place: the usable sightings */
  gdouble largest;  /* their longest side */
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
  self->n_times = 0;
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
common_area (const FacerecBox *a, const FacerecBox *b)
{
  gdouble width = fmin ((gdouble) a->x + a->width, (gdouble) b->x + b->width) - fmax (a->x, b->x);
  gdouble height = fmin ((gdouble) a->y + a->height, (gdouble) b->y + b->height) - fmax (a->y, b->y);

  return width > 0 && height > 0 ? width * height : 0;
}

static gdouble
overlap_of (const FacerecBox *a, const FacerecBox *b)
{
  gdouble common = common_area (a, b);

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
  gdouble distance = facerec_motion_distance (&follower->then, &sighting->box);
  gdouble unlikeness = embedding_distance (follower, sighting);
  gboolean agrees = unlikeness >= 0 && unlikeness <= AGREEING_SHARE * options->same_distance;

  if (overlap_of (&follower->then_box, &sighting->box) >= options->min_overlap)
    distance = MIN (distance, OVERLAP_DISTANCE);
  else if (agrees && distance <= AGREEING_GATE)
    distance = MIN (distance, GATE);
  else if (is_far_away (&follower->then, &sighting->box))
    return FALSE;
  if (!(distance <= GATE))
    return FALSE;

  *cost = distance + facerec_motion_spread (&follower->then);
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

static void
sort_sightings (FacerecTracker *self, const FacerecSighting *sightings, guint n_sightings)
{
  guint i;

  self->largest = 0;
  g_array_set_size (self->by_place, 0);
  for (i = 0; i < n_sightings; i++) {
    const FacerecBox *box = &sightings[i].box;
    Place place = { box->x + 0.5 * box->width, box->y + 0.5 * box->height, i };

    if (!is_usable (box))
      continue;
    g_array_append_val (self->by_place, place);
    self->largest = MAX (self->largest, MAX (box->width, box->height));
  }
  g_array_sort (self->by_place, compare_places);
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
  guint row, i;

  sort_sightings (self, sightings, n_sightings);
  g_array_set_size (self->pairs, 0);
  for (row = 0; row < self->followers->len; row++) {
    const Follower *follower = g_ptr_array_index (self->followers, row);
    gdouble reach = facerec_motion_reach (&follower->then, follower->n_values > 0 ? AGREEING_GATE : GATE);
    gdouble x = follower->then.x.value, y = follower->then.y.value;

    reach = MAX (reach, 0.5 * (self->largest + MAX (follower->then_box.width, follower->then_box.height)));
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

/* ---- when ---- */

static guint64
time_of (const FacerecTracker *self, guint age)
{
  return self->times[(self->frame - MIN (age, self->n_times - 1)) % HISTORY];
}

static void
note_time (FacerecTracker *self, guint64 time)
{
  self->times[++self->frame % HISTORY] = time;
  self->n_times = MIN (self->n_times + 1, HISTORY);
  self->time = time;
  self->has_time = TRUE;
}

/* Where the follower is, or was, at a time not before it was found last. */
static void
foretell (const Follower *follower, guint64 time, FacerecMotion *motion, FacerecBox *box)
{
  *motion = follower->motion;
  if (time > follower->motion_time)
    facerec_motion_predict (motion, (gdouble) (time - follower->motion_time) * SECONDS_PER_NS);
  facerec_motion_get_box (motion, box);
}

/* ---- one frame ---- */

/* News of one frame. */
typedef struct {
  const FacerecSighting *sightings;
  guint n;
  guint age;
  guint64 time;
} News;

static void
follow (Follower *follower, const News *news, guint index)
{
  const FacerecSighting *sighting = &news->sightings[index];

  follower->motion = follower->then;
  facerec_motion_correct (&follower->motion, &sighting->box);
  follower->motion_time = news->time;
  follower->track.state = news->age == 0 ? FACEREC_TRACK_MEASURED : FACEREC_TRACK_PREDICTED;
  follower->track.unseen = news->age;
  follower->track.lost = 0;
  follower->n_vain = 0;
  follower->track.sighting = index;
  follower->track.confirmed = ++follower->n_found >= CONFIRMED_AFTER;
  keep_embedding (follower, sighting);
}

/* Whether one of the faces found stands before the place where the follower is expected. */
static gboolean
is_hidden (const FacerecTracker *self, const Follower *follower, const News *news)
{
  const FacerecBox *box = &follower->then_box;
  const gdouble x = box->x + 0.5 * box->width, reach = 0.5 * (self->largest + box->width);
  guint i;

  for (i = first_place_from (self, x - reach); i < self->by_place->len; i++) {
    const Place *place = &g_array_index (self->by_place, Place, i);

    if (place->x > x + reach)
      break;
    if (common_area (box, &news->sightings[place->sighting].box) >= HIDDEN_SHARE * box->width * box->height)
      return TRUE;
  }
  return FALSE;
}

static void
lose (FacerecTracker *self, Follower *follower, const News *news)
{
  if (follower->n_vain++ == 0) {
    follower->track.state = FACEREC_TRACK_LOST;
    follower->lost_at = news->time;
    follower->hidden = 0;
  } else if (news->time > self->news_time && is_hidden (self, follower, news)) {
    follower->hidden += news->time - self->news_time;
  }
}

static void
begin (FacerecTracker *self, const News *news, guint index)
{
  Follower *follower = g_new0 (Follower, 1);

  follower->track.id = self->next_id++;
  follower->track.age = news->age;
  facerec_motion_start (&follower->then, &news->sightings[index].box);
  follow (follower, news, index);
  g_ptr_array_add (self->followers, follower);
}

static void
match (FacerecTracker *self, const FacerecTrackerOptions *options, const News *news)
{
  guint n_followers = self->followers->len, i;
  g_autofree gdouble *alone = g_new (gdouble, n_followers);
  g_autofree guint *sighting_of = g_new (guint, n_followers);
  g_autofree gboolean *taken = g_new0 (gboolean, news->n);

  for (i = 0; i < n_followers; i++) {
    Follower *follower = g_ptr_array_index (self->followers, i);

    foretell (follower, news->time, &follower->then, &follower->then_box);
    alone[i] = follower->track.state == FACEREC_TRACK_LOST ? ALONE_LOST : ALONE_SEEN;
  }
  find_pairs (self, options, news->sightings, news->n);
  facerec_assignment_solve ((const FacerecPair *) self->pairs->data, self->pairs->len, n_followers, news->n, alone,
      sighting_of);
  for (i = 0; i < n_followers; i++) {
    Follower *follower = g_ptr_array_index (self->followers, i);

    if (sighting_of[i] == FACEREC_ASSIGNMENT_ALONE) {
      lose (self, follower, news);
    } else {
      follow (follower, news, sighting_of[i]);
      taken[sighting_of[i]] = TRUE;
    }
  }
  for (i = 0; i < news->n; i++)
    if (!taken[i] && is_usable (&news->sightings[i].box))
      begin (self, news, i);
}

/* Says which of the boxes carried over is whose. A track that was lost when faces were last sought stays lost. */
static void
recognise (FacerecTracker *self, const FacerecSighting *sightings, guint n_sightings)
{
  g_autofree gboolean *taken = g_new0 (gboolean, n_sightings);
  guint row, i;

  for (row = 0; row < self->followers->len; row++) {
    Follower *follower = g_ptr_array_index (self->followers, row);
    gdouble best = SAME_OVERLAP;

    if (follower->track.state == FACEREC_TRACK_LOST)
      continue;
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
count_frames (FacerecTracker *self, guint n_frames)
{
  guint i;

  for (i = 0; i < self->followers->len; i++) {
    Follower *follower = g_ptr_array_index (self->followers, i);

    follower->track.age += n_frames;
    follower->track.unseen += n_frames;
    follower->track.sighting = FACEREC_TRACKER_NONE;
  }
}

static gboolean
has_ended (const Follower *follower, const FacerecTrackerOptions *options, guint64 news_time)
{
  const guint64 lost = news_time > follower->lost_at ? news_time - follower->lost_at : 0;

  if (follower->track.state != FACEREC_TRACK_LOST)
    return FALSE;
  if (!follower->track.confirmed && follower->n_vain > 1 && lost >= TENTATIVE_LOST)
    return TRUE;
  return lost >= options->max_lost + (follower->track.confirmed ? MIN (follower->hidden, options->max_hidden) : 0);
}

/* Whether somebody is lost for too long is known by news alone: in between he may have been there. */
static void
end_lost (FacerecTracker *self, const FacerecTrackerOptions *options, guint64 news_time)
{
  guint i, kept = 0;

  for (i = 0; i < self->followers->len; i++) {
    Follower *follower = g_ptr_array_index (self->followers, i);

    if (has_ended (follower, options, news_time))
      follower_free (follower);
    else
      self->followers->pdata[kept++] = follower;
  }
  while (self->followers->len > kept)
    g_ptr_array_steal_index_fast (self->followers, self->followers->len - 1);
}

/* Hands out what is known, with the boxes as they are expected now: found now, it is the box that was found. */
static void
show_tracks (FacerecTracker *self)
{
  guint i;

  g_array_set_size (self->tracks, 0);
  for (i = 0; i < self->followers->len; i++) {
    Follower *follower = g_ptr_array_index (self->followers, i);
    FacerecMotion now;

    if (follower->track.state == FACEREC_TRACK_LOST)
      follower->track.lost = self->time - follower->lost_at;
    if (follower->track.state == FACEREC_TRACK_MEASURED)
      follower->track.box = follower->motion.seen;
    else
      foretell (follower, self->time, &now, &follower->track.box);
    g_array_append_val (self->tracks, follower->track);
  }
}

void
facerec_tracker_update (FacerecTracker *self, const FacerecTrackerOptions *options, guint64 time,
    const FacerecSighting *sightings, guint n_sightings, guint age)
{
  n_sightings = MIN (n_sightings, FACEREC_TRACKER_MAX_FACES);
  if (self->has_time && (time < self->time || time - self->time > MAX (options->max_lost, LEAST_JUMP)))
    facerec_tracker_clear (self);
  count_frames (self, self->has_time);
  note_time (self, time);

  if (age == FACEREC_TRACKER_CARRIED) {
    recognise (self, sightings, n_sightings);
  } else {
    const News news = { sightings, n_sightings, age, time_of (self, age) };

    match (self, options, &news);
    end_lost (self, options, news.time);
    self->news_time = news.time;
  }
  show_tracks (self);
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
  count_frames (self, self->frame - self->aside_frame);
}
