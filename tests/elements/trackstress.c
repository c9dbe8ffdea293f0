/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Up to 64 people in the picture who come and go, for a hundred thousand frames, through facetrack, faceembed and faceknn: the
 * faces are given, so that nothing but these elements is at work. */
#include <malloc.h>
#include <math.h>
#include <string.h>
#include <time.h>

#include "tests/elements/testframe.h"

#define WIDTH 1280
#define HEIGHT 720
#define CAPS "video/x-raw,format=GRAY8,width=1280,height=720,framerate=30/1"
#define MOST_PEOPLE 64
#define MOST_TRACKS 4000000
#define SIDE 24

#if defined (__SANITIZE_ADDRESS__) || defined (__SANITIZE_THREAD__)
#define N_FRAMES 3000
#else
#define N_FRAMES 100000
#endif

static gchar *gallery;

/* ---- people ---- */

typedef struct {
  gdouble x, y, dx, dy;
  guint leaves;  /* the frame on which another person takes their place */
  guint hidden;  /* frames for which the face is not found */
  guint seen;    /* frames on which it was */
  guint64 track; /* the last one of this person, 0: none yet */
} Person;

typedef struct {
  GRand *random;
  guint n, frame;
  Person people[MOST_PEOPLE];
  GstMemory *picture; /* of all frames */
  guint32 *births;    /* of each track: the frame it began on, counted from 1; 0: not yet */
  guint64 n_tracks;   /* so many have been seen */
} Crowd;

/* Grey of all shades, so that people look different, and in other places. */
static GstMemory *
paint (void)
{
  GstMemory *memory = gst_allocator_alloc (NULL, WIDTH * HEIGHT, NULL);
  GstMapInfo map;
  guint i;

  g_assert_true (gst_memory_map (memory, &map, GST_MAP_WRITE));
  for (i = 0; i < WIDTH * HEIGHT; i++)
    map.data[i] = (guint8) (70 + 160 * (i % WIDTH) / WIDTH + 20 * ((i / WIDTH / 8 + i % WIDTH / 8) % 2));
  gst_memory_unmap (memory, &map);
  return memory;
}

static Crowd *
crowd_new (guint n)
{
  Crowd *crowd = g_new0 (Crowd, 1);

  crowd->n = n;
  crowd->random = g_rand_new_with_seed (4);
  crowd->picture = paint ();
  crowd->births = g_new0 (guint32, MOST_TRACKS);
  return crowd;
}

static void
crowd_free (Crowd *crowd)
{
  g_rand_free (crowd->random);
  gst_memory_unref (crowd->picture);
  g_free (crowd->births);
  g_free (crowd);
}

/* Walks on; everybody has a place of their own to walk about, eight by eight, further apart than tracks reach,
 * and slowly, so that nobody who is gone is expected behind a neighbour. */
static void
walk (Crowd *crowd, guint i)
{
  Person *person = &crowd->people[i];
  const gdouble left = 10 + (i % 8) * 155, top = 5 + i / 8 * 88;

  if (crowd->frame >= person->leaves) {
    *person = (Person) { left + g_rand_double_range (crowd->random, 0, 85), top + g_rand_double_range (crowd->random, 0, 20),
      g_rand_double_range (crowd->random, -0.5, 0.5), g_rand_double_range (crowd->random, -0.3, 0.3),
      crowd->frame + (guint) g_rand_int_range (crowd->random, 30, 300), 0, 0, 0 };
    /* Long enough for the track of whoever was here before to end. */
    person->hidden = 50;
    person->leaves += person->hidden;
  }
  if (person->x + person->dx < left || person->x + person->dx > left + 85)
    person->dx = -person->dx;
  if (person->y + person->dy < top || person->y + person->dy > top + 20)
    person->dy = -person->dy;
  person->x += person->dx;
  person->y += person->dy;
  if (person->hidden > 0)
    person->hidden--;
  else if (++person->seen > 5 && g_rand_int_range (crowd->random, 0, 100) == 0)
    person->hidden = (guint) g_rand_int_range (crowd->random, 1, 15);
}

/* The next frame with the faces that are not hidden. found: who they are, in the order of the faces. */
static GstBuffer *
crowd_frame (Crowd *crowd, Person **found, guint *n_found)
{
  GstBuffer *buffer = gst_buffer_new ();
  guint i;

  gst_buffer_append_memory (buffer, gst_memory_ref (crowd->picture));
  GST_BUFFER_PTS (buffer) = gst_util_uint64_scale (crowd->frame, GST_SECOND, 30);
  GST_BUFFER_DURATION (buffer) = GST_SECOND / 30;
  *n_found = 0;
  for (i = 0; i < crowd->n; i++) {
    walk (crowd, i);
    if (crowd->people[i].hidden > 0)
      continue;
    gst_facerec_buffer_add_face (buffer, (gfloat) crowd->people[i].x, (gfloat) crowd->people[i].y, SIDE, SIDE, WIDTH,
        HEIGHT, 1, "given");
    found[(*n_found)++] = &crowd->people[i];
  }
  crowd->frame++;
  return buffer;
}

