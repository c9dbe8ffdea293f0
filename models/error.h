/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What went wrong, for whoever must choose an exit code or a GStreamer error code. Every message of this domain names
 * the thing (path, person, property), the reason, and where it helps what to do next. */
typedef enum {
  FACEREC_ERROR_NOT_FOUND,   /* there is no such file */
  FACEREC_ERROR_OPEN,        /* it is there but is no readable regular file: directory, FIFO, no permission, symlink loop */
  FACEREC_ERROR_READ,        /* truncated, damaged, of another kind or version */
  FACEREC_ERROR_WRITE,       /* cannot be written */
  FACEREC_ERROR_NO_SPACE,    /* the disk is full */
  FACEREC_ERROR_MISMATCH,    /* made with or for another model; both ids are in the message */
  FACEREC_ERROR_ARGUMENT,    /* a value outside its contract, an identity name that cannot be stored */
  FACEREC_ERROR_UNAVAILABLE, /* an engine that this build does not have */
  FACEREC_ERROR_ENGINE,      /* the engine failed at work: C++ exception, out of memory */
} FacerecError;

#define FACEREC_ERROR (facerec_error_quark ())
GQuark facerec_error_quark (void);

G_END_DECLS
