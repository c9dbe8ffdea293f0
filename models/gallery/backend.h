/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/gallery.h"

G_BEGIN_DECLS

/* Where enrolled people are kept. A backend is one const table of these; gallery.c picks the backend, change.c checks
 * arguments and knows what a change means, load.c and check.c work over any of them. Functions mean what their namesakes in
 * gallery.h say. */
typedef struct _FacerecGalleryBackend FacerecGalleryBackend;

/* The head of every backend's object. */
struct _FacerecGallery {
  const FacerecGalleryBackend *backend;
  FacerecGalleryMode mode;
  gchar *path; /* for messages: facerec_gallery_display_name of what was given */
  gchar *model_id;
  guint dimensions;
  gboolean in_transaction; /* the caller's; kept by change.c */
  const gint *give_up;     /* nullable; see facerec_gallery_set_give_up */
};

/* problem: NULL, or why the row cannot be used, in which case only the ids and what is readable are set. Return FALSE
 * to stop. */
typedef gboolean (*FacerecGalleryPersonRowFunc) (const FacerecGalleryPerson *person, const gchar *problem,
    gpointer user_data);
typedef gboolean (*FacerecGalleryFaceRowFunc) (const gchar *person, const FacerecGalleryFace *face,
    const gchar *problem, gpointer user_data);

/* values: dimensions numbers, in memory of the call; NULL where they were not asked for. */
typedef gboolean (*FacerecGalleryBulkFaceFunc) (gint64 face, gint64 person, const gfloat *values, gpointer user_data);

struct _FacerecGalleryBackend {
  const gchar *name;
  FacerecGallery *(*open) (const gchar *path, FacerecGalleryMode mode, const gchar *model_id, guint dimensions,
      GError **error);
  void (*close) (FacerecGallery *self);
  /* The caller's transaction. in_transaction is FALSE before begin, TRUE in the other two, which both end it: a commit that
   * fails undoes everything. */
  gboolean (*begin) (FacerecGallery *self, GError **error);
  gboolean (*commit) (FacerecGallery *self, GError **error);
  void (*rollback) (FacerecGallery *self);
  /* Around every change: a transaction, or within the caller's a part of it that is undone alone. With ok FALSE, error being
   * set already, or when it cannot be ended, all of it is undone and FALSE returned. */
  gboolean (*begin_change) (FacerecGallery *self, GError **error);
  gboolean (*end_change) (FacerecGallery *self, gboolean ok, GError **error);
  /* Steps of a change, between these two; find_person also without. Names and faces have been checked, but for the name that is
   * looked for, which may be any bytes. */
  /* *id 0 when there is nobody of that name. */
  gboolean (*find_person) (FacerecGallery *self, const gchar *name, gint64 *id, FacerecPersonKind *kind, GError **error);
  /* All that has to be known before a face is added, in one question: find_person, which is not told when func has stopped;
   * and func for every face of the image of that sha256 (nullable: of none) that may be in its way, by id, until it returns
   * FALSE: of every person, or of that negative alone. Of a face only the box is set. */
  gboolean (*look_up) (FacerecGallery *self, const gchar *name, FacerecPersonKind kind, const gchar *sha256,
      FacerecGalleryFaceFunc func, gpointer user_data, gint64 *id, FacerecPersonKind *known_kind, GError **error);
  /* person 0: somebody new of that name and kind. */
  gboolean (*add_face) (FacerecGallery *self, gint64 person, const gchar *name, FacerecPersonKind kind,
      const FacerecGalleryFace *face, GError **error);
  gboolean (*change_name) (FacerecGallery *self, gint64 person, const gchar *name, GError **error);
  gboolean (*change_threshold) (FacerecGallery *self, gint64 person, gfloat own_threshold, GError **error);
  /* All faces of from become those of into; from stays, without any. */
  gboolean (*move_faces) (FacerecGallery *self, gint64 from, gint64 into, GError **error);
  /* With all faces. */
  gboolean (*remove_person) (FacerecGallery *self, gint64 person, GError **error);
  gboolean (*remove_face) (FacerecGallery *self, gint64 face, gboolean *found, GError **error);
  /* Between these two all reading sees one state. No effect within a transaction. */
  gboolean (*begin_read) (FacerecGallery *self, GError **error);
  void (*end_read) (FacerecGallery *self);
  /* By name; by id. */
  gboolean (*foreach_person) (FacerecGallery *self, FacerecGalleryPersonRowFunc func, gpointer user_data,
      GError **error);
  gboolean (*foreach_face) (FacerecGallery *self, const gchar *person, FacerecGalleryFaceRowFunc func,
      gpointer user_data, GError **error);
  /* For loading: as fast as it goes, and with nothing to say but that something is wrong, which the functions above
   * then find and describe. Called between begin_read and end_read. */
  /* By id; n_faces is not set. */
  gboolean (*bulk_people) (FacerecGallery *self, FacerecGalleryPersonRowFunc func, gpointer user_data);
  /* The least and the greatest face's id; 0 and -1 where there is no face. */
  gboolean (*bulk_ids) (FacerecGallery *self, gint64 *least, gint64 *greatest);
  /* Faces first .. last, by id. */
  gboolean (*bulk_faces) (FacerecGallery *self, gint64 first, gint64 last, FacerecGalleryBulkFaceFunc func,
      gpointer user_data);
  /* All faces in any order, without their values, in a fraction of the time. */
  gboolean (*bulk_owners) (FacerecGallery *self, FacerecGalleryBulkFaceFunc func, gpointer user_data);
  /* (transfer full) (nullable): for another thread, seeing the same state, which self holds until that is closed. */
  FacerecGallery *(*new_reader) (FacerecGallery *self);
  /* The store's own findings, a line each, appended to lines (element-type utf8). */
  gboolean (*check) (FacerecGallery *self, GPtrArray *lines, GError **error);
  /* NULL: nobody tells of changes. */
  gboolean (*listen) (FacerecGallery *self, GError **error);
  FacerecGalleryChange (*wait) (FacerecGallery *self, guint timeout_ms, GError **error);
  /* give_up has been set. NULL: of no meaning here. */
  void (*give_up_changed) (FacerecGallery *self);
};

