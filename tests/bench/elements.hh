/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <string>

#include <gst/check/gstharness.h>

#include "material.hh"

namespace bench
{

/* Elements in a row, given one frame at a time on the caller's thread: no source, no sink, no clock. line is as for
 * gst-launch-1.0. Throws Missing where an element is not found. */
class Elements
{
public:
  Elements (const std::string &line, const Frame &frame);
  ~Elements ();
  Elements (const Elements &) = delete;
  /* The frame once more; throws std::runtime_error when an element fails. Returns how many faces it left with. */
  unsigned push ();
  /* A member of the property stats of the element of that name, whose type is guint64 or gdouble. */
  double stat (const char *name, const char *member);

private:
  GstHarness *harness;
  GstBuffer *buffer;
};

} // namespace bench
