/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>
#include <string.h>

#include "pipelines/gallerycommands.h"
#include "pipelines/output.h"

/* No face has it. */
#define NO_FACE G_MININT64
/* That add enrols at most: what the vote is by. */
#define DEFAULT_FACES 5

/* What a command was given after the gallery's name. */
typedef struct {
  gchar **names;
  gboolean json;
  gint64 face; /* of --face, or NO_FACE */
  GalleryAddition addition; /* of add; cluster NO_FACE: not given */
} GalleryArguments;

typedef ExitCode (*GalleryFunc) (FacerecGallery *gallery, const GalleryArguments *arguments, GError **error);

typedef struct {
  const gchar *name, *usage;
  guint n_names;
  FacerecGalleryMode mode;
  GalleryFunc run;
} GalleryCommand;

static ExitCode
run_list (FacerecGallery *gallery, const GalleryArguments *arguments, GError **error)
{
  return gallery_list (gallery, arguments->json, error);
}

static ExitCode
run_show (FacerecGallery *gallery, const GalleryArguments *arguments, GError **error)
{
  return gallery_show (gallery, arguments->names[0], arguments->json, error);
}

static ExitCode
run_check (FacerecGallery *gallery, const GalleryArguments *arguments, GError **error)
{
  return gallery_check (gallery, arguments->json, error);
}

static ExitCode
run_rename (FacerecGallery *gallery, const GalleryArguments *arguments, GError **error)
{
  return facerec_gallery_rename (gallery, arguments->names[0], arguments->names[1], error) ? EXIT_DONE : EXIT_WRONG;
}

static ExitCode
run_merge (FacerecGallery *gallery, const GalleryArguments *arguments, GError **error)
{
  return facerec_gallery_merge (gallery, arguments->names[0], arguments->names[1], error) ? EXIT_DONE : EXIT_WRONG;
}

static ExitCode
run_copy (FacerecGallery *gallery, const GalleryArguments *arguments, GError **error)
{
  return gallery_copy (gallery, arguments->names[0], arguments->json, error);
}

static gboolean
note_face (const gchar *person, const FacerecGalleryFace *face, gpointer user_data)
{
  gint64 *wanted = user_data;

  if (face->id == *wanted)
    *wanted = NO_FACE;
  return *wanted != NO_FACE;
}

