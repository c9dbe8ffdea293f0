/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gst/facerec/facerec.h>
#include <math.h>

static void
test_reasons_have_their_words (void)
{
  static const struct {
    GstFacerecReason reason;
    const gchar *word;
  } cases[] = {
    { GST_FACEREC_REASON_NONE, "none" },
    { GST_FACEREC_REASON_TOO_FAR, "too-far" },
    { GST_FACEREC_REASON_AMBIGUOUS, "ambiguous" },
    { GST_FACEREC_REASON_LOW_QUALITY, "low-quality" },
    { GST_FACEREC_REASON_NEGATIVE, "negative" },
    { GST_FACEREC_REASON_EMPTY_GALLERY, "empty-gallery" },
    { GST_FACEREC_REASON_UNDECIDED, "undecided" },
  };
  g_autoptr (GEnumClass) enum_class = g_type_class_ref (GST_TYPE_FACEREC_REASON);

  g_assert_cmpuint (enum_class->n_values, ==, G_N_ELEMENTS (cases));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_assert_cmpstr (gst_facerec_reason_to_string (cases[i].reason), ==, cases[i].word);
    g_assert_cmpstr (g_enum_get_value (enum_class, (gint) cases[i].reason)->value_nick, ==, cases[i].word);
  }
  g_assert_cmpstr (gst_facerec_reason_to_string ((GstFacerecReason) 99), ==, "unknown");
  g_assert_cmpstr (gst_facerec_reason_to_string ((GstFacerecReason) -1), ==, "unknown");
}

static void
test_unknown_has_a_reason_and_no_name (void)
{
  g_autoptr (GstFacerecIdentity) identity = gst_facerec_identity_new (NULL, GST_FACEREC_REASON_EMPTY_GALLERY, NAN,
      NAN, 0, 0);
  gfloat threshold = 1, margin = 1, distance = 1;
  const gchar *label = "untouched";

  g_assert_null (gst_facerec_identity_get_label (identity));
  g_assert_cmpint (gst_facerec_identity_get_reason (identity), ==, GST_FACEREC_REASON_EMPTY_GALLERY);
  g_assert_true (isnan (gst_facerec_identity_get_distance (identity)));
  g_assert_true (isnan (gst_facerec_identity_get_score (identity)));
  gst_facerec_identity_get_rule (identity, &threshold, &margin);
  g_assert_true (isnan (threshold) && isnan (margin));
  g_assert_cmpuint (gst_facerec_identity_get_n_candidates (identity), ==, 0);
  g_assert_false (gst_facerec_identity_get_candidate (identity, 0, &label, &distance));
  g_assert_cmpstr (label, ==, "untouched");
  g_assert_cmpfloat (distance, ==, 1);
}

static void
test_name_and_reason_must_agree (void)
{
  g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_CRITICAL, "*assertion*failed*");
  g_assert_null (gst_facerec_identity_new ("Ada", GST_FACEREC_REASON_TOO_FAR, 0, 0, 0, 0));
  g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_CRITICAL, "*assertion*failed*");
  g_assert_null (gst_facerec_identity_new (NULL, GST_FACEREC_REASON_NONE, 0, 0, 0, 0));
  g_test_assert_expected_messages ();
}

