/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Tracks told picture by picture, and what should be said of them after each. */
#include "models/trackvote.h"

#include <math.h>

#define N_VALUES 2
#define PICTURE_MS 300
#define MS G_GUINT64_CONSTANT (1000000)

/* pictures: words, each one picture 300 ms after the last one:
 *   a letter A..K: names that person surely; a..k: barely; '-': surely nobody; '~': barely nobody; 'N': a negative has won;
 *   then a digit: the quality in tenths, or 'x': not known;
 *   before it '*': 40 ms after the last one, '<': 10 s before it.
 * A word of dots: so many times 100 ms without a picture. verdicts: one character for each picture or dot: '_' undecided,
 * '-' nobody, else who. */
typedef struct {
  const gchar *what, *pictures, *verdicts;
} Case;

static const Case cases[] = {
  { "one sure picture of good quality is enough for a name", "A9", "A" },
  { "of middling quality, too", "A5", "A" },
  { "quality that nobody has measured is good", "Ax", "A" },
  { "one that is not sure is not", "a9", "_" },
  { "two are", "a9 a9", "_A" },
  { "nor is a poor one", "A3", "_" },
  { "two are", "A3 A3", "_A" },
  { "not two that are poor and not sure", "a3 a3", "__" },
  { "nobody takes two", "-9 -9", "_-" },
  { "so does a negative", "N9 N9", "_-" },
  { "after the deadline whoever leads", "a9 .......", "________" },
  { "it is 0.75 s", "a9 ........", "________A" },
  { "with one picture of nobody nobody", "-9 ........", "________-" },
  { "however poor", "-0 ........", "________-" },
  { "where nobody leads nobody", "a9 *b9 ........", "_________A" },
  { "of two who have as much nobody", "a7 b5 ........", "______----" },
  { "one bad picture at first", "~9 A9", "_A" },
  { "one bad picture that was sure", "-9 A9 A9", "__A" },

  { "no single picture turns it", "A9 A9 A9 B9 A9", "AAAAA" },
  { "not even the second", "A9 B9 A9 A9", "AAAA" },
  { "nor one of nobody", "A9 -9 A9 A9", "AAAA" },
  { "a better one of somebody else", "A5 B9 A9", "AAA" },
  { "three turn one that was sure", "A9 A9 A9 A9 A9 A9 A9 A9 B9 B9 B9 B9", "AAAAAAAAAABB" },
  { "a good picture alone turns no poor track", "A1 ........ B9 B9", "________AAB" },
  { "whatever quality there is", "A5 A5 A5 A5 A5 A5 B5 B5 B5 B5", "AAAAAAAABB" },
  { "to nobody, too", "A9 A9 A9 A9 -9 -9 -9", "AAAAAA-" },
  { "and back", "A9 A9 A9 -9 -9 -9 -9 A9 A9 A9", "AAAAA----A" },
  { "two turn a young one", "A9 B9 B9", "AAB" },
  { "from nobody to somebody", "-9 -9 -9 -9 A9 A9 A9", "_-----A" },
  { "two who take turns turn nothing", "A9 Bx Ax Bx Ax Bx Ax Bx Ax Bx Ax Bx", "AAAAAAAAAAAA" },
  { "barely named pictures turn nothing soon", "A9 A9 A9 A9 b9 b9 b9 b9", "AAAAAAAA" },
  { "but at last", "A9 A9 A9 A9 b9 b9 b9 b9 b9 b9", "AAAAAAAABB" },

  { "one picture in 0.2 s: the better one", "a3 *A9", "_A" },
  { "the worse one is none", "A9 *B3 *B3 *B3 *B3", "AAAAA" },
  { "so that a flood turns nothing", "A9 *B9 *B9 *B9 *B9", "AAAAA" },
  { "a clock that goes back begins anew", "A9 A9 <b9 b9", "AA_B" },
  { "more people than pictures are kept", "A9 b9 c9 d9 e9 f9 g9 h9 i9", "AAAAAAAAI" },
};

/* Names live as long as their edition. */
typedef struct {
  FacerecTrackVote *vote;
  GArray *queries;
  GHashTable *names;
  guint edition;
  guint64 time;
} Track;

static void
track_open (Track *self)
{
  *self = (Track) { facerec_track_vote_new (), g_array_new (FALSE, FALSE, sizeof (gfloat)),
    g_hash_table_new_full (NULL, NULL, NULL, g_free), 1, 100000 * MS };
}

