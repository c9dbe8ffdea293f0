/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "material.hh"

namespace bench
{

/* Frames with as many faces as wanted: tiles of TILE x TILE pixels with one face of about 90 pixels each, from the demo's film,
 * on a grey ground. Every tile is another moment of the film. */
class Crowd
{
public:
  static constexpr int TILE = 160;

  /* Throws Missing where the film is. */
  Crowd ();
  /* A frame with the first n tiles, in rows from the top left; n at most (width / TILE) * (height / TILE). */
  Frame draw (int width, int height, unsigned n) const;

private:
  std::vector<std::vector<uint8_t>> tiles; /* packed RGB */
};

} // namespace bench
