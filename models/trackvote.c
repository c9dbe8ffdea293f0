/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/trackvote.h"

#include <math.h>

#define SAME_PICTURE G_GUINT64_CONSTANT (200000000) /* ns */
/* The poorest picture tells something, too: a track of nothing better settles in the end. */
#define LEAST_QUALITY 0.1f
/* Less of a lead than this is none. */
#define ANY_LEAD 0.05f

typedef struct {
  guint64 time;
  gfloat quality;
  gfloat *values;
  gboolean judged;
  FacerecIdentityResult result;
} Picture;

struct _FacerecTrackVote {
  Picture pictures[FACEREC_TRACK_VOTE_PICTURES]; /* oldest first */
  guint n_pictures, n_values;
  guint64 first; /* time of the first one there was */
  guint edition;
  gboolean settled;
  const gchar *label; /* that it has settled on, NULL: nobody; of this edition */
};

/* What there is for one person, or for nobody. */
typedef struct {
  const gchar *label; /* NULL: nobody */
  gfloat evidence;
  guint n_pictures;
} Share;

typedef struct {
  Share shares[FACEREC_TRACK_VOTE_PICTURES + 2]; /* nobody's first, and perhaps that of one who has no picture left */
  guint n;
} Poll;

FacerecTrackVote *
facerec_track_vote_new (void)
{
  return g_new0 (FacerecTrackVote, 1);
}

static void
forget_pictures (FacerecTrackVote *self, guint n)
{
  for (guint i = 0; i < n; i++)
    g_free (self->pictures[i].values);
  self->n_pictures -= n;
  memmove (self->pictures, self->pictures + n, self->n_pictures * sizeof *self->pictures);
}

void
facerec_track_vote_free (FacerecTrackVote *self)
{
  if (!self)
    return;
  forget_pictures (self, self->n_pictures);
  g_free (self);
}

guint
facerec_track_vote_count (const FacerecTrackVote *self)
{
  return self->n_pictures;
}

guint64
facerec_track_vote_get_time (const FacerecTrackVote *self)
{
  return self->n_pictures > 0 ? self->pictures[self->n_pictures - 1].time : 0;
}

/* ---- pictures ---- */

static void
begin_anew (FacerecTrackVote *self, guint64 time, guint n_values)
{
  forget_pictures (self, self->n_pictures);
  self->n_values = n_values;
  self->first = time;
  self->settled = FALSE;
  self->label = NULL;
}

gboolean
facerec_track_vote_add (FacerecTrackVote *self, guint64 time, const gfloat *values, guint n_values, gfloat quality)
{
  const gfloat weight = isnan (quality) ? 1 : CLAMP (quality, LEAST_QUALITY, 1);
  Picture *last = self->n_pictures > 0 ? &self->pictures[self->n_pictures - 1] : NULL;

  g_return_val_if_fail (values != NULL && n_values > 0, FALSE);
  if (!last || time < last->time || n_values != self->n_values) {
    begin_anew (self, time, n_values);
    last = NULL;
  }
  if (last && time - last->time < SAME_PICTURE) {
    if (weight <= last->quality)
      return FALSE;
  } else {
    if (self->n_pictures == FACEREC_TRACK_VOTE_PICTURES)
      forget_pictures (self, 1);
    last = &self->pictures[self->n_pictures++];
    *last = (Picture) { .time = time, .values = g_new (gfloat, n_values) };
  }
  last->quality = weight;
  last->judged = FALSE;
  memcpy (last->values, values, n_values * sizeof *values);
  return TRUE;
}

/* ---- judging ---- */

guint
facerec_track_vote_collect (FacerecTrackVote *self, guint edition, GArray *queries)
{
  guint n = 0;

  if (edition != self->edition) {
    self->edition = edition;
    self->settled = FALSE;
    self->label = NULL;
    for (guint i = 0; i < self->n_pictures; i++)
      self->pictures[i].judged = FALSE;
  }
  for (guint i = 0; i < self->n_pictures; i++) {
    if (self->pictures[i].judged)
      continue;
    g_array_append_vals (queries, self->pictures[i].values, self->n_values);
    n++;
  }
  return n;
}

void
facerec_track_vote_judge (FacerecTrackVote *self, const FacerecIdentityResult *results)
{
  for (guint i = 0; i < self->n_pictures; i++) {
    if (self->pictures[i].judged)
      continue;
    self->pictures[i].result = *results++;
    self->pictures[i].judged = TRUE;
  }
}

