/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "machine.hh"

#include <fstream>
#include <sstream>

#include <dlib/revision.h>
#include <glib.h>
#include <gst/gst.h>
#include <openblas_config.h>
#include <sched.h>

#ifdef HAVE_DNNL
#include <dnnl.h>
#endif
#ifdef HAVE_OPENCV
#include <opencv2/core/version.hpp>
#endif
#ifdef HAVE_FAISS
#include <faiss/Index.h>
#endif

extern "C" {
char *openblas_get_corename (void);
int openblas_get_num_threads (void);
}

namespace bench
{

namespace
{

/* The value of a line "name : value" of /proc/cpuinfo; the first core speaks for all. */
std::string
cpu_info (const std::string &name)
{
  std::ifstream file ("/proc/cpuinfo");
  std::string line;

  while (std::getline (file, line))
    if (line.compare (0, name.size (), name) == 0 && line.find (": ") != std::string::npos)
      return line.substr (line.find (": ") + 2);
  return "unknown";
}

std::string
instruction_sets ()
{
  std::istringstream flags (cpu_info ("flags"));
  std::string flag, found;

  while (flags >> flag)
    for (const char *wanted : { "sse4_2", "avx", "avx2", "fma", "avx512f", "avx512_vnni", "avx512_bf16", "amx_bf16" })
      if (flag == wanted)
        found += (found.empty () ? "" : " ") + flag;
  return found;
}

std::string
n_cores ()
{
  cpu_set_t set;

  CPU_ZERO (&set);
  return sched_getaffinity (0, sizeof set, &set) == 0 ? std::to_string (CPU_COUNT (&set)) : "unknown";
}

std::string
date ()
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree gchar *text = g_date_time_format (now, "%F %H:%M UTC");

  return text;
}

std::string
onednn ()
{
#ifdef HAVE_DNNL
  const dnnl_version_t *version = dnnl_version ();

  return std::to_string (version->major) + "." + std::to_string (version->minor) + "."
      + std::to_string (version->patch);
#else
  return "not built in";
#endif
}

std::string
numbers (std::initializer_list<int> parts)
{
  std::string text;

  for (int part : parts)
    text += (text.empty () ? "" : ".") + std::to_string (part);
  return text;
}

} // namespace

std::vector<std::pair<std::string, std::string>>
describe_machine ()
{
  guint major, minor, micro, nano;

  gst_version (&major, &minor, &micro, &nano);
  return {
    { "cpu", cpu_info ("model name") },
    { "instruction sets", instruction_sets () },
    { "cores", n_cores () },
    { "date", date () },
    { "compiler", "gcc " __VERSION__ },
    { "gstreamer", numbers ({ static_cast<int> (major), static_cast<int> (minor), static_cast<int> (micro) }) },
    { "dlib", numbers ({ DLIB_MAJOR_VERSION, DLIB_MINOR_VERSION, DLIB_PATCH_VERSION }) },
    { "openblas", std::string (OPENBLAS_VERSION) + ", " + openblas_get_corename () + ", "
            + std::to_string (openblas_get_num_threads ()) + " threads" },
    { "onednn", onednn () },
#ifdef HAVE_OPENCV
    { "opencv", CV_VERSION },
#endif
#ifdef HAVE_FAISS
    { "faiss", numbers ({ FAISS_VERSION_MAJOR, FAISS_VERSION_MINOR, FAISS_VERSION_PATCH }) },
#endif
  };
}

} // namespace bench
