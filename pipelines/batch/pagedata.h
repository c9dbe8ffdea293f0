/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/batch/index.h"

G_BEGIN_DECLS

/* What is in an index, in the order in which a page shows it. */

#define BATCH_PAGE_NO_PICTURE (-1)   /* there is none */
#define BATCH_PAGE_OTHER_PICTURE (-2) /* in the film's folder, but not in the page */

typedef struct {
  gchar *path, *folder, *status, *reason; /* reason nullable */
  gint64 duration_ns;
  guint width, height;
  guint64 n_frames, n_faces;
} BatchPageFilm;

typedef enum {
  BATCH_PAGE_PERSON,   /* name */
  BATCH_PAGE_CLUSTER,  /* cluster: a stranger over all films */
  BATCH_PAGE_STRANGER, /* name: a stranger of one film, who is in no cluster */
  BATCH_PAGE_BRIEF,    /* all of whom too little was seen to tell anything */
} BatchPageKind;

typedef struct {
  BatchPageKind kind;
  gchar *name;    /* nullable */
  gint64 cluster;
  guint film;     /* of a stranger of one */
  guint number;   /* its place among the others */
  guint best;     /* the span with the best picture */
  gint picture;   /* of that span; BATCH_PAGE_NO_PICTURE */
} BatchPageWho;

typedef struct {
  guint film;         /* its place among the films */
  BatchPageWho *who;
  gint64 from_ns, to_ns, best_ns;
  gdouble confidence, quality; /* NaN: unknown */
  guint64 best_frame;
  gint64 track;       /* whose picture it is; -1: none */
  gint picture;       /* its place among the pictures, or a BATCH_PAGE_…_PICTURE */
} BatchPageSpan;

typedef struct {
  GPtrArray *films;  /* BatchPageFilm, by their paths */
  GPtrArray *people; /* BatchPageWho: people by name, then clusters, strangers of one film, those seen too briefly */
  GArray *spans;     /* BatchPageSpan, by film and time */
} BatchPageData;

/* NULL with an error when the index cannot be read. No picture is in the page yet. (transfer full) */
BatchPageData *batch_page_data_read (BatchIndex *index, GError **error);
/* How many of a kind there are. */
guint batch_page_data_count (const BatchPageData *self, BatchPageKind kind);
void batch_page_data_free (BatchPageData *self); /* NULL is fine */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BatchPageData, batch_page_data_free)

G_END_DECLS
