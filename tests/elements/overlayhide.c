/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What hide of the overlay does to the picture, and to that of others. */
#include <string.h>

#include "elements/overlay/pixelate.h"
#include "tests/elements/testframe.h"

#define CAPS "video/x-raw,format=%s,width=320,height=240,framerate=30/1"
#define INVISIBLE "known-color=0 unknown-color=0 look-ahead=0 " /* so that all that changes is hidden */
#define MARGIN 0.3f
#define CELLS 4

/* One face of each kind that overlay tells apart, apart from each other. */
static const struct {
  FacerecBox box;
  gboolean asked;
  const gchar *label;
  GstFacerecReason reason;
} faces[] = {
  { { 21, 33, 40, 48, 0 }, TRUE, "Ann", GST_FACEREC_REASON_NONE },
  { { 130, 30, 44, 44, 0 }, TRUE, "Bob", GST_FACEREC_REASON_NONE },
  { { 240, 20, 37.5f, 41.5f, 0 }, TRUE, NULL, GST_FACEREC_REASON_TOO_FAR },
  { { 30, 150, 40, 40, 0 }, TRUE, NULL, GST_FACEREC_REASON_LOW_QUALITY },
  { { 140, 210, 50, 50, 0 }, FALSE, NULL, GST_FACEREC_REASON_NONE },
};

#define ANN (1 << 0)
#define BOB (1 << 1)
#define STRANGERS (1 << 2 | 1 << 3 | 1 << 4)

static GstVideoInfo
info_of (const gchar *format)
{
  GstVideoInfo info;

  gst_video_info_set_format (&info, gst_video_format_from_string (format), 320, 240);
  return info;
}

static GstBuffer *
noise_new (const gchar *format)
{
  GstVideoInfo info = info_of (format);
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, info.size, NULL);

  test_frame_fill_noise (buffer, 11);
  return buffer;
}

/* A frame of noise with those of the faces whose bits are set. */
static GstBuffer *
frame_new (const gchar *format, guint which)
{
  GstBuffer *buffer = noise_new (format);

  for (guint i = 0; i < G_N_ELEMENTS (faces); i++) {
    const FacerecBox *box = &faces[i].box;
    GstFacerecMeta *face;

    if (!(which & 1u << i))
      continue;
    face = gst_facerec_buffer_add_face (buffer, box->x, box->y, box->width, box->height, 320, 240, 1, "test");
    if (faces[i].asked) {
      g_autoptr (GstFacerecIdentity) identity = gst_facerec_identity_new (faces[i].label, faces[i].reason, 1, 0.3f, 1, 1);

      gst_facerec_meta_set_identity (face, identity);
    }
  }
  return buffer;
}

/* What is to be seen when those are hidden, and nothing else changes. */
static gchar *
checksum_when_hidden (const gchar *format, guint which, gfloat margin)
{
  GstVideoInfo info = info_of (format);
  GstBuffer *buffer = noise_new (format);
  GstVideoFrame frame;
  gchar *checksum;

  g_assert_true (gst_video_frame_map (&frame, &info, buffer, GST_MAP_READWRITE));
  for (guint i = 0; i < G_N_ELEMENTS (faces); i++) {
    GstFacerecMosaic mosaic;

    gst_facerec_mosaic_over (&faces[i].box, margin, CELLS, 320, 240, &mosaic);
    if (which & 1u << i)
      gst_facerec_pixelate (&frame, &mosaic);
  }
  gst_video_frame_unmap (&frame);
  checksum = test_frame_checksum (buffer);
  gst_buffer_unref (buffer);
  return checksum;
}

/* attached: downstream draws compositions. */
static GstHarness *
harness_new (const gchar *properties, const gchar *format, gboolean attached)
{
  g_autofree gchar *launch = g_strdup_printf ("overlay look-ahead=0 %s", properties), *caps = g_strdup_printf (CAPS, format);
  GstHarness *harness = gst_harness_new_parse (launch);

  if (attached)
    gst_harness_add_propose_allocation_meta (harness, GST_VIDEO_OVERLAY_COMPOSITION_META_API_TYPE, NULL);
  gst_harness_set_sink_caps_str (harness, "video/x-raw(ANY)");
  gst_harness_set_src_caps_str (harness, caps);
  return harness;
}

static GstBuffer *
push (const gchar *properties, const gchar *format, gboolean attached, GstBuffer *in)
{
  GstHarness *harness = harness_new (properties, format, attached);
  GstBuffer *out = gst_harness_push_and_pull (harness, in);

  g_assert_nonnull (out);
  gst_harness_teardown (harness);
  return out;
}

