/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Scenes of people who are known, so that it is known which track each should have. */
#include "models/tracker.h"

#include <malloc.h>
#include <math.h>
#include <string.h>
#include <time.h>

#define FRAME_NS (G_GUINT64_CONSTANT (1000000000) / 30)
#define MAX_ACTORS 64
#define N_VALUES 8

/* ---- scenes ---- */

/* A person who walks from one place to another, and hides now and then. Frames are counted from 0; px. */
typedef struct {
  gdouble from_x, from_y, to_x, to_y, size;
  guint enters, leaves;               /* first frame, and the first one without */
  struct { guint from, to; } hidden[3]; /* not found on those frames; to: the first one found again */
} Actor;

typedef struct {
  const gchar *name;
  guint n_frames, interval; /* every so many frames faces are sought */
  guint late;               /* what is found is known so many frames later, at most an interval */
  gdouble jitter;           /* of the detector, in sizes */
  gboolean embeddings;
  guint n_tracks;           /* in all */
  guint n_actors;
  Actor actors[4];
} Scene;

static gboolean
is_found (const Actor *actor, guint frame)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (actor->hidden); i++)
    if (frame >= actor->hidden[i].from && frame < actor->hidden[i].to)
      return FALSE;
  return frame >= actor->enters && frame < actor->leaves;
}

static FacerecBox
place (const Actor *actor, guint frame)
{
  gdouble way = (gdouble) (frame - actor->enters) / MAX (1, actor->leaves - actor->enters - 1);
  gdouble x = actor->from_x + way * (actor->to_x - actor->from_x), y = actor->from_y + way * (actor->to_y - actor->from_y);

  return (FacerecBox) { (gfloat) (x - actor->size / 2), (gfloat) (y - actor->size / 2), (gfloat) actor->size,
    (gfloat) actor->size, 1 };
}

/* As a detector of a coarse grid: a step aside, or of the size. */
static void
disturb (FacerecBox *box, gdouble jitter, GRand *random)
{
  gdouble scale = exp (g_rand_double_range (random, -1, 1) * jitter);

  box->x += (gfloat) (g_rand_double_range (random, -1, 1) * jitter * box->width);
  box->y += (gfloat) (g_rand_double_range (random, -1, 1) * jitter * box->height);
  box->width *= (gfloat) scale;
  box->height *= (gfloat) scale;
}

static void
embed (guint actor, GRand *random, gfloat *values)
{
  guint i;

  for (i = 0; i < N_VALUES; i++)
    values[i] = (gfloat) (i == actor % N_VALUES ? 0.6 : 0) + (gfloat) g_rand_double_range (random, -0.1, 0.1);
}

typedef struct {
  guint64 id[MAX_ACTORS]; /* the last one of each actor, 0: none yet */
  guint switches;
  guint64 highest;
} Report;

static void
note (Report *report, guint actor, guint64 id)
{
  guint other;

  if (report->id[actor] != 0 && report->id[actor] != id)
    report->switches++;
  for (other = 0; other < MAX_ACTORS; other++)
    if (other != actor && report->id[other] == id)
      report->switches++;
  report->id[actor] = id;
  report->highest = MAX (report->highest, id);
}

