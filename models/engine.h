/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/error.h"
#include "models/frame.h"

G_BEGIN_DECLS

/* The boundary between C and whatever computes: plain data in, plain data out, GError for reasons. An engine is one
 * file and one row in engine.c. Rules for all of them:
 * - one object per element, never two calls at once on one object; objects share nothing;
 * - on failure the error is set and outputs are untouched;
 * - close accepts NULL;
 * - the same input gives the same output, on every call. */

#define FACEREC_CHIP_SIZE 150                                    /* aligned face, pixels a side */
#define FACEREC_CHIP_BYTES (FACEREC_CHIP_SIZE * FACEREC_CHIP_SIZE * 3) /* packed RGB */
#define FACEREC_MAX_LANDMARKS 68

/* ---- how to compute ---- */
typedef enum {
  FACEREC_PRECISION_AUTO, /* the fastest that the CPU has instructions for and that the accuracy figures allow */
  FACEREC_PRECISION_F32,
  FACEREC_PRECISION_BF16, /* weights and activations of 16 bits, sums of 32 */
} FacerecPrecision;

/* Of one object, from open to close. An engine that cannot share its work out, or has one precision only, takes no notice
 * of it; one that could but not on this CPU fails to open with FACEREC_ERROR_UNAVAILABLE. */
typedef struct {
  guint threads; /* 0: one per core the process may use; the object's own, whatever other objects have */
  FacerecPrecision precision;
} FacerecEngineOptions;

/* ---- finding faces ---- */
typedef struct _FacerecDetector FacerecDetector;

typedef struct {
  /* px, 10..; the detectors' own is 80, where they find faces from about 72 px (HOG) or 40 px (CNN) on. Smaller: the picture
   * is doubled until it holds, but never beyond 64 (HOG) or 4 (CNN) million pixels, so large pictures may be doubled less
   * than asked; the CNN also halves pictures above its limit. From 160 on it is halved. Above 80, boxes with a side below
   * 0.9 times this are dropped. */
  gint min_face_size;
  gfloat threshold;   /* added to the detector's own: 0 its default, > 0 stricter, < 0 more faces */
} FacerecDetectOptions;

typedef struct {
  const gchar *name;       /* what a box's origin is called: "dlib-hog", "dlib-mmod", "fake" */
  const gchar *model_file; /* default model file name, NULL when built in */
  /* options NULL: the defaults, all zero. */
  FacerecDetector *(*open) (const gchar *model_path, const FacerecEngineOptions *options, GError **error);
  /* Appends FacerecBox elements to boxes, best score first. */
  gboolean (*detect) (FacerecDetector *self, const FacerecFrame *frame, const FacerecDetectOptions *options,
      GArray *boxes, GError **error);
  void (*close) (FacerecDetector *self);
  /* What it computes with, for people: "AVX-512 with bf16, bf16, 2 threads". (transfer full). NULL: there is nothing to tell. */
  gchar *(*describe) (FacerecDetector *self);
  /* About how long one frame of that size takes on this CPU, ms: a figure measured once for each kind of CPU, so that it
   * is the same on every call and at every load. 0: it cannot run here. NULL: nobody has measured it. */
  gdouble (*expected_ms) (const FacerecEngineOptions *engine_options, gint width, gint height,
      const FacerecDetectOptions *options);
} FacerecDetectorImpl;

/* ---- landmarks and the aligned chip ---- */
typedef struct _FacerecAligner FacerecAligner;

typedef struct {
  guint n;                             /* 5 or 68; 0: none */
  gfloat xy[2 * FACEREC_MAX_LANDMARKS]; /* pixels of the frame: x0,y0,x1,y1,... in dlib's order */
} FacerecLandmarks;

typedef struct {
  const gchar *model_file_5, *model_file_68; /* default model file names; NULL when none is needed */
  FacerecAligner *(*open) (const gchar *model_path, GError **error);
  /* Landmarks of the face in box; their number is the model's. */
  gboolean (*landmarks) (FacerecAligner *self, const FacerecFrame *frame, const FacerecBox *box,
      FacerecLandmarks *landmarks, GError **error);
  /* The upright face, FACEREC_CHIP_BYTES of packed RGB, padding 0.25 as dlib's get_face_chip_details does. Needs no model:
   * self may be NULL when landmarks came from elsewhere. */
  gboolean (*chip) (FacerecAligner *self, const FacerecFrame *frame, const FacerecLandmarks *landmarks, guint8 *chip,
      GError **error);
  void (*close) (FacerecAligner *self);
  /* How many landmarks it finds, as the model that was opened has it: 5 or 68. NULL: the model does not decide it. */
  guint (*n_landmarks) (FacerecAligner *self);
} FacerecAlignerImpl;

/* ---- describing faces ---- */
typedef struct _FacerecEmbedder FacerecEmbedder;

typedef struct {
  const gchar *model_file; /* default model file name; NULL when none is needed */
  /* options NULL: the defaults, all zero. */
  FacerecEmbedder *(*open) (const gchar *model_path, const FacerecEngineOptions *options, GError **error);
  /* Length of an embedding, floats. */
  guint (*dimensions) (FacerecEmbedder *self);
  /* Identifies the network: embeddings compare only when this is equal. Owned by self. */
  const gchar *(*model_id) (FacerecEmbedder *self);
  /* chips: n * FACEREC_CHIP_BYTES; embeddings: n * dimensions. jitter: 0, or the number of slightly distorted copies
   * of each chip to average over (seeded, hence repeatable). */
  gboolean (*embed) (FacerecEmbedder *self, const guint8 *chips, guint n, guint jitter, gfloat *embeddings,
      GError **error);
  void (*close) (FacerecEmbedder *self);
  /* What it computes with, for people, as a detector's. (transfer full). NULL: there is nothing to tell. */
  gchar *(*describe) (FacerecEmbedder *self);
} FacerecEmbedderImpl;

/* ---- the table ---- */
typedef struct {
  const gchar *name;              /* "onednn", "dlib", "fake" */
  /* Whether this CPU can run it; why not in the error. NULL: every CPU can. */
  gboolean (*usable) (GError **error);
  const FacerecDetectorImpl *hog; /* NULL where the engine has none */
  const FacerecDetectorImpl *cnn;
  const FacerecAlignerImpl *aligner;
  const FacerecEmbedderImpl *embedder;
} FacerecEngine;

/* All engines of this build, best first, NULL-terminated. */
const FacerecEngine *const *facerec_engines (void);
/* name "auto", "" or NULL: the first that is usable, but never the fake one, which must be asked for. Unknown, not built in or
 * not usable here: NULL with FACEREC_ERROR_UNAVAILABLE saying which, and what there is. */
const FacerecEngine *facerec_engine_find (const gchar *name, GError **error);

G_END_DECLS