/* A track has one person for its life, its age counts all frames since it began, and nobody ever has that id again. */
static void
check_tracks (Crowd *crowd, GstBuffer *buffer, Person **found, guint n_found)
{
  gpointer state = NULL;
  GstFacerecMeta *face;
  guint i;

  for (i = 0; (face = gst_facerec_buffer_iterate_faces (buffer, &state)); i++) {
    const guint64 id = gst_facerec_meta_get_track_id (face);
    const guint32 birth = crowd->frame - gst_facerec_meta_get_track_age (face);

    g_assert_cmpuint (id, !=, GST_FACEREC_NO_TRACK);
    g_assert_cmpuint (id, <, MOST_TRACKS);
    if (crowd->births[id] == 0)
      crowd->births[id] = birth;
    g_assert_cmpuint (crowd->births[id], ==, birth);
    crowd->n_tracks = MAX (crowd->n_tracks, id);
    if (i >= n_found)
      continue;
    if (found[i]->track == 0)
      g_assert_cmpuint (gst_facerec_meta_get_track_age (face), ==, 0);
    else
      g_assert_cmpuint (found[i]->track, ==, id);
    found[i]->track = id;
    g_assert_nonnull (gst_facerec_meta_get_embedding (face, NULL));
    g_assert_nonnull (gst_facerec_meta_get_identity (face));
  }
  g_assert_cmpuint (i, >=, n_found);
}

/* ---- cost ---- */

static gdouble
spent_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * 1e6 + now.tv_nsec / 1e3;
}

/* Pushes so many frames. Returns what the elements took of this thread, us a frame. */
static gdouble
push_frames (GstHarness *harness, Crowd *crowd, guint n)
{
  Person *found[MOST_PEOPLE];
  gdouble spent = 0;
  guint i, n_found;

  for (i = 0; i < n; i++) {
    GstBuffer *buffer = crowd_frame (crowd, found, &n_found);
    gdouble start = spent_us ();

    buffer = gst_harness_push_and_pull (harness, buffer);
    spent += spent_us () - start;
    check_tracks (crowd, buffer, found, n_found);
    gst_buffer_unref (buffer);
  }
  return spent / n;
}

static GstHarness *
chain_new (const gchar *more)
{
  g_autofree gchar *launch = g_strdup_printf ("facetrack roi-meta=%s "
      "! faceembed engine=fake reembed-interval=10000 roi-meta=%s ! faceknn threads=1 db=%s roi-meta=%s", more, more,
      gallery, more);

  return test_harness_new (launch, CAPS, NULL);
}

static void
test_cost_is_linear (gconstpointer roi_meta)
{
  static const guint sizes[] = { 8, 16, 32, 64 };
  gdouble least[G_N_ELEMENTS (sizes)];
  GstHarness *harnesses[G_N_ELEMENTS (sizes)];
  Crowd *crowds[G_N_ELEMENTS (sizes)];
  guint round, i;

  for (i = 0; i < G_N_ELEMENTS (sizes); i++) {
    least[i] = G_MAXDOUBLE;
    harnesses[i] = chain_new (roi_meta);
    crowds[i] = crowd_new (sizes[i]);
    push_frames (harnesses[i], crowds[i], 200);
  }
  /* Each is looked at for about the same time, so that what disturbs one disturbs any. */
  for (round = 0; round < 28; round++)
    for (i = 0; i < G_N_ELEMENTS (sizes); i++)
      least[i] = MIN (least[i], push_frames (harnesses[i], crowds[i], 1600 / sizes[i]));
  for (i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_test_message ("%u people: %.1f us a frame, %.2f a person", sizes[i], least[i], least[i] / sizes[i]);
    gst_harness_teardown (harnesses[i]);
    crowd_free (crowds[i]);
  }
  /* Were it quadratic, it would be 64. */
  g_assert_cmpfloat (least[3] / least[0], <, 10);
}

/* ---- memory ---- */

static gsize
heap_in_use (void)
{
  return mallinfo2 ().uordblks;
}

/* Resident memory, KiB. */
static glong
get_resident (void)
{
  g_autofree gchar *status = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  return strtol (strstr (status, "VmRSS:") + 6, NULL, 10);
}

static void
test_hundred_thousand_frames (void)
{
  GstHarness *harness = chain_new ("false");
  Crowd *crowd = crowd_new (MOST_PEOPLE);
  gsize heap_early;
  glong resident_early;
  gint64 start = g_get_monotonic_time ();

  /* What the test itself writes to is there from the beginning. */
  memset (crowd->births, 0xff, MOST_TRACKS / 16 * sizeof *crowd->births);
  memset (crowd->births, 0, MOST_TRACKS / 16 * sizeof *crowd->births);
  push_frames (harness, crowd, N_FRAMES / 10);
  heap_early = heap_in_use ();
  resident_early = get_resident ();
  push_frames (harness, crowd, N_FRAMES - N_FRAMES / 10);
  g_test_message ("%u frames in %.1f s, %" G_GUINT64_FORMAT " tracks", N_FRAMES, (g_get_monotonic_time () - start) / 1e6,
      crowd->n_tracks);
  g_test_message ("after %u frames and all: heap %" G_GSIZE_FORMAT " and %" G_GSIZE_FORMAT " KiB, resident %ld and %ld KiB",
      N_FRAMES / 10, heap_early / 1024, heap_in_use () / 1024, resident_early, get_resident ());
  g_assert_cmpuint (crowd->n_tracks, >, MOST_PEOPLE * (N_FRAMES / 300));
#if !defined (__SANITIZE_ADDRESS__) && !defined (__SANITIZE_THREAD__)
  g_assert_cmpuint (heap_in_use (), <, heap_early + 256 * 1024);
  g_assert_cmpint (get_resident (), <, resident_early + 1024);
#endif
  gst_harness_teardown (harness);
  crowd_free (crowd);
}

int
main (int argc, char **argv)
{
  gint result;

  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  gallery = test_gallery_new ();
  g_test_add_data_func ("/elements/trackstress/cost is linear", "false", test_cost_is_linear);
  g_test_add_data_func ("/elements/trackstress/cost is linear with regions of interest", "true", test_cost_is_linear);
  g_test_add_func ("/elements/trackstress/a hundred thousand frames", test_hundred_thousand_frames);
  result = g_test_run ();
  test_gallery_remove (gallery);
  return result;
}