/* Faces come in another order on every frame. Returns ids that changed hands or people whose id changed. */
static void
play (const Scene *scene, guint32 seed, Report *report)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  FacerecTracker *tracker = facerec_tracker_new ();
  FacerecSighting sightings[4] = { 0, };
  gfloat embeddings[4][N_VALUES];
  guint actors[4], n = 0, frame, i, n_tracks;

  memset (report, 0, sizeof *report);
  for (frame = 0; frame < scene->n_frames; frame++) {
    gboolean news = frame >= scene->late && (frame - scene->late) % scene->interval == 0;
    const FacerecTrack *tracks;

    if (news)
      for (n = i = 0; i < scene->n_actors; i++) {
        guint then = frame - scene->late, who = (i + frame) % scene->n_actors;

        if (!is_found (&scene->actors[who], then))
          continue;
        sightings[n] = (FacerecSighting) { place (&scene->actors[who], then), NULL, 0 };
        disturb (&sightings[n].box, scene->jitter, random);
        if (scene->embeddings) {
          embed (who, random, embeddings[n]);
          sightings[n].embedding = embeddings[n];
          sightings[n].n_values = N_VALUES;
        }
        actors[n++] = who;
      }
    facerec_tracker_update (tracker, &facerec_tracker_defaults, frame * FRAME_NS, sightings, n,
        news ? scene->late : FACEREC_TRACKER_CARRIED);
    tracks = facerec_tracker_get_tracks (tracker, &n_tracks);
    for (i = 0; i < n_tracks; i++)
      if (tracks[i].sighting != FACEREC_TRACKER_NONE) {
        g_assert_cmpuint (tracks[i].sighting, <, n);
        note (report, actors[tracks[i].sighting], tracks[i].id);
      }
  }
  facerec_tracker_free (tracker);
}

#define NEVER { { 0, 0 } }

static const Scene scenes[] = {
  { "one who sits", 90, 1, 0, 0.08, FALSE, 1, 1, { { 100, 100, 100, 100, 80, 0, 90, NEVER } } },
  { "one who walks", 90, 1, 0, 0.05, FALSE, 1, 1, { { 100, 100, 700, 130, 80, 0, 90, NEVER } } },
  { "one who runs", 30, 1, 0, 0.03, FALSE, 1, 1, { { 100, 100, 800, 130, 80, 0, 30, NEVER } } },
  { "one who is lost for a while", 120, 1, 0, 0.05, FALSE, 1, 1,
      { { 100, 100, 500, 100, 80, 0, 120, { { 20, 23 }, { 50, 60 }, { 80, 105 } } } } },
  { "one who goes and comes back later", 150, 1, 0, 0.05, FALSE, 2, 1,
      { { 100, 100, 300, 100, 80, 0, 150, { { 40, 90 } } } } },
  { "one who goes and another who comes elsewhere", 150, 1, 0, 0.05, FALSE, 2, 2,
      { { 100, 100, 110, 100, 80, 0, 60, NEVER }, { 360, 100, 360, 100, 80, 90, 150, NEVER } } },
  { "two who pass each other", 90, 1, 0, 0.05, FALSE, 2, 2,
      { { 100, 100, 600, 100, 80, 0, 90, NEVER }, { 600, 140, 100, 140, 80, 0, 90, NEVER } } },
  { "two who cross on one line, one hidden", 90, 1, 0, 0.05, FALSE, 2, 2,
      { { 100, 100, 600, 100, 80, 0, 90, NEVER }, { 600, 110, 100, 110, 80, 0, 90, { { 38, 52 } } } } },
  { "two who cross, both hidden", 90, 1, 0, 0.05, FALSE, 2, 2,
      { { 100, 100, 600, 100, 80, 0, 90, { { 41, 49 } } }, { 600, 110, 100, 110, 80, 0, 90, { { 41, 49 } } } } },
  { "two who pass slowly, by half", 240, 1, 0, 0.05, FALSE, 2, 2,
      { { 100, 100, 400, 100, 80, 0, 240, NEVER }, { 400, 140, 100, 140, 80, 0, 240, { { 108, 132 } } } } },
  { "two who meet and turn back, told by their faces", 120, 1, 0, 0.05, TRUE, 2, 2,
      { { 100, 100, 300, 100, 80, 0, 120, NEVER }, { 390, 100, 330, 100, 80, 0, 120, { { 60, 75 } } } } },
  { "one who is lost and found elsewhere, told by the face", 90, 1, 0, 0.05, TRUE, 1, 1,
      { { 100, 100, 1400, 100, 80, 0, 90, { { 30, 45 } } } } },
  { "two side by side", 120, 1, 0, 0.08, FALSE, 2, 2,
      { { 100, 100, 110, 100, 80, 0, 120, NEVER }, { 190, 100, 185, 100, 80, 0, 120, { { 30, 50 } } } } },
  { "sought on every fifth frame", 200, 5, 0, 0.05, FALSE, 2, 2,
      { { 100, 100, 700, 100, 80, 0, 200, NEVER }, { 700, 140, 100, 140, 80, 0, 200, NEVER } } },
  { "sought once a second", 300, 30, 0, 0.05, FALSE, 2, 2,
      { { 100, 100, 300, 100, 80, 0, 300, NEVER }, { 700, 140, 500, 140, 80, 0, 300, NEVER } } },
  { "birth and death", 150, 1, 0, 0.05, FALSE, 4, 4,
      { { 100, 100, 200, 100, 80, 0, 60, NEVER }, { 300, 100, 400, 100, 60, 20, 150, NEVER },
        { 600, 300, 500, 200, 70, 50, 110, NEVER }, { 100, 400, 200, 410, 80, 95, 150, NEVER } } },
  { "near and far", 120, 1, 0, 0.05, FALSE, 2, 2,
      { { 100, 300, 500, 300, 300, 0, 120, NEVER }, { 500, 280, 100, 280, 60, 0, 120, { { 20, 40 } } } } },
  { "one who walks, told three frames late", 120, 3, 3, 0.05, FALSE, 1, 1, { { 100, 100, 900, 130, 80, 0, 120, NEVER } } },
  { "one who walks, told twelve frames late", 240, 12, 12, 0.05, FALSE, 1, 1,
      { { 100, 100, 900, 130, 80, 0, 240, NEVER } } },
  { "two who cross, told four frames late", 90, 4, 4, 0.05, FALSE, 2, 2,
      { { 100, 100, 600, 100, 80, 0, 90, NEVER }, { 600, 140, 100, 140, 80, 0, 90, NEVER } } },
  { "two who cross, told eight frames late", 150, 8, 8, 0.05, FALSE, 2, 2,
      { { 100, 100, 600, 100, 80, 0, 150, NEVER }, { 600, 140, 100, 140, 80, 0, 150, NEVER } } },
  { "two who cross, told twelve frames late", 240, 12, 12, 0.05, FALSE, 2, 2,
      { { 100, 100, 600, 100, 80, 0, 240, NEVER }, { 600, 140, 100, 140, 80, 0, 240, NEVER } } },
  { "one who is lost for a while, told six frames late", 240, 6, 6, 0.05, FALSE, 1, 1,
      { { 100, 100, 500, 100, 80, 0, 240, { { 80, 83 }, { 120, 130 }, { 180, 205 } } } } },
};