/* ---- who ---- */

static void
check_hidden (const gchar *hide, const gchar *format, guint hidden)
{
  g_autofree gchar *properties = g_strdup_printf (INVISIBLE "hide=\"%s\"", hide);
  g_autofree gchar *clear = checksum_when_hidden (format, 0, 0);
  g_autofree gchar *expected = checksum_when_hidden (format, hidden, MARGIN);

  for (gboolean attached = FALSE; attached <= TRUE; attached++) {
    GstBuffer *in = frame_new (format, ANN | BOB | STRANGERS);
    GstBuffer *out = push (properties, format, attached, gst_buffer_ref (in));
    g_autofree gchar *held = test_frame_checksum (in), *shown = test_frame_checksum (out);

    g_test_message ("%s %s attached %d", hide, format, attached);
    g_assert_cmpstr (shown, ==, expected);
    g_assert_cmpstr (held, ==, clear);
    g_assert_cmpint (gst_buffer_get_video_overlay_composition_meta (out) != NULL, ==, attached);
    g_assert_cmpuint (gst_facerec_buffer_count_faces (out), ==, G_N_ELEMENTS (faces));
    gst_buffer_unref (in);
    gst_buffer_unref (out);
  }
}

/* In every format, and never for somebody else who holds the frame. */
static void
test_who_is_hidden (void)
{
  static const struct {
    const gchar *hide;
    guint hidden;
  } cases[] = { { "none", 0 }, { "unknown", STRANGERS }, { "known", ANN | BOB }, { "all", ANN | BOB | STRANGERS },
    { "Ann", ANN }, { "unknown,Bob", BOB | STRANGERS }, { "!Ann", BOB | STRANGERS } };

  for (guint f = 0; test_formats[f]; f++)
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
      check_hidden (cases[i].hide, test_formats[f], cases[i].hidden);
}

/* (transfer full): what Ann looks like. */
static gchar *
checksum_of_ann (const gchar *properties)
{
  GstBuffer *out = push (properties, "RGB", FALSE, frame_new ("RGB", ANN));
  gchar *checksum = test_frame_checksum (out);

  gst_buffer_unref (out);
  return checksum;
}

static void
test_no_name_on_the_hidden (void)
{
  g_autofree gchar *hidden = checksum_of_ann ("hide=all");
  g_autofree gchar *nameless = checksum_of_ann ("hide=all show-name=false show-distance=false");
  g_autofree gchar *clear = checksum_of_ann ("hide=unknown");

  g_assert_cmpstr (hidden, ==, nameless);
  g_assert_cmpstr (hidden, !=, clear);
}

