/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/timeline.h"

#include <math.h>
#include <string.h>

#define MS G_GINT64_CONSTANT (1000000)
#define FRAME_NS (40 * MS)
#define NONE FACEREC_TIMELINE_NO_TRACK

/* A face from one frame to another, both included. who: a label; "?N": stranger unknown-N; "-": Unknown; ".": not decided; "~"
 * before it: a guessed box; "+": one that counts as seen. */
typedef struct {
  guint64 track;
  guint first, last;
  const gchar *who;
  gdouble confidence;
  gfloat quality;
} Act;

typedef struct {
  const gchar *name;
  const gchar *spans; /* "who from-to frames tracks best-frame confidence; ..." in frames of 40 ms */
  Act acts[6];
} Case;

static const Case cases[] = {
  { "one track", "Ann 0-10 10 1 @0 0.90", { { 1, 0, 9, "Ann", 0.9, 0.5 } } },
  { "a name for the whole track", "Ann 0-10 10 1 @4 0.80", { { 1, 0, 3, ".", NAN, 0.5 }, { 1, 4, 9, "Ann", 0.8, 0.6 } } },
  { "the last decision counts", "Bob 0-10 10 1 @0 0.70", { { 1, 0, 6, "Ann", 0.9, 0.5 }, { 1, 7, 9, "Bob", 0.7, 0.5 } } },
  { "undecided at the end takes no name away", "Ann 0-10 10 1 @0 0.90",
    { { 1, 0, 6, "Ann", 0.9, 0.5 }, { 1, 7, 9, ".", NAN, 0.5 } } },
  { "a hole within the bridge", "Ann 0-40 15 1,2 @30 0.90",
    { { 1, 0, 4, "Ann", 0.9, 0.5 }, { 2, 30, 39, "Ann", 0.8, 0.7 } } },
  { "a hole as long as the bridge", "Ann 0-56 6 1,2 @0 0.90",
    { { 1, 0, 4, "Ann", 0.9, 0.5 }, { 2, 55, 55, "Ann", 0.8, 0.5 } } },
  { "a longer hole", "Ann 0-5 5 1 @0 0.90; Ann 56-57 1 2 @56 0.80",
    { { 1, 0, 4, "Ann", 0.9, 0.5 }, { 2, 56, 56, "Ann", 0.8, 0.5 } } },
  { "another person in the hole", "Ann 0-30 20 1,3 @0 0.90; Bob 10-20 10 2 @10 0.90",
    { { 1, 0, 9, "Ann", 0.9, 0.5 }, { 2, 10, 19, "Bob", 0.9, 0.5 }, { 3, 20, 29, "Ann", 0.9, 0.5 } } },
  { "a track inside of another one's span", "Ann 0-20 24 1,2 @5 0.90",
    { { 1, 0, 19, "Ann", 0.9, 0.5 }, { 2, 5, 8, "Ann", 0.6, 0.9 } } },
  { "strangers told apart", "?1 0-30 20 1,3 @0 nan; ?2 10-20 10 2 @10 nan",
    { { 1, 0, 9, "?1", NAN, 0.5 }, { 2, 10, 19, "?2", NAN, 0.5 }, { 3, 20, 29, "?1", NAN, 0.5 } } },
  { "strangers not told apart", "- 0-10 10 1 @0 nan; - 10-20 10 2 @10 nan",
    { { 1, 0, 9, "-", NAN, 0.5 }, { 2, 10, 19, "-", NAN, 0.5 } } },
  { "a person who is called like a stranger", "unknown-1 0-10 10 1 @0 0.90; ?1 10-20 10 2 @10 nan",
    { { 1, 0, 9, "unknown-1", 0.9, 0.5 }, { 2, 10, 19, "?1", NAN, 0.5 } } },
  { "guessed boxes prolong nothing, but may tell a name", "Ann 2-6 4 1 @2 0.90",
    { { 1, 0, 1, "~.", NAN, 0.5 }, { 1, 2, 5, ".", NAN, 0.5 }, { 1, 6, 12, "~Ann", 0.9, 0.9 } } },
  { "frames that were not searched", "Ann 0-12 4 1 @0 0.90",
    { { 1, 0, 3, "Ann", 0.9, 0.5 }, { 1, 4, 11, "+Ann", 0.9, 0.9 }, { 1, 12, 20, "~Ann", 0.9, 0.9 } } },
  { "only seen", "", { { 1, 0, 9, "+Ann", 0.9, 0.5 } } },
  { "only guessed", "", { { 1, 0, 9, "~Ann", 0.9, 0.5 } } },
  { "without tracks", "Ann 0-30 20 - @0 0.90; - 5-6 1 - @5 nan; - 6-7 1 - @6 nan",
    { { NONE, 0, 9, "Ann", 0.9, 0.5 }, { NONE, 5, 6, "-", NAN, 0.5 }, { NONE, 20, 29, "Ann", 0.9, 0.5 } } },
  { "without tracks, a longer hole", "Ann 0-5 5 - @0 0.90; Ann 56-57 1 - @56 0.90",
    { { NONE, 0, 4, "Ann", 0.9, 0.5 }, { NONE, 56, 56, "Ann", 0.9, 0.5 } } },
  { "unknown quality is the worst", "Ann 0-10 10 1 @3 0.90",
    { { 1, 0, 2, "Ann", 0.9, NAN }, { 1, 3, 3, "Ann", 0.9, 0 }, { 1, 4, 9, "Ann", 0.9, NAN } } },
  { "nobody", "", { { 1, 0, 0, NULL, 0, 0 } } },
};

