/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "direct.hh"
#include "pass.hh"

namespace bench
{

/* A user's present way, one loop: OpenCV's VideoCapture, BGR to RGB, dlib's detector at the frame's size, five landmarks,
 * chip, ResNet, a plain loop over the encodings, of which the nearest within 0.6 gives the name. What the usual Python
 * program does, without Python. every: look at each such frame only, and count what looking takes for all of them. Throws
 * std::runtime_error when the film cannot be read. */
Pass run_loop (Direct &direct, const std::string &film, const Enrolled &enrolled, bool cnn, unsigned every);

} // namespace bench
