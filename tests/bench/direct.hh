/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace bench
{

/* Interleaved bytes that somebody else owns: 3 a pixel (red, green, blue) or 1 (grey). */
struct Pixels
{
  const uint8_t *data;
  long width, height, stride;
};

struct Box
{
  long x, y, width, height;
};

/* dlib called directly, the way its own examples and the Python package face_recognition do: what this project is
 * compared with. Pixels are read where they lie, so that no conversion is counted against it. One thread at a time. */
class Direct
{
public:
  virtual ~Direct () = default;
  virtual std::string build () const = 0; /* how it was compiled */
  virtual std::vector<Box> hog_rgb (const Pixels &rgb) = 0;
  virtual std::vector<Box> hog_gray (const Pixels &gray) = 0;
  virtual std::vector<Box> cnn (const Pixels &rgb) = 0;
  /* Five landmarks, then the aligned chip of 150x150 pixels, packed RGB. */
  virtual std::vector<uint8_t> chip (const Pixels &rgb, const Box &box) = 0;
  /* chips: n times what chip returns, back to back. Returns n * 128 numbers. */
  virtual std::vector<float> embed (const uint8_t *chips, unsigned n) = 0;
};

/* Two builds of the same source: as Debian compiles dlib, for any CPU, and for the very CPU that compiles it, all of it that
 * is in headers: HOG, landmarks, chips. Products of matrices are OpenBLAS's own in both, chosen for the CPU. Paths of the
 * three model files. */
std::unique_ptr<Direct> open_direct (const std::string &landmarks, const std::string &resnet, const std::string &mmod);
std::unique_ptr<Direct> open_direct_native (const std::string &landmarks, const std::string &resnet,
    const std::string &mmod);

} // namespace bench
