/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A frame as one line of JSON, as gst/facerec/metadata.md describes it. */
#include "elements/publishformat.h"

static void
append_frame (gpointer state, const GstFacerecPublishFrame *frame, GString *text)
{
  g_autofree gchar *line = gst_facerec_buffer_to_json (frame->buffer, frame->file, frame->number, frame->width,
      frame->height, frame->flags);

  g_string_append (text, line);
  g_string_append_c (text, '\n');
}

const GstFacerecPublishFormat gst_facerec_publish_jsonl = {
  .record_end = "\n",
  .append_frame = append_frame,
};
