/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Pipelines that enrol one person after the other are killed at any instant: the gallery is whole, and whoever was told to be
 * enrolled is. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "models/gallery.h"
#include "tests/elements/testframe.h"

#define WIDTH 320
#define HEIGHT 240
#define CAPS "video/x-raw,format=RGB,width=320,height=240,framerate=30/1"
#define N_KILLS 20
#define N_PEOPLE 90
/* Of one person, all stored in one transaction. */
#define N_LOOKS 2

/* ---- the process that is killed ---- */

/* Everybody has a colour of their own on a grid, and two looks that are nearer to each other than to anybody else's. */
static GstBuffer *
make_frame (guint person, guint look)
{
  const guint8 colour[] = { (guint8) (110 + 64 * (person % 3) - 12 + 24 * look), (guint8) (100 + 20 * (person / 3 % 8)),
    (guint8) (100 + 20 * (person / 24)) };
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, WIDTH * HEIGHT * 3, NULL);
  GstMapInfo map;
  guint x, y;

  gst_buffer_map (buffer, &map, GST_MAP_WRITE);
  memset (map.data, 0, map.size);
  for (y = 60; y < 180; y++)
    for (x = 100; x < 220; x++)
      memcpy (map.data + (y * WIDTH + x) * 3, colour, 3);
  gst_buffer_unmap (buffer, &map);
  return buffer;
}

/* Says each enrolment on a line of its own, once it is acknowledged. */
static int
enrol_everybody (const gchar *gallery)
{
  g_autofree gchar *launch = g_strdup_printf ("facedetect detector=fake ! faceembed engine=fake ! faceenroll db=%s "
      "min-quality=0 window=60 max-faces=%d", gallery, N_LOOKS);
  GstBus *bus;
  GstHarness *harness = test_harness_new (launch, CAPS, &bus);
  guint person, n_frames = 0, i;

  for (person = 0; person < N_PEOPLE; person++) {
    g_autofree gchar *name = g_strdup_printf ("person-%u", person);
    GstMessage *message;
    guint n_faces = 0;

    gst_harness_set (harness, "faceenroll", "identity", name, NULL);
    for (i = 0; i < 4; i++) {
      GstBuffer *buffer = make_frame (person, i % N_LOOKS);

      GST_BUFFER_PTS (buffer) = n_frames++ * GST_SECOND / 30;
      gst_buffer_unref (gst_harness_push_and_pull (harness, buffer));
    }
    do
      message = gst_bus_timed_pop_filtered (bus, GST_CLOCK_TIME_NONE, GST_MESSAGE_ELEMENT);
    while (!gst_message_has_name (message, "face-enrolled") && !gst_message_has_name (message, "face-not-enrolled"));
    gst_structure_get_uint (gst_message_get_structure (message), "faces", &n_faces);
    printf ("%s %u\n", name, n_faces);
    fflush (stdout);
    gst_message_unref (message);
  }
  gst_harness_teardown (harness);
  gst_object_unref (bus);
  return 0;
}

/* ---- those who kill it ---- */

static gchar *own_path;

