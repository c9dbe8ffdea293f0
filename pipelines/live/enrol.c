/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/live/enrol.h"

#include <string.h>

struct _LiveEnrol {
  GstElement *enroll, *knn;
  LiveGallery *gallery;
  LiveFaces *faces;
  LiveText *text;

  GString *name;    /* as far as it is typed; NULL: nobody is asked */
  gchar *who;       /* the question, which tells that face from others in view */
  guint64 track_id; /* of the face that was the largest when the question was put */
};

LiveEnrol *
live_enrol_new (GstElement *enroll, GstElement *knn, LiveGallery *gallery, LiveFaces *faces, LiveText *text)
{
  LiveEnrol *self = g_new0 (LiveEnrol, 1);

  self->enroll = gst_object_ref (enroll);
  self->knn = gst_object_ref (knn);
  self->gallery = gallery;
  self->faces = faces;
  self->text = text;
  return self;
}

/* ---- the question ---- */

/* From here on the question is about face. */
static void
mean (LiveEnrol *self, const LiveFace *face)
{
  const gchar *called = face->label ? face->label : face->stranger;

  self->track_id = face->track_id;
  g_free (self->who);
  if (face->n_in_view < 2)
    self->who = g_strdup ("Who is this?");
  else if (called)
    self->who = g_strdup_printf ("Who is the largest face (%s)?", called);
  else
    self->who = g_strdup ("Who is the largest face?");
}

static void
ask_again (LiveEnrol *self)
{
  g_autofree gchar *question = g_strdup_printf ("%s %s_  (Enter: enrol, Esc: not)", self->who, self->name->str);

  live_text_ask (self->text, question);
}

static void
stop_asking (LiveEnrol *self)
{
  g_string_free (g_steal_pointer (&self->name), TRUE);
  live_text_ask (self->text, NULL);
}

void
live_enrol_ask (LiveEnrol *self)
{
  g_autoptr (LiveFace) face = live_faces_get_largest (self->faces, FALSE);

  if (!face) {
    live_text_note (self->text, "There is no face in view to enrol.");
    return;
  }
  mean (self, face);
  self->name = g_string_new (NULL);
  ask_again (self);
}

static void
take_back (GString *name)
{
  const gchar *last = g_utf8_find_prev_char (name->str, name->str + name->len);

  g_string_truncate (name, last ? (gsize) (last - name->str) : 0);
}

/* ---- the enrolment ---- */

static void
begin (LiveEnrol *self, const gchar *identity, gboolean negative, guint64 track_id)
{
  g_object_set (self->enroll, "db", self->gallery->path, "not-this-person", negative, "track-id", track_id, NULL);
  g_object_set (self->enroll, "identity", identity, NULL);
}

/* FALSE while the face that the question was about is not there: somebody else must not get its name. */
static gboolean
is_in_view (LiveEnrol *self, const gchar *identity)
{
  g_autoptr (LiveFace) face = NULL;
  g_autofree gchar *note = NULL;

  if (live_faces_has_track (self->faces, self->track_id))
    return TRUE;
  face = live_faces_get_largest (self->faces, FALSE);
  if (face)
    mean (self, face);
  note = face ? g_strdup_printf ("That face has gone. Enter once more: the one in view now is %s.", identity)
      : g_strdup ("There is no face in view to enrol.");
  live_text_note (self->text, note);
  return FALSE;
}

static void
confirm (LiveEnrol *self)
{
  g_autofree gchar *typed = g_strstrip (g_strdup (self->name->str));
  g_autofree gchar *identity = g_utf8_normalize (typed, -1, G_NORMALIZE_NFC);
  g_autoptr (GError) error = NULL;
  g_autofree gchar *note = NULL;

  if (!identity || !facerec_gallery_check_name (identity, &error)) {
    live_text_note (self->text, error ? error->message : "This is no name.");
    ask_again (self);
    return;
  }
  if (!is_in_view (self, identity))
    return;
  stop_asking (self);
  note = g_strdup_printf ("Enrolling %s: look into the camera, and turn a little.", identity);
  live_text_note (self->text, note);
  begin (self, identity, FALSE, self->track_id);
}

