/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/timeline.h"

#include <math.h>
#include <string.h>

typedef struct {
  gchar *label, *stranger; /* of what was decided last */
  gdouble confidence;      /* the highest with that name */
  gint64 from_ns, to_ns;
  guint64 n_frames;
  FacerecTimelineBest best;
} Track;

struct _FacerecTimeline {
  gint64 bridge_ns, last_ns;
  GPtrArray *tracks;     /* of Track, in order of appearance */
  GHashTable *by_number; /* guint64 of a track -> Track; not owned */
};

/* A span while it grows. */
typedef struct {
  FacerecTimelineSpan span;
  gchar *label, *stranger;
  GArray *tracks; /* of guint64 */
} Span;

static void
track_free (gpointer data)
{
  Track *track = data;

  g_free (track->label);
  g_free (track->stranger);
  g_free (track);
}

FacerecTimeline *
facerec_timeline_new (gint64 bridge_ns)
{
  FacerecTimeline *self = g_new0 (FacerecTimeline, 1);

  self->bridge_ns = MAX (bridge_ns, 0);
  self->last_ns = G_MININT64;
  self->tracks = g_ptr_array_new_with_free_func (track_free);
  self->by_number = g_hash_table_new (g_int64_hash, g_int64_equal);
  return self;
}

void
facerec_timeline_free (FacerecTimeline *self)
{
  if (!self)
    return;
  g_hash_table_unref (self->by_number);
  g_ptr_array_unref (self->tracks);
  g_free (self);
}

/* ---- adding ---- */

static Track *
add_track (FacerecTimeline *self, guint64 number, gint64 time_ns)
{
  Track *track = g_new0 (Track, 1);

  track->confidence = NAN;
  track->from_ns = time_ns;
  track->to_ns = G_MININT64;
  track->best.track = number;
  g_ptr_array_add (self->tracks, track);
  if (number != FACEREC_TIMELINE_NO_TRACK)
    g_hash_table_insert (self->by_number, &track->best.track, track);
  return track;
}

static gboolean
has_name (const Track *track, const gchar *label, const gchar *stranger)
{
  return g_strcmp0 (track->label, label) == 0 && g_strcmp0 (track->stranger, stranger) == 0;
}

/* A name without a track: what the last one of that name has begun goes on, within the bridge. */
static Track *
find_named (FacerecTimeline *self, const FacerecTimelineFace *face, gint64 time_ns)
{
  if (!face->label && !face->stranger)
    return NULL;
  for (guint i = self->tracks->len; i > 0; i--) {
    Track *track = g_ptr_array_index (self->tracks, i - 1);

    if (track->best.track == FACEREC_TIMELINE_NO_TRACK && has_name (track, face->label, face->stranger))
      return time_ns - track->to_ns <= self->bridge_ns ? track : NULL;
  }
  return NULL;
}

static Track *
find_track (FacerecTimeline *self, const FacerecTimelineFace *face, gint64 time_ns)
{
  return face->track == FACEREC_TIMELINE_NO_TRACK ? find_named (self, face, time_ns)
      : g_hash_table_lookup (self->by_number, &face->track);
}

static void
decide (Track *track, const FacerecTimelineFace *face)
{
  if (!face->decided)
    return;
  if (!has_name (track, face->label, face->stranger)) {
    g_free (track->label);
    g_free (track->stranger);
    track->label = g_strdup (face->label);
    track->stranger = face->label ? NULL : g_strdup (face->stranger);
    track->confidence = NAN;
  }
  track->confidence = fmax (track->confidence, face->confidence);
}

/* NaN is worse than any quality. */
static gboolean
is_better (gfloat quality, gfloat area, const FacerecTimelineBest *best)
{
  gfloat ours = isnan (quality) ? -1 : quality, theirs = isnan (best->quality) ? -1 : best->quality;

  return ours != theirs ? ours > theirs : area > best->width * best->height;
}

static void
measure (Track *track, const FacerecTimelineFace *face, guint64 frame, gint64 time_ns)
{
  if (track->n_frames == 0 || is_better (face->quality, face->width * face->height, &track->best)) {
    track->best.frame = frame;
    track->best.time_ns = time_ns;
    track->best.quality = face->quality;
    track->best.x = face->x;
    track->best.y = face->y;
    track->best.width = face->width;
    track->best.height = face->height;
  }
  track->n_frames++;
}

void
facerec_timeline_add (FacerecTimeline *self, guint64 frame, gint64 time_ns, gint64 duration_ns,
    const FacerecTimelineFace *faces, guint n_faces)
{
  time_ns = MAX (time_ns, self->last_ns);
  self->last_ns = time_ns;
  for (guint i = 0; i < n_faces; i++) {
    Track *track = find_track (self, &faces[i], time_ns);

    if (!track && !faces[i].measured)
      continue;
    if (!track)
      track = add_track (self, faces[i].track, time_ns);
    decide (track, &faces[i]);
    if (faces[i].measured)
      measure (track, &faces[i], frame, time_ns);
    if (faces[i].measured || faces[i].seen)
      track->to_ns = MAX (track->to_ns, time_ns + MAX (duration_ns, 0));
  }
}

gboolean
facerec_timeline_get_name (const FacerecTimeline *self, guint64 track, const gchar **label, const gchar **stranger)
{
  const Track *found = g_hash_table_lookup (self->by_number, &track);

  *label = found ? found->label : NULL;
  *stranger = found ? found->stranger : NULL;
  return found != NULL;
}

/* ---- spans ---- */

static void
span_free (gpointer data)
{
  Span *span = data;

  g_array_unref (span->tracks);
  g_free (span->label);
  g_free (span->stranger);
  g_free (span);
}

