/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/live/session.h"

#include <glib-unix.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include <gst/pbutils/pbutils.h>

#include "pipelines/live/enrol.h"
#include "pipelines/live/faces.h"
#include "pipelines/live/fault.h"
#include "pipelines/live/keys.h"
#include "pipelines/live/text.h"
#include "pipelines/output.h"
#include "pipelines/terminal.h"

#define HELP "e enrol   n not this person   h hide   l landmarks   space pause   ? help   q quit"

/* How long the end of the stream may take, and how long a live source may be silent. */
#define END_SECONDS 3
#define SILENCE_US (10 * G_USEC_PER_SEC)
#define RECONNECT_SECONDS 2
#define FEW_FRAMES 20

typedef struct {
  LiveChain *chain;
  const LiveSource *source;
  const LiveSessionOptions *options;

  GMainLoop *loop;
  LiveFaces *faces;
  LiveText *text;
  LiveEnrol *enrol;
  LiveKeys *keys;        /* NULL without a window */
  gboolean auto_interval; /* nobody has said which frames to search */
  gboolean paused, ending, lost; /* lost: the connection, until frames come again */
  gint64 waiting_since;  /* for frames: since then there could have been some */
  guint64 n_before;      /* frames before the last connection */
  guint end_timer, reconnect_timer;
  gchar *missing;        /* description of a decoder that is not installed */
  ExitCode code;
} LiveSession;

/* ---- ending ---- */

static gboolean
quit (gpointer user_data)
{
  LiveSession *self = user_data;

  self->end_timer = 0;
  g_main_loop_quit (self->loop);
  return G_SOURCE_REMOVE;
}

static void
fail (LiveSession *self, const gchar *reason)
{
  if (self->code == EXIT_DONE)
    output_problem (NULL, reason);
  self->code = EXIT_WRONG;
  g_main_loop_quit (self->loop);
}

/* What is on its way is still shown and told. */
static void
end (LiveSession *self)
{
  if (self->ending)
    return;
  self->ending = TRUE;
  if (self->paused || live_faces_count_frames (self->faces) == 0) {
    g_main_loop_quit (self->loop);
    return;
  }
  self->end_timer = g_timeout_add_seconds (END_SECONDS, quit, self);
  live_chain_end (self->chain);
}

static gboolean
on_signal (gpointer user_data)
{
  LiveSession *self = user_data;

  if (self->ending) {
    terminal_close ();
    _exit (EXIT_INTERRUPTED);
  }
  end (self);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_duration (gpointer user_data)
{
  end (user_data);
  return G_SOURCE_CONTINUE;
}

/* ---- connections ---- */

static gboolean
reconnect (gpointer user_data)
{
  LiveSession *self = user_data;
  g_autoptr (GError) error = NULL;

  self->reconnect_timer = 0;
  self->waiting_since = g_get_monotonic_time ();
  self->n_before = live_faces_count_frames (self->faces);
  if (!live_chain_connect (self->chain, self->source, &error))
    fail (self, error->message);
  return G_SOURCE_REMOVE;
}

static void
reconnect_later (LiveSession *self, const gchar *reason)
{
  g_autofree gchar *note = NULL;

  if (self->reconnect_timer || self->ending)
    return;
  if (!self->lost) {
    note = g_strdup_printf ("The connection is lost; trying again every %d s. %s", RECONNECT_SECONDS, reason);
    live_text_note (self->text, note);
  }
  self->lost = TRUE;
  self->reconnect_timer = g_timeout_add_seconds (RECONNECT_SECONDS, reconnect, self);
}

static gboolean
can_reconnect (const LiveSession *self)
{
  return self->source->kind == LIVE_SOURCE_NETWORK && self->source->live && live_faces_count_frames (self->faces) > 0;
}

static void
check_silence (LiveSession *self, gint64 last)
{
  g_autofree gchar *reason = g_strdup_printf ("%s: no picture has come for %d s", self->source->name,
      (gint) (SILENCE_US / G_USEC_PER_SEC));

  if (g_get_monotonic_time () - MAX (last, self->waiting_since) < SILENCE_US)
    return;
  if (can_reconnect (self))
    reconnect_later (self, reason);
  else
    fail (self, reason);
}

/* Once a second. */
static gboolean
watch_frames (gpointer user_data)
{
  LiveSession *self = user_data;
  gint64 last = live_faces_get_last_time (self->faces);

  /* A few come from what the last decoder had left. */
  if (self->lost && !self->reconnect_timer && live_faces_count_frames (self->faces) > self->n_before + FEW_FRAMES) {
    self->lost = FALSE;
    live_text_note (self->text, "Connected again.");
  }
  if (self->source->live && !self->paused && !self->ending && !self->reconnect_timer)
    check_silence (self, last);
  return G_SOURCE_CONTINUE;
}

/* ---- messages ---- */

static gboolean
is_from (GstMessage *message, GstElement *element)
{
  return element && (GST_MESSAGE_SRC (message) == GST_OBJECT (element)
      || gst_object_has_as_ancestor (GST_MESSAGE_SRC (message), GST_OBJECT (element)));
}

static void
take_source_error (LiveSession *self, GstMessage *message)
{
  g_autofree gchar *reason = NULL;

  /* Of one loss there are several. */
  if (self->reconnect_timer)
    return;
  reason = live_fault_describe (self->source, message, self->missing);
  if (can_reconnect (self) && (self->lost || live_fault_may_pass (message)))
    reconnect_later (self, reason);
  else
    fail (self, reason);
}

static void
take_error (LiveSession *self, GstMessage *message)
{
  g_autoptr (GError) error = NULL;

  gst_message_parse_error (message, &error, NULL);
  if (is_from (message, self->chain->source))
    take_source_error (self, message);
  else if (is_from (message, self->chain->sink)
      && g_error_matches (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_FOUND))
    g_main_loop_quit (self->loop); /* somebody has closed the window */
  else if (is_from (message, self->chain->pipeline))
    fail (self, error->message);
  /* Else of a source that has been replaced meanwhile. */
}

static void
take_warning (LiveSession *self, GstMessage *message)
{
  g_autoptr (GError) warning = NULL;

  /* faceenroll says it with a message, too; of a connection only the loss is of interest. */
  if (is_from (message, self->chain->enroll) || is_from (message, self->chain->source))
    return;
  gst_message_parse_warning (message, &warning, NULL);
  output_problem (NULL, warning->message);
}

/* "12:03:05 Anna is here"; a stranger is called what the picture calls them. */
static void
tell_presence (LiveSession *self, const GstStructure *message, gboolean came)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree gchar *time = g_date_time_format (now, "%H:%M:%S"), *line = NULL;
  const gchar *name = gst_structure_get_string (message, "stranger");

  if (self->options->quiet)
    return;
  if (!name)
    name = gst_structure_get_string (message, "label");
  line = g_strdup_printf ("%s %s %s", time, name, came ? "is here" : "has gone");
  live_text_line (self->text, !self->options->json, line);
}