/* One that nothing can read, and that therefore has to go. */
static gboolean
is_damaged_face_of (FacerecGallery *gallery, const gchar *person, gint64 face)
{
  g_autoptr (GPtrArray) issues = facerec_gallery_check (gallery, NULL);

  for (guint i = 0; issues && i < issues->len; i++) {
    const FacerecGalleryIssue *issue = g_ptr_array_index (issues, i);

    if (issue->kind == FACEREC_GALLERY_ISSUE_DAMAGED && issue->face_id == face && g_strcmp0 (issue->person, person) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
check_face_of (FacerecGallery *gallery, const gchar *person, gint64 face, GError **error)
{
  g_autoptr (GError) local = NULL;
  gint64 wanted = face;

  if (!facerec_gallery_foreach_face (gallery, person, note_face, &wanted, &local)) {
    if (g_error_matches (local, FACEREC_ERROR, FACEREC_ERROR_READ) && is_damaged_face_of (gallery, person, face))
      return TRUE;
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (wanted == NO_FACE)
    return TRUE;
  g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_NOT_FOUND, "\"%s\" has no face %" G_GINT64_FORMAT
      "; see gst-facerec gallery show", person, face);
  return FALSE;
}

static ExitCode
run_remove (FacerecGallery *gallery, const GalleryArguments *arguments, GError **error)
{
  const gchar *person = arguments->names[0];

  if (arguments->face == NO_FACE)
    return facerec_gallery_remove (gallery, person, error) ? EXIT_DONE : EXIT_WRONG;
  if (!check_face_of (gallery, person, arguments->face, error))
    return EXIT_WRONG;
  return facerec_gallery_remove_face (gallery, arguments->face, error) ? EXIT_DONE : EXIT_WRONG;
}

static ExitCode
run_threshold (FacerecGallery *gallery, const GalleryArguments *arguments, GError **error)
{
  const gchar *text = arguments->names[1];
  gchar *end = NULL;
  gdouble value = strcmp (text, "none") == 0 ? NAN : g_ascii_strtod (text, &end);

  if (end && (end == text || *end || !isfinite (value) || value <= 0)) {
    g_set_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT, "a threshold is a distance above 0, or none; not \"%s\"",
        text);
    return EXIT_WRONG;
  }
  return facerec_gallery_set_threshold (gallery, arguments->names[0], (gfloat) value, error) ? EXIT_DONE : EXIT_WRONG;
}

static const GalleryCommand commands[] = {
  { "add", "add --from-cluster=N --name=NAME [--index=FOLDER] GALLERY", 0, FACEREC_GALLERY_CREATE, NULL },
  { "list", "list GALLERY", 0, FACEREC_GALLERY_READ, run_list },
  { "show", "show GALLERY NAME", 1, FACEREC_GALLERY_READ, run_show },
  { "rename", "rename GALLERY OLD NEW", 2, FACEREC_GALLERY_WRITE, run_rename },
  { "remove", "remove GALLERY NAME [--face=ID]", 1, FACEREC_GALLERY_WRITE, run_remove },
  { "merge", "merge GALLERY NAME INTO", 2, FACEREC_GALLERY_WRITE, run_merge },
  { "threshold", "threshold GALLERY NAME DISTANCE|none", 2, FACEREC_GALLERY_WRITE, run_threshold },
  { "copy", "copy GALLERY TO", 1, FACEREC_GALLERY_READ, run_copy },
  { "check", "check GALLERY", 0, FACEREC_GALLERY_READ, run_check },
};

/* ---- the subcommand ---- */

static GOptionContext *
make_context (GalleryArguments *options, gchar ***rest)
{
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->json, "JSON lines", NULL },
    { "face", 0, 0, G_OPTION_ARG_INT64, &options->face, "With remove: only this face, as show numbers them", "ID" },
    { "from-cluster", 0, 0, G_OPTION_ARG_INT64, &options->addition.cluster,
        "With add: the group of strangers, as gst-facerec cluster numbers them", "N" },
    { "name", 0, 0, G_OPTION_ARG_FILENAME, &options->addition.name, "With add: who that is", "NAME" },
    { "index", 0, 0, G_OPTION_ARG_FILENAME, &options->addition.index,
        "With add: the OUTPUT folder of gst-facerec batch (default out)", "FOLDER" },
    { "faces", 0, 0, G_OPTION_ARG_INT, &options->addition.max_faces, "With add: at most so many faces (default 5)", "N" },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, rest, NULL, "COMMAND GALLERY [NAME…]" },
    G_OPTION_ENTRY_NULL
  };
  GOptionContext *context = g_option_context_new (NULL);

  g_option_context_set_summary (context,
      "Looks after the people enrolled in a gallery:\n"
      "  add GALLERY --from-cluster=N --name=NAME  enrol a group of strangers from films,\n"
      "                                        see gst-facerec cluster\n"
      "  list GALLERY                          who is in it, with how many faces\n"
      "  show GALLERY NAME                     the faces of one person, and where from\n"
      "  rename GALLERY OLD NEW                another name\n"
      "  remove GALLERY NAME [--face=ID]       forget a person, or one face\n"
      "  merge GALLERY NAME INTO               two names for one person become one\n"
      "  threshold GALLERY NAME DISTANCE|none  a distance threshold for this person alone\n"
      "  copy GALLERY TO                       everybody also into the gallery TO, which may\n"
      "                                        be new; what is there already stays\n"
      "  check GALLERY                         what is damaged (exit code 2) or worth a look,\n"
      "                                        such as a face more like another person (1)\n\n"
      "A GALLERY is a file, or the address of a PostgreSQL database that machines share.");
  g_option_context_set_description (context,
      "Examples:\n"
      "  gst-facerec gallery list enc.bin\n"
      "  gst-facerec gallery rename enc.bin Jon John\n"
      "  gst-facerec gallery add --from-cluster 3 --name \"Anna\" --index out enc.bin\n"
      "  gst-facerec gallery copy enc.bin postgresql://db.example/faces\n"
      "  gst-facerec gallery check --json enc.bin\n");
  g_option_context_add_main_entries (context, entries, NULL);
  return context;
}

