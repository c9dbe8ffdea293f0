/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* facerec-bench: what each part of this project and the whole of it take, against the alternative, in one run. The files
 * beside this one each measure one part; medians.hh says how. */
#include <cstdio>
#include <cstring>

#include <gst/gst.h>

#include "machine.hh"
#include "material.hh"
#include "part.hh"

namespace
{

const bench::Part parts[] = {
  { "embedding", "faces to embeddings against dlib's ResNet", true, bench::run_embedding },
  { "hog", "frontal faces of a small frame against dlib's HOG detector", true, bench::run_hog },
  { "cnn", "any faces of a small frame against dlib's CNN detector", true, bench::run_cnn },
#ifdef HAVE_DNNL
  { "xception", "Xception's forward pass against im2col and OpenBLAS", true, bench::run_xception },
#else
  { "xception", "Xception's forward pass", true, nullptr, "built without oneDNN" },
#endif
  { "search", "one face and eight against a million enrolled ones, against FAISS and a plain loop", true, bench::run_search },
  { "load", "a gallery of a million faces against reading its file", true, bench::run_load },
  { "overhead", "a large frame without faces against what HOG takes for it", true, bench::run_overhead },
  { "hiding", "a face hidden on a large frame, and frames that wait for it", true, bench::run_hiding },
#ifdef HAVE_OPENCV
  { "chain", "a film from file to names, HOG, against a loop of OpenCV and dlib", true, bench::run_chain },
  { "chain-cnn", "the same with the CNN detector", true, bench::run_chain_cnn },
  { "batch", "a long film by the command batch, against a loop of OpenCV and dlib", true, bench::run_batch },
#else
  { "chain", "a film from file to names", true, nullptr, "built without OpenCV: libopencv-videoio-dev is missing" },
#endif
  { "tracking", "films from file to names with facetrack, against the same without", true, bench::run_tracking },
  { "profile", "what each element takes of a frame", false, bench::run_profile },
  { "queues", "how to arrange queues, threads and films", false, bench::run_queues },
  { "scaling", "how cost grows with frame size, faces and gallery", false, bench::run_scaling },
};

struct Arguments
{
  gboolean json = FALSE, list = FALSE, check = FALSE;
  gint rounds = 9;
  gchar *only = nullptr;

  ~Arguments ()
  {
    g_free (only);
  }
};

const char summary[] = "Measures the parts and the whole of gst-facerec against the alternative: interleaved rounds, medians.\n"
                       "Needs the plugin on its path: meson devenv -C build tests/bench/facerec-bench, or\n"
                       "meson test --benchmark.";

/* Whether to go on; status is the exit code when not. */
bool
parse (Arguments &arguments, int *argc, char ***argv, int &status)
{
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &arguments.json, "Print JSON, nothing else", nullptr },
    { "list", 0, 0, G_OPTION_ARG_NONE, &arguments.list, "List the parts", nullptr },
    { "only", 0, 0, G_OPTION_ARG_STRING, &arguments.only, "Measure these parts (all but profile, queues, scaling)", "PART,..." },
    { "rounds", 0, 0, G_OPTION_ARG_INT, &arguments.rounds, "Rounds of each measurement (9)", "N" },
    { "check", 0, 0, G_OPTION_ARG_NONE, &arguments.check, "Exit code 1 when a promised figure is missed", nullptr },
    { nullptr, 0, 0, G_OPTION_ARG_NONE, nullptr, nullptr, nullptr },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (nullptr);
  g_autoptr (GError) error = nullptr;

  g_option_context_set_summary (context, summary);
  g_option_context_add_main_entries (context, entries, nullptr);
  status = 2;
  if (!g_option_context_parse (context, argc, argv, &error)) {
    std::fprintf (stderr, "facerec-bench: %s\n", error->message);
    return false;
  }
  if (*argc > 1 || arguments.rounds < 1) {
    std::fprintf (stderr, "facerec-bench: %s\n", *argc > 1 ? "takes no arguments but options" : "--rounds is at least 1");
    return false;
  }
  return true;
}

/* The parts asked for; none, with a message, when one of the names is unknown. */
std::vector<const bench::Part *>
choose (const gchar *only)
{
  std::vector<const bench::Part *> chosen;
  g_auto (GStrv) names = only ? g_strsplit (only, ",", -1) : nullptr;

  for (const bench::Part &part : parts)
    if (only ? g_strv_contains (names, part.name) : part.wanted)
      chosen.push_back (&part);
  for (gchar **name = names; name && *name; name++) {
    bool known = false;
    for (const bench::Part *part : chosen)
      known |= std::strcmp (part->name, *name) == 0;
    if (!known) {
      std::fprintf (stderr, "facerec-bench: no part is called \"%s\"; --list tells their names\n", *name);
      return {};
    }
  }
  return chosen;
}

void
measure (const bench::Part &part, const bench::Options &options, bench::Report &report)
{
  if (!part.run) {
    report.skip (part.name, part.measures, part.unavailable);
    return;
  }
  try {
    part.run (options, report);
  } catch (const bench::Missing &missing) {
    report.skip (part.name, part.measures, missing.what ());
  }
}

} // namespace

int
main (int argc, char **argv)
{
  Arguments arguments;
  int status;

  gst_init (nullptr, nullptr);
  if (!parse (arguments, &argc, &argv, status))
    return status;
  if (arguments.list) {
    for (const bench::Part &part : parts)
      std::printf ("%-10s %s\n", part.name, part.measures);
    return 0;
  }
  const auto chosen = choose (arguments.only);
  if (chosen.empty ())
    return 2;

  const auto machine = bench::describe_machine ();
  const bench::Options options = { static_cast<unsigned> (arguments.rounds) };
  bench::Report report (!arguments.json);
  if (!arguments.json)
    for (const auto &[name, value] : machine)
      std::printf ("%-16s %s\n", name.c_str (), value.c_str ());
  try {
    for (const bench::Part *part : chosen)
      measure (*part, options, report);
  } catch (const std::exception &e) {
    report.finish ();
    std::fprintf (stderr, "facerec-bench: %s\n", e.what ());
    return 2;
  }
  report.finish ();
  if (arguments.json)
    report.print_json (machine);
  if (!report.met ())
    std::fprintf (stderr, "facerec-bench: %zu promised figures are missed\n", report.n_missed ());
  return arguments.check && !report.met () ? 1 : 0;
}