static void
test_scene (gconstpointer data)
{
  const Scene *scene = data;
  Report report;
  guint32 seed;

  for (seed = 1; seed <= 50; seed++) {
    play (scene, seed, &report);
    if (report.highest > scene->n_tracks || report.switches > report.highest - MIN (scene->n_actors, report.highest))
      g_test_message ("seed %u: %" G_GUINT64_FORMAT " tracks, %u switches", seed, report.highest, report.switches);
    g_assert_cmpuint (report.highest, ==, scene->n_tracks);
    /* Who comes back too late has another track, that is all. */
    g_assert_cmpuint (report.switches, ==, scene->n_tracks - scene->n_actors);
  }
}

/* ---- single tracks ---- */

static const FacerecSighting face = { { 100, 100, 80, 80, 1.5f }, NULL, 0 };

static const FacerecTrack *
step (FacerecTracker *tracker, guint frame, const FacerecSighting *sightings, guint n, gboolean searched, guint *n_tracks)
{
  facerec_tracker_update (tracker, &facerec_tracker_defaults, frame * FRAME_NS, sightings, n,
      searched ? 0 : FACEREC_TRACKER_CARRIED);
  return facerec_tracker_get_tracks (tracker, n_tracks);
}

static void
test_states (void)
{
  FacerecTracker *tracker = facerec_tracker_new ();
  const FacerecTrack *track;
  guint frame, n;

  for (frame = 0; frame < 5; frame++) {
    track = step (tracker, frame, &face, 1, TRUE, &n);
    g_assert_cmpuint (n, ==, 1);
    g_assert_cmpuint (track->id, ==, 1);
    g_assert_cmpuint (track->age, ==, frame);
    g_assert_cmpint (track->state, ==, FACEREC_TRACK_MEASURED);
    g_assert_cmpint (track->confirmed, ==, frame >= 2);
    g_assert_cmpuint (track->sighting, ==, 0);
    g_assert_cmpmem (&track->box, sizeof track->box, &face.box, sizeof face.box);
  }
  for (; frame < 8; frame++) {
    track = step (tracker, frame, &face, 1, FALSE, &n);
    g_assert_cmpint (track->state, ==, FACEREC_TRACK_PREDICTED);
    g_assert_cmpuint (track->unseen, ==, frame - 4);
    g_assert_cmpuint (track->sighting, ==, 0);
    g_assert_cmpuint (track->lost, ==, 0);
    g_assert_cmpfloat (track->box.score, ==, 1.5f);
  }
  /* Lost at frame 8 for the first time: 45 frames later a second and a half has passed. */
  for (; frame < 53; frame++) {
    track = step (tracker, frame, NULL, 0, frame % 3 == 2, &n);
    g_assert_cmpuint (n, ==, 1);
    g_assert_cmpint (track->state, ==, FACEREC_TRACK_LOST);
    g_assert_cmpuint (track->lost, ==, (frame - 8) * FRAME_NS);
    g_assert_cmpuint (track->unseen, ==, frame - 4);
    g_assert_cmpuint (track->sighting, ==, FACEREC_TRACKER_NONE);
    g_assert_cmpfloat_with_epsilon (track->box.x, 100, 0.1);
  }
  step (tracker, 55, NULL, 0, TRUE, &n);
  g_assert_cmpuint (n, ==, 0);
  track = step (tracker, 56, &face, 1, TRUE, &n);
  g_assert_cmpuint (track->id, ==, 2);
  facerec_tracker_free (tracker);
}

