/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/overlay/hiderule.h"

#define JOSE_COMPOSED "Jos\303\251"
#define JOSE_DECOMPOSED "Jose\314\201"

/* Each letter of faces is a face: A Ann, B Bob, a somebody called all, J José; without a name: u nobody has asked, f too far,
 * m ambiguous, q low quality, n negative, e empty gallery. */
#define STRANGERS "ufmqne"

static const struct {
  const gchar *text, *hidden;
} cases[] = {
  { NULL, "" },
  { "", "" },
  { " , ,", "" },
  { "none", "" },
  { "unknown", STRANGERS },
  { "known", "ABaJ" },
  { "all", "ABaJ" STRANGERS },
  { "unknown,known", "ABaJ" STRANGERS },
  { "Ann", "A" },
  { " Ann , Bob ", "AB" },
  { "Ann,,Bob,", "AB" },
  { "ann", "" },
  { "Ann Bob", "" },
  { "unknown,Ann", "A" STRANGERS },
  { "none,Ann", "A" },
  { "!Ann", "BaJ" STRANGERS },
  { "! Ann , !Bob", "aJ" STRANGERS },
  { "all,!Ann", "BaJ" STRANGERS },
  { "!Ann,all", "BaJ" STRANGERS },
  { "known,!Ann", "BaJ" },
  { "!known", STRANGERS },
  { "!unknown", "ABaJ" },
  { "all,!unknown", "ABaJ" },
  { "!unknown,!Ann", "BaJ" },
  { "Ann,!Ann", "A" },
  { "none,!Ann", "" },
  { "\\all", "a" },
  { "a\\ll", "a" },
  { "All", "" },
  { "\\Ann", "A" },
  { "Ann\\", "" },
  { "Ann\\,Bob", "" },
  { "\\!Ann", "" },
  { "!\\all", "ABJ" STRANGERS },
  { JOSE_COMPOSED, "J" },
  { JOSE_DECOMPOSED, "J" },
  { "\377\376", "" },
};

static GstFacerecIdentity *
identity_of (gchar face)
{
  static const struct {
    gchar face;
    const gchar *label;
    GstFacerecReason reason;
  } faces[] = { { 'A', "Ann", GST_FACEREC_REASON_NONE }, { 'B', "Bob", GST_FACEREC_REASON_NONE },
    { 'a', "all", GST_FACEREC_REASON_NONE }, { 'J', JOSE_DECOMPOSED, GST_FACEREC_REASON_NONE },
    { 'f', NULL, GST_FACEREC_REASON_TOO_FAR }, { 'm', NULL, GST_FACEREC_REASON_AMBIGUOUS },
    { 'q', NULL, GST_FACEREC_REASON_LOW_QUALITY }, { 'n', NULL, GST_FACEREC_REASON_NEGATIVE },
    { 'e', NULL, GST_FACEREC_REASON_EMPTY_GALLERY } };

  for (guint i = 0; i < G_N_ELEMENTS (faces); i++)
    if (faces[i].face == face)
      return gst_facerec_identity_new (faces[i].label, faces[i].reason, 1, 0.3f, 1, 1);
  return NULL;
}

static void
test_table (void)
{
  static const gchar faces[] = "ABaJ" STRANGERS;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    GstFacerecHideRule *rule = gst_facerec_hide_rule_new (cases[i].text);
    g_autoptr (GString) hidden = g_string_new (NULL);

    for (const gchar *face = faces; *face; face++) {
      g_autoptr (GstFacerecIdentity) identity = identity_of (*face);

      if (gst_facerec_hide_rule_hides (rule, identity))
        g_string_append_c (hidden, *face);
    }
    g_test_message ("case %u", i);
    g_assert_cmpstr (hidden->str, ==, cases[i].hidden);
    g_assert_cmpstr (gst_facerec_hide_rule_get_text (rule), ==, cases[i].text ? cases[i].text : "none");
    if (*cases[i].hidden)
      g_assert_true (gst_facerec_hide_rule_is_any (rule));
    gst_facerec_hide_rule_unref (rule);
  }
}

static void
test_nobody (void)
{
  static const gchar *const texts[] = { NULL, "", " ", "none", "none,!Ann", "unknown,!unknown" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    GstFacerecHideRule *rule = gst_facerec_hide_rule_new (texts[i]);

    g_assert_false (gst_facerec_hide_rule_is_any (rule));
    gst_facerec_hide_rule_unref (rule);
  }
  gst_facerec_hide_rule_unref (NULL);
}

static void
test_gaps (void)
{
  static const gchar *const gaps[] = { "Ann,,Bob", "Ann,", ",Ann", ",", "!", "all,!", "Ann, ,Bob", " ", "! ,Ann", "Ann\\,," };
  static const gchar *const whole[] = { NULL, "", "none", "Ann", " Ann , !Bob ", "Ann\\,", "\\,", "\\!", "unkown", "\\ " };

  for (guint i = 0; i < G_N_ELEMENTS (gaps); i++) {
    GstFacerecHideRule *rule = gst_facerec_hide_rule_new (gaps[i]);

    g_test_message ("%s", gaps[i]);
    g_assert_true (gst_facerec_hide_rule_has_gap (rule));
    gst_facerec_hide_rule_unref (rule);
  }
  for (guint i = 0; i < G_N_ELEMENTS (whole); i++) {
    GstFacerecHideRule *rule = gst_facerec_hide_rule_new (whole[i]);

    g_test_message ("%s", whole[i] ? whole[i] : "NULL");
    g_assert_false (gst_facerec_hide_rule_has_gap (rule));
    gst_facerec_hide_rule_unref (rule);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  g_test_add_func ("/elements/hiderule/who is hidden", test_table);
  g_test_add_func ("/elements/hiderule/knows when it is nobody", test_nobody);
  g_test_add_func ("/elements/hiderule/knows where an item is missing", test_gaps);
  return g_test_run ();
}
