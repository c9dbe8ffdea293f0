/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <istream>
#include <memory>
#include <streambuf>
#include <string>

#include "models/dlib/guard.hh"
#include "models/modelfile.h"

namespace facerec
{

/* Bytes in memory as the stream dlib reads from. */
class BytesBuffer : public std::streambuf
{
public:
  explicit BytesBuffer (GBytes *bytes)
  {
    gsize size;
    char *data = const_cast<char *> (static_cast<const char *> (g_bytes_get_data (bytes, &size)));

    setg (data, data, data + size);
  }
};

/* A model file read and checked; see models/modelfile.h. */
class ModelFile
{
public:
  std::string id;
  bool published; /* its checksum is known: the content needs no distrust */

  explicit ModelFile (const char *path_)
    : path (path_)
  {
    GError *error = nullptr;
    gchar *model_id = nullptr;

    bytes.reset (facerec_model_file_read (path_, &model_id, &error));
    if (!bytes)
      throw Failure { error };
    id = model_id;
    g_free (model_id);
    published = id.compare (0, 7, "sha256:") != 0;
  }

  /* Reads the model with parse (std::istream &), which must consume the file to its end. kind: what it should be, for the
   * message. */
  template <typename Parse>
  void
  parse (const char *kind, Parse &&parse) const
  {
    BytesBuffer buffer (bytes.get ());
    std::istream stream (&buffer);

    try {
      parse (stream);
    } catch (const std::bad_alloc &) {
      /* A length in a foreign file can be anything; in a file we know it is the memory that is short. */
      if (published)
        throw;
      refuse (kind, "it asks for more memory than there is");
    } catch (const std::exception &exception) {
      refuse (kind, exception.what ());
    }
    if (stream.peek () != std::istream::traits_type::eof ())
      refuse (kind, "there is something behind its end");
  }

  [[noreturn]] void
  refuse (const char *kind, const char *reason) const
  {
    GError *error = nullptr;
    const std::string task = "model file " + path + " is " + (published ? id + ", not a " : "no ") + kind;

    set_error (&error, FACEREC_ERROR_READ, task.c_str (), reason);
    throw Failure { error };
  }

private:
  struct Unref
  {
    void
    operator() (GBytes *bytes) const
    {
      g_bytes_unref (bytes);
    }
  };
  std::string path;
  std::unique_ptr<GBytes, Unref> bytes;
};

} // namespace facerec
