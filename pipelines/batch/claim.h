/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A film that is in work here and nowhere else: the lock of .work/lock-film-NAME. Whoever has it may write .work/NAME and put it
 * in place. Shards of different divisions, 1/2 and 2/3 for one, share films; each does those that it can claim. It ends with the
 * last process that holds it, however that ends. On a file system without locks everybody gets it. */
typedef struct _BatchClaim BatchClaim;

/* Does not wait. NULL without an error: another process has that film in work. name: of its folder. */
BatchClaim *batch_claim_new (const gchar *output, const gchar *name, GError **error);
/* Gives it up, and removes the file. NULL is fine. */
void batch_claim_free (BatchClaim *self);
/* Whether the lock's file is there: somebody has the film in work, or was killed and has left it. */
gboolean batch_claim_is_there (const gchar *output, const gchar *name);
/* For a process that works on the film: as long as it has this open the film is in work, even when the one who started it was
 * killed. */
gint batch_claim_get_fd (const BatchClaim *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BatchClaim, batch_claim_free)

G_END_DECLS
