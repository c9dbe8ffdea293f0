/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What becomes of a face on its way through GStreamer's own elements: the table in gst/facerec/metadata.md, run. */

#include "fullface.h"

#include <gst/check/gstharness.h>
#include <gst/video/video.h>

/* BARE: the face is kept, the params of its region of interest are not. */
typedef enum { KEPT, BARE, LOST } Fate;

typedef struct {
  const gchar *name, *launch;
  const gchar *in_format;
  guint in_width, in_height;
  const gchar *out_format; /* NULL: whatever comes */
  guint out_width, out_height;
  Fate fate;
  FullFaceBox box; /* where a kept face that stood at (101, 60) 80x96 is found */
} Row;

#define IN_PLACE(width, height) { 101, 60, 80, 96, width, height }

/* clang-format off */
static const Row rows[] = {
  { "identity", "identity", "I420", 320, 240, NULL, 0, 0, KEPT, IN_PLACE (320, 240) },
  { "queue", "queue", "I420", 320, 240, NULL, 0, 0, KEPT, IN_PLACE (320, 240) },
  { "tee", "tee name=t ! queue t. ! fakesink async=false", "I420", 320, 240, NULL, 0, 0, KEPT, IN_PLACE (320, 240) },
  { "videorate", "videorate", "I420", 320, 240, NULL, 0, 0, KEPT, IN_PLACE (320, 240) },
  { "videobalance", "videobalance saturation=0.5", "I420", 320, 240, NULL, 0, 0, KEPT, IN_PLACE (320, 240) },
  { "gamma", "gamma gamma=1.5", "I420", 320, 240, NULL, 0, 0, KEPT, IN_PLACE (320, 240) },
  { "jpeg", "jpegenc ! jpegdec", "I420", 320, 240, NULL, 0, 0, KEPT, IN_PLACE (320, 240) },
  { "videoconvert/passthrough", "videoconvert", "I420", 320, 240, "I420", 320, 240, KEPT, IN_PLACE (320, 240) },
  { "videoconvert/I420-RGB", "videoconvert", "I420", 320, 240, "RGB", 320, 240, BARE, IN_PLACE (320, 240) },
  { "videoconvert/YUY2-NV12", "videoconvert", "YUY2", 320, 240, "NV12", 320, 240, BARE, IN_PLACE (320, 240) },
  { "videoconvert/GRAY8-BGRx", "videoconvert", "GRAY8", 321, 241, "BGRx", 321, 241, BARE, IN_PLACE (321, 241) },
  { "videoscale/half", "videoscale", "I420", 320, 240, "I420", 160, 120, BARE, { 50.5, 30, 40, 48, 160, 120 } },
  { "videoscale/up", "videoscale", "RGB", 320, 240, "RGB", 480, 300, BARE, { 151.5, 75, 120, 120, 480, 300 } },
  { "videoscale/odd", "videoscale add-borders=false", "RGB", 321, 241, "RGB", 107, 33, BARE,
      { 101.0 / 3, 60 * 33.0 / 241, 80.0 / 3, 96 * 33.0 / 241, 107, 33 } },
  { "videoscale/up-and-down", "videoscale ! video/x-raw,width=37,height=19 ! videoscale", "RGB", 320, 240,
      "RGB", 320, 240, BARE, IN_PLACE (320, 240) },
  { "videoconvertscale", "videoconvertscale", "NV12", 320, 240, "RGBA", 640, 120, BARE,
      { 202, 30, 160, 48, 640, 120 } },
  /* The transform is not told of the borders: the box is scaled as if there were none. */
  { "videoscale/borders", "videoscale add-borders=true", "I420", 320, 240, "I420,pixel-aspect-ratio=1/1", 320, 120,
      BARE, { 101, 30, 80, 48, 320, 120 } },
  { "videocrop", "videocrop left=10", "I420", 320, 240, NULL, 0, 0, LOST, { .x = 0 } },
  { "videobox", "videobox left=-10", "I420", 320, 240, NULL, 0, 0, LOST, { .x = 0 } },
  { "alpha", "alpha method=green", "AYUV", 320, 240, "AYUV", 320, 240, LOST, { .x = 0 } },
  /* Not "method": videoflip 1.22.0 takes it and does nothing. */
  { "videoflip/rotated", "videoflip video-direction=90r", "I420", 320, 240, "I420", 240, 320, LOST, { .x = 0 } },
  { "videoflip/mirrored", "videoflip video-direction=horiz", "I420", 320, 240, NULL, 0, 0, LOST, { .x = 0 } },
  { "compositor", "identity ! compositor", "I420", 320, 240, "I420", 320, 240, LOST, { .x = 0 } },
};
/* clang-format on */

