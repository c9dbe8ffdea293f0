/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <dlib/image_io.h>
#include <glib.h>

/* The photos the reference tests compare on. */
namespace pictures
{

typedef dlib::array2d<dlib::rgb_pixel> Rgb;
typedef dlib::array2d<unsigned char> Gray;

inline bool
is_picture (const std::filesystem::path &path)
{
  std::string extension = path.extension ().string ();

  std::transform (extension.begin (), extension.end (), extension.begin (), ::tolower);
  return extension == ".jpg" || extension == ".jpeg" || extension == ".png";
}

/* Every every-th picture below folder, in order of name; none when there is no such folder. */
inline void
collect (const std::filesystem::path &folder, size_t every, std::vector<std::string> &paths)
{
  std::vector<std::string> found;

  if (std::filesystem::is_directory (folder))
    for (const auto &entry : std::filesystem::recursive_directory_iterator (folder))
      if (entry.is_regular_file () && is_picture (entry.path ()))
        found.push_back (entry.path ().string ());
  std::sort (found.begin (), found.end ());
  for (size_t i = 0; i < found.size (); i += every)
    paths.push_back (found[i]);
}

/* $FACEREC_DATA, else shared/data beside the source tree. */
inline std::filesystem::path
data_folder ()
{
  const char *own = std::getenv ("FACEREC_DATA");
  const char *root = std::getenv ("FACEREC_SOURCE_ROOT");

  if (own && *own)
    return own;
  return std::filesystem::path (root ? root : ".") / ".." / "shared" / "data";
}

/* What a fresh Debian has: the group photo of visp-images-data, the portrait of python3-skimage. */
inline std::vector<std::string>
packaged ()
{
  std::vector<std::string> paths;

  for (const char *path : { "/usr/share/visp-images-data/ViSP-images/Solvay/Solvay_conference_1927_Version2_2126x1463.jpg",
           "/usr/lib/python3/dist-packages/skimage/data/astronaut.png" })
    if (std::filesystem::exists (path))
      paths.push_back (path);
  return paths;
}

/* Photos of many scenes and sizes. */
inline std::vector<std::string>
scenes ()
{
  std::vector<std::string> paths = packaged ();

  collect (data_folder () / "detection", 1, paths);
  collect (data_folder () / "lfw" / "images", 47, paths);
  return paths;
}

/* Photos of mostly one face each. */
inline std::vector<std::string>
portraits ()
{
  std::vector<std::string> paths = packaged ();

  collect (data_folder () / "detection" / "dlib_faces", 1, paths);
  collect (data_folder () / "gallery" / "facerec_knn", 4, paths);
  collect (data_folder () / "lfw" / "images", 29, paths);
  return paths;
}

inline Rgb
load_rgb (const std::string &path)
{
  Rgb picture;

  dlib::load_image (picture, path);
  return picture;
}

} // namespace pictures
