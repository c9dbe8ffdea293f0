/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* Who draws the faces: whatever is downstream, asked by the overlay, or the overlay itself. */
#include "tests/elements/testframe.h"

#define CAPS "video/x-raw,format=RGB,width=320,height=240,framerate=30/1"
#define FEATURE "meta:GstVideoOverlayComposition"

static const TestFace painted[] = { { 40, 88, 64, 80, 235 }, { 200, 96, 48, 56, 120 } };

static GstBuffer *
frame_with_faces (void)
{
  return test_frame_new_for_caps (CAPS, painted, 2);
}

static gboolean
output_has_feature (GstHarness *harness)
{
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (harness->sinkpad);

  return gst_caps_features_contains (gst_caps_get_features (caps, 0), FEATURE);
}

/* takes_caps: downstream accepts the caps of a composition; takes_meta: it draws one. */
static GstBuffer *
push (const gchar *launch, gboolean takes_caps, gboolean takes_meta, gboolean *has_feature)
{
  GstHarness *harness = gst_harness_new_parse (launch);
  GstBuffer *out;

  gst_harness_set_live (harness, FALSE);
  if (takes_meta)
    gst_harness_add_propose_allocation_meta (harness, GST_VIDEO_OVERLAY_COMPOSITION_META_API_TYPE, NULL);
  gst_harness_set_sink_caps_str (harness, takes_caps ? "video/x-raw(ANY)" : "video/x-raw");
  gst_harness_set_src_caps_str (harness, CAPS);
  out = gst_harness_push_and_pull (harness, frame_with_faces ());
  g_assert_nonnull (out);
  *has_feature = output_has_feature (harness);
  gst_harness_teardown (harness);
  return out;
}

static void
test_attaches_or_blends (void)
{
  static const struct {
    gboolean takes_caps, takes_meta, attached;
  } cases[] = { { TRUE, TRUE, TRUE }, { TRUE, FALSE, FALSE }, { FALSE, TRUE, FALSE }, { FALSE, FALSE, FALSE } };
  GstBuffer *in = frame_with_faces ();
  g_autofree gchar *before = test_frame_checksum (in);
  guint i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    gboolean has_feature;
    GstBuffer *out = push ("facedetect detector=fake ! overlay", cases[i].takes_caps, cases[i].takes_meta, &has_feature);
    GstVideoOverlayCompositionMeta *meta = gst_buffer_get_video_overlay_composition_meta (out);
    g_autofree gchar *after = test_frame_checksum (out);

    g_test_message ("caps %d meta %d", cases[i].takes_caps, cases[i].takes_meta);
    g_assert_cmpint (has_feature, ==, cases[i].attached);
    g_assert_cmpint (meta != NULL, ==, cases[i].attached);
    if (meta)
      g_assert_cmpuint (gst_video_overlay_composition_n_rectangles (meta->overlay), ==, 2);
    g_assert_cmpint (g_str_equal (before, after), ==, cases[i].attached);
    gst_buffer_unref (out);
  }
  gst_buffer_unref (in);
}

/* Two overlays draw both, in order. */
static void
test_joins_another_overlay (void)
{
  gboolean has_feature;
  GstBuffer *out = push ("facedetect detector=fake ! overlay ! overlay", TRUE, TRUE, &has_feature);
  GstVideoOverlayCompositionMeta *meta = gst_buffer_get_video_overlay_composition_meta (out);
  gpointer state = NULL;
  guint n_metas = 0;

  g_assert_true (has_feature);
  g_assert_cmpuint (gst_video_overlay_composition_n_rectangles (meta->overlay), ==, 4);
  while (gst_buffer_iterate_meta_filtered (out, &state, GST_VIDEO_OVERLAY_COMPOSITION_META_API_TYPE))
    n_metas++;
  g_assert_cmpuint (n_metas, ==, 1);
  gst_buffer_unref (out);
}

static void
test_renegotiates (void)
{
  GstHarness *harness = gst_harness_new_parse ("facedetect detector=fake ! overlay");

  gst_harness_set_live (harness, FALSE);
  gst_harness_set_sink_caps_str (harness, "video/x-raw(ANY)");
  gst_harness_set_src_caps_str (harness, CAPS);
  gst_buffer_unref (gst_harness_push_and_pull (harness, frame_with_faces ()));
  g_assert_false (output_has_feature (harness));

  gst_harness_add_propose_allocation_meta (harness, GST_VIDEO_OVERLAY_COMPOSITION_META_API_TYPE, NULL);
  gst_harness_push_upstream_event (harness, gst_event_new_reconfigure ());
  gst_buffer_unref (gst_harness_push_and_pull (harness, frame_with_faces ()));
  g_assert_true (output_has_feature (harness));
  gst_harness_teardown (harness);
}

