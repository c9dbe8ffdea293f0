/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What every subcommand ends with. */
typedef enum {
  EXIT_DONE = 0,
  EXIT_NOTHING = 1,       /* it ran, and nothing useful came out */
  EXIT_WRONG = 2,         /* wrong usage, or input without which nothing can be done */
  EXIT_INTERRUPTED = 130, /* stopped by a signal after finishing the present step */
} ExitCode;

typedef struct {
  const gchar *name;    /* "enroll" */
  const gchar *summary; /* one line of the main help */
  /* arguments: NULL-terminated, without the command's and the subcommand's names; in the file system's encoding. */
  ExitCode (*run) (gchar **arguments);
} Subcommand;

extern const Subcommand subcommand_batch;
extern const Subcommand subcommand_cluster;
extern const Subcommand subcommand_embed;
extern const Subcommand subcommand_enroll;
extern const Subcommand subcommand_find;
extern const Subcommand subcommand_eval;
extern const Subcommand subcommand_gallery;
extern const Subcommand subcommand_identify;
extern const Subcommand subcommand_live;
extern const Subcommand subcommand_model;
extern const Subcommand subcommand_train;

/* Parses arguments (and frees context). Prints an error with the way to the help; FALSE: end with EXIT_WRONG. What
 * --help asks for is printed and ends the process with 0. */
gboolean subcommand_parse (const Subcommand *self, GOptionContext *context, gchar **arguments);
/* Prints an error that no work is possible with; frees it. Returns EXIT_WRONG. */
ExitCode subcommand_fail (GError *error);

G_END_DECLS
