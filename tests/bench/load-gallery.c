/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* load-gallery FILE: loads a gallery as faceknn does, then adds one face to the file and loads it again. Prints JSON:
 * milliseconds of reading the file, of loading and of loading again, and the most memory the process ever had. A program of
 * its own, so that its peak of memory is a gallery's and nothing else's. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "models/gallery.h"

static gdouble
now_ms (void)
{
  return g_get_monotonic_time () / 1000.0;
}

/* The file's bytes through a buffer, as fast as the kernel hands them out; second pass: warm. */
static gdouble
read_file (const gchar *path)
{
  static gchar buffer[1 << 20];
  gdouble start = 0;

  for (guint pass = 0; pass < 2; pass++) {
    int file = open (path, O_RDONLY | O_CLOEXEC);

    start = now_ms ();
    while (file >= 0 && read (file, buffer, sizeof buffer) > 0)
      ;
    if (file >= 0)
      close (file);
  }
  return now_ms () - start;
}

/* A line "name:  n kB" of /proc/self/status, MB. */
static gdouble
memory (const gchar *name)
{
  g_autofree gchar *status = NULL;
  const gchar *line;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL) || !(line = strstr (status, name)))
    return 0;
  return strtod (line + strlen (name) + 1, NULL) / 1024;
}

static FacerecEncodings *
load (const gchar *path, const FacerecEncodings *base, FacerecWorkers *workers, gdouble *ms)
{
  g_autoptr (GError) error = NULL;
  gdouble start = now_ms ();
  g_autoptr (FacerecGallery) gallery = facerec_gallery_open (path, FACEREC_GALLERY_READ, NULL, 0, &error);
  FacerecEncodings *encodings = gallery != NULL
      ? facerec_gallery_reload (gallery, base, base != NULL, workers, &error)
      : NULL;

  *ms = now_ms () - start;
  if (!encodings)
    g_printerr ("%s: %s\n", path, error->message);
  return encodings;
}

static gboolean
add_face (const gchar *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FacerecGallery) gallery = facerec_gallery_open (path, FACEREC_GALLERY_WRITE, NULL, 0, &error);
  g_autofree gchar *duplicate_of = NULL;
  gfloat values[128] = { 1.0f, 0.5f };
  const FacerecGalleryFace face = { .values = values, .quality = 0.5f, .time_us = g_get_real_time () };

  if (gallery && facerec_gallery_add_face (gallery, "somebody new", FACEREC_PERSON, &face, &duplicate_of, &error))
    return TRUE;
  g_printerr ("%s: %s\n", path, error->message);
  return FALSE;
}

int
main (int argc, char **argv)
{
  g_autoptr (FacerecEncodings) encodings = NULL, again = NULL;
  /* As faceknn does: all cores at the start, one for what is read while a stream runs. */
  g_autoptr (FacerecWorkers) workers = facerec_workers_new (0);
  gdouble read_ms, load_ms, again_ms, peak_mb;

  if (argc != 2) {
    g_printerr ("load-gallery FILE\n");
    return 2;
  }
  read_ms = read_file (argv[1]);
  encodings = load (argv[1], NULL, workers, &load_ms);
  peak_mb = memory ("VmHWM:");
  if (!encodings || !add_face (argv[1]) || !(again = load (argv[1], encodings, NULL, &again_ms)))
    return 1;
  printf ("{\"faces\":%u,\"read_ms\":%.3f,\"load_ms\":%.3f,\"peak_mb\":%.1f,\"again_ms\":%.3f,\"again_peak_mb\":%.1f}\n",
      facerec_encodings_get_n_faces (encodings), read_ms, load_ms, peak_mb, again_ms, memory ("VmHWM:"));
  return 0;
}
