/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Who is in a film from when to when: takes the faces of one frame after the other, gives spans.
 *
 * A track has one name from its first frame to its last: the one that it settled on, that is what was last decided about
 * it. A span is what one person's tracks cover, holes of up to the bridge included, whichever film editor or hand before
 * a face made them. Strangers that are told apart (`stranger`) are treated as people; a track about which nothing was
 * decided is a span of its own. A guessed box prolongs nothing, unless whoever adds it
 * says that it counts as seen; a person's best frame is one on which the face was measured.
 *
 * The same frames give the same spans, whoever adds them. Costs a few hundred bytes a track, nothing a frame. Not
 * thread-safe. */
typedef struct _FacerecTimeline FacerecTimeline;

#define FACEREC_TIMELINE_NO_TRACK G_MAXUINT64
#define FACEREC_TIMELINE_DEFAULT_BRIDGE_NS (G_GINT64_CONSTANT (2000000000))

/* One face of a frame. Strings are copied. */
typedef struct {
  guint64 track;         /* or NO_TRACK: then faces of one name are one track, and nameless ones one each and frame */
  const gchar *label;    /* NULL: no name */
  const gchar *stranger; /* which unknown person, such as "unknown-1"; NULL: named, or not told apart */
  gboolean decided;      /* somebody has compared it and come to a result, be it Unknown */
  gdouble confidence;    /* 0..1 that the name is right; NaN: unknown */
  gfloat quality;        /* 0..1 how well the face can be compared, NaN: unknown */
  gboolean measured;     /* the box was found on this frame, not carried over or predicted */
  gboolean seen;         /* the face counts as there although it was not measured: this frame was not searched */
  gfloat x, y, width, height; /* box, pixels of the frame */
} FacerecTimelineFace;

/* The frame on which somebody is seen best: of the highest quality, among equals the largest, then the first. */
typedef struct {
  guint64 track;
  guint64 frame;
  gint64 time_ns;
  gfloat quality; /* NaN: unknown */
  gfloat x, y, width, height;
} FacerecTimelineBest;

typedef struct {
  const gchar *label;    /* NULL: nobody who is enrolled */
  const gchar *stranger; /* nullable */
  gint64 from_ns, to_ns; /* beginning of the first frame, end of the last */
  guint64 n_frames;      /* on which a face of this span was measured */
  gdouble confidence;    /* the highest that the name had; NaN: unknown */
  FacerecTimelineBest best;
  const guint64 *tracks; /* ascending, without NO_TRACK */
  guint n_tracks;
} FacerecTimelineSpan;

/* bridge_ns: a person who is not seen for so long is in one span all the same; >= 0. */
FacerecTimeline *facerec_timeline_new (gint64 bridge_ns);
/* One frame: its number, when it begins in the film (never earlier than the one before; it is moved there), how long it
 * stands. A frame without faces need not be added. */
void facerec_timeline_add (FacerecTimeline *self, guint64 frame, gint64 time_ns, gint64 duration_ns,
    const FacerecTimelineFace *faces, guint n_faces);
/* All spans until now, by beginning, end, label, stranger, then track. (transfer full) (element-type FacerecTimelineSpan):
 * they and their strings live as long as the array, not self. */
GPtrArray *facerec_timeline_get_spans (const FacerecTimeline *self);
/* The same of those spans alone that have ended: nobody of them was seen for the bridge and lost_ns (>= 0; how long a
 * track lives without its face). Their tracks are forgotten, so that a film without an end needs no memory without one;
 * the next call and get_spans() know nothing of them. Asked at the same frames it gives the same. */
GPtrArray *facerec_timeline_take_ended (FacerecTimeline *self, gint64 lost_ns);
/* What a track is called now: TRUE with label and stranger (out, transfer none, nullable, good until the next add). FALSE
 * for a track that was never measured. */
gboolean facerec_timeline_get_name (const FacerecTimeline *self, guint64 track, const gchar **label,
    const gchar **stranger);
void facerec_timeline_free (FacerecTimeline *self); /* NULL is fine */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FacerecTimeline, facerec_timeline_free)

G_END_DECLS
