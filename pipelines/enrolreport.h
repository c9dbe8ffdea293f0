/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What became of one image. */
typedef enum {
  ENROL_OK,
  ENROL_NO_FACE,
  ENROL_MANY_FACES,
  ENROL_LOW_QUALITY,
  ENROL_DUPLICATE,
  ENROL_UNREADABLE,
  ENROL_BAD_NAME,
  ENROL_IGNORED,
  ENROL_N_STATUSES
} EnrolStatus;

/* "ok", "no-face", "many-faces", ...: what report lines call it. Static. */
const gchar *enrol_status_to_string (EnrolStatus status);

typedef struct {
  EnrolStatus status;
  gchar *path, *identity; /* identity: nullable */
  gboolean negative;      /* somebody who was taken for identity by mistake */
  gchar *sha256;          /* of the image; nullable */
  gchar *reason;          /* nullable */
  gchar *duplicate_of;    /* who has this very image already; nullable */
  guint n_faces;

  /* Of the face, when there was one to speak of: */
  gboolean has_face;
  gfloat x, y, width, height; /* pixels of the upright photo */
  gboolean has_quality;
  gfloat size, sharpness, pose, overall; /* as GstFacerecMeta has them */
  gfloat *embedding; /* nullable */
  gsize n_values;
  gchar *model_id;
} EnrolResult;

EnrolResult *enrol_result_new (EnrolStatus status, const gchar *path, const gchar *identity, const gchar *reason);
void enrol_result_free (EnrolResult *result);

/* The report line of one image, for people or as JSON. pipelines/gst-facerec.md is the contract. (transfer full) */
gchar *enrol_report_line (const EnrolResult *result, gboolean json);
/* "530 ok, 4 no-face, 3 many-faces": what there is of each status. (transfer full) */
gchar *enrol_report_counts (const guint counts[ENROL_N_STATUSES]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EnrolResult, enrol_result_free)

G_END_DECLS
