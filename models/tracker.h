/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/frame.h"

G_BEGIN_DECLS

/* Which face of this frame is which of the last one. Tracking by detection, as SORT does (Bewley et al., ICIP 2016): each track
 * foretells its box (tracker/motion.h), and the boxes found are shared out so that the sum of the costs is least. The cost of a
 * pair is minus twice the log-likelihood that the track made that box, so that a track of which the place is well known has
 * the better claim than one that has been lost for a while; where both sides have an embedding its distance counts, too: it
 * decides between two faces that cross, and links a face again further off than motion alone would dare. */

/* Faces of one frame that are looked at; more are left without a track. */
#define FACEREC_TRACKER_MAX_FACES 1024
#define FACEREC_TRACKER_NONE G_MAXUINT
/* In place of an age: the sightings are no news. */
#define FACEREC_TRACKER_CARRIED G_MAXUINT

typedef struct {
  /* A track ends when a face has not been found for that long, ns, from the first frame on which it was sought in vain to the
   * last one. 0: at once. */
  guint64 max_lost;
  /* Of that time none counts while another face stands before the place where this one is expected; but no more than so much, ns.
   * Only for a face that was found often enough to be sure of. */
  guint64 max_hidden;
  /* Intersection over union, 0..1, with the box foretold from which on a face found can be this track's whatever its
   * velocity was. Others must agree with the motion. */
  gfloat min_overlap;
  /* Embeddings that are nearer than this are rather of the same person, > 0: 0.6 with dlib's. */
  gfloat same_distance;
} FacerecTrackerOptions;

/* 1.5 s, 10 s, 0.3, 0.6. */
extern const FacerecTrackerOptions facerec_tracker_defaults;

/* A face that was found. */
typedef struct {
  FacerecBox box;          /* one that is not finite or is empty is left without a track */
  const gfloat *embedding; /* NULL: none; read during the call only */
  guint n_values;          /* its length; of one model within a stream */
} FacerecSighting;

typedef enum {
  FACEREC_TRACK_MEASURED,  /* found on this frame */
  FACEREC_TRACK_PREDICTED, /* found on the last frame of which news has come, which is not this one */
  FACEREC_TRACK_LOST,      /* sought there in vain */
} FacerecTrackState;

typedef struct {
  guint64 id;              /* from 1 on, never used again by the tracker */
  guint age;               /* frames since it was first found */
  FacerecTrackState state;
  FacerecBox box;          /* as found, or where it is expected, with the score of the last one found */
  guint unseen;            /* frames since the one it was found on last: 0 when measured */
  guint64 lost;            /* ns since the first frame on which it was sought in vain; 0 unless lost */
  gboolean confirmed;      /* found often enough (3 times) not to be taken for a mistake of the detector: others end
                            * when they are sought in vain again and lost for 0.2 s */
  guint sighting;          /* which one of this update it is, FACEREC_TRACKER_NONE: none of them */
} FacerecTrack;

typedef struct _FacerecTracker FacerecTracker;

FacerecTracker *facerec_tracker_new (void);
void facerec_tracker_free (FacerecTracker *self); /* NULL is fine */

/* The next frame, of any size, as long as all are of the same. time: ns on any clock; a frame that is earlier than the last one,
 * or later by more than max_lost and more than 1 s, ends all tracks.
 *
 * age: how many frames (updates) ago the one was on which the sightings were found. 0: this very one. More: they come late,
 * from a detector that is slower than the stream. The tracks then learn what was found as of that time, and foretell from
 * there where the faces are now; nothing is lost by it but time, since a track keeps its state as of the last time it was
 * found. Results must come in order; one older than all frames since the tracks were last ended is taken for as old as these,
 * one older than 256 frames for that old. FACEREC_TRACKER_CARRIED: nobody has sought since the last update; the sightings are
 * those of an earlier one, which the tracks recognise as theirs by the box.
 *
 * Sightings are better given in a fixed order: it decides ids. */
void facerec_tracker_update (FacerecTracker *self, const FacerecTrackerOptions *options, guint64 time,
    const FacerecSighting *sightings, guint n_sightings, guint age);
/* All live tracks after that update, oldest first; owned by self, until the next call that changes it. */
const FacerecTrack *facerec_tracker_get_tracks (FacerecTracker *self, guint *n_tracks);
/* Ends all tracks: another stream, a jump. Ids are counted on. */
void facerec_tracker_clear (FacerecTracker *self);

/* Ends all tracks at a shot cut, before the update of its first frame: as clear, but for 0.25 s they can be had back. A second
 * cut within that time does not change which they are. */
void facerec_tracker_set_aside (FacerecTracker *self);
/* That was no cut but a flash: the tracks set aside go on, as if nobody had been sought meanwhile, and those of the flash end.
 * Called before an update. When there are none to be had back, nothing happens. */
void facerec_tracker_take_back (FacerecTracker *self);

G_END_DECLS
