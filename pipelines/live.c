/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <unistd.h>

#include "models/faceembedder.h"
#include "pipelines/analysisoptions.h"
#include "pipelines/live/camera.h"
#include "pipelines/live/hidden.h"
#include "pipelines/live/session.h"
#include "pipelines/output.h"
#include "pipelines/plugin.h"
#include "pipelines/ruleoptions.h"

typedef struct {
  AnalysisOptions analysis;
  RuleOptions rule;
  gchar *db, *unknown_label, *interval, *hide, *sink;
  gint width, fps, frames, latency;
  gboolean no_window, list;
  LiveSessionOptions session;
  gchar **sources;
} LiveOptions;

#define DESCRIPTION \
    "SOURCE is the first camera when there is none, else\n" \
    "  /dev/video2, or 2    a camera; --list shows those that are found\n" \
    "  film.mp4             a recording, played as fast as it was recorded\n" \
    "  photo.jpg            a photo, standing still\n" \
    "  rtsp://host/stream   a network camera, or a web address; with a login\n" \
    "                       rtsp://user:password@host/stream\n" \
    "  test                 a test picture, without a face\n\n" \
    "Keys, in the window and on the terminal:\n" \
    "  e      enrol the largest face: type a name, then Enter (Esc: do not)\n" \
    "  n      the largest face with a name is not that person\n" \
    "  h      hide strangers (or --hide RULE), and no longer\n" \
    "  l      landmarks on and off\n" \
    "  space  pause and go on\n" \
    "  ?, F1  these keys\n" \
    "  q, Esc quit\n\n" \
    "Who comes and goes is told on standard output, one line each; with --json there is\n" \
    "one JSON line a frame instead. Ctrl-C ends it in order. Exit codes: 0 ended, by\n" \
    "whomever; 1 not one frame came; 2 wrong usage, or the reason is told.\n\n" \
    "Examples:\n" \
    "  gst-facerec live\n" \
    "  gst-facerec live --db enc.bin --hide unknown rtsp://camera.example/stream\n" \
    "  gst-facerec live --db enc.bin film.mp4 --loop\n" \
    "  gst-facerec live --db enc.bin --no-window --json --duration 60 > minute.jsonl\n"

static const gchar *
find_mistake (const LiveOptions *options)
{
  if (options->sources && options->sources[0] && options->sources[1])
    return "live takes one SOURCE; see gst-facerec live --help";
  if (options->width < 0 || options->fps < 0)
    return "--width and --fps take 1 or more";
  if (options->latency < 0)
    return "--latency takes 0 or more";
  if (options->frames < 0 || options->session.duration < 0)
    return "--frames and --duration take more than 0";
  if (options->no_window && options->sink)
    return "--no-window and --sink exclude each other";
  return NULL;
}

static gboolean
parse (LiveOptions *options, gchar **arguments)
{
  const GOptionEntry entries[] = {
    { "db", 0, 0, G_OPTION_ARG_FILENAME, &options->db, "The people to tell apart; made by the first face that is "
        "enrolled when it is not there (default enc.bin here, else in the data folder)", "GALLERY" },
    { "list", 0, 0, G_OPTION_ARG_NONE, &options->list, "Show the cameras that are found, and do nothing else", NULL },
    { "width", 0, 0, G_OPTION_ARG_INT, &options->width, "Width that a camera is asked for", "PX" },
    { "fps", 0, 0, G_OPTION_ARG_INT, &options->fps, "Frames a second that a camera is asked for", "N" },
    { "latency", 0, 0, G_OPTION_ARG_INT, &options->latency,
        "How long the packets of a network camera are waited for (default 200 ms)", "MS" },
    { "loop", 0, 0, G_OPTION_ARG_NONE, &options->session.loop, "A recording begins again when it ends", NULL },
    { "hide", 0, 0, G_OPTION_ARG_STRING, &options->hide, "Whose faces to pixelate: unknown, known, all, or names",
        "RULE" },
    { "landmarks", 0, 0, G_OPTION_ARG_NONE, &options->session.landmarks,
        "Draw the landmarks, and search every frame for them", NULL },
    { "no-window", 0, 0, G_OPTION_ARG_NONE, &options->no_window, "Show no picture", NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->session.json, "One JSON line a frame, as identify writes it", NULL },
    { "duration", 0, 0, G_OPTION_ARG_DOUBLE, &options->session.duration, "End after S seconds", "S" },
    { "frames", 0, 0, G_OPTION_ARG_INT, &options->frames, "End after N frames", "N" },
    { "sink", 0, 0, G_OPTION_ARG_STRING, &options->sink, "Another element to show the picture (default a window)",
        "ELEMENT" },
    { "unknown-label", 0, 0, G_OPTION_ARG_FILENAME, &options->unknown_label, "What a stranger is called", "TEXT" },
    { "interval", 0, 0, G_OPTION_ARG_FILENAME, &options->interval,
        "Search every Nth frame only (default 0: as many as needed to follow faces)", "N" },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &options->session.quiet, "Do not tell who comes and goes", NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->sources, NULL, "[SOURCE]" },
    G_OPTION_ENTRY_NULL
  };
  GOptionContext *context = g_option_context_new (NULL);
  const gchar *mistake;

  g_option_context_set_summary (context, "Shows a camera, recording or network stream in a window, with names.");
  g_option_context_set_description (context, DESCRIPTION);
  g_option_context_add_main_entries (context, entries, NULL);
  rule_options_add (&options->rule, context);
  analysis_options_add (&options->analysis, ANALYSIS_LIVE, context);
  if (!subcommand_parse (&subcommand_live, context, arguments))
    return FALSE;
  mistake = find_mistake (options);
  if (mistake)
    output_problem (NULL, mistake);
  else
    rule_options_suggest (&options->rule, options->analysis.model);
  return !mistake;
}

