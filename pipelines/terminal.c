/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/terminal.h"

#include <errno.h>
#include <glib-unix.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static struct termios before, single_keys;
static volatile sig_atomic_t changed; /* the terminal is not as it was */
static guint watch;
static LiveKeyFunc key_func;
static gpointer key_data;
static gchar partial[8]; /* the beginning of a character of several bytes */
static gsize n_partial;

/* What ends a process without anybody asking; tcsetattr() may be called in a handler. */
static const int fatal_signals[] = { SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGQUIT, SIGSEGV };

static void
restore (void)
{
  if (changed)
    tcsetattr (STDIN_FILENO, TCSANOW, &before);
  changed = 0;
}

static gboolean
is_foreground (void)
{
  return tcgetpgrp (STDIN_FILENO) == getpgrp ();
}

static void
change (void)
{
  /* From the background this would stop us. */
  if (is_foreground () && tcsetattr (STDIN_FILENO, TCSANOW, &single_keys) == 0)
    changed = 1;
}

static void
on_fatal_signal (int number)
{
  restore ();
  raise (number); /* the handler is gone by now */
}

/* Ctrl-Z: the shell that comes now wants its terminal back. */
static void
on_stop (int number)
{
  int code = errno;

  restore ();
  raise (SIGSTOP);
  errno = code;
}

static void
on_continue (int number)
{
  int code = errno;

  change ();
  errno = code;
}

static void
catch_signals (void)
{
  struct sigaction fatal = { .sa_handler = on_fatal_signal, .sa_flags = SA_RESETHAND | SA_NODEFER };
  struct sigaction stop = { .sa_handler = on_stop, .sa_flags = SA_RESTART };
  struct sigaction cont = { .sa_handler = on_continue, .sa_flags = SA_RESTART };

  sigemptyset (&fatal.sa_mask);
  sigemptyset (&stop.sa_mask);
  sigemptyset (&cont.sa_mask);
  for (guint i = 0; i < G_N_ELEMENTS (fatal_signals); i++)
    sigaction (fatal_signals[i], &fatal, NULL);
  sigaction (SIGTSTP, &stop, NULL);
  sigaction (SIGCONT, &cont, NULL);
}

/* How many bytes of text the first character takes; 0: there are not enough of them yet. */
static gsize
take_character (const gchar *text, gsize size, gunichar *key)
{
  gunichar c = g_utf8_get_char_validated (text, (gssize) size);

  if (c == (gunichar) -2 && size < sizeof partial)
    return 0;
  if (c == (gunichar) -1 || c == (gunichar) -2) {
    *key = 0;
    return 1;
  }
  *key = c == '\n' ? LIVE_KEY_ENTER : c == 0x7f ? LIVE_KEY_BACKSPACE : c;
  return (gsize) (g_utf8_next_char (text) - text);
}

/* An arrow or function key is Escape and more in one piece; Escape alone is the key. */
static gsize
skip_sequence (const gchar *text, gsize size)
{
  gsize i = 2;

  if (size < 2 || text[0] != LIVE_KEY_ESCAPE || (text[1] != '[' && text[1] != 'O'))
    return 0;
  while (i < size && (g_ascii_isdigit (text[i]) || text[i] == ';'))
    i++;
  return MIN (i + 1, size);
}

static gboolean
on_input (gint fd, GIOCondition condition, gpointer unused)
{
  gchar text[256];
  gssize n;
  gsize at = 0, size;

  memcpy (text, partial, n_partial);
  n = read (fd, text + n_partial, sizeof text - n_partial);
  if (n < 0 && (errno == EINTR || errno == EAGAIN))
    return G_SOURCE_CONTINUE;
  if (n <= 0) {
    watch = 0;
    return G_SOURCE_REMOVE;
  }
  size = n_partial + (gsize) n;
  n_partial = 0;
  while (at < size && watch) {
    gsize used = skip_sequence (text + at, size - at);
    gunichar key = 0;

    if (!used)
      used = take_character (text + at, size - at, &key);
    if (!used) {
      n_partial = size - at;
      memcpy (partial, text + at, n_partial);
      break;
    }
    at += used;
    if (key)
      key_func (key, key_data);
  }
  return watch ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

gboolean
terminal_open (LiveKeyFunc func, gpointer user_data)
{
  static gboolean prepared;

  if (!isatty (STDIN_FILENO) || !is_foreground () || tcgetattr (STDIN_FILENO, &before) != 0)
    return FALSE;
  single_keys = before;
  single_keys.c_lflag &= ~(tcflag_t) (ICANON | ECHO);
  single_keys.c_cc[VMIN] = 1;
  single_keys.c_cc[VTIME] = 0;
  if (!prepared) {
    catch_signals ();
    atexit (restore);
  }
  prepared = TRUE;
  key_func = func;
  key_data = user_data;
  n_partial = 0;
  change ();
  watch = g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, on_input, NULL);
  return TRUE;
}

void
terminal_close (void)
{
  if (watch)
    g_source_remove (watch);
  watch = 0;
  restore ();
}
