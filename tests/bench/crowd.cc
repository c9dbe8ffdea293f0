/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "crowd.hh"

#include <algorithm>
#include <cstring>

namespace bench
{

namespace
{

constexpr unsigned N_TILES = 32;
constexpr int TILE = Crowd::TILE;
constexpr uint8_t GROUND = 96;

/* A square of the frame around the face, 1.75 times its width, as a tile. */
std::vector<uint8_t>
cut (const Frame &frame, const Box &face)
{
  const int side = std::min<int> (face.width * 7 / 4, frame.height) / 4 * 4;
  const int left = std::clamp<int> (face.x + (face.width - side) / 2, 0, frame.width - side);
  const int top = std::clamp<int> (face.y + (face.height - side) / 2, 0, frame.height - side);
  Frame square = { side, side, std::vector<uint8_t> (side * side * 3), {} };

  for (int y = 0; y < side; y++)
    std::memcpy (&square.rgb[y * side * 3], &frame.rgb[((top + y) * frame.width + left) * 3], side * 3);
  return scale (square, TILE, TILE).rgb;
}

} // namespace

Crowd::Crowd ()
{
  const auto direct = open_direct_models (true);

  for (const Frame &frame : decode (find_public_film (), 720, 576, 0, 30, 3 * N_TILES)) {
    const auto faces = direct->hog_rgb (frame.rgb_pixels ());
    if (!faces.empty () && tiles.size () < N_TILES)
      tiles.push_back (cut (frame, faces.front ()));
  }
  if (tiles.empty ())
    throw std::runtime_error ("no face in the film");
  for (size_t i = 0; tiles.size () < N_TILES; i++)
    tiles.push_back (tiles[i]);
}

Frame
Crowd::draw (int width, int height, unsigned n) const
{
  Frame frame = { width, height, std::vector<uint8_t> (static_cast<size_t> (width) * height * 3, GROUND), {} };
  const unsigned columns = width / TILE;

  for (unsigned i = 0; i < n; i++) {
    const size_t left = i % columns * TILE, top = i / columns * TILE;
    for (int y = 0; y < TILE; y++)
      std::memcpy (&frame.rgb[((top + y) * width + left) * 3], &tiles[i][y * TILE * 3], TILE * 3);
  }
  return scale (frame, width, height);
}

} // namespace bench
