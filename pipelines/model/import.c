/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "models/xception.h"
#include "pipelines/model/commands.h"
#include "pipelines/output.h"

#ifdef HAVE_HDF5
#include "pipelines/model/kerasimport.h"

/* A model's name out of a file's: what it may not hold becomes '-'. (transfer full) */
static gchar *
name_of_file (const gchar *output)
{
  g_autofree gchar *base = g_path_get_basename (output);

  if (g_str_has_suffix (base, FACEREC_FACE_MODEL_SUFFIX))
    base[strlen (base) - strlen (FACEREC_FACE_MODEL_SUFFIX)] = '\0';
  g_strcanon (base, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "._-", '-');
  return g_strndup (*base ? base : "imported", FACEREC_FACE_MODEL_MAX_NAME);
}

static gboolean
import (const ModelOptions *options, const KerasImportOptions *keras, GError **error)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (FacerecFaceModel) model = keras_import (options->keras, keras, notes, error);

  if (!model || !facerec_face_model_write (model, options->output, error))
    return FALSE;
  for (guint i = 0; i < notes->len; i++)
    output_note ("%s: %s", options->keras, (const gchar *) g_ptr_array_index (notes, i));
  model_info_print (model, options->output, options->json);
  return TRUE;
}

ExitCode
model_import (const ModelOptions *options)
{
  g_autofree gchar *name = options->name ? g_strdup (options->name) : name_of_file (options->output);
  KerasImportOptions keras = { name, (guint) options->input_size, FACEREC_POOLING_MAX };
  GError *error = NULL;

  if (options->input_size < FACEREC_XCEPTION_MIN_SIZE || options->input_size > FACEREC_XCEPTION_MAX_SIZE) {
    g_set_error (&error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT, "--input-size %d: Xception takes pictures of %d to %d px",
        options->input_size, FACEREC_XCEPTION_MIN_SIZE, FACEREC_XCEPTION_MAX_SIZE);
    return subcommand_fail (error);
  }
  if (options->pooling && !facerec_pooling_parse (options->pooling, &keras.pooling)) {
    g_set_error (&error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT, "--pooling \"%s\": there are max, avg and flatten",
        options->pooling);
    return subcommand_fail (error);
  }
  return import (options, &keras, &error) ? EXIT_DONE : subcommand_fail (error);
}
#else
ExitCode
model_import (const ModelOptions *options)
{
  output_problem (options->keras, "this build reads no Keras files: install libhdf5-dev and build it with -Dkeras=enabled");
  return EXIT_WRONG;
}
#endif
