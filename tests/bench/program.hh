/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <string>
#include <vector>

namespace bench
{

/* Runs a program to its end and returns what it printed. One without a slash is looked for beside this program, then in
 * $PATH. Throws Missing when there is none, std::runtime_error when it fails. */
std::string run_program (const std::vector<std::string> &arguments);

/* A folder for temporary files, gone with the object. */
struct Folder
{
  std::string path;

  Folder ();
  ~Folder ();
  Folder (const Folder &) = delete;
};

} // namespace bench
