/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Text of whatever bytes, told in messages. */
#include "elements/base/messagetext.h"

#include "tests/elements/testframe.h"

static void
test_any_bytes (void)
{
  static const struct {
    const gchar *text, *told;
  } cases[] = { { "Zoë", "Zoë" }, { "", "" }, { NULL, NULL }, { "a\xff" "b", "a\357\277\275b" }, { "\xc3", "\357\277\275" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GstStructure) structure = gst_structure_new_empty ("a");

    gst_facerec_message_set_text (structure, "field", cases[i].text);
    g_assert_true (gst_structure_has_field (structure, "field"));
    g_assert_cmpstr (gst_structure_get_string (structure, "field"), ==, cases[i].told);
  }
}

/* Whoever sets an identity may take it from anywhere. */
static void
test_faceenroll (void)
{
  const gchar *caps = "video/x-raw,format=GRAY8,width=64,height=64,framerate=25/1";
  g_autoptr (GstBus) bus = NULL;
  GstHarness *harness = test_harness_new ("faceenroll", caps, &bus);
  g_autoptr (GstMessage) message = NULL;
  const GstStructure *told;

  gst_harness_set (harness, "faceenroll", "identity", "a\xff" "b", "db", "/no\xff/gallery", NULL);
  gst_harness_push (harness, test_frame_new_for_caps (caps, NULL, 0));
  message = gst_bus_pop_filtered (bus, GST_MESSAGE_ELEMENT);
  g_assert_true (gst_message_has_name (message, "face-not-enrolled"));
  told = gst_message_get_structure (message);
  g_assert_cmpstr (gst_structure_get_string (told, "identity"), ==, "a\357\277\275b");
  g_assert_cmpstr (gst_structure_get_string (told, "db"), ==, "/no\357\277\275/gallery");
  g_assert_nonnull (gst_structure_get_string (told, "text"));
  gst_harness_teardown (harness);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  g_test_add_func ("/elements/messagetext/any bytes", test_any_bytes);
  g_test_add_func ("/elements/messagetext/an identity and a gallery", test_faceenroll);
  return g_test_run ();
}
