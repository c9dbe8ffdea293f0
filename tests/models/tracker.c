/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Single tracks, and as many as there may be. */
#include "models/tracker.h"

#include <malloc.h>
#include <math.h>
#include <string.h>
#include <time.h>

#define FRAME_NS (G_GUINT64_CONSTANT (1000000000) / 30)
#define MAX_ACTORS 64

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
  g_assert_cmpuint (g_hash_table_size (dead), >, MAX_ACTORS * n_frames / 10 / 500);
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
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/models/tracker/states", test_states);
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