/* Told so many frames late, one who walks is shown where he is by now, not where he was found. */
static void
test_late_news (void)
{
  static const guint delays[] = { 1, 4, 8, 12 };
  const Actor walker = { 100, 100, 700, 160, 80, 0, 150, NEVER };
  guint i, frame, n;

  for (i = 0; i < G_N_ELEMENTS (delays); i++) {
    FacerecTracker *tracker = facerec_tracker_new ();
    const guint late = delays[i];
    gdouble furthest = 0, left_behind = 0;

    for (frame = 0; frame < walker.leaves; frame++) {
      const guint then = frame - frame % late - late, since = frame - then;
      FacerecSighting found = { place (&walker, then), NULL, 0 };
      const FacerecTrack *track;
      FacerecBox here = place (&walker, frame);

      facerec_tracker_update (tracker, &facerec_tracker_defaults, frame * FRAME_NS, &found, frame >= late,
          frame % late == 0 && frame >= late ? late : FACEREC_TRACKER_CARRIED);
      track = facerec_tracker_get_tracks (tracker, &n);
      g_assert_cmpuint (n, ==, frame >= late);
      if (n == 0)
        continue;
      g_assert_cmpuint (track->id, ==, 1);
      g_assert_cmpuint (track->age, ==, frame);
      g_assert_cmpuint (track->sighting, ==, 0);
      g_assert_cmpuint (track->unseen, ==, since);
      g_assert_cmpint (track->state, ==, FACEREC_TRACK_PREDICTED);
      g_assert_cmpfloat (track->box.width, ==, 80);
      if (frame < 5 * late)
        continue;
      furthest = MAX (furthest, fabs (track->box.x - here.x));
      left_behind = MAX (left_behind, fabs (found.box.x - here.x));
    }
    g_test_message ("%u frames late: at most %.1f px off, %.1f where he was found", late, furthest, left_behind);
    g_assert_cmpfloat (left_behind, >, 4 * (2 * late - 1) - 0.5);
    g_assert_cmpfloat (furthest, <, 0.5 * left_behind);
    facerec_tracker_free (tracker);
  }
}

