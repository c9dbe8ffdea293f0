/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/knn/livegallery.h"

#include "elements/base/messagetext.h"
#include "elements/knn/gallerywatch.h"
#include "models/gallery.h"

GST_DEBUG_CATEGORY_STATIC (facerecgallery_debug);
#define GST_CAT_DEFAULT facerecgallery_debug

struct _GstFacerecLiveGallery {
  GstFacerecAnalysis *owner;

  GMutex lock; /* of all below; never held while a file is read or a message is posted */
  gchar *path;
  FacerecEncodings *encodings;
  gchar *encodings_path; /* where they were read, which path may no longer be; as people may see it */
  gchar *stream_model_id; /* of the embeddings that come; NULL before the first */
  GstFacerecGalleryWatch *watch; /* from open to close */
};

GstFacerecLiveGallery *
gst_facerec_live_gallery_new (GstFacerecAnalysis *owner)
{
  GstFacerecLiveGallery *self = g_new0 (GstFacerecLiveGallery, 1);

  GST_DEBUG_CATEGORY_INIT (facerecgallery_debug, "facerecgallery", 0, "gallery of an element");
  self->owner = owner;
  g_mutex_init (&self->lock);
  return self;
}

void
gst_facerec_live_gallery_free (GstFacerecLiveGallery *self)
{
  if (!self)
    return;
  gst_facerec_live_gallery_close (self);
  g_free (self->path);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
gst_facerec_live_gallery_set_path (GstFacerecLiveGallery *self, const gchar *path)
{
  g_mutex_lock (&self->lock);
  g_free (self->path);
  self->path = g_strdup (path);
  if (self->watch)
    gst_facerec_gallery_watch_set_path (self->watch, path);
  g_mutex_unlock (&self->lock);
}

gchar *
gst_facerec_live_gallery_dup_path (GstFacerecLiveGallery *self)
{
  gchar *path;

  g_mutex_lock (&self->lock);
  path = g_strdup (self->path);
  g_mutex_unlock (&self->lock);
  return path;
}

FacerecEncodings *
gst_facerec_live_gallery_ref_encodings (GstFacerecLiveGallery *self)
{
  FacerecEncodings *encodings;

  g_mutex_lock (&self->lock);
  encodings = self->encodings ? facerec_encodings_ref (self->encodings) : NULL;
  g_mutex_unlock (&self->lock);
  return encodings;
}

static void
tell (GstFacerecLiveGallery *self, const gchar *status, const gchar *path, FacerecEncodings *encodings,
    const GError *error)
{
  GstStructure *structure = gst_structure_new ("face-db", "status", G_TYPE_STRING, status, "people", G_TYPE_UINT,
      encodings ? facerec_encodings_get_n_people (encodings) : 0, "faces", G_TYPE_UINT,
      encodings ? facerec_encodings_get_n_faces (encodings) : 0, NULL);

  gst_facerec_message_set_text (structure, "path", path);
  gst_facerec_message_set_text (structure, "error", error ? error->message : NULL);
  gst_element_post_message (GST_ELEMENT (self->owner), gst_message_new_element (GST_OBJECT (self->owner), structure));
}

/* ---- changes ---- */

/* Puts new encodings in the place of the old, unless they cannot be compared with what the stream brings. Those that are
 * the same stay: a track's name is settled by these, and a file that was only touched unsettles nothing. Thread of the
 * watch, the only one that replaces them. */
static gboolean
swap_encodings (GstFacerecLiveGallery *self, FacerecEncodings *encodings, const gchar *path, GError **error)
{
  const gchar *model_id = facerec_encodings_get_model_id (encodings);
  g_autofree gchar *stream_model_id = NULL;
  g_autoptr (FacerecEncodings) known = gst_facerec_live_gallery_ref_encodings (self);
  FacerecEncodings *old = NULL;

  if (known && facerec_encodings_equal (encodings, known))
    encodings = known;
  g_mutex_lock (&self->lock);
  if (!self->stream_model_id || g_str_equal (self->stream_model_id, model_id)) {
    old = self->encodings;
    self->encodings = facerec_encodings_ref (encodings);
    g_free (self->encodings_path);
    self->encodings_path = g_strdup (path);
  } else {
    stream_model_id = g_strdup (self->stream_model_id);
  }
  g_mutex_unlock (&self->lock);

  facerec_encodings_unref (old);
  if (!stream_model_id)
    return TRUE;
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_MISMATCH,
      "gallery %s was made with model \"%s\", the faces of the stream are described by \"%s\"", path, model_id,
      stream_model_id);
  return FALSE;
}

