/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pipelines/enrolreport.h"

G_BEGIN_DECLS

/* A face that cannot tell people apart should not be enrolled. Measured on 537 LFW photos, also made coarser until a
 * face had 35, 21 and 15 px: below 0.35 half of the faces are nearer to a stranger than to another photo of the same
 * person, from 0.4 to 0.5 a quarter, above 0.7 one in fifty. Of the photos as they are it refuses 2 of 534. */
#define ENROLMENT_MIN_QUALITY "0.35"

/* Results on their way into a gallery. A few are gathered and committed together, since each commit waits for the
 * disk; a report line is written only after its commit, so that what was read on standard output is in the gallery
 * whatever happens next. The transaction is open only while it is written: two enrolments of one gallery hardly
 * wait. */
typedef struct _Enrolment Enrolment;

/* Opens the gallery at path when it exists; otherwise the first face makes it. negatives: what will be added are people who
 * were taken for somebody by mistake. */
Enrolment *enrolment_new (const gchar *path, gboolean negatives, gboolean json, gboolean quiet, GError **error);
/* FALSE with an error when nobody of that name is enrolled. */
gboolean enrolment_check_person (Enrolment *self, const gchar *identity, GError **error);
/* Whether identity (or what is against it) has a face from this very image already, so that there is no need to look at it
 * again. */
gboolean enrolment_has_image (Enrolment *self, const gchar *identity, const gchar *sha256);
/* Takes result (also one that enrols nothing: lines keep their order), and commits when it is time. FALSE: the gallery
 * cannot be written; what was not acknowledged is not in it. */
gboolean enrolment_add (Enrolment *self, EnrolResult *result, GError **error);
/* Commits and reports what is left. */
gboolean enrolment_flush (Enrolment *self, GError **error);
/* Of what was reported so far. */
const guint *enrolment_get_counts (const Enrolment *self);
void enrolment_free (Enrolment *self); /* drops what was not flushed; NULL is fine */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Enrolment, enrolment_free)

G_END_DECLS