static void
take_element_message (LiveSession *self, GstMessage *message)
{
  const GstStructure *structure = gst_message_get_structure (message);

  if (gst_is_missing_plugin_message (message)) {
    if (!self->missing)
      self->missing = gst_missing_plugin_message_get_description (message);
  } else if (gst_structure_has_name (structure, "face-identified")) {
    tell_presence (self, structure, TRUE);
  } else if (gst_structure_has_name (structure, "face-lost")) {
    tell_presence (self, structure, FALSE);
  } else {
    live_enrol_take_message (self->enrol, structure);
  }
}

static void
take_end (LiveSession *self)
{
  if (!self->options->loop || self->ending || self->source->kind != LIVE_SOURCE_FILE) {
    g_main_loop_quit (self->loop);
  } else if (!live_chain_rewind (self->chain)) {
    live_text_note (self->text, "This recording cannot be played again from its beginning.");
    g_main_loop_quit (self->loop);
  }
}

static void
take_application_message (LiveSession *self, GstMessage *message)
{
  if (gst_structure_has_name (gst_message_get_structure (message), LIVE_FACES_ENOUGH))
    end (self);
  else if (can_reconnect (self))
    reconnect_later (self, "The server has ended the stream.");
  else
    end (self);
}

static gboolean
on_message (GstBus *bus, GstMessage *message, gpointer user_data)
{
  LiveSession *self = user_data;

  switch (GST_MESSAGE_TYPE (message)) {
    case GST_MESSAGE_ERROR:
      take_error (self, message);
      break;
    case GST_MESSAGE_WARNING:
      take_warning (self, message);
      break;
    case GST_MESSAGE_EOS:
      take_end (self);
      break;
    case GST_MESSAGE_ELEMENT:
      take_element_message (self, message);
      break;
    case GST_MESSAGE_APPLICATION:
      take_application_message (self, message);
      break;
    case GST_MESSAGE_LATENCY:
      gst_bin_recalculate_latency (GST_BIN (self->chain->pipeline));
      break;
    case GST_MESSAGE_CLOCK_LOST:
      gst_element_set_state (self->chain->pipeline, GST_STATE_PAUSED);
      gst_element_set_state (self->chain->pipeline, self->paused ? GST_STATE_PAUSED : GST_STATE_PLAYING);
      break;
    default:
      break;
  }
  return G_SOURCE_CONTINUE;
}

/* ---- keys ---- */

static void
toggle_pause (LiveSession *self)
{
  self->paused = !self->paused;
  self->waiting_since = g_get_monotonic_time ();
  gst_element_set_state (self->chain->pipeline, self->paused ? GST_STATE_PAUSED : GST_STATE_PLAYING);
  live_text_note (self->text, self->paused ? "Paused." : "Going on.");
}

static void
toggle_hide (LiveSession *self)
{
  const gchar *rule = self->options->hide ? self->options->hide : "unknown";
  g_autofree gchar *present = NULL, *note = NULL;
  gboolean off;

  g_object_get (self->chain->overlay, "hide", &present, NULL);
  off = g_strcmp0 (present, "none") == 0 || !present;
  g_object_set (self->chain->overlay, "hide", off ? rule : "none", NULL);
  note = off ? g_strdup_printf ("Hiding: %s.", rule) : g_strdup ("Hiding nobody.");
  live_text_note (self->text, note);
}

