/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <string>

#include "models/modelfile.h"

/* The path of a published model; without it there is nothing to compare: says SKIP and ends the program. */
inline std::string
need_model (const char *file_name)
{
  GError *error = nullptr;
  gchar *path = facerec_model_file_find (nullptr, file_name, &error);
  std::string result;

  if (!path) {
    g_print ("1..0 # SKIP %s\n", error->message);
    std::exit (0);
  }
  result = path;
  g_free (path);
  return result;
}
