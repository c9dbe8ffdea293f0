/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/knn/trackvotes.h"

#include "elements/base/tracktable.h"
#include "models/strangers.h"

/* Pictures in a row that must disagree before a track is taken for another stranger than before. */
#define PICTURES_OF_ANOTHER 2

struct _GstFacerecVoter {
  GstFacerecTrackEntry entry;
  FacerecTrackVote *vote;
  gfloat *values; /* the last embedding that came */
  gsize n_values;
  guint64 frame;   /* on which it was seen last */
  gboolean judged; /* pictures on that frame */
  FacerecTrackVerdict verdict;
  guint stranger; /* 0: none */
  guint n_others; /* how many of the last pictures are surely not of that one */
  guint64 other;  /* the time of the last of them */
  GstFacerecIdentity *identity;
};

struct _GstFacerecTrackVotes {
  GstFacerecTrackTable *tracks; /* of GstFacerecVoter */
  FacerecStrangers *strangers;
  GArray *taken; /* guint: strangers of the frame */
};

static void
voter_clear (gpointer data)
{
  GstFacerecVoter *voter = data;

  facerec_track_vote_free (voter->vote);
  gst_facerec_identity_unref (voter->identity);
  g_free (voter->values);
}

GstFacerecTrackVotes *
gst_facerec_track_votes_new (void)
{
  GstFacerecTrackVotes *self = g_new0 (GstFacerecTrackVotes, 1);

  self->tracks = gst_facerec_track_table_new (sizeof (GstFacerecVoter), voter_clear);
  self->strangers = facerec_strangers_new ();
  self->taken = g_array_new (FALSE, FALSE, sizeof (guint));
  return self;
}

void
gst_facerec_track_votes_free (GstFacerecTrackVotes *self)
{
  if (!self)
    return;
  gst_facerec_track_table_free (self->tracks);
  facerec_strangers_free (self->strangers);
  g_array_unref (self->taken);
  g_free (self);
}

void
gst_facerec_track_votes_clear (GstFacerecTrackVotes *self, gboolean with_strangers)
{
  gst_facerec_track_table_clear (self->tracks);
  if (with_strangers)
    facerec_strangers_clear (self->strangers);
}

void
gst_facerec_track_votes_begin_frame (GstFacerecTrackVotes *self, GstClockTime running_time, GstClockTime duration)
{
  gst_facerec_track_table_begin_frame (self->tracks, running_time, duration);
}

guint
gst_facerec_track_votes_count (const GstFacerecTrackVotes *self)
{
  return gst_facerec_track_table_count (self->tracks);
}

/* ---- pictures ---- */

/* The embedding that stands for a track comes again on every frame, and is still one picture; one computed for a frame gone by
 * comes with an age. */
static gboolean
is_new (const GstFacerecVoter *voter, const GstFacerecMeta *face, const gfloat *values, gsize n_values)
{
  return gst_facerec_meta_get_embedding_age (face) == 0 || n_values != voter->n_values
      || memcmp (values, voter->values, n_values * sizeof *values) != 0;
}

static void
take_picture (GstFacerecVoter *voter, const GstFacerecMeta *face, GstClockTime time)
{
  gsize n_values;
  const gfloat *values = gst_facerec_meta_get_embedding (face, &n_values);

  if (!values || !is_new (voter, face, values, n_values))
    return;
  g_free (voter->values);
  voter->values = g_memdup2 (values, n_values * sizeof *values);
  voter->n_values = n_values;
  facerec_track_vote_add (voter->vote, time, values, (guint) n_values, gst_facerec_meta_get_overall_quality (face));
}

GstFacerecVoter *
gst_facerec_track_votes_see (GstFacerecTrackVotes *self, const GstFacerecMeta *face)
{
  const guint64 frame = gst_facerec_track_table_get_frame (self->tracks);
  const guint64 id = gst_facerec_meta_get_track_id (face);
  const guint age = gst_facerec_meta_get_track_age (face);
  GstFacerecVoter *voter = gst_facerec_track_table_find (self->tracks, id);
  gsize n_values;

  /* Two faces of one track: whoever numbered them was wrong about one. */
  if (voter && voter->frame == frame)
    return NULL;
  voter = gst_facerec_track_table_see (self->tracks, id, age);
  if (!voter && gst_facerec_meta_get_embedding (face, &n_values)) {
    voter = gst_facerec_track_table_add (self->tracks, id, age);
    if (voter)
      voter->vote = facerec_track_vote_new ();
  }
  if (!voter)
    return NULL;
  voter->frame = frame;
  take_picture (voter, face, gst_facerec_track_table_get_time (self->tracks));
  return voter;
}

guint
gst_facerec_voter_collect (GstFacerecVoter *self, guint edition, GArray *queries)
{
  guint n = facerec_track_vote_collect (self->vote, edition, queries);

  self->judged = n > 0;
  return n;
}