void
live_enrol_deny (LiveEnrol *self)
{
  g_autoptr (LiveFace) face = live_faces_get_largest (self->faces, TRUE);
  g_autofree gchar *note = NULL;

  if (!face) {
    live_text_note (self->text, "Nobody in view has a name that could be wrong.");
    return;
  }
  note = g_strdup_printf ("This is not %s: remembering it.", face->label);
  live_text_note (self->text, note);
  begin (self, face->label, TRUE, face->track_id);
}

gboolean
live_enrol_take_key (LiveEnrol *self, gunichar key)
{
  if (!self->name)
    return FALSE;
  if (key == LIVE_KEY_ENTER) {
    confirm (self);
    return TRUE;
  }
  if (key == LIVE_KEY_ESCAPE) {
    stop_asking (self);
    live_text_show (self->text, "Nobody was enrolled.");
    return TRUE;
  }
  if (key == LIVE_KEY_BACKSPACE)
    take_back (self->name);
  else if (g_unichar_isprint (key))
    g_string_append_unichar (self->name, key);
  ask_again (self);
  return TRUE;
}

/* ---- what became of it ---- */

/* As it is typed in a shell. Without a backslash if possible: a line shows it as two. (transfer full) */
static gchar *
quote (const gchar *word)
{
  static const gchar *const special = " \t\n\"'\\$`!&;|<>()[]{}*?~#=%^";

  if (*word != '\0' && *word != '-' && !strpbrk (word, special))
    return g_strdup (word);
  return strpbrk (word, "\"\\$`!") ? g_shell_quote (word) : g_strdup_printf ("\"%s\"", word);
}

static gchar *
merge_command (const LiveEnrol *self, const gchar *name, const gchar *into)
{
  g_autofree gchar *gallery = quote (self->gallery->name), *from = quote (name), *to = quote (into);

  return g_strdup_printf ("gst-facerec gallery merge %s %s %s", gallery, from, to);
}

static void
tell_enrolled (LiveEnrol *self, const GstStructure *message)
{
  const gchar *identity = gst_structure_get_string (message, "identity");
  const gchar *known_as = gst_structure_get_string (message, "known-as");
  g_autofree gchar *faces = NULL, *command = NULL, *note = NULL;
  guint n_faces = 0;

  gst_structure_get_uint (message, "faces", &n_faces);
  faces = g_strdup_printf ("%u face%s", n_faces, n_faces == 1 ? "" : "s");
  if (g_strcmp0 (gst_structure_get_string (message, "kind"), "negative") == 0)
    note = g_strdup_printf ("Remembered: not %s.", identity);
  else if (known_as)
    note = g_strdup_printf ("%s is enrolled with %s, but was known as %s; one person? %s", identity, faces, known_as,
        (command = merge_command (self, identity, known_as)));
  else
    note = g_strdup_printf ("%s is enrolled with %s.", identity, faces);
  live_text_note (self->text, note);
}

/* From here on faceknn reads the real gallery. */
static void
use_gallery (LiveEnrol *self)
{
  if (!self->gallery->stand_in)
    return;
  g_object_set (self->knn, "db", self->gallery->path, NULL);
  live_gallery_note_made (self->gallery);
}

void
live_enrol_take_message (LiveEnrol *self, const GstStructure *message)
{
  if (gst_structure_has_name (message, "face-enrolled")) {
    use_gallery (self);
    tell_enrolled (self, message);
  } else if (gst_structure_has_name (message, "face-not-enrolled")
      && g_strcmp0 (gst_structure_get_string (message, "reason"), "cancelled") != 0) {
    const gchar *reason = gst_structure_get_string (message, "text");

    live_text_note (self->text, reason ? reason : "Nobody was enrolled.");
  }
}

void
live_enrol_free (LiveEnrol *self)
{
  if (!self)
    return;
  if (self->name)
    stop_asking (self);
  g_free (self->who);
  gst_object_unref (self->enroll);
  gst_object_unref (self->knn);
  g_free (self);
}
