/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/recognise.h"

G_BEGIN_DECLS

/* Lines of identify for people. Both return FALSE when nobody reads them any more. */

/* One line a face: file, H:MM:SS.mmm ("-" for a photo), name, distance, box x,y,w,h, reason when Unknown; tabs between,
 * names made fit for a terminal. A photo without a face has a line with "-" for a name; a frame of a recording none. */
gboolean identity_line_write (const RecognisedFrame *frame, const gchar *unknown_label);
/* As the command of the Python package face_recognition prints with --show-distance: "file,name,distance",
 * "file,unknown_person,None", "file,no_persons_found,None". */
gboolean identity_line_write_compatible (const RecognisedFrame *frame);

G_END_DECLS
