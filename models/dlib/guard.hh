/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <exception>
#include <new>
#include <utility>

#include "models/error.h"

namespace facerec
{

/* A GError on its way through C++; whoever catches it owns it. */
struct Failure
{
  GError *error;
};

[[noreturn]] inline void
fail (FacerecError code, const char *format, ...) G_GNUC_PRINTF (2, 3);

inline void
fail (FacerecError code, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  GError *error = g_error_new_valist (FACEREC_ERROR, code, format, arguments);
  va_end (arguments);
  throw Failure { error };
}

/* dlib writes some of its messages over several lines, and they may quote bytes of a file: what a terminal would obey is
 * blanked, and a quotation without end is cut. */
inline void
set_error (GError **error, FacerecError code, const char *task, const char *reason) noexcept
{
  constexpr glong longest = 300;
  gchar *line = g_utf8_make_valid (reason, -1);

  for (gchar *p = line; *p; p++)
    if (g_ascii_iscntrl (*p))
      *p = ' ';
  if (g_utf8_strlen (line, -1) > longest)
    *g_utf8_offset_to_pointer (line, longest) = '\0';
  g_set_error (error, FACEREC_ERROR, code, "%s: %s", task, g_strstrip (line));
  g_free (line);
}

/* The edge between C and C++: runs body; whatever it throws becomes error, and failed is returned. task starts the message,
 * code is that of exceptions other than Failure and a lack of memory. */
template <typename R, typename Body>
R
guard (GError **error, FacerecError code, const char *task, R failed, Body &&body) noexcept
{
  try {
    return std::forward<Body> (body) ();
  } catch (const Failure &failure) {
    g_propagate_error (error, failure.error);
  } catch (const std::bad_alloc &) {
    set_error (error, FACEREC_ERROR_ENGINE, task, "not enough memory");
  } catch (const std::exception &exception) {
    set_error (error, code, task, exception.what ());
  } catch (...) {
    set_error (error, code, task, "unknown C++ exception");
  }
  return failed;
}

} // namespace facerec
