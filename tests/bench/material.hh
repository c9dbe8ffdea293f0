/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <glib.h>

#include "direct.hh"

namespace bench
{

/* What is missing on this machine; the text says how to bring it. A part that meets it is skipped. */
struct Missing : std::runtime_error
{
  using std::runtime_error::runtime_error;
};

/* Throws std::runtime_error with the message of error and frees it; prefix stands before it. */
[[noreturn]] void fail (const std::string &prefix, GError *error);

/* A model file by its published name. Throws Missing. */
std::string model_path (const char *name);
/* dlib with its models, compiled for this CPU or for any. Throws Missing. */
std::unique_ptr<Direct> open_direct_models (bool native);

/* A film and photos of people in it. */
struct Film
{
  std::string path, name;
  std::vector<std::pair<std::string, std::string>> photos; /* person, path */
  bool from_data;                                          /* out of $FACEREC_DATA, not the public substitute */
};

/* video/hamilton of $FACEREC_DATA (default: ../shared/data beside the sources) or, where there is none, the demo's own film,
 * which pipelines/demo.sh brings. Throws Missing. */
Film find_film ();
/* The demo's own, whatever else there is: for figures that everybody can measure. Throws Missing. */
Film find_public_film ();

/* Films of one person each, of three kinds of recording, and one with shot cuts, of $FACEREC_DATA or, where there are none, the
 * demo's own. Throws Missing. */
std::vector<Film> find_films_of_one ();

/* One of a few minutes. Throws Missing. */
Film find_long_film ();

/* One frame of a film in the sizes asked for. Rows follow each other without padding. */
struct Frame
{
  int width, height;
  std::vector<uint8_t> rgb;
  std::vector<uint8_t> i420; /* the decoder's own layout; the first width * height bytes are luma */

  Pixels rgb_pixels () const;
  Pixels gray_pixels () const;
};

/* Frames first, first + every, ... of the film, at most n, scaled to width x height (multiples of 4) as GStreamer scales. */
std::vector<Frame> decode (const Film &film, int width, int height, unsigned first, unsigned every, unsigned n);
/* The same frame in another size. */
Frame scale (const Frame &frame, int width, int height);

} // namespace bench