static void
track_close (Track *self)
{
  facerec_track_vote_free (self->vote);
  g_array_unref (self->queries);
  g_hash_table_unref (self->names);
}

static const gchar *
name_of (Track *self, gchar letter)
{
  gchar *name = g_hash_table_lookup (self->names, GINT_TO_POINTER (letter));

  if (!name) {
    name = g_strdup_printf ("%c", letter);
    g_hash_table_insert (self->names, GINT_TO_POINTER (letter), name);
  }
  return name;
}

/* What facerec_identify() would say of a picture: its values hold what is to be said. */
static FacerecIdentityResult
judge (Track *self, const gfloat *values)
{
  const gchar letter = (gchar) values[0];
  FacerecIdentityResult result = { .score = 0.1f, .reason = FACEREC_REASON_NONE };

  if (letter == 'N') {
    result.score = -0.001f;
    result.reason = FACEREC_REASON_NEGATIVE;
  } else if (letter == '-' || letter == '~') {
    result.score = letter == '-' ? -0.1f : -0.02f;
    result.reason = FACEREC_REASON_TOO_FAR;
  } else {
    result.score = g_ascii_isupper (letter) ? 0.1f : 0.02f;
    result.label = name_of (self, g_ascii_toupper (letter));
  }
  return result;
}

static gchar
look (Track *self)
{
  FacerecIdentityResult results[FACEREC_TRACK_VOTE_PICTURES];
  FacerecTrackVerdict verdict;
  guint i, n;

  g_array_set_size (self->queries, 0);
  n = facerec_track_vote_collect (self->vote, self->edition, self->queries);
  g_assert_cmpuint (self->queries->len, ==, n * N_VALUES);
  for (i = 0; i < n; i++)
    results[i] = judge (self, &g_array_index (self->queries, gfloat, i * N_VALUES));
  facerec_track_vote_judge (self->vote, results);
  facerec_track_vote_decide (self->vote, self->time, &verdict);
  g_assert_true ((verdict.result.label == NULL) == (verdict.result.reason != FACEREC_REASON_NONE));
  g_assert_true (verdict.settled || verdict.result.reason == FACEREC_REASON_UNDECIDED);
  if (!verdict.settled)
    return '_';
  g_assert_cmpint (verdict.result.reason, !=, FACEREC_REASON_UNDECIDED);
  return verdict.result.label ? verdict.result.label[0] : '-';
}

static void
add (Track *self, const gchar *word)
{
  gfloat values[N_VALUES] = { 0, 1 }, quality;

  if (*word == '*')
    self->time += 40 * MS;
  else if (*word == '<')
    self->time -= 10000 * MS;
  else
    self->time += PICTURE_MS * MS;
  word += *word == '*' || *word == '<';
  values[0] = word[0];
  quality = word[1] == 'x' ? NAN : (gfloat) (word[1] - '0') / 10;
  facerec_track_vote_add (self->vote, self->time, values, N_VALUES, quality);
}

/* Returns what was said after each. */
static gchar *
tell (Track *self, const gchar *pictures)
{
  g_auto (GStrv) words = g_strsplit (pictures, " ", -1);
  GString *said = g_string_new (NULL);
  guint w;

  for (w = 0; words[w]; w++) {
    const gchar *dot;

    if (words[w][0] != '.') {
      add (self, words[w]);
      g_string_append_c (said, look (self));
    }
    for (dot = words[w]; *dot == '.'; dot++) {
      self->time += 100 * MS;
      g_string_append_c (said, look (self));
    }
  }
  return g_string_free (said, FALSE);
}

static void
test_cases (void)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree gchar *said = NULL;
    Track track;

    track_open (&track);
    said = tell (&track, cases[i].pictures);
    g_test_message ("%s: %s", cases[i].what, cases[i].pictures);
    g_assert_cmpstr (said, ==, cases[i].verdicts);
    track_close (&track);
  }
}

/* ---- another gallery ---- */

/* Others are enrolled: what was said by the old ones is not looked at any more, and their names are gone. */
static void
change_gallery (Track *self)
{
  self->edition++;
  g_hash_table_remove_all (self->names);
}

