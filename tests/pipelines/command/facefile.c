/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* usage: facefile dlib|xception FILE.face [THRESHOLD]: writes a model file with a head that nobody has trained, of 16 numbers.
 * That of dlib's backbone needs dlib's model file; Xception's weights are made up. THRESHOLD: what it suggests. */
#include <stdio.h>
#include <string.h>

#include "models/backbone.h"
#include "tests/models/xceptionweights.h"

#define N_NUMBERS 16

static FacerecFaceModel *
make_xception (void)
{
  FacerecFaceModel *model = facerec_face_model_new ("random");

  model->backbone = g_strdup ("xception");
  model->input_size = 71;
  model->preprocessing = g_strdup ("signed-unit");
  model->features = 2048;
  model->tensors = xception_seeded_weights (1);
  return model;
}

static FacerecFaceModel *
make_dlib (GError **error)
{
  g_autoptr (FacerecBackbone) backbone = facerec_backbone_open ("dlib", NULL, NULL, error);

  return backbone ? facerec_backbone_new_model (backbone, "untrained") : NULL;
}

static FacerecHead *
make_head (guint features)
{
  FacerecHead *head = facerec_head_new (features);
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  g_autofree gfloat *weights = g_new (gfloat, (gsize) N_NUMBERS * features);

  for (guint i = 0; i < N_NUMBERS * features; i++)
    weights[i] = (gfloat) g_rand_double_range (random, -1, 1);
  facerec_head_add_layer (head, N_NUMBERS, weights, NULL, FALSE);
  return head;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FacerecFaceModel) model = NULL;

  if (argc != 3 && argc != 4)
    return 2;
  model = strcmp (argv[1], "dlib") == 0 ? make_dlib (&error) : make_xception ();
  if (model) {
    model->head = make_head (model->features);
    if (argc == 4)
      model->threshold = g_ascii_strtod (argv[3], NULL);
  }
  if (model && facerec_face_model_write (model, argv[2], &error))
    return 0;
  fprintf (stderr, "%s\n", error->message);
  return 1;
}
