/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pass.hh"

namespace bench
{

/* line: a pipeline as gst-launch-1.0 takes it, with a filesrc called "file" and a sink called "sink". Runs it over film
 * from beginning to end. Models and the gallery are loaded before the clock starts; opening the film, typefinding and
 * plugging the decoder count. Throws Missing where an element is not found, else std::runtime_error. */
Pass run_stream (const std::string &line, const std::string &film);

} // namespace bench