static void
test_judged_anew (void)
{
  g_autofree gchar *said = NULL;
  Track track;

  track_open (&track);
  said = tell (&track, "A9 A9 A9 A9 A9 A9 A9 A9 A9 A9");
  g_array_set_size (track.queries, 0);
  g_assert_cmpuint (facerec_track_vote_collect (track.vote, track.edition, track.queries), ==, 0);
  change_gallery (&track);
  g_assert_cmpuint (facerec_track_vote_collect (track.vote, track.edition, track.queries), ==,
      FACEREC_TRACK_VOTE_PICTURES);
  g_assert_cmpint (look (&track), ==, 'A');
  track_close (&track);
}

/* The new person is in all pictures there are. */
static void
test_enrolled_at_once (void)
{
  g_autofree gchar *said = NULL;
  FacerecIdentityResult results[FACEREC_TRACK_VOTE_PICTURES];
  FacerecTrackVerdict verdict;
  guint i, n;
  Track track;

  track_open (&track);
  said = tell (&track, "-9 -9 -9 -9");
  g_assert_cmpstr (said, ==, "_---");
  change_gallery (&track);
  n = facerec_track_vote_collect (track.vote, track.edition, track.queries);
  g_assert_cmpuint (n, ==, 4);
  for (i = 0; i < n; i++)
    results[i] = (FacerecIdentityResult) { .label = "Zoe", .score = 0.2f, .distance = 0.1f * (gfloat) (i + 1) };
  facerec_track_vote_judge (track.vote, results);
  facerec_track_vote_decide (track.vote, track.time, &verdict);
  g_assert_true (verdict.settled);
  g_assert_cmpstr (verdict.result.label, ==, "Zoe");
  /* What is told is of the last picture. */
  g_assert_cmpfloat_with_epsilon (verdict.result.distance, 0.4f, 1e-6);
  /* Removed again. */
  change_gallery (&track);
  g_assert_cmpint (look (&track), ==, '-');
  track_close (&track);
}

/* ---- the stranger's mean ---- */

static void
add_values (Track *self, gfloat first, gfloat second, gfloat quality)
{
  const gfloat values[N_VALUES] = { first, second };

  self->time += PICTURE_MS * MS;
  g_assert_true (facerec_track_vote_add (self->vote, self->time, values, N_VALUES, quality));
}

static void
test_mean_of_a_stranger (void)
{
  gfloat mean[N_VALUES] = { -1, -1 };
  Track track;

  track_open (&track);
  g_assert_cmpuint (facerec_track_vote_get_stranger (track.vote, G_MAXUINT, mean), ==, 0);
  add_values (&track, '-', 1, 1);
  g_assert_cmpuint (facerec_track_vote_get_stranger (track.vote, G_MAXUINT, mean), ==, 0);
  add_values (&track, 'A', 100, 1);
  add_values (&track, '-', 3, 0.5f);
  add_values (&track, '~', 5, 0.5f);
  look (&track);
  g_assert_cmpuint (facerec_track_vote_get_stranger (track.vote, 1, mean), ==, 1);
  g_assert_cmpfloat_with_epsilon (mean[1], 5, 1e-5);
  g_assert_cmpuint (facerec_track_vote_get_stranger (track.vote, 2, mean), ==, 2);
  g_assert_cmpfloat_with_epsilon (mean[1], 4, 1e-5);
  g_assert_cmpuint (facerec_track_vote_get_stranger (track.vote, G_MAXUINT, mean), ==, 3);
  g_assert_cmpfloat_with_epsilon (mean[1], (1 + 0.5 * 3 + 0.5 * 5) / 2, 1e-5);
  track_close (&track);
}

static void
test_other_length_begins_anew (void)
{
  const gfloat values[3] = { 'B', 0, 0 };
  g_autofree gchar *said = NULL;
  Track track;

  track_open (&track);
  said = tell (&track, "A9 A9 A9");
  g_assert_true (facerec_track_vote_add (track.vote, track.time + PICTURE_MS * MS, values, 3, 1));
  g_assert_cmpuint (facerec_track_vote_count (track.vote), ==, 1);
  track_close (&track);
  facerec_track_vote_free (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/models/trackvote/settles and turns", test_cases);
  g_test_add_func ("/models/trackvote/another gallery judges the pictures anew", test_judged_anew);
  g_test_add_func ("/models/trackvote/whoever is enrolled is named at once", test_enrolled_at_once);
  g_test_add_func ("/models/trackvote/the mean of a stranger", test_mean_of_a_stranger);
  g_test_add_func ("/models/trackvote/another length begins anew", test_other_length_begins_anew);
  return g_test_run ();
}
