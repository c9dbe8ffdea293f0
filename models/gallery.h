/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/encodings.h"
#include "models/workers.h"

G_BEGIN_DECLS

/* Enrolled people on disk: one SQLite file whatever its name, mode 0600, crash-safe; or shared by machines, in a database
 * of a PostgreSQL server whose address is given in the path's place: postgresql://…, all that libpq knows. models/gallery.md
 * describes both. All strings are UTF-8. Not thread-safe: one object per thread. Several processes may open one gallery. */
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
  gint64 id;             /* out only; never given to another face */
  const gfloat *values;  /* the embedding, dimensions floats */
  gfloat quality;        /* 0..1, NaN: unknown */
  gfloat x, y, width, height; /* the box in pixels of the upright image; all 0: unknown */
  const gchar *source;   /* path or address of the picture, any UTF-8; nullable */
  const gchar *sha256;   /* of the source image, 64 lower-case hex digits; nullable */
  gint64 time_us;        /* Unix time of enrolment, microseconds */
} FacerecGalleryFace;

/* Whether path is the address of a server, postgresql://… or postgres://…, and no file. */
gboolean facerec_gallery_is_shared (const gchar *path);
/* path as it may be told to anybody, which is what errors and messages do: an address without its password. (transfer
 * full) */
gchar *facerec_gallery_display_name (const gchar *path);

/* Errors: NOT_FOUND; OPEN for what is no readable regular file (nothing waits on a FIFO); READ for a file that is no
 * gallery, of another version, or changed beyond its schema; WRITE and NO_SPACE when it cannot be made. model_id
 * NULL: whatever the file was made with; else a file of another model is refused (MISMATCH, both ids named).
 * Of a server: NOT_FOUND where no gallery has been made in the database; OPEN when it cannot be reached, has no such
 * database or lets nobody in; UNAVAILABLE in a build without libpq. Nothing waits for ever: connecting takes 5 s for each
 * of its addresses (connect_timeout of the address says otherwise), an answer 10 s. What was begun when the connection
 * breaks is undone and fails; the next call connects again. */
FacerecGallery *facerec_gallery_open (const gchar *path, FacerecGalleryMode mode, const gchar *model_id,
    guint dimensions, GError **error);
void facerec_gallery_close (FacerecGallery *self);
/* give_up: (nullable) borrowed until the gallery is closed; any thread may set it (g_atomic_int_set). While it is not 0 no answer
 * of a server is waited for longer than a quarter of a second, and none is asked for anew: what was begun fails as when the
 * connection breaks (FACEREC_ERROR_OPEN). Making a connection is not cut short. Files do not look at it. */
void facerec_gallery_set_give_up (FacerecGallery *self, const gint *give_up);
/* "person" or "negative", as it is stored and told. */
const gchar *facerec_gallery_kind_name (FacerecPersonKind kind);
const gchar *facerec_gallery_get_model_id (FacerecGallery *self);
guint facerec_gallery_get_dimensions (FacerecGallery *self);

/* A name can be stored when it is valid UTF-8 of 1..200 bytes without control characters, slash, a dot at its beginning,
 * or leading or trailing white space. Otherwise FACEREC_ERROR_ARGUMENT says which. */
gboolean facerec_gallery_check_name (const gchar *name, GError **error);
/* "not PERSON": as whom samples of those are kept who were mistaken for that person (FACEREC_NEGATIVE);
 * models/identity.md tells what they do. (transfer full) */
gchar *facerec_gallery_negative_name (const gchar *person);

/* Several additions in one transaction; what commit returned TRUE for survives SIGKILL and power loss. Other writers
 * wait, at most 30 s. Without begin every change commits by itself. */
gboolean facerec_gallery_begin (FacerecGallery *self, GError **error);
gboolean facerec_gallery_commit (FacerecGallery *self, GError **error);
void facerec_gallery_rollback (FacerecGallery *self);

/* Adds a face; the person is made when new; a person stays what kind it was first enrolled as (ARGUMENT).
 * duplicate_of (out, transfer full, nullable): set to the name of the person, this one or another, who has the same
 * face of the same image already, in which case nothing is added and TRUE returned; else NULL. Same image: equal
 * sha256. Same face: the boxes share more than half of the smaller one, or one of them has no size. So a group photo
 * may enrol each person in it once. The faces of a negative count for that negative alone: who is not Ann may be
 * enrolled, as Bob. Everything is checked before anything is written: embedding finite and of a norm of 0.001..1000,
 * quality, box, sha256, source (at most 8192 bytes of UTF-8). */
gboolean facerec_gallery_add_face (FacerecGallery *self, const gchar *person, FacerecPersonKind kind,
    const FacerecGalleryFace *face, gchar **duplicate_of, GError **error);
/* Nobody of that name, or no such face: FACEREC_ERROR_ARGUMENT. The samples that are against a person only go with that
 * person: their negative is renamed, merged and removed along. Renaming to somebody who is enrolled too, and merging
 * a person with a negative or with itself: likewise. What is removed is overwritten in the file with zeros. A person
 * whose last face was removed stays, with name and threshold. */