static GstPadProbeReturn
stop_source_pad (GstPad *pad, GstPadProbeInfo *info, gpointer source_pad)
{
  gst_pad_set_active (source_pad, FALSE);
  return GST_PAD_PROBE_REMOVE;
}

/* A pipeline that is stopped takes the caps from the pad while the first frame is on its way. */
static void
test_stopped_before_the_question (void)
{
  GstHarness *harness = gst_harness_new ("facerecoverlay");
  g_autoptr (GstPad) sink = gst_element_get_static_pad (harness->element, "sink");
  g_autoptr (GstPad) source = gst_element_get_static_pad (harness->element, "src");

  gst_harness_set_live (harness, FALSE);
  gst_harness_set_sink_caps_str (harness, "video/x-raw(ANY)");
  gst_harness_set_src_caps_str (harness, CAPS);
  gst_pad_add_probe (sink, GST_PAD_PROBE_TYPE_BUFFER, stop_source_pad, source, NULL);
  g_assert_cmpint (gst_harness_push (harness, frame_with_faces ()), ==, GST_FLOW_FLUSHING);
  gst_pad_set_active (source, TRUE);
  gst_harness_teardown (harness);
}

/* What happens on another thread while downstream is asked whether it draws: n_questions until then. */
typedef struct {
  GstHarness *harness;
  GstEvent *(*make_event) (void);
  guint n_questions;
} Meanwhile;

/* The one who is asked refuses; whoever is asked later draws. */
static GstPadProbeReturn
on_question (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  Meanwhile *self = data;

  if (GST_QUERY_TYPE (GST_PAD_PROBE_INFO_QUERY (info)) != GST_QUERY_ALLOCATION || self->n_questions++ > 0)
    return GST_PAD_PROBE_OK;
  if (self->make_event == gst_event_new_reconfigure)
    gst_harness_push_upstream_event (self->harness, self->make_event ());
  else
    gst_harness_push_event (self->harness, self->make_event ());
  gst_harness_add_propose_allocation_meta (self->harness, GST_VIDEO_OVERLAY_COMPOSITION_META_API_TYPE, NULL);
  return GST_PAD_PROBE_DROP;
}

static void
test_changes_while_it_asks (void)
{
  static GstEvent *(*const events[]) (void) = { gst_event_new_reconfigure, gst_event_new_flush_start };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (events); i++) {
    GstHarness *harness = gst_harness_new ("facerecoverlay");
    Meanwhile meanwhile = { harness, events[i], 0 };

    gst_harness_set_live (harness, FALSE);
    gst_harness_set_sink_caps_str (harness, "video/x-raw(ANY)");
    gst_harness_set_src_caps_str (harness, CAPS);
    gst_pad_add_probe (harness->sinkpad, GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM, on_question, &meanwhile, NULL);
    gst_harness_push (harness, frame_with_faces ());
    if (events[i] == gst_event_new_flush_start) {
      GstSegment segment;

      gst_segment_init (&segment, GST_FORMAT_TIME);
      gst_harness_push_event (harness, gst_event_new_flush_stop (TRUE));
      gst_harness_push_event (harness, gst_event_new_segment (&segment));
    }
    g_assert_cmpint (gst_harness_push (harness, frame_with_faces ()), ==, GST_FLOW_OK);
    g_test_message ("case %u: %u questions", i, meanwhile.n_questions);
    g_assert_true (output_has_feature (harness));
    gst_harness_teardown (harness);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  g_test_add_func ("/elements/overlaycarry/attaches where it is drawn, else blends", test_attaches_or_blends);
  g_test_add_func ("/elements/overlaycarry/joins the composition of another", test_joins_another_overlay);
  g_test_add_func ("/elements/overlaycarry/asks again when downstream changes", test_renegotiates);
  g_test_add_func ("/elements/overlaycarry/stopped before it asks", test_stopped_before_the_question);
  g_test_add_func ("/elements/overlaycarry/downstream changes while it asks", test_changes_while_it_asks);
  return g_test_run ();
}