extern const FacerecGalleryBackend facerec_gallery_sqlite;
extern const FacerecGalleryBackend facerec_gallery_postgres; /* where HAVE_POSTGRES */

/* As find_person; FALSE also when there is nobody of that name. */
gboolean facerec_gallery_require_person (FacerecGallery *self, const gchar *name, gint64 *id, FacerecPersonKind *kind,
    GError **error);
/* What facerec_gallery_kind_name gave; *kind is FACEREC_PERSON, and FALSE returned, for any other text and NULL. */
gboolean facerec_gallery_kind_from_name (const gchar *name, FacerecPersonKind *kind);
/* FALSE, and the error of a transaction that is no more. lost: (nullable) why not. */
gboolean facerec_gallery_fail_undone (FacerecGallery *self, const gchar *lost, GError **error);

/* NULL, or why the values cannot be an embedding: not finite, or of a norm no network makes. */
const gchar *facerec_gallery_embedding_problem (const gfloat *values, guint dimensions);
/* NULL, or what is wrong with the rest of a face. */
const gchar *facerec_gallery_face_problem (const FacerecGalleryFace *face);
/* NULL, or why this is no person's own threshold. NaN is fine: none. */
const gchar *facerec_gallery_threshold_problem (gfloat own_threshold);
/* Whether a box of the same image is that of the same face. */
gboolean facerec_gallery_is_same_face (const FacerecGalleryFace *face, gfloat x, gfloat y, gfloat width, gfloat height);
/* NULL, or why the name cannot be stored. */
const gchar *facerec_gallery_name_problem (const gchar *name);

G_END_DECLS