/* ---- cameras ---- */

static ExitCode
list_cameras (void)
{
  GList *cameras = live_camera_list ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GstDevice) first = NULL;

  for (GList *item = cameras; item; item = item->next) {
    g_autofree gchar *name = gst_device_get_display_name (item->data), *path = live_camera_get_path (item->data);
    g_autofree gchar *text = g_strdup_printf ("%s\t%s", path ? path : "-", name);

    output_line (text);
  }
  if (cameras) {
    g_list_free_full (cameras, gst_object_unref);
    return EXIT_DONE;
  }
  first = live_camera_find_first (&error);
  output_problem (NULL, error ? error->message : "no camera");
  return EXIT_NOTHING;
}

/* ---- running ---- */

static LiveChain *
make_chain (LiveOptions *options, GError **error)
{
  g_autoptr (GArray) settings = g_array_new (TRUE, TRUE, sizeof (ElementSetting));
  const ElementSetting own[] = {
    { "--unknown-label", "faceknn", "unknown-label", options->unknown_label },
    { "--interval", "facerecdetect", "interval", options->interval },
    { "--landmarks", "facerecdetect", "landmarks", options->session.landmarks ? "5" : NULL },
    { "--hide", "facerecoverlay", "hide", options->hide },
    { "--min-quality", "faceenroll", "min-quality", options->analysis.min_quality },
  };

  analysis_options_collect (&options->analysis, settings);
  rule_options_collect (&options->rule, settings);
  g_array_append_vals (settings, own, G_N_ELEMENTS (own));
  return live_chain_new (options->session.window, options->sink, (ElementSetting *) settings->data, error);
}

static void
tell_gallery (const LiveGallery *gallery, gboolean keys)
{
  g_autofree gchar *people = output_count (gallery->n_people, "person", "people");
  g_autofree gchar *faces = output_count (gallery->n_faces, "face", NULL);

  if (gallery->stand_in)
    output_note ("No gallery yet at %s: everybody is unknown. %s", gallery->name, keys
        ? "The key e enrols the face in view." : "gst-facerec enroll makes one from photos.");
  else
    output_note ("%s: %s, %s.", gallery->name, people, faces);
}

/* A warning only: whom it names may be enrolled later. */
static void
check_hidden (const gchar *rule, const LiveGallery *gallery)
{
  g_autofree gchar *nobody = rule ? live_hidden_find_nobody (rule, gallery->people) : NULL;
  g_autofree gchar *reason = NULL;

  if (!nobody)
    return;
  reason = g_strdup_printf ("nobody in %s is called '%s'; the rules are unknown, known, all, or names", gallery->name,
      nobody);
  output_problem ("--hide", reason);
}

static ExitCode
run_live (LiveOptions *options)
{
  g_autoptr (LiveSource) source = NULL;
  g_autoptr (LiveChain) chain = NULL;
  g_autoptr (LiveGallery) gallery = NULL;
  g_autofree gchar *model_id = NULL;
  gboolean keys = options->session.window || isatty (STDIN_FILENO);
  GError *error = NULL;

  if (!plugin_load (&error) || !(source = live_source_new (options->sources ? options->sources[0] : NULL, &error))
      || !(chain = make_chain (options, &error)) || !(model_id = live_chain_load_models (chain, &error))
      || !(gallery = live_gallery_new (options->db, options->db && !keys, model_id,
          facerec_embedder_dimensions_of (options->analysis.model), &error)))
    return subcommand_fail (error);
  source->width = options->width;
  source->fps = options->fps;
  source->latency = (guint) options->latency;
  g_object_set (chain->knn, "db", live_gallery_get_file (gallery), NULL);
  if (!live_chain_connect (chain, source, &error))
    return subcommand_fail (error);
  tell_gallery (gallery, keys);
  check_hidden (options->hide, gallery);
  if (source->kind == LIVE_SOURCE_TEST)
    output_note ("This is the test picture: there are no faces in it.");
  return live_session_run (chain, source, gallery, &options->session);
}

static ExitCode
run (gchar **arguments)
{
  LiveOptions options = { .latency = LIVE_SOURCE_LATENCY };
  ExitCode code = EXIT_WRONG;

  if (parse (&options, arguments)) {
    options.session.window = !options.no_window;
    options.session.hide = options.hide;
    options.session.max_frames = (guint64) options.frames;
    gst_init (NULL, NULL);
    code = options.list ? list_cameras () : run_live (&options);
  }
  analysis_options_clear (&options.analysis);
  rule_options_clear (&options.rule);
  g_free (options.db);
  g_free (options.unknown_label);
  g_free (options.interval);
  g_free (options.hide);
  g_free (options.sink);
  g_strfreev (options.sources);
  return code;
}

const Subcommand subcommand_live = {
  .name = "live",
  .summary = "a camera, recording or network stream in a window with names",
  .run = run,
};