static void
test_a_stranger_has_an_id_and_no_name (void)
{
  g_autoptr (GstFacerecIdentity) stranger = gst_facerec_identity_new (NULL, GST_FACEREC_REASON_TOO_FAR, 0, 0, 0, 0);
  g_autoptr (GstFacerecIdentity) ada = gst_facerec_identity_new ("Ada", GST_FACEREC_REASON_NONE, 0, 0, 1, 1);
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();

  g_assert_null (gst_facerec_identity_get_stranger (stranger));
  gst_facerec_identity_set_stranger (stranger, "unknown-7");
  gst_facerec_identity_set_stranger (stranger, "unknown-1\xff");
  g_assert_cmpstr (gst_facerec_identity_get_stranger (stranger), ==, "unknown-1\xef\xbf\xbd");
  g_assert_null (gst_facerec_identity_get_label (stranger));
  gst_facerec_identity_set_stranger (ada, NULL);

  gst_facerec_meta_set_identity (gst_facerec_buffer_add_face (buffer, 0, 0, 1, 1, 1, 1, 0, NULL), stranger);
  g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_CRITICAL, "*label == NULL*failed*");
  gst_facerec_identity_set_stranger (ada, "unknown-1");
  g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_CRITICAL, "*sealed*failed*");
  gst_facerec_identity_set_stranger (stranger, NULL);
  g_test_assert_expected_messages ();
  g_assert_nonnull (gst_facerec_identity_get_stranger (stranger));
  g_assert_null (gst_facerec_identity_get_stranger (ada));
}

static void
test_names_become_utf8 (void)
{
  g_autoptr (GstFacerecIdentity) identity = gst_facerec_identity_new ("Zo\xeb", GST_FACEREC_REASON_NONE, 0, 0, 1, 1);
  const gchar *label;

  gst_facerec_identity_add_candidate (identity, "\xff", 0);
  g_assert_cmpstr (gst_facerec_identity_get_label (identity), ==, "Zo\xef\xbf\xbd");
  g_assert_true (gst_facerec_identity_get_candidate (identity, 0, &label, NULL));
  g_assert_cmpstr (label, ==, "\xef\xbf\xbd");
}

static void
test_an_attached_identity_is_sealed (void)
{
  g_autoptr (GstFacerecIdentity) identity = gst_facerec_identity_new ("Ada", GST_FACEREC_REASON_NONE, 0, 0, 1, 1);
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();

  gst_facerec_identity_add_candidate (identity, "Ada", 0.25f);
  gst_facerec_meta_set_identity (gst_facerec_buffer_add_face (buffer, 0, 0, 1, 1, 1, 1, 0, NULL), identity);

  g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_CRITICAL, "*sealed*failed*");
  gst_facerec_identity_add_candidate (identity, "Bob", 0.5f);
  g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_CRITICAL, "*sealed*failed*");
  gst_facerec_identity_set_rule (identity, 1, 1);
  g_test_assert_expected_messages ();
  g_assert_cmpuint (gst_facerec_identity_get_n_candidates (identity), ==, 1);
}

static void
test_it_lives_as_long_as_somebody_holds_it (void)
{
  GstFacerecIdentity *identity = gst_facerec_identity_new ("Ada", GST_FACEREC_REASON_NONE, 0, 0, 1, 1);
  GstBuffer *buffer = gst_buffer_new ();
  g_autoptr (GstFacerecIdentity) boxed = NULL;

  gst_facerec_meta_set_identity (gst_facerec_buffer_add_face (buffer, 0, 0, 1, 1, 1, 1, 0, NULL), identity);
  boxed = g_boxed_copy (GST_TYPE_FACEREC_IDENTITY, identity);
  g_assert_true (boxed == identity);
  gst_facerec_identity_unref (identity);
  gst_buffer_unref (buffer);
  g_assert_cmpstr (gst_facerec_identity_get_label (boxed), ==, "Ada");
  gst_facerec_identity_unref (NULL);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/identity/reasons-have-their-words", test_reasons_have_their_words);
  g_test_add_func ("/identity/unknown-has-a-reason-and-no-name", test_unknown_has_a_reason_and_no_name);
  g_test_add_func ("/identity/name-and-reason-must-agree", test_name_and_reason_must_agree);
  g_test_add_func ("/identity/a-stranger-has-an-id-and-no-name", test_a_stranger_has_an_id_and_no_name);
  g_test_add_func ("/identity/names-become-utf8", test_names_become_utf8);
  g_test_add_func ("/identity/an-attached-identity-is-sealed", test_an_attached_identity_is_sealed);
  g_test_add_func ("/identity/it-lives-as-long-as-somebody-holds-it", test_it_lives_as_long_as_somebody_holds_it);
  return g_test_run ();
}
