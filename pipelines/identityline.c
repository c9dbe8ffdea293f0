/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipelines/identityline.h"

#include <math.h>

#include <gst/facerec/facerec.h>

#include "pipelines/output.h"

static gchar *
format_time (const RecognisedFrame *frame)
{
  GstClockTime pts = GST_BUFFER_PTS (frame->buffer);
  guint64 ms;

  if (!GST_CLOCK_TIME_IS_VALID (pts))
    return g_strdup ("-");
  ms = pts / GST_MSECOND;
  return g_strdup_printf ("%" G_GUINT64_FORMAT ":%02u:%02u.%03u", ms / 3600000, (guint) (ms / 60000 % 60),
      (guint) (ms / 1000 % 60), (guint) (ms % 1000));
}

/* "-" where there was nothing to compare with. */
static gchar *
format_distance (const GstFacerecIdentity *identity)
{
  gfloat distance = identity ? gst_facerec_identity_get_distance (identity) : NAN;

  return isfinite (distance) ? g_strdup_printf ("%.3f", distance) : g_strdup ("-");
}

static gboolean
write_face (const RecognisedFrame *frame, const GstFacerecMeta *face, const gchar *file, const gchar *unknown_label)
{
  GstFacerecIdentity *identity = gst_facerec_meta_get_identity (face);
  const gchar *label = gst_facerec_meta_get_label (face);
  g_autofree gchar *name = output_printable (label ? label : unknown_label);
  g_autofree gchar *time = format_time (frame);
  g_autofree gchar *distance = format_distance (identity);
  g_autofree gchar *line = g_strdup_printf ("%s\t%s\t%s\t%s\t%.0f,%.0f,%.0f,%.0f\t%s", file, time, name, distance,
      face->x, face->y, face->width, face->height,
      label ? "" : identity ? gst_facerec_reason_to_string (gst_facerec_identity_get_reason (identity))
          : "not-compared");

  return output_line (line);
}

gboolean
identity_line_write (const RecognisedFrame *frame, const gchar *unknown_label)
{
  g_autofree gchar *file = output_printable (frame->path);
  gpointer state = NULL;
  GstFacerecMeta *face;

  if (frame->still && gst_facerec_buffer_count_faces (frame->buffer) == 0) {
    g_autofree gchar *line = g_strdup_printf ("%s\t-\t-\t-\t-\tno-face", file);

    return output_line (line);
  }
  while ((face = gst_facerec_buffer_iterate_faces (frame->buffer, &state)))
    if (!write_face (frame, face, file, unknown_label))
      return FALSE;
  return TRUE;
}

gboolean
identity_line_write_compatible (const RecognisedFrame *frame)
{
  g_autofree gchar *file = output_printable (frame->path);
  gpointer state = NULL;
  GstFacerecMeta *face;

  if (gst_facerec_buffer_count_faces (frame->buffer) == 0) {
    g_autofree gchar *line = g_strdup_printf ("%s,no_persons_found,None", file);

    return output_line (line);
  }
  while ((face = gst_facerec_buffer_iterate_faces (frame->buffer, &state))) {
    const gchar *label = gst_facerec_meta_get_label (face);
    g_autofree gchar *name = output_printable (label ? label : "unknown_person");
    g_autofree gchar *distance = label ? g_strdup_printf ("%.9g",
        gst_facerec_identity_get_distance (gst_facerec_meta_get_identity (face))) : g_strdup ("None");
    g_autofree gchar *line = g_strconcat (file, ",", name, ",", distance, NULL);

    if (!output_line (line))
      return FALSE;
  }
  return TRUE;
}