static void
test_may_change_while_playing (void)
{
  GstHarness *harness = harness_new (INVISIBLE, "I420", FALSE);
  static const struct {
    const gchar *hide;
    guint hidden;
  } cases[] = { { "all", ANN | 1 << 2 }, { "known", ANN }, { NULL, 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree gchar *expected = checksum_when_hidden ("I420", cases[i].hidden, MARGIN), *shown = NULL;
    g_autoptr (GstElement) overlay = gst_harness_find_element (harness, "overlay");
    GstBuffer *out;

    g_object_set (overlay, "hide", cases[i].hide, NULL);
    out = gst_harness_push_and_pull (harness, frame_new ("I420", ANN | 1 << 2));
    shown = test_frame_checksum (out);
    g_assert_cmpstr (shown, ==, expected);
    gst_buffer_unref (out);
  }
  gst_harness_teardown (harness);
}

/* ---- where ---- */

/* A guess is hidden more widely than what was seen. */
static void
test_grows_with_age (void)
{
  static const struct {
    guint age;
    gfloat margin;
  } cases[] = { { 0, MARGIN }, { 4, MARGIN + 0.2f }, { 20, MARGIN + 1 }, { 100000, MARGIN + 1 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    GstBuffer *in = frame_new ("NV12", 1 << 1), *out;
    g_autofree gchar *expected = checksum_when_hidden ("NV12", 1 << 1, cases[i].margin), *shown = NULL;
    gpointer state = NULL;

    gst_facerec_meta_set_box_age (gst_facerec_buffer_iterate_faces (in, &state), cases[i].age);
    out = push (INVISIBLE "hide=all", "NV12", FALSE, in);
    shown = test_frame_checksum (out);
    g_assert_cmpstr (shown, ==, expected);
    gst_buffer_unref (out);
  }
}

/* No pixel of a frame that was cut without telling is as it was: where the face is nobody knows. */
static void
test_a_box_of_another_frame (void)
{
  GstBuffer *in = noise_new ("GRAY8"), *out;
  GstVideoInfo info = info_of ("GRAY8");

  gst_facerec_buffer_add_face (in, 10, 10, 40, 40, 640, 480, 1, "test");
  out = push ("hide=unknown hide-cells=8", "GRAY8", FALSE, in);
  for (gint y = 0; y < 240; y++)
    for (gint x = 0; x < 320; x++)
      g_assert_cmpuint (test_frame_get_sample (out, &info, 0, x, y), ==,
          test_frame_get_sample (out, &info, 0, x / 40 * 40, y / 40 * 40));
  gst_buffer_unref (out);
}

/* ---- whose memory ---- */

/* What the compositions of others allow stays so: no copy of a frame on which nobody is to be hidden. */
static void
test_copies_only_to_hide (void)
{
  static const struct {
    guint faces;
    gboolean copied;
  } cases[] = { { 0, FALSE }, { ANN | BOB, FALSE }, { ANN | 1 << 2, TRUE } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    GstBuffer *in = frame_new ("I420", cases[i].faces);
    GstBuffer *out = push ("hide=unknown", "I420", TRUE, gst_buffer_ref (in));

    g_assert_cmpint (gst_buffer_peek_memory (in, 0) != gst_buffer_peek_memory (out, 0), ==, cases[i].copied);
    gst_buffer_unref (in);
    gst_buffer_unref (out);
  }
}

static void
test_memory_that_may_not_be_written (void)
{
  g_autofree gchar *expected = checksum_when_hidden ("RGB", ANN, MARGIN), *clear = checksum_when_hidden ("RGB", 0, 0);
  GstBuffer *in = frame_new ("RGB", ANN), *out;
  const gsize size = gst_buffer_get_size (in);
  g_autofree guint8 *bytes = g_malloc (size);
  g_autofree gchar *shown = NULL, *kept = NULL;

  gst_buffer_extract (in, 0, bytes, size);
  gst_buffer_replace_all_memory (in, gst_memory_new_wrapped (GST_MEMORY_FLAG_READONLY, bytes, size, 0, size, NULL, NULL));
  out = push (INVISIBLE "hide=known", "RGB", FALSE, in);
  shown = test_frame_checksum (out);
  kept = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes, size);
  g_assert_cmpstr (shown, ==, expected);
  g_assert_cmpstr (kept, ==, clear);
  gst_buffer_unref (out);
}

/* Rather no picture than a face in the clear. Here the memory is too small for the frame. */
static void
test_what_cannot_be_hidden_is_not_shown (void)
{
  static const struct {
    const gchar *hide;
    GstFlowReturn flow;
  } cases[] = { { "none", GST_FLOW_OK }, { "unknown", GST_FLOW_OK }, { "known", GST_FLOW_ERROR } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree gchar *properties = g_strdup_printf ("hide=%s", cases[i].hide);
    GstHarness *harness = harness_new (properties, "RGB", TRUE);
    g_autoptr (GstBus) bus = gst_bus_new ();
    g_autoptr (GstMessage) message = NULL;
    GstBuffer *in = frame_new ("RGB", ANN);

    gst_element_set_bus (harness->element, bus);
    gst_buffer_replace_all_memory (in, gst_allocator_alloc (NULL, 100, NULL));
    g_assert_cmpint (gst_harness_push (harness, in), ==, cases[i].flow);
    g_assert_cmpuint (gst_harness_buffers_received (harness), ==, cases[i].flow == GST_FLOW_OK);
    message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
    g_assert_cmpint (message != NULL, ==, cases[i].flow != GST_FLOW_OK);
    if (message) {
      g_autoptr (GError) error = NULL;

      gst_message_parse_error (message, &error, NULL);
      g_assert_nonnull (strstr (error->message, "to be hidden"));
    }
    gst_element_set_bus (harness->element, NULL);
    gst_harness_teardown (harness);
  }
}

/* A buffer that fills a gap has no picture that could show anybody, also where somebody was a moment ago. */
static void
test_an_empty_gap (void)
{
  GstHarness *harness = harness_new ("hide=all", "RGB", FALSE);
  GstBuffer *gap = gst_buffer_new ();

  GST_BUFFER_FLAG_SET (gap, GST_BUFFER_FLAG_GAP);
  gst_buffer_unref (gst_harness_push_and_pull (harness, frame_new ("RGB", ANN)));
  g_assert_cmpint (gst_harness_push (harness, gap), ==, GST_FLOW_OK);
  gst_harness_teardown (harness);
}

/* Pictures that a graphics card keeps are none of ours to change: such caps are refused from the start. */
static void
test_refuses_other_memory (void)
{
  GstHarness *harness = gst_harness_new_parse ("overlay look-ahead=0 hide=all");

  gst_harness_set_src_caps_str (harness, "video/x-raw(memory:DMABuf),format=RGB,width=320,height=240,framerate=30/1");
  g_assert_cmpint (gst_harness_push (harness, frame_new ("RGB", ANN)), ==, GST_FLOW_NOT_NEGOTIATED);
  gst_harness_teardown (harness);
}

/* ---- a real tee ---- */

static GstPadProbeReturn
note_checksum (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  g_ptr_array_add (user_data, test_frame_checksum (GST_PAD_PROBE_INFO_BUFFER (info)));
  return GST_PAD_PROBE_OK;
}

static GPtrArray *
note_checksums (GstElement *pipeline, const gchar *name)
{
  g_autoptr (GstElement) element = gst_bin_get_by_name (GST_BIN (pipeline), name);
  g_autoptr (GstPad) pad = gst_element_get_static_pad (element, "sink");
  GPtrArray *checksums = g_ptr_array_new_with_free_func (g_free);

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, note_checksum, checksums, NULL);
  return checksums;
}

