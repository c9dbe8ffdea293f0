/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/enrolreport.h"
#include "pipelines/eval/model.h"
#include "pipelines/progress.h"

G_BEGIN_DECLS

/* Which of several faces in a photo is meant. */
typedef enum {
  EVAL_CHOICE_ONLY,    /* such a photo is left out, as enroll does */
  EVAL_CHOICE_LARGEST, /* as enroll --largest */
  EVAL_CHOICE_CENTRAL, /* whose middle is nearest to the photo's: what pictures of LFW mean */
} EvalChoice;

/* A photo and what became of it. */
typedef struct {
  gchar *path;
  guint person;       /* index; of no meaning to the pairs of a list */
  EnrolStatus status; /* ENROL_OK: used */
  gchar *reason;      /* why not; nullable */
  guint row;          /* of its face in every model's embeddings; G_MAXUINT: none */
  gchar *sha256;
  gchar *picture;     /* its face as a data: address of a JPEG; NULL unless pictures are wanted */
} EvalPhoto;

/* All photos of an evaluation. */
typedef struct {
  GPtrArray *photos;  /* of EvalPhoto, in order */
  GPtrArray *people;  /* their names */
  guint n_faces;      /* rows of every model */
  gdouble find_ms;    /* the median of what finding the faces of a photo took; NaN: none */
} EvalPhotos;

EvalPhotos *eval_photos_new (void);
/* A photo more; person as above. reason: why it cannot be used, NULL: it is to be looked at. */
void eval_photos_add (EvalPhotos *self, const gchar *path, guint person, EnrolStatus status, const gchar *reason);
void eval_photos_free (EvalPhotos *self); /* NULL is fine */

/* Finds the face of every photo once and has it described by each of models (element-type EvalModel). A photo whose content was
 * met before is left out, so that no face is ever compared with itself, unless keep_duplicates. Each photo that cannot be used is
 * reported in a line. FALSE with an error when the analysis fails; interrupted, it stops and gives TRUE. */
gboolean eval_photos_analyse (EvalPhotos *self, GPtrArray *models, const GArray *settings, EvalChoice choice,
    gboolean keep_duplicates, gboolean with_pictures, Progress *progress, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EvalPhotos, eval_photos_free)

G_END_DECLS
