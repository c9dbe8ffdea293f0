/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The first name in rule, as facerecoverlay's property hide takes it, that is no word of the rule and not in people (a set of
 * names, NFC). NULL: there is none. (transfer full) */
gchar *live_hidden_find_nobody (const gchar *rule, GHashTable *people);

G_END_DECLS