gboolean facerec_gallery_rename (FacerecGallery *self, const gchar *from, const gchar *to, GError **error);
gboolean facerec_gallery_remove (FacerecGallery *self, const gchar *person, GError **error);
gboolean facerec_gallery_remove_face (FacerecGallery *self, gint64 face_id, GError **error);
/* All faces of from become faces of into, whose threshold stays; from is gone. */
gboolean facerec_gallery_merge (FacerecGallery *self, const gchar *from, const gchar *into, GError **error);
/* The person's own threshold stands in for the identity rule's distance_threshold; 0..100, NaN: none again. */
gboolean facerec_gallery_set_threshold (FacerecGallery *self, const gchar *person, gfloat own_threshold,
    GError **error);

/* (transfer full) (element-type FacerecGalleryPerson), by name; NULL on error. */
GPtrArray *facerec_gallery_list_people (FacerecGallery *self, GError **error);
/* Calls func for every face of person (NULL: of everybody), in order of id, until it returns FALSE. What func is
 * given lives as long as the call; func must not change the gallery. Stops with FACEREC_ERROR_READ at a value that
 * cannot be used. */
typedef gboolean (*FacerecGalleryFaceFunc) (const gchar *person, const FacerecGalleryFace *face, gpointer user_data);
gboolean facerec_gallery_foreach_face (FacerecGallery *self, const gchar *person, FacerecGalleryFaceFunc func,
    gpointer user_data, GError **error);

/* The self-check. Unlike loading it goes on after what it finds. */
typedef enum {
  FACEREC_GALLERY_ISSUE_FILE,      /* the file itself: who may read it, its pages */
  FACEREC_GALLERY_ISSUE_DAMAGED,   /* a person or face that cannot be used, or a face of nobody; nothing loads with it */
  FACEREC_GALLERY_ISSUE_NO_FACES,  /* a person without faces: never named */
  FACEREC_GALLERY_ISSUE_OUTLIER,   /* a face nearer to another person's faces than to the rest of its own person's */
  FACEREC_GALLERY_ISSUE_DUPLICATE, /* two faces with the same embedding, as from two copies of one picture */
  FACEREC_GALLERY_ISSUE_SKIPPED,   /* nothing wrong: what was not looked for, since it would take many minutes */
} FacerecGalleryIssueKind;

typedef struct {
  FacerecGalleryIssueKind kind;
  gchar *text;           /* one line for people to read; never NULL */
  gchar *person;         /* NULL where it is about the file, or the name cannot be read */
  gint64 face_id;        /* 0: not about one face */
  gchar *other_person;   /* OUTLIER, DUPLICATE, else NULL */
  gint64 other_face_id;  /* DUPLICATE, else 0 */
  gfloat own_distance;   /* OUTLIER: root mean square distance to the rest of its own person's faces, else NaN */
  gfloat other_distance; /* OUTLIER: and to the other person's; DUPLICATE: between the two; else NaN */
} FacerecGalleryIssue;

/* (transfer full) (element-type FacerecGalleryIssue): first the file, then people by name, then faces by id; empty:
 * all is well. NULL only when the file cannot be read to its end. Takes about as long as identifying every face in
 * it by mean encodings; outliers are not looked for where faces times people exceed 2 * 10^10. */
GPtrArray *facerec_gallery_check (FacerecGallery *self, GError **error);

/* Everything into memory, every value validated (dimension, finite, norm), people and faces in order of their ids.
 * (transfer full) */
FacerecEncodings *facerec_gallery_load (FacerecGallery *self, GError **error);
/* The same, sharing the memory of all rows that have not changed with base: sealed encodings of an earlier state, or of
 * anything, or NULL. by_ids: faces that base has are not read again but believed to be what they were, as the contract
 * in models/gallery.md promises; a gallery that was replaced by another is noticed. With any base and any workers (NULL:
 * none) the result is the same to the bit. */
FacerecEncodings *facerec_gallery_reload (FacerecGallery *self, const FacerecEncodings *base, gboolean by_ids,
    FacerecWorkers *workers, GError **error);
/* Appends what is in the gallery to sum: equal galleries give equal sums. Of a file, its bytes; of a server, what naming
 * depends on: model, people, and faces by id. */
gboolean facerec_gallery_digest (const gchar *path, GChecksum *sum, GError **error);

/* ---- being told of changes ---- */

/* Of a gallery that is shared: the server tells. From listen on every change that is committed by anybody, by our programs
 * or by hand, is noticed by the next wait. The object is for reading only then, and does not connect again by itself. */
typedef enum {
  FACEREC_GALLERY_CHANGE_NONE,
  FACEREC_GALLERY_CHANGE_ROWS,   /* faces or people have come, gone, or are called otherwise: reload may go by ids */
  FACEREC_GALLERY_CHANGE_VALUES, /* faces may have other values under the same ids */
  FACEREC_GALLERY_CHANGE_LOST,   /* there is no connection any more; error is set */
} FacerecGalleryChange;
/* FACEREC_ERROR_ARGUMENT for a file. */
gboolean facerec_gallery_listen (FacerecGallery *self, GError **error);
/* Waits at most that long. */
FacerecGalleryChange facerec_gallery_wait (FacerecGallery *self, guint timeout_ms, GError **error);

/* Of a file. Changes whenever anybody has committed a change to the file at path, or replaced it; may change a few times more
 * within 50 ms after that. Cheap enough to ask four times a second (one stat). 0 when there is no such file. */
guint64 facerec_gallery_stamp (const gchar *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FacerecGallery, facerec_gallery_close)

G_END_DECLS
