/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Scenes of people who are known, so that it is known which track each should have. */
#include "models/tracker.h"

#include <math.h>
#include <string.h>

#define FRAME_NS (G_GUINT64_CONSTANT (1000000000) / 30)
#define MAX_ACTORS 4
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
  { "one who stands behind another for eight seconds", 360, 1, 0, 0.05, FALSE, 2, 2,
      { { 300, 100, 302, 100, 80, 0, 360, { { 60, 300 } } }, { 325, 140, 327, 140, 90, 0, 360, NEVER } } },
  { "one who walks behind another for five seconds", 360, 1, 0, 0.05, FALSE, 2, 2,
      { { 150, 100, 450, 100, 80, 0, 360, { { 100, 260 } } }, { 300, 105, 302, 105, 90, 0, 360, NEVER } } },
  { "one who is hidden for too long", 480, 1, 0, 0.05, FALSE, 3, 2,
      { { 300, 100, 302, 100, 80, 0, 480, { { 60, 420 } } }, { 325, 140, 327, 140, 90, 0, 480, NEVER } } },
  { "one who goes beside another who stays", 360, 1, 0, 0.05, FALSE, 3, 2,
      { { 100, 100, 105, 100, 80, 0, 360, { { 60, 300 } } }, { 300, 105, 310, 105, 90, 0, 360, NEVER } } },
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

int
main (int argc, char **argv)
{
  guint i;

  g_test_init (&argc, &argv, NULL);
  for (i = 0; i < G_N_ELEMENTS (scenes); i++) {
    g_autofree gchar *path = g_strdup_printf ("/models/tracker/%s", scenes[i].name);

    g_test_add_data_func (path, &scenes[i], test_scene);
  }
  g_test_add_func ("/models/tracker/late news", test_late_news);
  return g_test_run ();
}
