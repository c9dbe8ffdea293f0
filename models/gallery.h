/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/encodings.h"

G_BEGIN_DECLS

/* Enrolled people on disk: one SQLite file whatever its name, mode 0600, crash-safe; models/gallery.md describes it.
 * All strings are UTF-8. Not thread-safe: one object per thread. Several processes may open one file. */
typedef struct _FacerecGallery FacerecGallery;

typedef enum {
  FACEREC_GALLERY_READ,   /* must exist */
  FACEREC_GALLERY_WRITE,  /* must exist */
  FACEREC_GALLERY_CREATE, /* made when missing; needs model_id and dimensions */
} FacerecGalleryMode;

typedef struct {
  gint64 id;
  gchar *name;
  FacerecPersonKind kind;
  gfloat own_threshold; /* NaN: none */
  guint n_faces;
} FacerecGalleryPerson;

typedef struct {
  gint64 id;             /* out only */
  const gfloat *values;  /* the embedding, dimensions floats */
  gfloat quality;        /* 0..1, NaN: unknown */
  gfloat x, y, width, height;
  const gchar *source;   /* path or address of the picture, any UTF-8; nullable */
  const gchar *sha256;   /* of the source image, 64 hex digits; nullable */
  gint64 time_us;        /* Unix time of enrolment, microseconds */
} FacerecGalleryFace;

/* model_id NULL: whatever the file was made with; else a file of another model is refused (MISMATCH, both ids named). */
FacerecGallery *facerec_gallery_open (const gchar *path, FacerecGalleryMode mode, const gchar *model_id,
    guint dimensions, GError **error);
void facerec_gallery_close (FacerecGallery *self);
const gchar *facerec_gallery_get_model_id (FacerecGallery *self);
guint facerec_gallery_get_dimensions (FacerecGallery *self);

/* A name can be stored when it is valid UTF-8 of 1..200 bytes without control characters, slash, or leading or trailing
 * white space. Otherwise FACEREC_ERROR_ARGUMENT says which. */
gboolean facerec_gallery_check_name (const gchar *name, GError **error);

/* Several additions in one transaction; what commit returned TRUE for survives SIGKILL and power loss. Other writers wait,
 * at most 30 s. Without begin every change commits by itself. */
gboolean facerec_gallery_begin (FacerecGallery *self, GError **error);
gboolean facerec_gallery_commit (FacerecGallery *self, GError **error);
void facerec_gallery_rollback (FacerecGallery *self);

/* Adds a face; the person is made when new. duplicate_of (out, transfer full, nullable): set to the name of the person who
 * already has a face from an image with the same sha256, in which case nothing is added and TRUE returned. */
gboolean facerec_gallery_add_face (FacerecGallery *self, const gchar *person, FacerecPersonKind kind,
    const FacerecGalleryFace *face, gchar **duplicate_of, GError **error);
gboolean facerec_gallery_rename (FacerecGallery *self, const gchar *from, const gchar *to, GError **error);
gboolean facerec_gallery_remove (FacerecGallery *self, const gchar *person, GError **error);
gboolean facerec_gallery_remove_face (FacerecGallery *self, gint64 face_id, GError **error);
/* All faces of from become faces of into; from is gone. */
gboolean facerec_gallery_merge (FacerecGallery *self, const gchar *from, const gchar *into, GError **error);
gboolean facerec_gallery_set_threshold (FacerecGallery *self, const gchar *person, gfloat own_threshold, GError **error);

/* (transfer full) (element-type FacerecGalleryPerson), by name; NULL on error. */
GPtrArray *facerec_gallery_list_people (FacerecGallery *self, GError **error);
/* Calls func for every face of person (NULL: of everybody), in order of id, until it returns FALSE. */
typedef gboolean (*FacerecGalleryFaceFunc) (const gchar *person, const FacerecGalleryFace *face, gpointer user_data);
gboolean facerec_gallery_foreach_face (FacerecGallery *self, const gchar *person, FacerecGalleryFaceFunc func,
    gpointer user_data, GError **error);

/* Everything into memory, every value validated (dimension, finite, norm). (transfer full) */
FacerecEncodings *facerec_gallery_load (FacerecGallery *self, GError **error);
/* Changes whenever anybody has committed a change to the file at path, or replaced it; cheap enough to ask four times a
 * second. 0 when there is no such file. */
guint64 facerec_gallery_stamp (const gchar *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FacerecGallery, facerec_gallery_close)

G_END_DECLS
