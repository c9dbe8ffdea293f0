/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "dialects.h"
#include "models/facemodel.h"
#include "xceptionweights.h"

/* Xception with made-up weights (tests/models/xceptionweights.h), to try the whole way with: as a Keras file or a .face one. */

static int
write_face (const gchar *path, const FacerecTensors *weights, guint size)
{
  g_autoptr (FacerecFaceModel) model = facerec_face_model_new ("random");
  g_autoptr (GError) error = NULL;

  model->backbone = g_strdup ("xception");
  model->input_size = size;
  model->preprocessing = g_strdup ("signed-unit");
  model->features = 2048;
  model->tensors = facerec_tensors_ref ((FacerecTensors *) weights);
  if (facerec_face_model_write (model, path, &error))
    return EXIT_SUCCESS;
  g_printerr ("%s\n", error->message);
  return EXIT_FAILURE;
}

int
main (int argc, char **argv)
{
  static const gchar *const dialects[] = { "official", "keras2", "nested", "saved" };
  g_autoptr (FacerecTensors) weights = NULL;

  if (argc != 4 && argc != 5) {
    g_printerr ("usage: make-xception SEED official|keras2|nested|saved OUT.h5\n       make-xception SEED face OUT.face SIZE\n");
    return 2;
  }
  weights = xception_seeded_weights ((guint32) strtoul (argv[1], NULL, 10));
  if (argc == 5 && strcmp (argv[2], "face") == 0)
    return write_face (argv[3], weights, (guint) strtoul (argv[4], NULL, 10));
  for (guint i = 0; argc == 4 && i < G_N_ELEMENTS (dialects); i++)
    if (strcmp (argv[2], dialects[i]) == 0) {
      keras_write (argv[3], (KerasDialect) i, weights, NULL);
      return EXIT_SUCCESS;
    }
  g_printerr ("%s: no such kind of file\n", argv[2]);
  return 2;
}
