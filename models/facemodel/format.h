/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/facemodel.h"

G_BEGIN_DECLS

/* The bytes of a .face file, as facemodel.md lays them out: prefix, header, tensors, checksum. All numbers
 * little-endian. */

#define FACE_MAGIC "\211FACE\r\n\032" /* a transfer as text damages it, and then it is seen at once */
#define FACE_MAGIC_BYTES 8
#define FACE_VERSION 1
#define FACE_PREFIX_BYTES 24 /* magic; version, 32 bits; bytes of the header, 32 bits; bytes of all tensors, 64 bits */
#define FACE_ALIGNMENT 64    /* the header is filled up with spaces so that tensors begin at a multiple of it */
#define FACE_CHECKSUM_BYTES 32 /* SHA-256 over all before it */
#define FACE_MAX_HEADER_BYTES (1u << 20)
#define FACE_MAX_TENSORS 1024

/* In front of the names of the backbone's tensors; the head's own are "head/mean", "head/deviation",
 * "head/0/weights", "head/0/bias". */
#define FACE_BACKBONE_PREFIX "backbone/"
#define FACE_HEAD_PREFIX "head/"

/* What the header says: the model without any number of its tensors, and their names and dimensions in the order of
 * the file. */
typedef struct {
  FacerecFaceModel *model; /* its head, if any, has layers of the right sizes but of zeros */
  GArray *tensors;         /* FacerecTensor without values */
} FaceHeader;

void face_header_clear (FaceHeader *header);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FaceHeader, face_header_clear)

/* The model's header as text, and its tensors, borrowed, in the order in which the header names them: FacerecTensor
 * whose name alone is owned by the array. (transfer full) */
gchar *face_header_write (const FacerecFaceModel *model, GArray *tensors);
/* The tensors alone. (transfer full) */
GArray *face_header_list_tensors (const FacerecFaceModel *model);

/* text of length bytes, not terminated; budget: how many numbers the file holds, which bounds what memory is taken.
 * FALSE: error says what is wrong with it; header to be cleared all the same. */
gboolean face_header_parse (const gchar *text, gsize length, gsize budget, FaceHeader *header, GError **error);

/* A problem of a model's header: FACEREC_ERROR_READ. Returns FALSE. */
gboolean face_header_fail (GError **error, const gchar *format, ...) G_GNUC_PRINTF (2, 3);

G_END_DECLS