/* The file has changed, or another one was set. Thread of the watch. */
static void
on_changed (const gchar *address, FacerecEncodings *encodings, const GError *error, gpointer user_data)
{
  GstFacerecLiveGallery *self = user_data;
  g_autofree gchar *path = address ? facerec_gallery_display_name (address) : NULL;
  g_autoptr (GError) mismatch = NULL;
  g_autoptr (FacerecEncodings) kept = NULL;
  const GError *reason = error;

  if (encodings && swap_encodings (self, encodings, path, &mismatch)) {
    GST_INFO_OBJECT (self->owner, "gallery %s read again: %u faces", path, facerec_encodings_get_n_faces (encodings));
    tell (self, "loaded", path, encodings, NULL);
    return;
  }
  if (mismatch)
    reason = mismatch;
  kept = gst_facerec_live_gallery_ref_encodings (self);
  gst_facerec_analysis_post_error (self->owner, GST_MESSAGE_WARNING, reason);
  tell (self, "kept", path, kept, reason);
}

/* ---- from open to close ---- */

gboolean
gst_facerec_live_gallery_open (GstFacerecLiveGallery *self, FacerecWorkers *workers, GError **error)
{
  g_autofree gchar *path = gst_facerec_live_gallery_dup_path (self);
  g_autofree gchar *name = path ? facerec_gallery_display_name (path) : NULL;
  g_autoptr (FacerecEncodings) encodings = NULL;
  GstFacerecGalleryWatch *watch;
  guint64 stamp;

  stamp = path && *path ? facerec_gallery_stamp (path) : 0;
  encodings = gst_facerec_gallery_read (path, NULL, FALSE, workers, error);
  if (!encodings)
    return FALSE;
  g_mutex_lock (&self->lock);
  self->encodings = facerec_encodings_ref (encodings);
  self->encodings_path = g_strdup (name);
  g_mutex_unlock (&self->lock);
  tell (self, "loaded", name, encodings, NULL);

  /* From here on the watch may put others in their place. */
  watch = gst_facerec_gallery_watch_new (path, stamp, encodings, on_changed, self);
  g_mutex_lock (&self->lock);
  self->watch = watch;
  /* Set by somebody while it was being read. */
  if (g_strcmp0 (path, self->path) != 0)
    gst_facerec_gallery_watch_set_path (watch, self->path);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

void
gst_facerec_live_gallery_close (GstFacerecLiveGallery *self)
{
  GstFacerecGalleryWatch *watch;

  g_mutex_lock (&self->lock);
  watch = g_steal_pointer (&self->watch);
  g_mutex_unlock (&self->lock);
  gst_facerec_gallery_watch_free (watch);

  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->encodings, facerec_encodings_unref);
  g_clear_pointer (&self->encodings_path, g_free);
  g_clear_pointer (&self->stream_model_id, g_free);
  g_mutex_unlock (&self->lock);
}

/* ---- the stream's model ---- */

gboolean
gst_facerec_live_gallery_check_model (GstFacerecLiveGallery *self, const FacerecEncodings *encodings,
    const gchar *model_id, gsize dimensions, GError **error)
{
  g_autofree gchar *path = NULL;
  gboolean fits = g_strcmp0 (model_id, facerec_encodings_get_model_id (encodings)) == 0
      && dimensions == facerec_encodings_get_dimensions (encodings);

  g_mutex_lock (&self->lock);
  if (fits && g_strcmp0 (self->stream_model_id, model_id) != 0) {
    g_free (self->stream_model_id);
    self->stream_model_id = g_strdup (model_id);
  }
  path = fits ? NULL : g_strdup (self->encodings_path);
  g_mutex_unlock (&self->lock);
  if (fits)
    return TRUE;
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_MISMATCH,
      "the faces are described by model \"%s\" (%" G_GSIZE_FORMAT " numbers), gallery %s was made with \"%s\" (%u): "
      "enrol again with the model of faceembed", model_id ? model_id : "?", dimensions, path,
      facerec_encodings_get_model_id (encodings), facerec_encodings_get_dimensions (encodings));
  return FALSE;
}