static FacerecTimelineFace
face_of (const Act *act, gchar *stranger)
{
  const gboolean guessed = act->who[0] == '~', seen = act->who[0] == '+';
  const gchar *who = act->who + (guessed || seen);
  FacerecTimelineFace face = { .track = act->track, .confidence = act->confidence, .quality = act->quality,
    .measured = !guessed && !seen, .seen = seen, .decided = strcmp (who, ".") != 0, .width = 50, .height = 60 };

  if (who[0] == '?') {
    g_snprintf (stranger, 32, "unknown-%s", who + 1);
    face.stranger = stranger;
  } else if (strchr ("-.", who[0]) == NULL) {
    face.label = who;
  }
  return face;
}

static FacerecTimeline *
play (const Act *acts, guint n_acts)
{
  FacerecTimeline *timeline = facerec_timeline_new (FACEREC_TIMELINE_DEFAULT_BRIDGE_NS);

  for (guint frame = 0; frame < 200; frame++) {
    FacerecTimelineFace faces[8];
    gchar strangers[8][32];
    guint n = 0;

    for (guint i = 0; i < n_acts && acts[i].who; i++)
      if (frame >= acts[i].first && frame <= acts[i].last) {
        faces[n] = face_of (&acts[i], strangers[n]);
        n++;
      }
    facerec_timeline_add (timeline, frame, frame * FRAME_NS, FRAME_NS, faces, n);
  }
  return timeline;
}

static gchar *
describe (GPtrArray *spans)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < spans->len; i++) {
    const FacerecTimelineSpan *span = g_ptr_array_index (spans, i);

    if (i)
      g_string_append (text, "; ");
    if (span->stranger)
      g_string_append_printf (text, "?%s", span->stranger + strlen ("unknown-"));
    else
      g_string_append (text, span->label ? span->label : "-");
    g_string_append_printf (text, " %d-%d %d ", (gint) (span->from_ns / FRAME_NS), (gint) (span->to_ns / FRAME_NS),
        (gint) span->n_frames);
    for (guint t = 0; t < span->n_tracks; t++)
      g_string_append_printf (text, "%s%d", t ? "," : "", (gint) span->tracks[t]);
    g_string_append_printf (text, "%s @%d %.2f", span->n_tracks ? "" : "-", (gint) span->best.frame, span->confidence);
  }
  return g_string_free (text, FALSE);
}

/* The same spans in whatever order. */
static gboolean
same_parts (const gchar *left, const gchar *right)
{
  g_auto (GStrv) ours = g_strsplit (left, "; ", -1), theirs = g_strsplit (right, "; ", -1);

  for (gchar **part = ours; *part; part++)
    if (!g_strv_contains ((const gchar *const *) theirs, *part)) {
      g_test_message ("%s: not among %s", *part, right);
      return FALSE;
    }
  return g_strv_length (ours) == g_strv_length (theirs);
}

static void
test_spans (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (FacerecTimeline) timeline = play (c->acts, G_N_ELEMENTS (c->acts));
  g_autoptr (GPtrArray) spans = facerec_timeline_get_spans (timeline);
  g_autofree gchar *text = describe (spans);

  g_assert_cmpstr (text, ==, c->spans);
}

/* Spans live on without their timeline, and asking for them changes nothing. */
static void
test_twice (void)
{
  const Act acts[] = { { 1, 0, 9, "Ann", 0.9, 0.5 }, { 2, 5, 19, "?3", NAN, 0.5 } };
  FacerecTimeline *timeline = play (acts, G_N_ELEMENTS (acts));
  g_autoptr (GPtrArray) first = facerec_timeline_get_spans (timeline), second = facerec_timeline_get_spans (timeline);
  g_autofree gchar *left = NULL, *right = NULL;

  facerec_timeline_free (timeline);
  left = describe (first);
  right = describe (second);
  g_assert_cmpstr (left, ==, right);
  g_assert_cmpstr (left, ==, "Ann 0-10 10 1 @0 0.90; ?3 5-20 15 2 @5 nan");
}