static const GalleryCommand *
find_command (gchar **arguments)
{
  guint n = arguments ? g_strv_length (arguments) : 0;

  if (n == 0) {
    output_problem (NULL, "gallery needs a command: add, list, show, rename, remove, merge, threshold, copy or check");
    return NULL;
  }
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
    if (strcmp (commands[i].name, arguments[0]) != 0)
      continue;
    if (n == commands[i].n_names + 2)
      return &commands[i];
    output_note ("Usage: gst-facerec gallery %s", commands[i].usage);
    return NULL;
  }
  output_problem (arguments[0], "no such command; see gst-facerec gallery --help");
  return NULL;
}

static ExitCode
run_command (const GalleryCommand *command, const gchar *path, const GalleryArguments *arguments)
{
  GError *error = NULL;
  g_autoptr (FacerecGallery) gallery = facerec_gallery_open (path, command->mode, NULL, 0, &error);
  ExitCode code;

  if (!gallery)
    return subcommand_fail (error);
  code = command->run (gallery, arguments, &error);
  return error ? subcommand_fail (error) : code;
}

/* What is wrong with options that belong to some command only. */
static const gchar *
find_mistake (const GalleryCommand *command, const GalleryArguments *options)
{
  const GalleryAddition *addition = &options->addition;
  const gboolean given = addition->cluster != NO_FACE || addition->name || addition->index
      || addition->max_faces != DEFAULT_FACES;

  if (options->face != NO_FACE && command->run != run_remove)
    return "--face goes with gallery remove only";
  if (command->run)
    return given ? "--from-cluster, --name, --index and --faces go with gallery add only" : NULL;
  if (addition->cluster == NO_FACE || !addition->name)
    return "gallery add needs --from-cluster N, of a group that gst-facerec cluster tells, and --name NAME";
  return addition->max_faces >= 1 && addition->max_faces <= 100 ? NULL : "--faces takes 1 to 100";
}

static ExitCode
run_add (const gchar *path, GalleryArguments *options)
{
  GError *error = NULL;
  ExitCode code;

  if (!options->addition.index)
    options->addition.index = g_strdup ("out");
  code = gallery_add (path, &options->addition, options->json, &error);
  return error ? subcommand_fail (error) : code;
}

static ExitCode
run_parsed (GalleryArguments *options, gchar **rest)
{
  const GalleryCommand *command = find_command (rest);
  const gchar *mistake = command ? find_mistake (command, options) : NULL;

  if (!command)
    return EXIT_WRONG;
  if (mistake) {
    output_problem (NULL, mistake);
    return EXIT_WRONG;
  }
  if (!command->run)
    return run_add (rest[1], options);
  options->names = rest + 2;
  return run_command (command, rest[1], options);
}

static ExitCode
run (gchar **arguments)
{
  GalleryArguments options = { .face = NO_FACE, .addition = { .cluster = NO_FACE, .max_faces = DEFAULT_FACES } };
  g_auto (GStrv) rest = NULL;
  ExitCode code = EXIT_WRONG;

  if (subcommand_parse (&subcommand_gallery, make_context (&options, &rest), arguments))
    code = run_parsed (&options, rest);
  g_free (options.addition.name);
  g_free (options.addition.index);
  return code;
}

const Subcommand subcommand_gallery = {
  .name = "gallery",
  .summary = "add, list, show, rename, remove, merge, copy, check who is enrolled",
  .run = run,
};