static void
test_tee (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) pipeline = gst_parse_launch ("videotestsrc pattern=ball num-buffers=20 "
      "! video/x-raw,format=I420,width=320,height=240 ! tee name=t "
      "t. ! queue ! facedetect detector=fake ! overlay " INVISIBLE "hide=all ! fakesink name=hidden sync=false "
      "t. ! queue ! fakesink name=clear sync=false", &error);
  g_autoptr (GPtrArray) source = NULL, hidden = NULL, clear = NULL;
  g_autoptr (GstBus) bus = NULL;
  g_autoptr (GstMessage) message = NULL;

  g_assert_no_error (error);
  source = note_checksums (pipeline, "t");
  hidden = note_checksums (pipeline, "hidden");
  clear = note_checksums (pipeline, "clear");
  bus = gst_element_get_bus (pipeline);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  message = gst_bus_timed_pop_filtered (bus, 60 * GST_SECOND, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  g_assert_cmpstr (message ? GST_MESSAGE_TYPE_NAME (message) : "nothing", ==, "eos");
  gst_element_set_state (pipeline, GST_STATE_NULL);
  g_assert_cmpuint (source->len, ==, 20);
  g_assert_cmpuint (hidden->len, ==, 20);
  g_assert_cmpuint (clear->len, ==, 20);
  for (guint i = 0; i < source->len; i++) {
    g_assert_cmpstr (clear->pdata[i], ==, source->pdata[i]);
    g_assert_cmpstr (hidden->pdata[i], !=, source->pdata[i]);
  }
}

/* ---- a film ---- */

/* Faces of fine stripes, 40 grey levels from light to dark: Ann, whom the gallery knows, and a stranger. */
static GstBuffer *
film_frame_new (guint number, TestFace *ann, TestFace *stranger)
{
  GstBuffer *buffer;
  GstVideoInfo info = info_of ("GRAY8");
  GstVideoFrame frame;

  *ann = (TestFace) { 16 + (gint) number, 40, 48, 56, 235 };
  *stranger = (TestFace) { 250 - 2 * (gint) number, 150, 52, 60, 185 };
  buffer = test_frame_new (&info, 0, (TestFace[]) { *ann, *stranger }, 2);
  g_assert_true (gst_video_frame_map (&frame, &info, buffer, GST_MAP_READWRITE));
  for (guint i = 0; i < 2; i++) {
    const TestFace *face = i ? stranger : ann;

    for (gint y = face->y; y < face->y + face->height; y++)
      for (gint x = face->x; x < face->x + face->width; x++)
        ((guint8 *) frame.data[0])[y * frame.info.stride[0] + x] = (guint8) (face->luma + (x % 2 ? 20 : -20));
  }
  gst_video_frame_unmap (&frame);
  GST_BUFFER_PTS (buffer) = gst_util_uint64_scale (number, GST_SECOND, 30);
  GST_BUFFER_DURATION (buffer) = GST_SECOND / 30;
  return buffer;
}

