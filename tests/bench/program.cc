/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "program.hh"

#include <filesystem>

#include "material.hh"

namespace bench
{

namespace fs = std::filesystem;

namespace
{

std::string
find_program (const std::string &name)
{
  const fs::path beside = fs::read_symlink ("/proc/self/exe").parent_path () / name;

  if (name.find ('/') != std::string::npos)
    return name;
  if (fs::exists (beside))
    return beside.string ();
  g_autofree gchar *found = g_find_program_in_path (name.c_str ());
  if (!found)
    throw Missing ("no program " + name + "; build it, and run this inside meson devenv -C build");
  return found;
}

} // namespace

std::string
run_program (const std::vector<std::string> &arguments)
{
  std::vector<std::string> words = arguments;
  std::vector<gchar *> pointers;
  g_autofree gchar *out = nullptr, *complaints = nullptr;
  GError *error = nullptr;
  int status;

  words[0] = find_program (words[0]);
  for (std::string &word : words)
    pointers.push_back (word.data ());
  pointers.push_back (nullptr);
  if (!g_spawn_sync (nullptr, pointers.data (), nullptr, G_SPAWN_DEFAULT, nullptr, nullptr, &out, &complaints, &status,
          &error))
    fail (words[0], error);
  if (!g_spawn_check_wait_status (status, &error))
    fail (words[0] + ": " + complaints, error);
  return out;
}

Folder::Folder ()
{
  g_autofree gchar *made = g_dir_make_tmp ("facerec-bench-XXXXXX", nullptr);

  if (!made)
    throw std::runtime_error ("no folder for temporary files");
  path = made;
}

Folder::~Folder ()
{
  std::error_code ignored;

  fs::remove_all (path, ignored);
}

} // namespace bench
