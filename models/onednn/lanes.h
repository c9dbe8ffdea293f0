/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/onednn/context.h"
#include "models/onednn/executor.h"

G_BEGIN_DECLS

/* A network that runs on as many pictures at once as there are threads, each on a thread of its own: nobody waits for anybody
 * before all is done. */
typedef struct _FacerecLanes FacerecLanes;

/* For pictures of one size. context is borrowed, must outlive the lanes, and is used by nobody else while they are made or run.
 * NULL on error. (transfer full) */
FacerecLanes *facerec_lanes_new (FacerecContext *context, guint height, guint width, GError **error);
void facerec_lanes_free (FacerecLanes *self); /* NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FacerecLanes, facerec_lanes_free)

gboolean facerec_lanes_run (FacerecLanes *self, guint n, const FacerecPictures *pictures, GError **error);

G_END_DECLS