/* How many pixels of the face differ from both their neighbours as its stripes do: one at the edge of a square never does. */
static guint
count_detail (GstBuffer *buffer, const TestFace *face)
{
  GstMapInfo map;
  guint n = 0;

  g_assert_true (gst_buffer_map (buffer, &map, GST_MAP_READ));
  for (gint y = face->y; y < face->y + face->height; y++)
    for (gint x = face->x + 1; x < face->x + face->width - 1; x++) {
      const guint8 *pixel = &map.data[y * 320 + x];

      n += ABS (pixel[0] - pixel[-1]) == 40 && ABS (pixel[0] - pixel[1]) == 40;
    }
  gst_buffer_unmap (buffer, &map);
  return n;
}

/* Also on frames that are not searched, and the very first one. */
static void
test_no_frame_shows_a_stranger (void)
{
  g_autofree gchar *gallery = test_gallery_new ();
  g_autofree gchar *launch = g_strdup_printf ("facedetect detector=fake interval=3 ! facetrack ! faceembed engine=fake "
      "! faceknn db=%s ! overlay " INVISIBLE "hide=unknown", gallery);
  g_autofree gchar *caps = g_strdup_printf (CAPS, "GRAY8");
  GstHarness *harness = test_harness_new (launch, caps, NULL);
  guint n_clear = 0;

  for (guint i = 0; i < 60; i++) {
    TestFace ann, stranger;
    GstBuffer *out = gst_harness_push_and_pull (harness, film_frame_new (i, &ann, &stranger));

    g_test_message ("frame %u", i);
    g_assert_cmpuint (count_detail (out, &stranger), ==, 0);
    n_clear += count_detail (out, &ann) == 46 * 56;
    gst_buffer_unref (out);
  }
  g_assert_cmpuint (n_clear, >=, 55);
  gst_harness_teardown (harness);
  test_gallery_remove (g_steal_pointer (&gallery));
}

/* ---- before it is found ---- */

/* Whether the frame is as it came on no pixel of the face's box. */
static gboolean
shows_nothing_of (GstBuffer *out, const FacerecBox *box)
{
  g_autoptr (GstBuffer) in = noise_new ("GRAY8");
  GstVideoInfo info = info_of ("GRAY8");
  guint n_same = 0, n = 0;

  for (gint y = (gint) box->y; y < (gint) (box->y + box->height); y++)
    for (gint x = (gint) box->x; x < (gint) (box->x + box->width); x++, n++)
      n_same += test_frame_get_sample (out, &info, 0, x, y) == test_frame_get_sample (in, &info, 0, x, y);
  return n_same < n / 20;
}

/* Ten frames, one letter each of who is seen on them: 'A' Ann, 's' a stranger at her place, '.' nobody is found there, though
 * a face is there all the time. hidden: 'x' where it must not be seen. */