static gchar *
caps_of (const gchar *format, guint width, guint height)
{
  return g_strdup_printf ("video/x-raw,format=%s,width=%u,height=%u,framerate=30/1", format, width, height);
}

static GstBuffer *
new_frame (const Row *row)
{
  GstVideoInfo info;
  GstBuffer *buffer;

  gst_video_info_set_format (&info, gst_video_format_from_string (row->in_format), row->in_width, row->in_height);
  buffer = gst_buffer_new_allocate (NULL, info.size, NULL);
  gst_buffer_memset (buffer, 0, 90, info.size);
  GST_BUFFER_PTS (buffer) = 0;
  GST_BUFFER_DURATION (buffer) = GST_SECOND / 30;
  return buffer;
}

static void
check_region (GstBuffer *buffer, const Row *row, gint id)
{
  GstMeta *meta = gst_buffer_get_meta (buffer, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE);
  const GstVideoRegionOfInterestMeta *region = (const GstVideoRegionOfInterestMeta *) meta;

  if (row->fate == LOST) {
    g_assert_null (region);
    return;
  }
  g_assert_cmpint (region->id, ==, id);
  g_assert_cmpuint (g_list_length (region->params), ==, row->fate == KEPT ? 5 : 0);
  /* GStreamer scales it in integers: by way of a 37x19 picture a box loses up to 320/37 and 240/19 pixels. */
  g_assert_cmpfloat_with_epsilon (region->x, row->box.x, 9);
  g_assert_cmpfloat_with_epsilon (region->h, row->box.height, 13);
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  const FullFaceBox box = { 101, 60, 80, 96, row->in_width, row->in_height };
  g_autofree gchar *in_caps = caps_of (row->in_format, row->in_width, row->in_height);
  g_autoptr (GstElement) parsed = NULL;
  g_autoptr (GError) error = NULL;
  GstHarness *harness;
  g_autoptr (GstBuffer) in = NULL, out = NULL;
  GstFacerecMeta *face;
  gint id;

  parsed = gst_parse_bin_from_description (row->launch, FALSE, &error);
  if (error != NULL) {
    g_test_skip (error->message);
    return;
  }
  g_object_ref_sink (parsed);
  harness = gst_harness_new_parse (row->launch);
  gst_harness_set_src_caps_str (harness, in_caps);
  if (row->out_format != NULL) {
    g_autofree gchar *out_caps = caps_of (row->out_format, row->out_width, row->out_height);

    gst_harness_set_sink_caps_str (harness, out_caps);
  }

  in = new_frame (row);
  face = full_face_add (in, &box);
  id = face->id;
  gst_facerec_buffer_mirror_face (in, face);
  g_assert_cmpint (gst_harness_push (harness, gst_buffer_ref (in)), ==, GST_FLOW_OK);
  gst_harness_push_event (harness, gst_event_new_eos ());
  out = gst_harness_pull (harness);
  g_assert_nonnull (out);

  check_region (out, row, id);
  if (row->fate != LOST) {
    g_assert_cmpuint (gst_facerec_buffer_count_faces (out), ==, 1);
    full_face_check (gst_facerec_buffer_find_face (out, id), &row->box);
  } else {
    g_assert_cmpuint (gst_facerec_buffer_count_faces (out), ==, 0);
  }
  /* Nobody may have written into the face of the frame that came in. */
  full_face_check (gst_facerec_buffer_find_face (in, id), &box);
  gst_harness_teardown (harness);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree gchar *path = g_strdup_printf ("/survival/%s", rows[i].name);

    g_test_add_data_func (path, &rows[i], test_row);
  }
  return g_test_run ();
}
