/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Who is told to have come and gone, of faces told frame by frame. */
#include "elements/knn/presence.h"

#include <gst/facerec/facerec.h>

#define FRAME (GST_SECOND / 10)

/* frames: words, one a frame, or '.' and a number of empty ones; a frame is faces joined by ',': a name with a track's digit
 * behind it, or without one. Names that begin with '#' are strangers' ids, '?' is somebody unknown who has none.
 * told: '+' come, '-' gone. 'E' in frames: everybody goes. */
typedef struct {
  const gchar *what, *frames, *told;
} Case;

static const Case cases[] = {
  { "once", "Ann Ann Ann", "+Ann" },
  { "gone after a second", "Ann .10 .1", "+Ann -Ann" },
  { "not before", "Ann .10", "+Ann" },
  { "a short absence is none", "Ann .9 Ann .9 Ann", "+Ann" },
  { "back again", "Ann .11 Ann", "+Ann -Ann +Ann" },
  { "two tracks of one person are one", "Ann1,Ann2 Ann2 Ann1", "+Ann" },
  { "a track that turns", "Ann1 Ann1 Bob1 Bob1", "+Ann -Ann +Bob" },
  { "who is still shown by another", "Ann1,Ann2 Bob1,Ann2", "+Ann +Bob" },
  { "in any order", "Ann2,Ann1 Bob1,Ann2", "+Ann +Bob" },
  { "and back", "Ann1 Bob1 Ann1", "+Ann -Ann +Bob -Bob +Ann" },
  { "two who change places are both here", "Ann1,Bob2 Bob1,Ann2", "+Ann +Bob" },
  { "without tracks somebody else is somebody more", "Ann Bob", "+Ann +Bob" },
  { "all unknown are one", "?1,?2 ?3", "+?" },
  { "strangers are told apart", "#a1,#b2 #a1 #b3", "+#a +#b" },
  { "and a person may be called as one", "#a1,a2", "+#a +a" },
  { "a stranger who is enrolled", "#a1 Ann1", "+#a -#a +Ann" },
  { "a stranger who is told apart at last", "?1 #a1", "+? -? +#a" },
  { "the end", "Ann1,Bob E", "+Ann +Bob -Ann -Bob" },
  { "everybody once", "Ann1 E E", "+Ann -Ann" },
};

static void
on_change (gboolean came, const GstFacerecSighting *sighting, gpointer user_data)
{
  g_autofree gchar *word = g_strdup_printf ("%c%s%s", came ? '+' : '-', sighting->stranger ? "#" : "",
      sighting->stranger ? sighting->stranger : sighting->label);

  g_ptr_array_add (user_data, g_steal_pointer (&word));
}

/* All faces of a frame at once. */
static void
see_frame (GstFacerecPresence *presence, const gchar *frame, GstClockTime time)
{
  g_auto (GStrv) words = g_strsplit (frame, ",", -1);
  GstFacerecSighting sighting;
  guint i;

  for (i = 0; words[i]; i++) {
    const gsize length = strlen (words[i]);
    const gboolean has_track = g_ascii_isdigit (words[i][length - 1]);

    sighting = (GstFacerecSighting) { .track_id = GST_FACEREC_NO_TRACK, .stream_time = time };
    if (has_track) {
      sighting.track_id = (guint64) (words[i][length - 1] - '0');
      words[i][length - 1] = '\0';
    }
    sighting.known = *words[i] != '?' && *words[i] != '#';
    sighting.stranger = *words[i] == '#' ? words[i] + 1 : NULL;
    sighting.label = *words[i] == '#' ? "Unknown" : words[i];
    gst_facerec_presence_see (presence, &sighting);
  }
  gst_facerec_presence_end_frame (presence, time);
}

static gint
compare (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const gchar *const *) a, *(const gchar *const *) b);
}

static void
run (const Case *the_case, gboolean with_times)
{
  g_autoptr (GPtrArray) told = g_ptr_array_new_with_free_func (g_free);
  GstFacerecPresence *presence = gst_facerec_presence_new (on_change, told);
  g_auto (GStrv) frames = g_strsplit (the_case->frames, " ", -1);
  g_autofree gchar *said = NULL;
  GstClockTime time = 0;
  guint i, n;

  for (i = 0; frames[i]; i++) {
    if (*frames[i] == '.') {
      for (n = (guint) g_ascii_strtoull (frames[i] + 1, NULL, 10); n > 0; n--, time += FRAME)
        gst_facerec_presence_end_frame (presence, with_times ? time : GST_CLOCK_TIME_NONE);
    } else if (*frames[i] == 'E') {
      n = told->len;
      gst_facerec_presence_clear (presence);
      /* In no order. */
      qsort (told->pdata + n, told->len - n, sizeof (gpointer), compare);
    } else {
      see_frame (presence, frames[i], with_times ? time : GST_CLOCK_TIME_NONE);
      time += FRAME;
    }
  }
  g_ptr_array_add (told, NULL);
  said = g_strjoinv (" ", (gchar **) told->pdata);
  g_assert_cmpstr (said, ==, the_case->told);
  gst_facerec_presence_free (presence);
}

static void
test_cases (void)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s: %s", cases[i].what, cases[i].frames);
    run (&cases[i], TRUE);
  }
}

/* Time does not pass: nobody goes for not being seen, and tracks turn all the same. */
static void
test_without_times (void)
{
  static const Case timeless[] = {
    { "nobody goes", "Ann .100 Ann", "+Ann" },
    { "but for a track that turns", "Ann1 Bob1", "+Ann -Ann +Bob" },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (timeless); i++)
    run (&timeless[i], FALSE);
}

/* Played backwards, too. */
static void
test_backwards (void)
{
  g_autoptr (GPtrArray) told = g_ptr_array_new_with_free_func (g_free);
  GstFacerecPresence *presence = gst_facerec_presence_new (on_change, told);

  see_frame (presence, (gchar[]) { "Ann" }, 10 * GST_SECOND);
  gst_facerec_presence_end_frame (presence, 9 * GST_SECOND);
  g_assert_cmpuint (told->len, ==, 1);
  gst_facerec_presence_end_frame (presence, 8 * GST_SECOND);
  g_assert_cmpuint (told->len, ==, 2);
  gst_facerec_presence_free (presence);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  g_test_add_func ("/elements/presence/comes and goes", test_cases);
  g_test_add_func ("/elements/presence/without times", test_without_times);
  g_test_add_func ("/elements/presence/backwards", test_backwards);
  return g_test_run ();
}
