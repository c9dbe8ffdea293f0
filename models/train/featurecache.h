/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "models/error.h"

G_BEGIN_DECLS

/* Features of photos on disk, so that training again takes seconds. One file a photo, written at once or not at all; features
 * are biometric data, so nobody but the owner can read them. Damaged or foreign files are refused, and made anew. */
typedef struct _FacerecFeatureCache FacerecFeatureCache;

/* folder is made, mode 0700, when it is not there. FACEREC_ERROR_WRITE names it. */
FacerecFeatureCache *facerec_feature_cache_new (const gchar *folder, GError **error);
void facerec_feature_cache_free (FacerecFeatureCache *self); /* NULL is fine */

/* key: one line of text, all that the features depend on. n: how many numbers; another number in the file, and what
 * is not finite, is damage. FALSE: they are not there, or (reason, out, transfer full, nullable) what is there cannot be used. */
gboolean facerec_feature_cache_get (const FacerecFeatureCache *self, const gchar *key, gfloat *features, gsize n,
    gchar **reason);
/* FACEREC_ERROR_WRITE or _NO_SPACE. */
gboolean facerec_feature_cache_put (const FacerecFeatureCache *self, const gchar *key, const gfloat *features, gsize n,
    GError **error);
/* Where the features of key are, whether or not they are. (transfer full) */
gchar *facerec_feature_cache_path (const FacerecFeatureCache *self, const gchar *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FacerecFeatureCache, facerec_feature_cache_free)

G_END_DECLS
