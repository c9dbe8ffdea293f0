/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/network.h"

/* A network computed as its layers are defined, one number after another in double precision, with nothing taken from
 * models/onednn: what that is compared with. picture: batch x channels x height x width, normalised. Returns the last layer's
 * output, whose shape goes to shape. (transfer full) */
gdouble *naive_run (const FacerecNetwork *network, const gdouble *picture, guint batch, guint height, guint width,
    FacerecShape *shape);
