/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/facerec/facerec.h>

#include "models/trackvote.h"

G_BEGIN_DECLS

/* Who the tracks of a stream are: a vote (models/trackvote.h) for each, bounded as base/tracktable.h tells, and the strangers
 * (models/strangers.h) among them. For one thread. */
typedef struct _GstFacerecTrackVotes GstFacerecTrackVotes;
typedef struct _GstFacerecVoter GstFacerecVoter; /* one track's; lives until the next frame begins */

GstFacerecTrackVotes *gst_facerec_track_votes_new (void);
void gst_facerec_track_votes_free (GstFacerecTrackVotes *self); /* NULL is fine */
/* Forgets the tracks, and strangers as well if with_strangers. */
void gst_facerec_track_votes_clear (GstFacerecTrackVotes *self, gboolean with_strangers);
void gst_facerec_track_votes_begin_frame (GstFacerecTrackVotes *self, GstClockTime running_time, GstClockTime duration);
guint gst_facerec_track_votes_count (const GstFacerecTrackVotes *self); /* tracks */

/* The face's track, which has one more picture when the face brings an embedding that is not the last one. NULL: the face has no
 * track, or one of which there is no picture, which cannot be remembered, or which another face of the frame has. */
GstFacerecVoter *gst_facerec_track_votes_see (GstFacerecTrackVotes *self, const GstFacerecMeta *face);
/* As facerec_track_vote_collect() and facerec_track_vote_judge(). */
guint gst_facerec_voter_collect (GstFacerecVoter *self, guint edition, GArray *queries);
void gst_facerec_voter_judge (GstFacerecVoter *self, const FacerecIdentityResult *results);
/* Who the voters are, one for each face of the frame, NULL where it has no track; all of them judged. Afterwards each has its
 * verdict. */
void gst_facerec_track_votes_decide (GstFacerecTrackVotes *self, GstFacerecVoter *const *voters, guint n);

const FacerecTrackVerdict *gst_facerec_voter_get_verdict (const GstFacerecVoter *self);
/* The stranger's number; 0: somebody named, or not settled. */
guint gst_facerec_voter_get_stranger (const GstFacerecVoter *self);
/* What was made of the verdict last time, as long as it has not changed since: NULL otherwise (transfer none). */
GstFacerecIdentity *gst_facerec_voter_get_identity (const GstFacerecVoter *self);
void gst_facerec_voter_set_identity (GstFacerecVoter *self, GstFacerecIdentity *identity);

G_END_DECLS
