/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "elements/enroll/facechoice.h"

G_BEGIN_DECLS

/* Puts collected faces into a gallery on a thread of its own: a commit waits for the disk, and may wait for another
 * program's. Of a job either every new face is stored or none is. */
typedef struct _GstFacerecEnrolWriter GstFacerecEnrolWriter;

typedef struct {
  gchar *db, *shown_db; /* as it is, and as people may see it */
  gchar *identity;
  gboolean negative;  /* samples of somebody who is not identity */
  guint64 track_id;   /* GST_FACEREC_NO_TRACK: none */
  gchar *model_id;    /* of the embeddings */
  GPtrArray *samples; /* (element-type GstFacerecFaceSample), at least one, owned */
  gchar *source;      /* path or address of the stream; NULL: live */
} GstFacerecEnrolJob;

void gst_facerec_enrol_job_free (GstFacerecEnrolJob *job); /* NULL is fine */

typedef struct {
  guint n_stored;     /* faces that are in the gallery by now and were not before; 0: nothing has changed */
  const gchar *reason; /* why nothing was stored: "duplicate", "unknown-name", "gallery"; NULL: something was */
  const GError *error; /* what to tell people then, else NULL */
  const gchar *known_as; /* another name that the gallery gave the best face before; NULL: none */
} GstFacerecEnrolOutcome;

/* From the writer's thread, with no lock held. */
typedef void (*GstFacerecEnrolWriterFunc) (const GstFacerecEnrolJob *job, const GstFacerecEnrolOutcome *outcome,
    gpointer user_data);

GstFacerecEnrolWriter *gst_facerec_enrol_writer_new (GstFacerecEnrolWriterFunc func, gpointer user_data);
/* job: (transfer full) */
void gst_facerec_enrol_writer_push (GstFacerecEnrolWriter *self, GstFacerecEnrolJob *job);
/* Waits until every job pushed so far is done and told. A server that does not answer is not waited for longer than 10 s, and
 * the connection that is being made then (5 s for each of its addresses); a file that another program writes to not longer than
 * 30 s. What is not stored by then is told as such, and not tried. */
void gst_facerec_enrol_writer_drain (GstFacerecEnrolWriter *self);
/* As drain, then ends the thread. NULL is fine. */
void gst_facerec_enrol_writer_free (GstFacerecEnrolWriter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GstFacerecEnrolJob, gst_facerec_enrol_job_free)

G_END_DECLS
