/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "elements/overlay/text.h"

#include <gst/check/gstcheck.h>
#include <gst/video/video.h>

#define ISOLATED(text) "\342\201\250" text "\342\201\251"

/* distance < 0: nobody has asked. */
static void
test_lines (void)
{
  static const struct {
    const gchar *label, *stranger;
    gfloat distance;
    gboolean show_name, show_distance;
    const gchar *unknown_label, *expected;
  } cases[] = {
    { "Ann", NULL, 0.25f, TRUE, FALSE, NULL, ISOLATED ("Ann") },
    { "Ann", NULL, 0.25f, TRUE, TRUE, NULL, ISOLATED ("Ann") " 0.25" },
    { "Ann", NULL, 0.25f, FALSE, TRUE, NULL, "0.25" },
    { "Ann", NULL, 0.25f, FALSE, FALSE, NULL, NULL },
    { NULL, NULL, 0.75f, TRUE, FALSE, NULL, ISOLATED ("Unknown") },
    { NULL, NULL, 0.75f, TRUE, FALSE, "Fremder", ISOLATED ("Fremder") },
    { NULL, "unknown-3", 0.75f, TRUE, FALSE, NULL, ISOLATED ("unknown-3") },
    { NULL, "unknown-3", 0.75f, TRUE, TRUE, "Fremder", ISOLATED ("unknown-3") " 0.75" },
    { NULL, "unknown-3", 0.75f, FALSE, FALSE, NULL, NULL },
    { NULL, NULL, -1, TRUE, TRUE, NULL, NULL },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GstBuffer) buffer = gst_buffer_new ();
    GstFacerecMeta *face = gst_facerec_buffer_add_face (buffer, 0, 0, 4, 4, 8, 8, 1, NULL);
    g_autofree gchar *text = NULL;

    if (cases[i].distance >= 0) {
      g_autoptr (GstFacerecIdentity) identity = gst_facerec_identity_new (cases[i].label,
          cases[i].label ? GST_FACEREC_REASON_NONE : GST_FACEREC_REASON_TOO_FAR, 0, cases[i].distance, 1, 1);

      gst_facerec_identity_set_stranger (identity, cases[i].stranger);
      gst_facerec_meta_set_identity (face, identity);
    }
    text = gst_facerec_overlay_text (buffer, face, cases[i].show_name, cases[i].show_distance, cases[i].unknown_label);
    g_assert_cmpstr (text, ==, cases[i].expected);
  }
}

/* What faceknn calls strangers is in the region of interest. */
static void
test_word_of_the_region (void)
{
  g_autoptr (GstBuffer) buffer = gst_buffer_new ();
  g_autoptr (GstFacerecIdentity) identity = gst_facerec_identity_new (NULL, GST_FACEREC_REASON_TOO_FAR, 0, 1, 1, 1);
  GstFacerecMeta *face = gst_facerec_buffer_add_face (buffer, 0, 0, 4, 4, 8, 8, 1, NULL);
  g_autofree gchar *text = NULL;

  gst_facerec_meta_set_identity (face, identity);
  gst_facerec_buffer_mirror_face (buffer, face);
  gst_structure_set (gst_video_region_of_interest_meta_get_param (
      gst_buffer_get_video_region_of_interest_meta_id (buffer, face->id), "face_id"), "label", G_TYPE_STRING, "Nobody",
      NULL);
  text = gst_facerec_overlay_text (buffer, face, TRUE, FALSE, NULL);
  g_assert_cmpstr (text, ==, ISOLATED ("Nobody"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  g_test_add_func ("/elements/overlaytext/lines", test_lines);
  g_test_add_func ("/elements/overlaytext/the word of the region of interest", test_word_of_the_region);
  return g_test_run ();
}
