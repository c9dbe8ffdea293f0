/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/analysisoptions.h"

void
analysis_options_add (AnalysisOptions *self, AnalysisKind kind, GOptionContext *context)
{
  static const gchar *const detector[] = {
    [ANALYSIS_ANY] = "auto, hog (frontal, fast) or cnn (turned faces too, slow); default auto",
    [ANALYSIS_FILMS] = "auto, hog (frontal, fast) or cnn (turned faces too, slow); default hog",
    [ANALYSIS_LIVE] = "auto, hog (frontal, fast) or cnn (turned faces too, slow); default auto",
    [ANALYSIS_COMPARED] = "auto, hog (frontal, fast) or cnn (turned faces too, slow); default auto",
  };
  static const gchar *const min_face_size[] = {
    [ANALYSIS_ANY] = "Smallest face, pixels (default 80; a photo without one is searched again down to 40)",
    [ANALYSIS_FILMS] = "Smallest face, pixels (default 80; 40 in films of fewer than 600 lines)",
    [ANALYSIS_LIVE] = "Smallest face, pixels (default 80)",
    [ANALYSIS_COMPARED] = "Smallest face, pixels (default 80; a photo without one is searched again down to 40)",
  };
  const GOptionEntry entries[] = {
    { "detector", 0, 0, G_OPTION_ARG_FILENAME, &self->detector,
        detector[kind], "NAME" },
    { "min-face-size", 0, 0, G_OPTION_ARG_FILENAME, &self->min_face_size,
        min_face_size[kind], "PX" },
    { "engine", 0, 0, G_OPTION_ARG_FILENAME, &self->engine,
        "What computes: auto, onednn, dlib, or fake for tests (default auto)", "NAME" },
    { "precision", 0, 0, G_OPTION_ARG_FILENAME, &self->precision,
        "Numbers that the networks compute with where there is a choice: auto, f32, bf16 (default auto)", "NAME" },
    { "jitter", 0, 0, G_OPTION_ARG_FILENAME, &self->jitter,
        "Average over N slightly distorted copies of each face (default 0)", "N" },
    { "min-quality", 0, 0, G_OPTION_ARG_FILENAME, &self->min_quality,
        "Leave out faces of less quality, 0 to 1 (default 0; of enroll and eval 0.35)", "Q" },
    { "threads", 0, 0, G_OPTION_ARG_FILENAME, &self->threads,
        "Threads of the detector and of the embedding where its engine can share the work out (default one per core)", "N" },
    G_OPTION_ENTRY_NULL
  };
  const GOptionEntry model[] = {
    { "model", 0, 0, G_OPTION_ARG_FILENAME, &self->model, "Model file of the embedding instead of the default one",
        "FILE" },
    G_OPTION_ENTRY_NULL
  };

  g_option_context_add_main_entries (context, entries, NULL);
  if (kind != ANALYSIS_COMPARED)
    g_option_context_add_main_entries (context, model, NULL);
}

void
analysis_options_collect (const AnalysisOptions *self, GArray *settings)
{
  const ElementSetting own[] = {
    { "--detector", "facerecdetect", "detector", self->detector },
    { "--min-face-size", "facerecdetect", "min-face-size", self->min_face_size },
    { "--threads", "facerecdetect", "threads", self->threads },
    { "--engine", "facerecdetect", "engine", self->engine },
    { "--engine", "faceembed", "engine", self->engine },
    { "--precision", "facerecdetect", "precision", self->precision },
    { "--precision", "faceembed", "precision", self->precision },
    { "--threads", "faceembed", "threads", self->threads },
    { "--model", "faceembed", "model", self->model },
    { "--jitter", "faceembed", "jitter", self->jitter },
    { "--min-quality", "faceembed", "min-quality", self->min_quality },
  };

  g_array_append_vals (settings, own, G_N_ELEMENTS (own));
}

void
analysis_options_clear (AnalysisOptions *self)
{
  g_free (self->detector);
  g_free (self->engine);
  g_free (self->precision);
  g_free (self->model);
  g_free (self->jitter);
  g_free (self->min_face_size);
  g_free (self->min_quality);
  g_free (self->threads);
}