static void
span_add (Span *span, const Track *track)
{
  const FacerecTimelineBest *best = &track->best;

  if (span->span.n_frames == 0 || is_better (best->quality, best->width * best->height, &span->span.best))
    span->span.best = *best;
  span->span.to_ns = MAX (span->span.to_ns, track->to_ns);
  span->span.n_frames += track->n_frames;
  span->span.confidence = fmax (span->span.confidence, track->confidence);
  if (best->track != FACEREC_TIMELINE_NO_TRACK)
    g_array_append_val (span->tracks, best->track);
}

static Span *
span_new (const Track *track)
{
  Span *span = g_new0 (Span, 1);

  span->label = g_strdup (track->label);
  span->stranger = g_strdup (track->stranger);
  span->tracks = g_array_new (FALSE, FALSE, sizeof (guint64));
  span->span.label = span->label;
  span->span.stranger = span->stranger;
  span->span.from_ns = track->from_ns;
  span->span.to_ns = track->to_ns;
  span->span.confidence = NAN;
  span_add (span, track);
  return span;
}

static gint
compare_tracks (gconstpointer a, gconstpointer b)
{
  const guint64 left = *(const guint64 *) a, right = *(const guint64 *) b;

  return (left > right) - (left < right);
}

static gint
compare_spans (gconstpointer a, gconstpointer b)
{
  const FacerecTimelineSpan *left = *(const FacerecTimelineSpan *const *) a;
  const FacerecTimelineSpan *right = *(const FacerecTimelineSpan *const *) b;
  gint order = (left->from_ns > right->from_ns) - (left->from_ns < right->from_ns);

  if (order == 0)
    order = (left->to_ns > right->to_ns) - (left->to_ns < right->to_ns);
  if (order == 0)
    order = g_strcmp0 (left->label, right->label);
  if (order == 0)
    order = g_strcmp0 (left->stranger, right->stranger);
  return order ? order : compare_tracks (&left->best.track, &right->best.track);
}

/* Whom track belongs to; NULL: to nobody whom another track could show, too. */
static gchar *
person_key (const Track *track)
{
  if (track->label)
    return g_strconcat ("p", track->label, NULL);
  return track->stranger ? g_strconcat ("s", track->stranger, NULL) : NULL;
}

/* Not sorted: in the order of their first tracks. */
static GPtrArray *
collect_spans (const FacerecTimeline *self)
{
  GPtrArray *spans = g_ptr_array_new_with_free_func (span_free);
  g_autoptr (GHashTable) latest = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  /* Tracks are in the order of their beginnings: what does not reach the latest span of a person reaches none. */
  for (guint i = 0; i < self->tracks->len; i++) {
    const Track *track = g_ptr_array_index (self->tracks, i);
    g_autofree gchar *key = person_key (track);
    Span *span = key ? g_hash_table_lookup (latest, key) : NULL;

    if (span && track->from_ns - span->span.to_ns <= self->bridge_ns) {
      span_add (span, track);
      continue;
    }
    span = span_new (track);
    g_ptr_array_add (spans, span);
    if (key)
      g_hash_table_replace (latest, g_steal_pointer (&key), span);
  }
  return spans;
}

static GPtrArray *
finish_spans (GPtrArray *spans)
{
  for (guint i = 0; i < spans->len; i++) {
    Span *span = g_ptr_array_index (spans, i);

    g_array_sort (span->tracks, compare_tracks);
    span->span.tracks = (const guint64 *) span->tracks->data;
    span->span.n_tracks = span->tracks->len;
  }
  /* Stable among equals, which only tracks without a number are. */
  g_ptr_array_sort (spans, compare_spans);
  return spans;
}

GPtrArray *
facerec_timeline_get_spans (const FacerecTimeline *self)
{
  return finish_spans (collect_spans (self));
}

/* Every track whose span is in ended. */
static void
forget_tracks (FacerecTimeline *self, GPtrArray *spans, gint64 before_ns)
{
  g_autoptr (GHashTable) going_on = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < spans->len; i++) {
    const FacerecTimelineSpan *span = g_ptr_array_index (spans, i);
    const Track named = { .label = (gchar *) span->label, .stranger = (gchar *) span->stranger };
    gchar *key = span->to_ns < before_ns ? NULL : person_key (&named);

    if (key)
      g_hash_table_insert (going_on, key, (gpointer) span);
  }
  for (guint i = self->tracks->len; i > 0; i--) {
    Track *track = g_ptr_array_index (self->tracks, i - 1);
    g_autofree gchar *key = person_key (track);
    const FacerecTimelineSpan *span = key ? g_hash_table_lookup (going_on, key) : NULL;

    if (track->to_ns >= before_ns || (span && track->from_ns >= span->from_ns))
      continue;
    g_hash_table_remove (self->by_number, &track->best.track);
    g_ptr_array_remove_index (self->tracks, i - 1);
  }
}

GPtrArray *
facerec_timeline_take_ended (FacerecTimeline *self, gint64 lost_ns)
{
  GPtrArray *spans = collect_spans (self);
  const gint64 before_ns = self->last_ns - self->bridge_ns - MAX (lost_ns, 0);

  if (spans->len > 0)
    forget_tracks (self, spans, before_ns);
  for (guint i = spans->len; i > 0; i--) {
    const FacerecTimelineSpan *span = g_ptr_array_index (spans, i - 1);

    if (span->to_ns >= before_ns)
      g_ptr_array_remove_index (spans, i - 1);
  }
  return finish_spans (spans);
}
