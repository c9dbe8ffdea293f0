/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <cstring>

#include <dlib/image_transforms.h>

#include "models/dlib/engine.h"
#include "models/dlib/model.hh"
#include "models/dlib/resnet.hh"
#include "models/dlib/weights.hh"

using namespace facerec;

typedef dlib::matrix<dlib::rgb_pixel> Chip;

struct _FacerecEmbedder
{
  ResNet network;
  std::string model_id;
};

namespace
{

const guint DIMENSIONS = 128;
/* Chips that go through the network at once: more are not faster, and each takes some megabytes. */
const guint BATCH = 16;

const char *const KIND = "face embedding network";

FacerecEmbedder *
load (const char *model_path)
{
  ModelFile file (model_path);
  std::unique_ptr<FacerecEmbedder> self (new FacerecEmbedder ());

  file.parse (KIND, [&self] (std::istream &stream) { deserialize (self->network, stream); });
  self->model_id = file.id;
  return self.release ();
}

FacerecNetwork *
read_network (const char *path, gchar **model_id)
{
  ModelFile file (path);
  const std::unique_ptr<ResNet> net (new ResNet ());

  file.parse (KIND, [&net] (std::istream &stream) { deserialize (*net, stream); });
  FacerecNetwork *network = network_from_dlib (*net, file, KIND);
  *model_id = g_strdup (file.id.c_str ());
  return network;
}

Chip
chip_from_bytes (const guint8 *bytes)
{
  Chip chip (FACEREC_CHIP_SIZE, FACEREC_CHIP_SIZE);

  std::memcpy (&chip (0, 0), bytes, FACEREC_CHIP_BYTES);
  return chip;
}

void
embed_plain (ResNet &network, const guint8 *chips, guint n, gfloat *embeddings)
{
  for (guint done = 0; done < n; done += BATCH) {
    std::vector<Chip> batch;

    for (guint i = done; i < n && i < done + BATCH; i++)
      batch.push_back (chip_from_bytes (chips + static_cast<gsize> (i) * FACEREC_CHIP_BYTES));
    for (const auto &embedding : network (batch, BATCH)) {
      std::copy (embedding.begin (), embedding.end (), embeddings);
      embeddings += DIMENSIONS;
    }
  }
}

/* The mean of the network's answers to jittered copies. The random numbers start anew for every chip: its embedding must not
 * depend on what came before. */
void
embed_jittered (ResNet &network, const guint8 *bytes, guint jitter, gfloat *embedding)
{
  const Chip chip = chip_from_bytes (bytes);
  dlib::rand random;
  dlib::matrix<float, 0, 1> sum = dlib::zeros_matrix<float> (DIMENSIONS, 1);

  for (guint done = 0; done < jitter; done += BATCH) {
    std::vector<Chip> batch;

    for (guint i = done; i < jitter && i < done + BATCH; i++)
      batch.push_back (dlib::jitter_image (chip, random));
    for (const auto &one : network (batch, BATCH))
      sum += one;
  }
  sum /= jitter;
  std::copy (sum.begin (), sum.end (), embedding);
}

/* ---- the C side ---- */

FacerecEmbedder *
embedder_open (const gchar *model_path, const FacerecEngineOptions *, GError **error)
{
  return guard<FacerecEmbedder *> (error, FACEREC_ERROR_READ, "cannot load the embedding network", nullptr,
      [=] { return load (model_path); });
}

guint
embedder_dimensions (FacerecEmbedder *)
{
  return DIMENSIONS;
}

const gchar *
embedder_model_id (FacerecEmbedder *self)
{
  return self->model_id.c_str ();
}

gboolean
embedder_embed (FacerecEmbedder *self, const guint8 *chips, guint n, guint jitter, gfloat *embeddings, GError **error)
{
  return guard<gboolean> (error, FACEREC_ERROR_ENGINE, "cannot describe faces", FALSE, [=] {
    std::vector<gfloat> found (static_cast<size_t> (n) * DIMENSIONS);

    if (jitter == 0)
      embed_plain (self->network, chips, n, found.data ());
    else
      for (guint i = 0; i < n; i++)
        embed_jittered (self->network, chips + static_cast<gsize> (i) * FACEREC_CHIP_BYTES, jitter,
            found.data () + static_cast<size_t> (i) * DIMENSIONS);
    std::copy (found.begin (), found.end (), embeddings);
    return TRUE;
  });
}

void
embedder_close (FacerecEmbedder *self)
{
  delete self;
}

} // namespace

const FacerecEmbedderImpl facerec_dlib_embedder = { "dlib_face_recognition_resnet_model_v1.dat", embedder_open,
  embedder_dimensions, embedder_model_id, embedder_embed, embedder_close, nullptr };

FacerecNetwork *
facerec_dlib_read_resnet (const gchar *path, gchar **model_id, GError **error)
{
  return guard<FacerecNetwork *> (error, FACEREC_ERROR_READ, "cannot load the embedding network", nullptr,
      [=] { return read_network (path, model_id); });
}

gboolean
facerec_dlib_jitter (const guint8 *chip, guint n, guint8 *copies, GError **error)
{
  return guard<gboolean> (error, FACEREC_ERROR_ENGINE, "cannot make jittered copies of a face", FALSE, [=] {
    const Chip original = chip_from_bytes (chip);
    dlib::rand random;

    for (guint i = 0; i < n; i++) {
      const Chip copy = dlib::jitter_image (original, random);

      std::memcpy (copies + static_cast<gsize> (i) * FACEREC_CHIP_BYTES, &copy (0, 0), FACEREC_CHIP_BYTES);
    }
    return TRUE;
  });
}