static gfloat
evidence_of (const Picture *picture)
{
  const FacerecIdentityResult *result = &picture->result;

  if (result->reason == FACEREC_REASON_NEGATIVE || !isfinite (result->score))
    return picture->quality;
  return picture->quality * MIN (1, fabsf (result->score) / FACEREC_TRACK_VOTE_SURE);
}

static Share *
share_of (Poll *poll, const gchar *label)
{
  for (guint i = 0; i < poll->n; i++)
    if (g_strcmp0 (poll->shares[i].label, label) == 0)
      return &poll->shares[i];
  poll->shares[poll->n] = (Share) { label, 0, 0 };
  return &poll->shares[poll->n++];
}

static void
hold_poll (const FacerecTrackVote *self, Poll *poll)
{
  *poll = (Poll) { .n = 1 };
  for (guint i = 0; i < self->n_pictures; i++) {
    for (guint s = 0; s < poll->n; s++)
      poll->shares[s].evidence *= FACEREC_TRACK_VOTE_MEMORY;
    Share *share = share_of (poll, self->pictures[i].result.label);
    share->evidence += evidence_of (&self->pictures[i]);
    share->n_pictures++;
  }
}

/* Whoever has most; of equals the one seen first, nobody before all. lead: over the next one. */
static const Share *
find_leader (const Poll *poll, gfloat *lead)
{
  const Share *leader = &poll->shares[0];
  gfloat next = 0;

  for (guint i = 1; i < poll->n; i++)
    if (poll->shares[i].evidence > leader->evidence)
      leader = &poll->shares[i];
  for (guint i = 0; i < poll->n; i++)
    if (&poll->shares[i] != leader)
      next = MAX (next, poll->shares[i].evidence);
  *lead = leader->evidence - next;
  return leader;
}

static void
settle (FacerecTrackVote *self, const Share *share)
{
  self->settled = TRUE;
  self->label = share->label;
}

static void
settle_or_turn (FacerecTrackVote *self, guint64 now)
{
  Poll poll;
  gfloat lead;

  hold_poll (self, &poll);
  const Share *leader = find_leader (&poll, &lead), *own = share_of (&poll, self->label);
  if (self->settled && own->n_pictures > 0) {
    if (leader->n_pictures >= 2 && leader->evidence - own->evidence >= FACEREC_TRACK_VOTE_TURN)
      settle (self, leader);
  } else if (lead >= FACEREC_TRACK_VOTE_LEAD && (leader->label || leader->n_pictures >= 2))
    settle (self, leader);
  else if (now < self->first || now - self->first >= FACEREC_TRACK_VOTE_DEADLINE)
    settle (self, lead >= ANY_LEAD ? leader : &poll.shares[0]);
}

/* The last picture that says what it has settled on. */
static const FacerecIdentityResult *
find_spokesman (const FacerecTrackVote *self)
{
  for (guint i = self->n_pictures; self->settled && i-- > 0;)
    if (g_strcmp0 (self->pictures[i].result.label, self->label) == 0)
      return &self->pictures[i].result;
  return NULL;
}

void
facerec_track_vote_decide (FacerecTrackVote *self, guint64 now, FacerecTrackVerdict *verdict)
{
  g_return_if_fail (self->n_pictures > 0 && self->pictures[self->n_pictures - 1].judged);

  settle_or_turn (self, now);
  const FacerecIdentityResult *spokesman = find_spokesman (self);
  verdict->settled = self->settled;
  if (spokesman) {
    verdict->result = *spokesman;
    return;
  }
  /* By the deadline nobody led, and each picture named somebody. */
  verdict->result = self->pictures[self->n_pictures - 1].result;
  verdict->result.label = NULL;
  verdict->result.reason = self->settled ? FACEREC_REASON_AMBIGUOUS : FACEREC_REASON_UNDECIDED;
}

guint
facerec_track_vote_get_stranger (const FacerecTrackVote *self, guint last, gfloat *values)
{
  gfloat sum = 0;
  guint n = 0;

  for (guint i = self->n_pictures; n < last && i-- > 0;) {
    const Picture *picture = &self->pictures[i];
    if (!picture->judged || picture->result.label)
      continue;
    if (n++ == 0)
      memset (values, 0, self->n_values * sizeof *values);
    for (guint v = 0; v < self->n_values; v++)
      values[v] += picture->quality * picture->values[v];
    sum += picture->quality;
  }
  for (guint v = 0; n > 0 && v < self->n_values; v++)
    values[v] /= sum;
  return n;
}