/* Whoever is not found is lost as of that time; a result that is older than all frames, or than the last one, harms nobody. */
static void
test_late_losses (void)
{
  FacerecTracker *tracker = facerec_tracker_new ();
  const FacerecTrack *track;
  guint frame, n;

  facerec_tracker_update (tracker, &facerec_tracker_defaults, 0, &face, 1, 500);
  track = facerec_tracker_get_tracks (tracker, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpfloat (track->box.x, ==, 100);
  for (frame = 1; frame < 10; frame++)
    step (tracker, frame, &face, 1, TRUE, &n);
  facerec_tracker_update (tracker, &facerec_tracker_defaults, 10 * FRAME_NS, NULL, 0, 4);
  track = facerec_tracker_get_tracks (tracker, &n);
  g_assert_cmpint (track->state, ==, FACEREC_TRACK_LOST);
  g_assert_cmpuint (track->lost, ==, 4 * FRAME_NS);
  g_assert_cmpuint (track->unseen, ==, 1);
  facerec_tracker_update (tracker, &facerec_tracker_defaults, 11 * FRAME_NS, &face, 1, 9);
  track = facerec_tracker_get_tracks (tracker, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (track->id, ==, 1);
  g_assert_cmpuint (track->unseen, ==, 9);
  g_assert_cmpint (track->state, ==, FACEREC_TRACK_PREDICTED);
  facerec_tracker_free (tracker);
}

/* A mistake of the detector is not waited for, and takes nobody's place. */
static void
test_mistakes_are_forgotten (void)
{
  FacerecTracker *tracker = facerec_tracker_new ();
  guint n;

  step (tracker, 0, &face, 1, TRUE, &n);
  step (tracker, 1, NULL, 0, TRUE, &n);
  g_assert_cmpuint (n, ==, 1);
  step (tracker, 8, NULL, 0, TRUE, &n);
  g_assert_cmpuint (n, ==, 0);
  facerec_tracker_free (tracker);
}

static void
test_jumps_end_tracks (void)
{
  static const struct {
    guint64 time;
    gboolean ends;
  } cases[] = { { 0, FALSE }, { FRAME_NS, FALSE }, { FRAME_NS, FALSE }, { FRAME_NS + 1500000000, FALSE }, { 0, TRUE },
    { 1500000001, TRUE }, { G_MAXUINT64, TRUE }, { G_MAXUINT64 - 1, TRUE } };
  FacerecTracker *tracker = facerec_tracker_new ();
  guint64 id = 1;
  guint i, n;

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    id += cases[i].ends;
    facerec_tracker_update (tracker, &facerec_tracker_defaults, cases[i].time, &face, 1, 0);
    g_assert_cmpuint (facerec_tracker_get_tracks (tracker, &n)->id, ==, id);
    g_assert_cmpuint (n, ==, 1);
  }
  facerec_tracker_clear (tracker);
  facerec_tracker_get_tracks (tracker, &n);
  g_assert_cmpuint (n, ==, 0);
  facerec_tracker_free (tracker);
  facerec_tracker_free (NULL);
}

/* Whose place is well known has the better claim, though the other, lost for half a second, could be anywhere. */
static void
test_certain_tracks_come_first (void)
{
  FacerecSighting both[] = { face, face };
  FacerecTracker *tracker = facerec_tracker_new ();
  const FacerecTrack *tracks;
  guint frame, n;

  both[1].box.x += 70;
  for (frame = 0; frame < 20; frame++)
    step (tracker, frame, both, 2, TRUE, &n);
  for (; frame < 35; frame++)
    step (tracker, frame, both, 1, TRUE, &n);
  both[0].box.x += 19;
  tracks = step (tracker, frame, both, 1, TRUE, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpint (tracks[0].state, ==, FACEREC_TRACK_MEASURED);
  g_assert_cmpint (tracks[1].state, ==, FACEREC_TRACK_LOST);
  facerec_tracker_free (tracker);
}

static void
test_flash (void)
{
  FacerecSighting elsewhere = face;
  FacerecTracker *tracker = facerec_tracker_new ();
  const FacerecTrack *track;
  guint frame, n;

  elsewhere.box.x += 500;
  for (frame = 0; frame < 10; frame++)
    step (tracker, frame, &face, 1, TRUE, &n);
  /* Two cuts, other faces for five frames, and back. */
  facerec_tracker_set_aside (tracker);
  g_assert_cmpuint (step (tracker, 10, &face, 1, TRUE, &n)->id, ==, 2);
  facerec_tracker_set_aside (tracker);
  facerec_tracker_get_tracks (tracker, &n);
  g_assert_cmpuint (n, ==, 0);
  for (frame = 11; frame < 15; frame++)
    g_assert_cmpuint (step (tracker, frame, &elsewhere, 1, TRUE, &n)->id, ==, 3);
  facerec_tracker_take_back (tracker);
  track = step (tracker, 15, &face, 1, TRUE, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (track->id, ==, 1);
  g_assert_cmpuint (track->age, ==, 15);
  g_assert_cmpuint (track->unseen, ==, 0);

  /* Too late, twice over: they have ended, nothing is had back. */
  facerec_tracker_set_aside (tracker);
  for (frame = 16; frame < 26; frame++)
    g_assert_cmpuint (step (tracker, frame, &elsewhere, 1, TRUE, &n)->id, ==, 4);
  facerec_tracker_take_back (tracker);
  g_assert_cmpuint (step (tracker, 26, &elsewhere, 1, TRUE, &n)->id, ==, 4);
  facerec_tracker_set_aside (tracker);
  facerec_tracker_clear (tracker);
  facerec_tracker_take_back (tracker);
  step (tracker, 27, NULL, 0, TRUE, &n);
  g_assert_cmpuint (n, ==, 0);
  facerec_tracker_free (tracker);
}

static void
test_bad_boxes_have_no_track (void)
{
  static const FacerecSighting bad[] = { { { NAN, 0, 9, 9, 0 }, NULL, 0 }, { { 0, INFINITY, 9, 9, 0 }, NULL, 0 },
    { { 0, 0, 0, 9, 0 }, NULL, 0 }, { { 0, 0, 9, -9, 0 }, NULL, 0 }, { { 0, 0, NAN, 9, 0 }, NULL, 0 },
    { { 0, 0, 9, INFINITY, 0 }, NULL, 0 }, { { 1e30f, -1e30f, 1e30f, 1e-30f, NAN }, NULL, 0 } };
  FacerecTracker *tracker = facerec_tracker_new ();
  const FacerecTrack *tracks;
  guint i, n;

  for (i = 0; i < 20; i++) {
    tracks = step (tracker, i, bad, G_N_ELEMENTS (bad), i % 3 != 2, &n);
    g_assert_cmpuint (n, ==, 1);
    g_assert_cmpuint (tracks->id, ==, 1);
    g_assert_true (isfinite (tracks->box.x) && isfinite (tracks->box.width));
  }
  facerec_tracker_free (tracker);
}

/* An embedding may be missing, of another length, or no number at all. */
static void
test_strange_embeddings (void)
{
  const gfloat values[] = { 0.1f, 0.2f, 0.3f, 0.4f }, nan[] = { NAN, 1 };
  const FacerecSighting sightings[] = { face, { face.box, values, 4 }, { face.box, values, 2 }, { face.box, nan, 2 },
    { face.box, values, 2 }, { face.box, values, 0 }, face };
  FacerecTracker *tracker = facerec_tracker_new ();
  guint i, n;

  for (i = 0; i < G_N_ELEMENTS (sightings); i++)
    g_assert_cmpuint (step (tracker, i, &sightings[i], 1, TRUE, &n)->id, ==, 1);
  facerec_tracker_free (tracker);
}

/* ---- many ---- */

/* n faces that wander about a frame of fitting size, each hidden now and then and replaced by another person in the end. */
typedef struct {
  guint n;
  gdouble side;
  GRand *random;
  struct { gdouble x, y, dx, dy; guint dies, hidden; } walkers[1024];
} Crowd;

static void
crowd_init (Crowd *crowd, guint n, guint32 seed)
{
  memset (crowd, 0, sizeof *crowd);
  crowd->n = n;
  crowd->side = 120 * sqrt (n);
  crowd->random = g_rand_new_with_seed (seed);
}

static guint
crowd_step (Crowd *crowd, guint frame, FacerecSighting *sightings)
{
  guint i, n = 0;

  for (i = 0; i < crowd->n; i++) {
    if (frame >= crowd->walkers[i].dies) {
      crowd->walkers[i].x = g_rand_double_range (crowd->random, 0, crowd->side);
      crowd->walkers[i].y = g_rand_double_range (crowd->random, 0, crowd->side);
      crowd->walkers[i].dx = g_rand_double_range (crowd->random, -2, 2);
      crowd->walkers[i].dy = g_rand_double_range (crowd->random, -2, 2);
      crowd->walkers[i].dies = frame + g_rand_int_range (crowd->random, 30, 300);
    }
    if (crowd->walkers[i].hidden == 0 && g_rand_int_range (crowd->random, 0, 50) == 0)
      crowd->walkers[i].hidden = g_rand_int_range (crowd->random, 1, 40);
    crowd->walkers[i].x += crowd->walkers[i].dx;
    crowd->walkers[i].y += crowd->walkers[i].dy;
    if (crowd->walkers[i].hidden > 0)
      crowd->walkers[i].hidden--;
    else
      sightings[n++] = (FacerecSighting) { { (gfloat) crowd->walkers[i].x, (gfloat) crowd->walkers[i].y, 80, 80, 1 }, NULL,
        0 };
  }
  return n;
}

/* Every face found has one track and no other; an id that is gone does not come back. */
static void
check_ids (const FacerecTrack *tracks, guint n_tracks, guint n_sightings, GHashTable *alive, GHashTable *dead)
{
  g_autofree gboolean *seen = g_new0 (gboolean, n_sightings);
  g_autoptr (GHashTable) now = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer id;
  guint i, n_seen = 0;

  for (i = 0; i < n_tracks; i++) {
    g_assert_true (g_hash_table_add (now, GSIZE_TO_POINTER (tracks[i].id)));
    g_assert_false (g_hash_table_contains (dead, GSIZE_TO_POINTER (tracks[i].id)));
    g_hash_table_add (alive, GSIZE_TO_POINTER (tracks[i].id));
    if (tracks[i].sighting != FACEREC_TRACKER_NONE) {
      g_assert_false (seen[tracks[i].sighting]);
      seen[tracks[i].sighting] = TRUE;
      n_seen++;
    }
  }
  g_assert_cmpuint (n_seen, ==, n_sightings);
  g_hash_table_iter_init (&iter, alive);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!g_hash_table_contains (now, id)) {
      g_hash_table_add (dead, id);
      g_hash_table_iter_remove (&iter);
    }
}

static gsize
heap_in_use (void)
{
  return mallinfo2 ().uordblks;
}

static void
test_hundred_thousand_frames (void)
{
  FacerecTracker *tracker = facerec_tracker_new ();
  g_autoptr (GHashTable) alive = g_hash_table_new (NULL, NULL), dead = g_hash_table_new (NULL, NULL);
  g_autofree Crowd *crowd = g_new (Crowd, 1);
  FacerecSighting sightings[MAX_ACTORS];
  guint n_frames = g_test_quick () ? 100000 : 1000000, frame, n_tracks, most = 0;
  gsize early = 0;

  crowd_init (crowd, MAX_ACTORS, 1);
  for (frame = 0; frame < n_frames; frame++) {
    guint n = crowd_step (crowd, frame, sightings);
    const FacerecTrack *tracks = step (tracker, frame, sightings, n, TRUE, &n_tracks);

    most = MAX (most, n_tracks);
    /* The test's own tables grow, so they are kept for a part only. */
    if (frame < n_frames / 10)
      check_ids (tracks, n_tracks, n, alive, dead);
    else if (frame == n_frames / 10)
      early = heap_in_use ();
  }
  g_test_message ("at most %u tracks at once; heap %" G_GSIZE_FORMAT " then %" G_GSIZE_FORMAT " bytes", most, early,
      heap_in_use ());
  g_assert_cmpuint (g_hash_table_size (dead), >, MAX_ACTORS * n_frames / 10 / 400);
  g_assert_cmpuint (heap_in_use (), <, early + 64 * 1024);
  g_assert_cmpuint (most, <, 4 * MAX_ACTORS);
  g_rand_free (crowd->random);
  facerec_tracker_free (tracker);
}

/* CPU time of this thread, us: what else runs on the machine does not count. */
static gdouble
spent_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * 1e6 + now.tv_nsec / 1e3;
}

/* Microseconds a frame with n faces, the least of several rounds. */
static gdouble
time_frames (guint n)
{
  g_autofree FacerecSighting *sightings = g_new (FacerecSighting, n);
  g_autofree Crowd *crowd = g_new (Crowd, 1);
  guint round, frame, n_tracks, n_frames = 200;
  gdouble least = G_MAXDOUBLE;

  for (round = 0; round < 7; round++) {
    FacerecTracker *tracker = facerec_tracker_new ();
    gdouble spent = 0;

    crowd_init (crowd, n, round);
    for (frame = 0; frame < n_frames; frame++) {
      guint found = crowd_step (crowd, frame, sightings);
      gdouble start = spent_us ();

      step (tracker, frame, sightings, found, TRUE, &n_tracks);
      spent += spent_us () - start;
    }
    least = MIN (least, spent / n_frames);
    g_rand_free (crowd->random);
    facerec_tracker_free (tracker);
  }
  return least;
}

static void
test_cost_is_linear (void)
{
  gdouble few = time_frames (16), many = time_frames (64), crowd = time_frames (1024);

  g_test_message ("us a frame: %.1f with 16 faces, %.1f with 64, %.1f with 1024", few, many, crowd);
  /* Were it quadratic, these would be 4 and 64. */
  g_assert_cmpfloat ((many / 64) / (few / 16), <, 2.5);
  g_assert_cmpfloat ((crowd / 1024) / (few / 16), <, 8);
}

/* All in one place, the worst that can be made of it: an answer comes in time. */
static void
test_heap_of_boxes (void)
{
  g_autofree FacerecSighting *sightings = g_new (FacerecSighting, 2000);
  FacerecTracker *tracker = facerec_tracker_new ();
  guint i, n;

  for (i = 0; i < 2000; i++) {
    sightings[i] = face;
    sightings[i].box.x += (gfloat) i / 100;
  }
  for (i = 0; i < 3; i++)
    step (tracker, i, sightings, 2000, TRUE, &n);
  g_assert_cmpuint (n, ==, FACEREC_TRACKER_MAX_FACES);
  facerec_tracker_free (tracker);
}

int
main (int argc, char **argv)
{
  guint i;

  g_test_init (&argc, &argv, NULL);
  for (i = 0; i < G_N_ELEMENTS (scenes); i++) {
    g_autofree gchar *path = g_strdup_printf ("/models/tracker/%s", scenes[i].name);

    g_test_add_data_func (path, &scenes[i], test_scene);
  }
  g_test_add_func ("/models/tracker/states", test_states);
  g_test_add_func ("/models/tracker/late news", test_late_news);
  g_test_add_func ("/models/tracker/late losses", test_late_losses);
  g_test_add_func ("/models/tracker/mistakes are forgotten", test_mistakes_are_forgotten);
  g_test_add_func ("/models/tracker/jumps end tracks", test_jumps_end_tracks);
  g_test_add_func ("/models/tracker/certain tracks come first", test_certain_tracks_come_first);
  g_test_add_func ("/models/tracker/a flash is no cut", test_flash);
  g_test_add_func ("/models/tracker/bad boxes have no track", test_bad_boxes_have_no_track);
  g_test_add_func ("/models/tracker/strange embeddings", test_strange_embeddings);
  g_test_add_func ("/models/tracker/a hundred thousand frames", test_hundred_thousand_frames);
  g_test_add_func ("/models/tracker/cost is linear", test_cost_is_linear);
  g_test_add_func ("/models/tracker/a heap of boxes", test_heap_of_boxes);
  return g_test_run ();
}
