/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/embed/batch.h"

void
gst_facerec_embed_batch_init (GstFacerecEmbedBatch *self)
{
  self->chips = g_byte_array_new ();
  self->pictures = g_array_new (FALSE, FALSE, sizeof (GstFacerecTrackPicture));
  self->embeddings = g_array_new (FALSE, FALSE, sizeof (gfloat));
  self->jitter = 0;
}

void
gst_facerec_embed_batch_clear (GstFacerecEmbedBatch *self)
{
  g_clear_pointer (&self->chips, g_byte_array_unref);
  g_clear_pointer (&self->pictures, g_array_unref);
  g_clear_pointer (&self->embeddings, g_array_unref);
}

void
gst_facerec_embed_batch_empty (GstFacerecEmbedBatch *self)
{
  g_byte_array_set_size (self->chips, 0);
  g_array_set_size (self->pictures, 0);
  g_array_set_size (self->embeddings, 0);
}

guint
gst_facerec_embed_batch_count (const GstFacerecEmbedBatch *self)
{
  return self->pictures->len;
}

guint8 *
gst_facerec_embed_batch_begin_face (GstFacerecEmbedBatch *self)
{
  g_byte_array_set_size (self->chips, (self->pictures->len + 1) * FACEREC_CHIP_BYTES);
  return self->chips->data + (gsize) self->pictures->len * FACEREC_CHIP_BYTES;
}

void
gst_facerec_embed_batch_end_face (GstFacerecEmbedBatch *self, const GstFacerecTrackPicture *picture)
{
  if (picture)
    g_array_append_val (self->pictures, *picture);
  else
    g_byte_array_set_size (self->chips, self->pictures->len * FACEREC_CHIP_BYTES);
}

gboolean
gst_facerec_embed_batch_run (GstFacerecEmbedBatch *self, const FacerecEmbedderImpl *impl, FacerecEmbedder *embedder,
    GError **error)
{
  g_array_set_size (self->embeddings, self->pictures->len * impl->dimensions (embedder));
  return impl->embed (embedder, self->chips->data, self->pictures->len, self->jitter, (gfloat *) self->embeddings->data,
      error);
}

const gfloat *
gst_facerec_embed_batch_get_embedding (const GstFacerecEmbedBatch *self, guint face)
{
  return (const gfloat *) self->embeddings->data + (gsize) face * (self->embeddings->len / self->pictures->len);
}

const GstFacerecTrackPicture *
gst_facerec_embed_batch_get_picture (const GstFacerecEmbedBatch *self, guint face)
{
  return &g_array_index (self->pictures, GstFacerecTrackPicture, face);
}