void
gst_facerec_voter_judge (GstFacerecVoter *self, const FacerecIdentityResult *results)
{
  facerec_track_vote_judge (self->vote, results);
}

/* ---- strangers ---- */

/* One track may show another stranger than before, where two were mixed up. values: room for an embedding. */
static void
check_stranger (GstFacerecTrackVotes *self, GstFacerecVoter *voter, gfloat *values)
{
  guint n_values = (guint) voter->n_values;

  if (!voter->judged || facerec_track_vote_get_stranger (voter->vote, 1, values) == 0)
    return;
  if (facerec_strangers_distance (self->strangers, voter->stranger, values, n_values) <= FACEREC_STRANGERS_OTHER) {
    facerec_strangers_learn (self->strangers, voter->stranger, values, n_values);
    voter->n_others = 0;
    return;
  }
  if (voter->n_others == 0 || facerec_track_vote_get_time (voter->vote) != voter->other)
    voter->n_others++;
  voter->other = facerec_track_vote_get_time (voter->vote);
  if (voter->n_others >= PICTURES_OF_ANOTHER)
    voter->stranger = 0;
}

/* The pictures of the track in one: the last two where it has just shown somebody else. */
static void
find_stranger (GstFacerecTrackVotes *self, GstFacerecVoter *voter, gboolean has_changed, gfloat *values)
{
  guint n_values = (guint) voter->n_values;

  if (facerec_track_vote_get_stranger (voter->vote, has_changed ? PICTURES_OF_ANOTHER : G_MAXUINT, values) == 0)
    return;
  voter->stranger = facerec_strangers_find (self->strangers, values, n_values, (const guint *) self->taken->data,
      self->taken->len);
  if (voter->stranger == 0)
    voter->stranger = facerec_strangers_add (self->strangers, values, n_values);
  else
    facerec_strangers_learn (self->strangers, voter->stranger, values, n_values);
  voter->n_others = 0;
  g_array_append_val (self->taken, voter->stranger);
}

static gboolean
is_stranger (const GstFacerecVoter *voter)
{
  return voter->verdict.settled && !voter->verdict.result.label;
}

static void
tell_strangers_apart (GstFacerecTrackVotes *self, GstFacerecVoter *const *voters, guint n)
{
  g_autofree gboolean *has_changed = g_new0 (gboolean, n);
  guint i;

  g_array_set_size (self->taken, 0);
  for (i = 0; i < n; i++) {
    if (!voters[i] || voters[i]->stranger == 0)
      continue;
    if (is_stranger (voters[i])) {
      g_autofree gfloat *values = g_new (gfloat, voters[i]->n_values);

      check_stranger (self, voters[i], values);
      has_changed[i] = voters[i]->stranger == 0;
    } else {
      voters[i]->stranger = 0;
    }
    if (voters[i]->stranger > 0)
      g_array_append_val (self->taken, voters[i]->stranger);
  }
  for (i = 0; i < n; i++) {
    if (!voters[i] || !is_stranger (voters[i]))
      continue;
    if (voters[i]->stranger == 0) {
      g_autofree gfloat *values = g_new (gfloat, voters[i]->n_values);

      find_stranger (self, voters[i], has_changed[i], values);
    }
    facerec_strangers_see (self->strangers, voters[i]->stranger);
  }
}

/* ---- verdicts ---- */

static void
drop_identity (GstFacerecVoter *voter)
{
  g_clear_pointer (&voter->identity, gst_facerec_identity_unref);
}

void
gst_facerec_track_votes_decide (GstFacerecTrackVotes *self, GstFacerecVoter *const *voters, guint n)
{
  g_autofree guint *strangers = g_new0 (guint, n);
  guint i;

  for (i = 0; i < n; i++) {
    FacerecTrackVerdict verdict;

    if (!voters[i])
      continue;
    facerec_track_vote_decide (voters[i]->vote, gst_facerec_track_table_get_time (self->tracks), &verdict);
    /* Without new pictures a track can settle, but not turn. */
    if (voters[i]->judged || verdict.settled != voters[i]->verdict.settled)
      drop_identity (voters[i]);
    voters[i]->verdict = verdict;
    strangers[i] = voters[i]->stranger;
  }
  tell_strangers_apart (self, voters, n);
  for (i = 0; i < n; i++)
    if (voters[i] && voters[i]->stranger != strangers[i])
      drop_identity (voters[i]);
}

const FacerecTrackVerdict *
gst_facerec_voter_get_verdict (const GstFacerecVoter *self)
{
  return &self->verdict;
}

guint
gst_facerec_voter_get_stranger (const GstFacerecVoter *self)
{
  return self->stranger;
}

GstFacerecIdentity *
gst_facerec_voter_get_identity (const GstFacerecVoter *self)
{
  return self->identity;
}

void
gst_facerec_voter_set_identity (GstFacerecVoter *self, GstFacerecIdentity *identity)
{
  drop_identity (self);
  self->identity = gst_facerec_identity_ref (identity);
}
