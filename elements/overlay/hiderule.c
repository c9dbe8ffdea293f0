/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/overlay/hiderule.h"

typedef enum {
  GROUP_UNKNOWN = 1 << 0,
  GROUP_KNOWN = 1 << 1,
  GROUP_ALL = GROUP_UNKNOWN | GROUP_KNOWN,
} Group;

struct _GstFacerecHideRule {
  gchar *text;
  GHashTable *hidden, *shown; /* names, normalised */
  guint groups;
  gboolean has_gap;
};

/* The same letters may be written in more than one way: names of folders are, on some systems. (transfer full) */
static gchar *
normalise (const gchar *name)
{
  g_autofree gchar *valid = g_utf8_make_valid (name, -1);

  return g_utf8_normalize (valid, -1, G_NORMALIZE_NFC);
}

/* ---- reading ---- */

/* FALSE: it is no word. */
static gboolean
parse_word (const gchar *item, guint *groups)
{
  static const struct {
    const gchar *word;
    guint groups;
  } words[] = { { "none", 0 }, { "unknown", GROUP_UNKNOWN }, { "known", GROUP_KNOWN }, { "all", GROUP_ALL } };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (item, words[i].word)) {
      *groups = words[i].groups;
      return TRUE;
    }
  return FALSE;
}

/* Takes the next item off *text, up to the comma. not: whether it begins with "!"; literal: whether a backslash makes it a
 * name. */
static gchar *
read_item (const gchar **text, gboolean *not, gboolean *literal)
{
  GString *item = g_string_new (NULL);
  const gchar *at = *text;
  gsize kept = 0;

  *not = *literal = FALSE;
  while (g_ascii_isspace (*at))
    at++;
  if (*at == '!') {
    *not = TRUE;
    for (at++; g_ascii_isspace (*at); at++)
      ;
  }
  for (; *at && *at != ','; at++) {
    const gboolean escaped = *at == '\\' && at[1] != '\0';

    at += escaped;
    *literal |= escaped;
    g_string_append_c (item, *at);
    if (escaped || !g_ascii_isspace (*at))
      kept = item->len;
  }
  g_string_truncate (item, kept);
  *text = at;
  return g_string_free (item, FALSE);
}

static void
read_text (GstFacerecHideRule *self)
{
  const gchar *at = self->text;
  gboolean more = *at != '\0', any_item = FALSE, any_hidden = FALSE;
  guint hidden = 0, shown = 0;

  while (more) {
    gboolean not, literal;
    g_autofree gchar *item = read_item (&at, &not, &literal);
    guint groups = 0;

    more = *at == ',';
    at += more;
    if (*item == '\0') {
      self->has_gap = TRUE;
      continue;
    }
    any_item = TRUE;
    any_hidden |= !not;
    if (literal || !parse_word (item, &groups))
      g_hash_table_add (not ? self->shown : self->hidden, normalise (item));
    else if (not)
      shown |= groups;
    else
      hidden |= groups;
  }
  if (any_item && !any_hidden)
    hidden = GROUP_ALL;
  self->groups = hidden & ~shown;
}

/* ---- the rule ---- */

static void
hide_rule_clear (GstFacerecHideRule *self)
{
  g_free (self->text);
  g_hash_table_unref (self->hidden);
  g_hash_table_unref (self->shown);
}

GstFacerecHideRule *
gst_facerec_hide_rule_new (const gchar *text)
{
  GstFacerecHideRule *self = g_atomic_rc_box_new0 (GstFacerecHideRule);

  self->text = g_strdup (text ? text : "none");
  self->hidden = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  read_text (self);
  return self;
}

GstFacerecHideRule *
gst_facerec_hide_rule_ref (GstFacerecHideRule *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
gst_facerec_hide_rule_unref (GstFacerecHideRule *self)
{
  if (self)
    g_atomic_rc_box_release_full (self, (GDestroyNotify) hide_rule_clear);
}

const gchar *
gst_facerec_hide_rule_get_text (const GstFacerecHideRule *self)
{
  return self->text;
}

gboolean
gst_facerec_hide_rule_is_any (const GstFacerecHideRule *self)
{
  return self->groups != 0 || g_hash_table_size (self->hidden) > 0;
}

gboolean
gst_facerec_hide_rule_has_gap (const GstFacerecHideRule *self)
{
  return self->has_gap;
}

gboolean
gst_facerec_hide_rule_hides (const GstFacerecHideRule *self, const GstFacerecIdentity *identity)
{
  const gchar *label = identity ? gst_facerec_identity_get_label (identity) : NULL;
  g_autofree gchar *name = NULL;

  if (!label || gst_facerec_identity_get_reason (identity) != GST_FACEREC_REASON_NONE)
    return (self->groups & GROUP_UNKNOWN) != 0;
  name = normalise (label);
  if (g_hash_table_contains (self->hidden, name))
    return TRUE;
  if (g_hash_table_contains (self->shown, name))
    return FALSE;
  return (self->groups & GROUP_KNOWN) != 0;
}