/* What it said until it was killed after some time, or ended. (transfer full) */
static gchar *
run_and_kill (const gchar *gallery, gulong after_us)
{
  gchar *arguments[] = { own_path, (gchar *) "--enrol", (gchar *) gallery, NULL };
  g_autoptr (GError) error = NULL;
  GString *said = g_string_new (NULL);
  gchar block[4096];
  gssize n;
  GPid pid;
  gint out;

  g_spawn_async_with_pipes (NULL, arguments, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  if (after_us > 0) {
    /* From the first word on, so that a slow start does not count. */
    n = read (out, block, sizeof block);
    g_string_append_len (said, block, MAX (n, 0));
    g_usleep (after_us);
    kill (pid, SIGKILL);
  }
  while ((n = read (out, block, sizeof block)) > 0)
    g_string_append_len (said, block, n);
  waitpid (pid, NULL, 0);
  g_spawn_close_pid (pid);
  close (out);
  return g_string_free (said, FALSE);
}

static guint
count_faces (GPtrArray *people, const gchar *name)
{
  guint i;

  for (i = 0; i < people->len; i++) {
    const FacerecGalleryPerson *person = g_ptr_array_index (people, i);

    if (g_str_equal (person->name, name))
      return person->n_faces;
  }
  return 0;
}

/* The gallery is sound, has everybody who was acknowledged, and nobody by half. Returns how many were. */
static guint
check_gallery (const gchar *path, const gchar *said)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FacerecGallery) gallery = facerec_gallery_open (path, FACEREC_GALLERY_READ, "fake-v1", 0, &error);
  g_auto (GStrv) lines = g_strsplit (said, "\n", -1);
  g_autoptr (GPtrArray) people = NULL, issues = NULL;
  guint i, n = 0;

  g_assert_no_error (error);
  issues = facerec_gallery_check (gallery, &error);
  g_assert_no_error (error);
  for (i = 0; i < issues->len; i++)
    g_error ("%s", ((FacerecGalleryIssue *) g_ptr_array_index (issues, i))->text);
  people = facerec_gallery_list_people (gallery, &error);
  g_assert_no_error (error);
  for (i = 0; i < people->len; i++)
    g_assert_cmpuint (((FacerecGalleryPerson *) g_ptr_array_index (people, i))->n_faces, ==, N_LOOKS);
  /* The last line may be cut off. */
  for (i = 0; lines[i] && lines[i + 1]; i++) {
    gchar *space = strchr (lines[i], ' ');

    *space = '\0';
    g_assert_cmpstr (space + 1, ==, G_STRINGIFY (N_LOOKS));
    g_assert_cmpuint (count_faces (people, lines[i]), ==, N_LOOKS);
    n++;
  }
  return n;
}

static void
test_killed (void)
{
  g_autofree gchar *folder = g_dir_make_tmp ("facerec-XXXXXX", NULL);
  guint i, n_middle = 0;

  for (i = 0; i < N_KILLS; i++) {
    g_autofree gchar *gallery = g_build_filename (folder, "enc.bin", NULL);
    g_autofree gchar *said = run_and_kill (gallery, (gulong) g_test_rand_int_range (1000, 400000));
    guint n = check_gallery (gallery, said);

    g_test_message ("killed after %u enrolments", n);
    n_middle += n > 0 && n < N_PEOPLE;
    test_gallery_remove (g_steal_pointer (&gallery));
    g_mkdir_with_parents (folder, 0700);
  }
  g_assert_cmpuint (n_middle, >=, N_KILLS / 2);
}

/* A gallery that somebody was killed over takes the next ones. */
static void
test_goes_on (void)
{
  g_autofree gchar *folder = g_dir_make_tmp ("facerec-XXXXXX", NULL);
  gchar *gallery = g_build_filename (folder, "enc.bin", NULL);
  g_autoptr (FacerecGallery) opened = NULL;
  g_autoptr (GPtrArray) people = NULL;

  g_free (run_and_kill (gallery, 100000));
  g_free (run_and_kill (gallery, 0));
  opened = facerec_gallery_open (gallery, FACEREC_GALLERY_READ, "fake-v1", 0, NULL);
  people = facerec_gallery_list_people (opened, NULL);
  g_assert_cmpuint (people->len, ==, N_PEOPLE);
  check_gallery (gallery, "");
  g_clear_pointer (&opened, facerec_gallery_close);
  test_gallery_remove (gallery);
}

int
main (int argc, char **argv)
{
  own_path = argv[0];
  gst_init (&argc, &argv);
  if (argc == 3 && g_str_equal (argv[1], "--enrol"))
    return enrol_everybody (argv[2]);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/elements/enrolkilled/killed at any instant the gallery is whole", test_killed);
  g_test_add_func ("/elements/enrolkilled/another process goes on", test_goes_on);
  return g_test_run ();
}
