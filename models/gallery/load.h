/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/encodings-private.h"
#include "models/gallery/backend.h"

G_BEGIN_DECLS

/* One loading of a gallery: made between begin_read and end_read, told which faces to read and which are there
 * already, run once. */
typedef struct _FacerecGalleryLoad FacerecGalleryLoad;

/* Reads all people. NULL: one cannot be used. */
FacerecGalleryLoad *facerec_gallery_load_new (FacerecGallery *gallery);
void facerec_gallery_load_free (FacerecGalleryLoad *self); /* NULL is fine */
/* Without any face so far. */
const FacerecEncodings *facerec_gallery_load_get_people (const FacerecGalleryLoad *self);

/* What is to be there, in order of ids. */
/* Faces first .. last, to be read. */
void facerec_gallery_load_add_ids (FacerecGalleryLoad *self, gint64 first, gint64 last);
/* All faces, least .. greatest, to be read and compared with base. */
void facerec_gallery_load_add_base (FacerecGalleryLoad *self, const FacerecRows *base, gint64 least, gint64 greatest);
/* The rows of chunk, without reading them. people: of each row, G_MAXUINT: the face is gone. */
void facerec_gallery_load_add_kept (FacerecGalleryLoad *self, FacerecChunk *chunk, const guint *people);

/* (transfer full) sealed; NULL: something cannot be used. base: as for facerec_encodings_seal_from. */
FacerecEncodings *facerec_gallery_load_run (FacerecGalleryLoad *self, const FacerecEncodings *base,
    FacerecWorkers *workers);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FacerecGalleryLoad, facerec_gallery_load_free)

G_END_DECLS