/* They are where a frame was searched: while they are shown that is every one, unless the user has chosen an interval. */
static void
show_landmarks (LiveSession *self, gboolean shown)
{
  g_object_set (self->chain->overlay, "show-landmarks", shown, NULL);
  if (self->auto_interval && self->options->landmarks)
    g_object_set (self->chain->detect, "interval", shown ? 1 : 0, NULL);
}

static void
toggle_landmarks (LiveSession *self)
{
  gboolean shown;

  g_object_get (self->chain->overlay, "show-landmarks", &shown, NULL);
  show_landmarks (self, !shown);
  /* The detector takes up finding landmarks only when it starts. */
  live_text_note (self->text, shown ? "Landmarks off." : self->options->landmarks ? "Landmarks on."
      : "Landmarks on, of faces as they are compared; with --landmarks of every face.");
}

static void
on_key (gunichar key, gpointer user_data)
{
  LiveSession *self = user_data;

  if (live_enrol_take_key (self->enrol, key))
    return;
  if (key == ' ') {
    toggle_pause (self);
    return;
  }
  if (self->paused && (key == 'e' || key == 'n'))
    toggle_pause (self);
  switch (key) {
    case 'q':
    case LIVE_KEY_ESCAPE:
      end (self);
      break;
    case 'e':
      live_enrol_ask (self->enrol);
      break;
    case 'n':
      live_enrol_deny (self->enrol);
      break;
    case 'h':
      toggle_hide (self);
      break;
    case 'l':
      toggle_landmarks (self);
      break;
    case '?':
      live_text_note (self->text, HELP);
      break;
    default:
      break;
  }
}

/* ---- the whole ---- */

static void
prepare (LiveSession *self, LiveGallery *gallery)
{
  const LiveSessionOptions *options = self->options;
  LiveChain *chain = self->chain;
  g_autoptr (GstPad) faces = gst_element_get_static_pad (chain->overlay, "sink");
  g_autoptr (GstPad) sink = gst_element_get_static_pad (chain->sink, "sink");
  g_autoptr (GstPad) last = gst_pad_get_peer (sink);
  gboolean terminal = terminal_open (on_key, self);

  self->loop = g_main_loop_new (NULL, FALSE);
  self->text = live_text_new (chain->text, terminal);
  self->faces = live_faces_new (faces, options->json ? self->source->name : NULL, options->max_frames);
  self->enrol = live_enrol_new (chain->enroll, chain->knn, gallery, self->faces, self->text);
  if (options->window)
    self->keys = live_keys_new (last, on_key, self);
  if ((terminal || options->window) && !options->quiet)
    live_text_note (self->text, HELP);
}

static void
run_loop (LiveSession *self)
{
  GstElement *pipeline = self->chain->pipeline;
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  guint sources[] = {
    gst_bus_add_watch (bus, on_message, self),
    g_unix_signal_add (SIGINT, on_signal, self),
    g_unix_signal_add (SIGTERM, on_signal, self),
    g_unix_signal_add (SIGHUP, on_signal, self),
    g_timeout_add_seconds (1, watch_frames, self),
    self->options->duration > 0 ? g_timeout_add ((guint) (self->options->duration * 1000), on_duration, self) : 0,
  };

  self->waiting_since = g_get_monotonic_time ();
  if (gst_element_set_state (pipeline, GST_STATE_PLAYING) == GST_STATE_CHANGE_FAILURE) {
    g_autoptr (GstMessage) message = live_chain_take_error (self->chain);

    self->missing = NULL;
    if (message)
      take_error (self, message);
    else
      fail (self, "the pipeline does not start");
  } else {
    g_main_loop_run (self->loop);
  }
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    if (sources[i])
      g_source_remove (sources[i]);
}

static void
clean_up (LiveSession *self)
{
  if (self->end_timer)
    g_source_remove (self->end_timer);
  if (self->reconnect_timer)
    g_source_remove (self->reconnect_timer);
  gst_element_set_state (self->chain->pipeline, GST_STATE_NULL);
  live_keys_free (self->keys);
  terminal_close ();
  live_enrol_free (self->enrol);
  live_faces_free (self->faces);
  live_text_free (self->text);
  g_main_loop_unref (self->loop);
  g_free (self->missing);
}

ExitCode
live_session_run (LiveChain *chain, const LiveSource *source, LiveGallery *gallery, const LiveSessionOptions *options)
{
  LiveSession self = { .chain = chain, .source = source, .options = options, .code = EXIT_DONE };
  guint64 n_frames;
  guint interval;

  prepare (&self, gallery);
  g_object_get (chain->detect, "interval", &interval, NULL);
  self.auto_interval = interval == 0;
  show_landmarks (&self, options->landmarks);
  run_loop (&self);
  n_frames = live_faces_count_frames (self.faces);
  clean_up (&self);
  return self.code == EXIT_DONE && n_frames == 0 ? EXIT_NOTHING : self.code;
}
