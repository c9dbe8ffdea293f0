/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "models/engine.h"

#include "models/fake.h"

#ifdef HAVE_DLIB
#include "models/dlib/engine.h"

static const FacerecEngine engine_dlib = {
  .name = "dlib",
  .hog = &facerec_dlib_hog,
  .cnn = &facerec_dlib_mmod,
  .aligner = &facerec_dlib_aligner,
  .embedder = &facerec_dlib_embedder,
};
#endif

#ifdef HAVE_ONEDNN
#include "models/hog/detector.h"
#include "models/onednn/cpu.h"
#include "models/onednn/engine.h"

static const FacerecEngine engine_onednn = {
  .name = "onednn",
  .usable = facerec_onednn_usable,
  .hog = &facerec_hog,
  .cnn = &facerec_onednn_mmod,
  .aligner = &facerec_dlib_aligner,
  .embedder = &facerec_onednn_embedder,
};
#endif

/* Best first: "auto" is the first row that this CPU can run. */
static const FacerecEngine *const engines[] = {
#ifdef HAVE_ONEDNN
  &engine_onednn,
#endif
#ifdef HAVE_DLIB
  &engine_dlib,
#endif
  &facerec_engine_fake,
  NULL,
};

const FacerecEngine *const *
facerec_engines (void)
{
  return engines;
}

static gchar *
list_names (void)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; engines[i]; i++)
    g_string_append_printf (names, "%s%s", i ? ", " : "", engines[i]->name);
  return g_string_free (names, FALSE);
}

const FacerecEngine *
facerec_engine_find (const gchar *name, GError **error)
{
  g_autofree gchar *names = NULL;

  if (!name || !*name || g_str_equal (name, "auto")) {
    /* Nobody who wants faces is content with bright blobs. */
    for (guint i = 0; engines[i] != &facerec_engine_fake; i++)
      if (!engines[i]->usable || engines[i]->usable (NULL))
        return engines[i];
    g_set_error_literal (error, FACEREC_ERROR, FACEREC_ERROR_UNAVAILABLE,
        "this build has no engine but \"fake\", for tests: build it with dlib");
    return NULL;
  }
  for (guint i = 0; engines[i]; i++)
    if (g_str_equal (engines[i]->name, name))
      return !engines[i]->usable || engines[i]->usable (error) ? engines[i] : NULL;

  names = list_names ();
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_UNAVAILABLE,
      "engine \"%s\" is not part of this build, which has: %s (or auto)", name, names);
  return NULL;
}