static void
test_name (void)
{
  const Act acts[] = { { 1, 0, 9, "Ann", 0.9, 0.5 }, { 2, 5, 19, "?3", NAN, 0.5 } };
  g_autoptr (FacerecTimeline) timeline = play (acts, G_N_ELEMENTS (acts));
  const gchar *label, *stranger;

  g_assert_true (facerec_timeline_get_name (timeline, 1, &label, &stranger));
  g_assert_cmpstr (label, ==, "Ann");
  g_assert_null (stranger);
  g_assert_true (facerec_timeline_get_name (timeline, 2, &label, &stranger));
  g_assert_null (label);
  g_assert_cmpstr (stranger, ==, "unknown-3");
  g_assert_false (facerec_timeline_get_name (timeline, 3, &label, &stranger));
  g_assert_null (stranger);
}

/* Span by span as they end is the same as all at once; of what has ended nothing is kept. */
static void
test_ended (void)
{
  g_autoptr (FacerecTimeline) all = facerec_timeline_new (FACEREC_TIMELINE_DEFAULT_BRIDGE_NS);
  g_autoptr (FacerecTimeline) bit_by_bit = facerec_timeline_new (FACEREC_TIMELINE_DEFAULT_BRIDGE_NS);
  g_autoptr (GPtrArray) expected = NULL, rest = NULL;
  g_autoptr (GString) taken = g_string_new (NULL);
  g_autofree gchar *last = NULL, *text = NULL;
  guint most = 0;

  for (guint frame = 0; frame < 4000; frame++) {
    g_autoptr (GPtrArray) ended = NULL, present = NULL;
    g_autofree gchar *part = NULL;
    /* Ann every 200 frames for 3 tracks with short holes; a stranger for 10 frames of each 500. */
    FacerecTimelineFace face = { .track = frame / 20, .label = "Ann", .decided = TRUE, .measured = TRUE,
      .confidence = 0.5, .quality = 0.5, .width = 10, .height = 10 };

    if (frame % 500 < 10) {
      face.label = NULL;
      face.stranger = "unknown-1";
      face.track = 1000 + frame / 500;
    } else if (frame % 200 > 60 || frame % 20 > 12) {
      continue;
    }
    facerec_timeline_add (all, frame, frame * FRAME_NS, FRAME_NS, &face, 1);
    facerec_timeline_add (bit_by_bit, frame, frame * FRAME_NS, FRAME_NS, &face, 1);
    ended = facerec_timeline_take_ended (bit_by_bit, 10 * FRAME_NS);
    part = describe (ended);
    g_string_append_printf (taken, "%s%s", taken->len && *part ? "; " : "", part);
    present = facerec_timeline_get_spans (bit_by_bit);
    most = MAX (most, present->len);
  }
  rest = facerec_timeline_get_spans (bit_by_bit);
  last = describe (rest);
  g_string_append_printf (taken, "; %s", last);
  expected = facerec_timeline_get_spans (all);
  text = describe (expected);
  g_assert_cmpuint (expected->len, ==, 28);
  g_assert_cmpuint (most, <=, 3);
  g_assert_true (same_parts (taken->str, text));
}

/* Time that runs backwards is held; a negative duration is none. */
static void
test_bad_times (void)
{
  g_autoptr (FacerecTimeline) timeline = facerec_timeline_new (-1);
  const FacerecTimelineFace face = { .track = 1, .label = "Ann", .decided = TRUE, .measured = TRUE, .width = 1,
    .height = 1 };
  g_autoptr (GPtrArray) spans = NULL;
  const FacerecTimelineSpan *span;

  facerec_timeline_add (timeline, 0, 100, 10, &face, 1);
  facerec_timeline_add (timeline, 1, 50, -10, &face, 1);
  spans = facerec_timeline_get_spans (timeline);
  g_assert_cmpuint (spans->len, ==, 1);
  span = g_ptr_array_index (spans, 0);
  g_assert_cmpint (span->from_ns, ==, 100);
  g_assert_cmpint (span->to_ns, ==, 110);
  g_assert_cmpint (span->n_frames, ==, 2);
  facerec_timeline_free (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree gchar *path = g_strdup_printf ("/timeline/spans/%s", cases[i].name);

    g_test_add_data_func (path, &cases[i], test_spans);
  }
  g_test_add_func ("/timeline/twice", test_twice);
  g_test_add_func ("/timeline/name", test_name);
  g_test_add_func ("/timeline/ended", test_ended);
  g_test_add_func ("/timeline/bad-times", test_bad_times);
  return g_test_run ();
}