static void
test_before_it_is_found (void)
{
  static const struct {
    const gchar *properties, *seen, *hidden;
    gboolean tracks;
  } cases[] = {
    { "look-ahead=200", "....s.....", "xxxxxxxxxx", TRUE }, { "look-ahead=200", "....s.....", "xxxxxxxxxx", FALSE },
    { "look-ahead=100", ".....s....", "..xxxxxxxx", TRUE }, { "look-ahead=0", "....s.....", "....xxxxxx", TRUE },
    { "look-ahead=0 hide-hold=0", "....s..s..", "....x..x..", TRUE },
    { "look-ahead=200 hide-hold=0", "....s..s..", "xxxxxxxx..", TRUE },
    { "look-ahead=0 hide-hold=70", "....s.....", "....xxx...", TRUE },
    { "look-ahead=200", "AAAAsAAAAA", "xxxxx.....", TRUE }, { "look-ahead=200", "AAAAsAAAAA", "xxxxx.....", FALSE },
    { "look-ahead=60", "AAAAsAAAAA", "..xxx.....", TRUE }, { "look-ahead=0", "AAAAsAAAAA", "....x.....", TRUE },
    { "look-ahead=200", "AAAAAAAAAA", "..........", TRUE }, { "look-ahead=200 hide=none", "....s.....", "..........", TRUE },
  };
  const FacerecBox *box = &faces[0].box;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree gchar *properties = g_strdup_printf ("hide=unknown known-color=0 unknown-color=0 show-name=false "
        "show-distance=false %s", cases[i].properties);
    GstHarness *harness = harness_new (properties, "GRAY8", FALSE);
    gchar hidden[11] = "";

    g_test_message ("%s %s tracks %d", cases[i].properties, cases[i].seen, cases[i].tracks);
    for (guint f = 0; f < 10; f++) {
      GstBuffer *in = noise_new ("GRAY8");

      GST_BUFFER_PTS (in) = gst_util_uint64_scale (f, GST_SECOND, 30);
      if (cases[i].seen[f] != '.') {
        GstFacerecMeta *face = gst_facerec_buffer_add_face (in, box->x, box->y, box->width, box->height, 320, 240, 1, "test");
        const gboolean ann = cases[i].seen[f] == 'A';
        g_autoptr (GstFacerecIdentity) identity = gst_facerec_identity_new (ann ? "Ann" : NULL,
            ann ? GST_FACEREC_REASON_NONE : GST_FACEREC_REASON_TOO_FAR, 1, 0.3f, 1, 1);

        gst_facerec_meta_set_identity (face, identity);
        if (cases[i].tracks)
          gst_facerec_meta_set_track (face, 7, f);
      }
      g_assert_cmpint (gst_harness_push (harness, in), ==, GST_FLOW_OK);
    }
    gst_harness_push_event (harness, gst_event_new_eos ());
    for (guint f = 0; f < 10; f++) {
      g_autoptr (GstBuffer) out = gst_harness_pull (harness);

      hidden[f] = shows_nothing_of (out, box) ? 'x' : '.';
    }
    g_assert_cmpstr (hidden, ==, cases[i].hidden);
    gst_harness_teardown (harness);
  }
}

/* Whose name turns out wrong is not called by it on the frames before either. */
static void
test_no_name_of_who_is_hidden_later (void)
{
  gchar *shown[2];

  for (guint with_name = 0; with_name < 2; with_name++) {
    g_autofree gchar *properties = g_strdup_printf ("hide=unknown look-ahead=100 show-name=%s show-distance=%s",
        with_name ? "true" : "false", with_name ? "true" : "false");
    GstHarness *harness = harness_new (properties, "GRAY8", FALSE);
    g_autoptr (GstBuffer) out = NULL;

    for (guint f = 0; f < 2; f++) {
      GstBuffer *in = frame_new ("GRAY8", f ? 0 : ANN);
      const FacerecBox *box = &faces[0].box;

      if (f)
        gst_facerec_buffer_add_face (in, box->x, box->y, box->width, box->height, 320, 240, 1, "test");
      gst_harness_push (harness, in);
    }
    gst_harness_push_event (harness, gst_event_new_eos ());
    out = gst_harness_pull (harness);
    shown[with_name] = test_frame_checksum (out);
    gst_harness_teardown (harness);
  }
  g_assert_cmpstr (shown[0], ==, shown[1]);
  g_free (shown[0]);
  g_free (shown[1]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  g_test_add_func ("/elements/overlayhide/hides whom it is told to, in every format", test_who_is_hidden);
  g_test_add_func ("/elements/overlayhide/writes no name on who is hidden", test_no_name_on_the_hidden);
  g_test_add_func ("/elements/overlayhide/may change while playing", test_may_change_while_playing);
  g_test_add_func ("/elements/overlayhide/grows with the age of the box", test_grows_with_age);
  g_test_add_func ("/elements/overlayhide/a box of another frame hides all", test_a_box_of_another_frame);
  g_test_add_func ("/elements/overlayhide/copies only frames with somebody to hide", test_copies_only_to_hide);
  g_test_add_func ("/elements/overlayhide/read-only memory stays as it is", test_memory_that_may_not_be_written);
  g_test_add_func ("/elements/overlayhide/what cannot be hidden is not shown", test_what_cannot_be_hidden_is_not_shown);
  g_test_add_func ("/elements/overlayhide/an empty gap", test_an_empty_gap);
  g_test_add_func ("/elements/overlayhide/refuses other memory", test_refuses_other_memory);
  g_test_add_func ("/elements/overlayhide/both branches of a tee have their own", test_tee);
  g_test_add_func ("/elements/overlayhide/before it is found", test_before_it_is_found);
  g_test_add_func ("/elements/overlayhide/no name of who is hidden later", test_no_name_of_who_is_hidden_later);
  g_test_add_func ("/elements/overlayhide/no frame shows a stranger", test_no_frame_shows_a_stranger);
  return g_test_run ();
}
