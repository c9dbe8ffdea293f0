/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/head.h"
#include "models/tensors.h"

G_BEGIN_DECLS

/* A model file of one's own (.face): how to get from a face's chip to its embedding, in one self-contained file.
 * facemodel.md describes the bytes. Plain data; backbone.h computes features, head.h embeddings, faceembedder.h both. */

#define FACEREC_FACE_MODEL_SUFFIX ".face"
#define FACEREC_FACE_MODEL_MAX_NAME 64 /* letters, digits, '.', '_' and '-' */

/* How a feature comes out of the last layer's places, C x H x W. */
typedef enum {
  FACEREC_POOLING_MAX,     /* C numbers: the largest of all places */
  FACEREC_POOLING_AVERAGE, /* C numbers */
  FACEREC_POOLING_FLATTEN, /* H x W x C numbers in this order, as Keras' Flatten has them */
} FacerecPooling;

/* "max", "avg", "flatten". The second: FALSE when there is no such pooling, which is left alone then. */
const gchar *facerec_pooling_name (FacerecPooling pooling);
gboolean facerec_pooling_parse (const gchar *name, FacerecPooling *pooling);

typedef struct {
  gchar *name; /* what people call it; part of the id. Not NULL */

  /* ---- what the embedding depends on ---- */
  gchar *backbone;        /* "dlib" or "xception", see backbone.h; another is an error of who opens it, not of the file */
  guint input_size;       /* side of the square picture that the backbone sees, px; the chip is resized to it */
  gchar *preprocessing;   /* of pixels 0..255: "dlib" (minus the network's mean, / 256), "signed-unit" (/ 127.5 - 1) */
  FacerecPooling pooling; /* dlib: always average */
  guint features;         /* length of the backbone's feature */
  gchar *needs_id;        /* dlib: "dlib-resnet-v1", id of the file that brings the backbone's weights; */
  gchar *needs_sha256;    /* and its SHA-256, 64 hex digits. NULL both: tensors brings them */
  FacerecTensors *tensors; /* the backbone's own, named and laid out as xception.h says; NULL: none */
  FacerecHead *head;      /* NULL: none, the embedding is the feature */

  /* ---- what it does not ---- */
  gchar *metric;          /* how embeddings are compared: "euclidean" */
  gdouble threshold;      /* suggested distance-threshold of faceknn, 0 <; NAN: none */
  gchar *training_sha256; /* hash of the training set as the trainer defines it, 64 hex digits; NULL: unknown */
  gchar *metrics;         /* a JSON object as text: figures of validation; NULL: none */
  gchar *notes;           /* a JSON object as text: free for everybody, such as options of the training; NULL: none */
} FacerecFaceModel;

/* metric "euclidean", no threshold, pooling max; all else 0 or NULL, to be filled in. (transfer full) */
FacerecFaceModel *facerec_face_model_new (const gchar *name);
void facerec_face_model_free (FacerecFaceModel *self); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FacerecFaceModel, facerec_face_model_free)

/* The same backbone without head, threshold, metrics and training hash, named "raw-<backbone>"; tensors are shared.
 * (transfer full) */
FacerecFaceModel *facerec_face_model_raw (const FacerecFaceModel *self);

/* Length of an embedding: the head's, or without one the feature's. */
guint facerec_face_model_dimensions (const FacerecFaceModel *self);

/* "face:<name>:<12 hex digits>": which embeddings compare with its own. The digits are of the SHA-256 over all that
 * the embedding depends on, and nothing else: figures, threshold and notes may change, the id stays. A raw dlib has
 * needs_id as its id, since its embeddings are the same. (transfer full) */
gchar *facerec_face_model_id (const FacerecFaceModel *self);

/* Whether everything is there, within bounds and fits together: FACEREC_ERROR_ARGUMENT says what is not. */
gboolean facerec_face_model_check (const FacerecFaceModel *self, GError **error);

/* The header that a file of it has, facemodel.md: all but the numbers, as a JSON object. (transfer full) */
gchar *facerec_face_model_describe (const FacerecFaceModel *self);

/* ---- files ---- */

/* Whether path is a regular file that begins as a model file does. FALSE, too, when it cannot be read: opening it
 * will say why. */
gboolean facerec_face_model_is_file (const gchar *path);

/* Reads and checks a file as if an enemy had made it. FACEREC_ERROR_NOT_FOUND, _OPEN, and _READ for all that is wrong
 * inside, with path and reason. (transfer full) */
FacerecFaceModel *facerec_face_model_read (const gchar *path, GError **error);
/* The same of bytes; path is for messages. */
FacerecFaceModel *facerec_face_model_parse (const gchar *path, gconstpointer data, gsize size, GError **error);

/* Checks the model and writes it in place of what path was, at once or not at all, with fsync, mode 0644 before
 * umask. The same model makes the same bytes. FACEREC_ERROR_ARGUMENT, _WRITE, _NO_SPACE. */
gboolean facerec_face_model_write (const FacerecFaceModel *self, const gchar *path, GError **error);
/* The bytes. (transfer full) */
GBytes *facerec_face_model_serialise (const FacerecFaceModel *self, GError **error);

G_END_DECLS
