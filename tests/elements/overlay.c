/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tests/elements/testframe.h"

#define CAPS "video/x-raw,format=RGB,width=320,height=240,framerate=30/1"

/* ---- what is drawn ---- */

/* A buffer with one face and its identity, drawn by an overlay with properties. */
static GstBuffer *
draw (const gchar *properties, const TestFace *box, const gchar *label, gfloat distance)
{
  g_autofree gchar *launch = g_strdup_printf ("overlay %s", properties);
  GstHarness *harness = test_harness_new (launch, CAPS, NULL);
  GstBuffer *in = test_frame_new_for_caps (CAPS, NULL, 0), *out;
  GstFacerecMeta *face = gst_facerec_buffer_add_face (in, box->x, box->y, box->width, box->height, 320, 240, 1, "test");
  g_autoptr (GstFacerecIdentity) identity = gst_facerec_identity_new (label,
      label ? GST_FACEREC_REASON_NONE : GST_FACEREC_REASON_TOO_FAR, 1, distance, 1, 1);

  gst_facerec_meta_set_identity (face, identity);
  out = gst_harness_push_and_pull (harness, in);
  gst_harness_teardown (harness);
  return out;
}

static guint32
get_pixel (GstBuffer *buffer, gint x, gint y)
{
  GstVideoInfo info;

  gst_video_info_set_format (&info, GST_VIDEO_FORMAT_RGB, 320, 240);
  return (guint32) test_frame_get_sample (buffer, &info, 0, x, y) << 16
      | (guint32) test_frame_get_sample (buffer, &info, 1, x, y) << 8 | test_frame_get_sample (buffer, &info, 2, x, y);
}

/* Pixels of the rectangle that are not the grey of the ground. */
static guint
count_drawn (GstBuffer *buffer, gint left, gint top, gint right, gint bottom)
{
  guint n = 0;
  gint x, y;

  for (y = MAX (top, 0); y < MIN (bottom, 240); y++)
    for (x = MAX (left, 0); x < MIN (right, 320); x++)
      n += get_pixel (buffer, x, y) != 0x101010;
  return n;
}

static void
test_colors (void)
{
  static const TestFace box = { 100, 100, 60, 60, 0 };
  GstBuffer *known = draw ("known-color=0xff0000ff unknown-color=0xffff0000", &box, "Ann", 0.3f);
  GstBuffer *unknown = draw ("known-color=0xff0000ff unknown-color=0xffff0000", &box, NULL, 0.3f);

  g_assert_cmphex (get_pixel (known, 100, 130), ==, 0x0000ff);
  g_assert_cmphex (get_pixel (unknown, 100, 130), ==, 0xff0000);
  g_assert_cmphex (get_pixel (unknown, 159, 159), ==, 0xff0000);
  g_assert_cmphex (get_pixel (unknown, 130, 130), ==, 0x101010);
  gst_buffer_unref (known);
  gst_buffer_unref (unknown);
}

static void
test_text_can_be_left_out (void)
{
  static const TestFace box = { 100, 100, 60, 60, 0 };
  static const struct {
    const gchar *properties;
    gint least, most;
  } cases[] = {
    { "show-name=false show-distance=false", 0, 0 },
    { "show-name=true show-distance=false", 60, 100000 },
    { "show-name=false show-distance=true", 60, 100000 },
  };
  guint drawn[G_N_ELEMENTS (cases)], i;
  GstBuffer *both = draw ("", &box, "Ann", 0.3f);

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    GstBuffer *out = draw (cases[i].properties, &box, "Ann", 0.3f);

    drawn[i] = count_drawn (out, 0, 0, 320, 98);
    g_assert_cmpint (drawn[i], >=, cases[i].least);
    g_assert_cmpint (drawn[i], <=, cases[i].most);
    gst_buffer_unref (out);
  }
  g_assert_cmpuint (count_drawn (both, 0, 0, 320, 98), >, MAX (drawn[1], drawn[2]));
  gst_buffer_unref (both);
}

/* The last column that anything is drawn on above the box. */
static gint
find_right_edge (GstBuffer *frame)
{
  gint x;

  for (x = 319; x > 0 && count_drawn (frame, x, 0, x + 1, 98) == 0; x--)
    ;
  return x;
}

static gboolean
looks_like (GstBuffer *both, gint shift, GstBuffer *name, gint end)
{
  gint x, y;

  for (y = 0; y < 98; y++)
    for (x = 40; x <= end; x++)
      if (get_pixel (both, x + shift, y) != get_pixel (name, x, y))
        return FALSE;
  return TRUE;
}

/* A name looks the same with and without the distance, which stands before or behind it, as the name is read, but never
 * inside. Without isolates a number joins the last word of the other direction: "Ann 0.30 <david>". */
static void
test_distance_stands_beside_the_name (void)
{
#define DAVID "\327\223\327\225\327\223" /* in Hebrew letters */
  static const TestFace box = { 40, 100, 60, 60, 0 };
  static const gchar *names[] = { "Ann", DAVID, DAVID " 2", "Ann " DAVID, DAVID " Ann", "2 " DAVID " Ann 3" };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (names); i++) {
    GstBuffer *name = draw ("show-distance=false", &box, names[i], 0.3f);
    GstBuffer *both = draw ("", &box, names[i], 0.3f);
    const gint end = find_right_edge (name), growth = find_right_edge (both) - end;

    g_assert_cmpint (end, >, 40);
    g_assert_cmpint (growth, >, 15);
    g_assert_true (looks_like (both, 0, name, end) || looks_like (both, growth, name, end));
    gst_buffer_unref (name);
    gst_buffer_unref (both);
  }
}

static GstVideoOverlayRectangle *
rectangle_of (const TestFace *box, const gchar *label, GstBuffer **out)
{
  GstHarness *harness = gst_harness_new_parse ("overlay");
  GstBuffer *in = test_frame_new_for_caps (CAPS, NULL, 0);
  GstFacerecMeta *face = gst_facerec_buffer_add_face (in, box->x, box->y, box->width, box->height, 320, 240, 1, "test");
  g_autoptr (GstFacerecIdentity) identity = gst_facerec_identity_new (label, GST_FACEREC_REASON_NONE, 1, 0.3f, 1, 1);
  GstVideoOverlayCompositionMeta *meta;

  gst_harness_add_propose_allocation_meta (harness, GST_VIDEO_OVERLAY_COMPOSITION_META_API_TYPE, NULL);
  gst_harness_set_sink_caps_str (harness, "video/x-raw(ANY)");
  gst_harness_set_src_caps_str (harness, CAPS);
  gst_facerec_meta_set_identity (face, identity);
  *out = gst_harness_push_and_pull (harness, in);
  gst_harness_teardown (harness);
  meta = gst_buffer_get_video_overlay_composition_meta (*out);
  return meta ? gst_video_overlay_composition_get_rectangle (meta->overlay, 0) : NULL;
}

/* Wherever the face is and whatever the name, all that is drawn lies in the frame. */
static void
test_stays_inside (void)
{
  static const TestFace boxes[] = { { 0, 0, 50, 50, 0 }, { 270, 0, 50, 50, 0 }, { 0, 190, 50, 50, 0 },
    { 270, 190, 50, 50, 0 }, { -30, -30, 50, 50, 0 }, { 300, 220, 50, 50, 0 }, { -10, -10, 400, 300, 0 },
    { 100, 3, 50, 230, 0 } };
  static const gchar *const labels[] = { "Ann", "Ngozi Okonjo-Iweala of a very long name that fits no frame at all, ever",
    "<b>&amp;", "玛丽", "مريم", "a\nb\tc", "\xff\xfe", "" };
  guint i, j;

  for (i = 0; i < G_N_ELEMENTS (boxes); i++)
    for (j = 0; j < G_N_ELEMENTS (labels); j++) {
      GstBuffer *out;
      GstVideoOverlayRectangle *rectangle = rectangle_of (&boxes[i], labels[j], &out);
      gint x, y;
      guint width, height;

      g_assert_nonnull (rectangle);
      g_assert_true (gst_video_overlay_rectangle_get_render_rectangle (rectangle, &x, &y, &width, &height));
      g_assert_cmpint (x, >=, 0);
      g_assert_cmpint (y, >=, 0);
      g_assert_cmpint (x + (gint) width, <=, 320);
      g_assert_cmpint (y + (gint) height, <=, 240);
      gst_buffer_unref (out);
    }
}

static void
test_box_outside_is_not_drawn (void)
{
  static const TestFace boxes[] = { { -100, 10, 50, 50, 0 }, { 320, 10, 50, 50, 0 }, { 10, 300, 50, 50, 0 } };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (boxes); i++) {
    GstBuffer *out;

    g_assert_null (rectangle_of (&boxes[i], "Ann", &out));
    gst_buffer_unref (out);
  }
}

/* Readable on every ground: light letters, dark outline. */
static void
test_text_has_an_outline (void)
{
  static const TestFace box = { 100, 100, 60, 60, 0 };
  GstBuffer *out = draw ("known-color=0xffffffff font-desc=\"Sans Bold 24\"", &box, "MMM", 0.3f);
  guint light = 0, dark = 0;
  gint x, y;

  for (y = 70; y < 98; y++)
    for (x = 100; x < 220; x++) {
      light += get_pixel (out, x, y) == 0xffffff;
      dark += get_pixel (out, x, y) == 0x000000;
    }
  g_assert_cmpuint (light, >, 100);
  g_assert_cmpuint (dark, >, 100);
  gst_buffer_unref (out);
}

static void
test_landmarks (void)
{
  const gfloat landmarks[] = { 0.5f, 0.5f, 0.25f, 0.5f, 0.75f, 0.5f, 0.5f, 0.75f, 0.5f, 0.25f };
  gboolean shown;

  for (shown = FALSE; shown <= TRUE; shown++) {
    g_autofree gchar *launch = g_strdup_printf ("overlay unknown-color=0xff00ff00 show-landmarks=%d", shown);
    GstHarness *harness = test_harness_new (launch, CAPS, NULL);
    GstBuffer *in = test_frame_new_for_caps (CAPS, NULL, 0), *out;
    GstFacerecMeta *face = gst_facerec_buffer_add_face (in, 100, 100, 80, 80, 320, 240, 1, "test");

    gst_facerec_meta_set_landmarks (face, landmarks, 10);
    out = gst_harness_push_and_pull (harness, in);
    g_assert_cmpint (count_drawn (out, 138, 138, 142, 142) > 0, ==, shown);
    g_assert_cmpint (count_drawn (out, 118, 138, 122, 142) > 0, ==, shown);
    gst_buffer_unref (out);
    gst_harness_teardown (harness);
  }
}

/* A stranger whom faceknn tells apart has a colour of his own. */
static void
test_color_of_strangers (void)
{
  static const gchar *const ids[] = { NULL, "unknown-1" };
  static const guint32 colors[] = { 0xff0000, 0x00ff00 };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++) {
    GstHarness *harness = test_harness_new ("overlay unknown-color=0xffff0000 stranger-color=0xff00ff00", CAPS, NULL);
    GstBuffer *in = test_frame_new_for_caps (CAPS, NULL, 0), *out;
    GstFacerecMeta *face = gst_facerec_buffer_add_face (in, 100, 100, 60, 60, 320, 240, 1, "test");
    g_autoptr (GstFacerecIdentity) identity = gst_facerec_identity_new (NULL, GST_FACEREC_REASON_TOO_FAR, 1, 0.9f, 1, 1);

    gst_facerec_identity_set_stranger (identity, ids[i]);
    gst_facerec_meta_set_identity (face, identity);
    out = gst_harness_push_and_pull (harness, in);
    g_assert_cmphex (get_pixel (out, 100, 130), ==, colors[i]);
    gst_buffer_unref (out);
    gst_harness_teardown (harness);
  }
}

static void
test_box_can_be_left_out (void)
{
  static const TestFace box = { 100, 100, 60, 60, 0 };
  GstBuffer *without = draw ("show-box=false", &box, "Ann", 0.3f), *with = draw ("", &box, "Ann", 0.3f);
  GstBuffer *nothing = draw ("show-box=false show-name=false show-distance=false", &box, "Ann", 0.3f);

  g_assert_cmpuint (count_drawn (with, 99, 99, 161, 161), >, 200);
  g_assert_cmpuint (count_drawn (without, 99, 99, 161, 161), ==, 0);
  g_assert_cmpuint (count_drawn (without, 0, 0, 320, 98), ==, count_drawn (with, 0, 0, 320, 98));
  g_assert_cmpuint (count_drawn (nothing, 0, 0, 320, 240), ==, 0);
  gst_buffer_unref (without);
  gst_buffer_unref (with);
  gst_buffer_unref (nothing);
}

/* Pixels drawn in columns left to right of a frame on which a track has moved by 10 px a frame to the right, 12 frames of
 * 1/30 s, with its middle at x 30 at first and at y 120. track: whether it has one. gone: one frame more, without it. */
static guint
count_trail (const gchar *properties, gboolean track, gboolean gone, gint left, gint right)
{
  g_autofree gchar *launch = g_strdup_printf ("overlay show-box=false unknown-color=0xffffffff %s", properties);
  GstHarness *harness = test_harness_new (launch, CAPS, NULL);
  GstBuffer *out = NULL;
  guint n;

  for (guint f = 0; f < 12; f++) {
    GstBuffer *in = test_frame_new_for_caps (CAPS, NULL, 0);
    GstFacerecMeta *face = gst_facerec_buffer_add_face (in, 10 + 10 * (gfloat) f, 100, 40, 40, 320, 240, 1, "test");

    GST_BUFFER_PTS (in) = gst_util_uint64_scale (f, GST_SECOND, 30);
    if (track)
      gst_facerec_meta_set_track (face, 4, f);
    gst_clear_buffer (&out);
    out = gst_harness_push_and_pull (harness, in);
  }
  if (gone) {
    gst_buffer_unref (out);
    out = gst_harness_push_and_pull (harness, test_frame_new_for_caps (CAPS, NULL, 0));
  }
  n = count_drawn (out, left, 110, right, 130);
  gst_buffer_unref (out);
  gst_harness_teardown (harness);
  return n;
}

/* From x 30 to x 140, as far back as trail says, weaker the older. */
static void
test_trail (void)
{
  static const struct {
    const gchar *properties;
    gboolean track;
    gint left, right;
    guint least, most;
  } cases[] = {
    { "trail=1000", TRUE, 35, 135, 100, 400 }, { "trail=1000", TRUE, 0, 27, 0, 0 }, { "trail=1000", TRUE, 145, 320, 0, 0 },
    { "trail=100", TRUE, 112, 138, 26, 200 }, { "trail=100", TRUE, 0, 95, 0, 0 }, { "trail=0", TRUE, 0, 320, 0, 0 },
    { "trail=1000", FALSE, 0, 320, 0, 0 }, { "trail=1000 line-width=8", TRUE, 35, 135, 700, 1000 },
    { "trail=1000 hide=all look-ahead=0 hide-cells=1 hide-margin=0", TRUE, 35, 110, 75, 400 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    guint n = count_trail (cases[i].properties, cases[i].track, FALSE, cases[i].left, cases[i].right);

    g_test_message ("%s: %u", cases[i].properties, n);
    g_assert_cmpuint (n, >=, cases[i].least);
    g_assert_cmpuint (n, <=, cases[i].most);
  }
  g_assert_cmpuint (count_trail ("trail=1000", TRUE, TRUE, 0, 320), ==, 0);
}

/* Wider than what is painted on can be: frames come out without it. */
static void
test_trail_across_a_panorama (void)
{
  const gchar *caps = "video/x-raw,format=GRAY8,width=40000,height=64,framerate=30/1";
  GstHarness *harness = test_harness_new ("overlay trail=1000", caps, NULL);

  for (guint f = 0; f < 3; f++) {
    GstBuffer *in = test_frame_new_for_caps (caps, NULL, 0);
    GstFacerecMeta *face = gst_facerec_buffer_add_face (in, f % 2 * 39000, 20, 20, 20, 40000, 64, 1, "test");

    GST_BUFFER_PTS (in) = gst_util_uint64_scale (f, GST_SECOND, 30);
    gst_facerec_meta_set_track (face, 4, f);
    gst_buffer_unref (gst_harness_push_and_pull (harness, in));
  }
  gst_harness_teardown (harness);
}

/* Track ids are written beside the name, or alone. */
static void
test_track_ids (void)
{
  guint drawn[2];

  for (guint shown = 0; shown < 2; shown++) {
    g_autofree gchar *launch = g_strdup_printf ("overlay show-box=false show-track=%d", shown);
    GstHarness *harness = test_harness_new (launch, CAPS, NULL);
    GstBuffer *in = test_frame_new_for_caps (CAPS, NULL, 0), *out;

    gst_facerec_meta_set_track (gst_facerec_buffer_add_face (in, 100, 100, 60, 60, 320, 240, 1, "test"), 12, 0);
    out = gst_harness_push_and_pull (harness, in);
    drawn[shown] = count_drawn (out, 0, 0, 320, 240);
    gst_buffer_unref (out);
    gst_harness_teardown (harness);
  }
  g_assert_cmpuint (drawn[0], ==, 0);
  g_assert_cmpuint (drawn[1], >, 40);
}

/* Four lines at odd coordinates have a color where chroma is told of every second pixel only: in one of a line's two pixels at
 * least. Elsewhere they are as thin as they are meant to be. */
static void
test_thin_lines_have_a_color (void)
{
  static const struct {
    const gchar *format;
    guint line;
  } cases[] = { { "I420", 2 }, { "NV12", 2 }, { "YUY2", 2 }, { "UYVY", 2 }, { "RGB", 1 } };
  static const gint sides[][4] = { { 101, 130, 1, 0 }, { 161, 130, -1, 0 }, { 130, 101, 0, 1 }, { 130, 161, 0, -1 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree gchar *caps = g_strdup_printf ("video/x-raw,format=%s,width=400,height=300", cases[i].format);
    GstHarness *harness = test_harness_new ("overlay unknown-color=0xffff00ff show-name=false show-distance=false", caps, NULL);
    GstBuffer *in = test_frame_new_for_caps (caps, NULL, 0), *out;
    GstVideoInfo info;

    gst_video_info_set_format (&info, gst_video_format_from_string (cases[i].format), 400, 300);
    gst_facerec_buffer_add_face (in, 101, 101, 61, 61, 400, 300, 1, "test");
    out = gst_harness_push_and_pull (harness, in);
    for (guint side = 0; side < G_N_ELEMENTS (sides); side++) {
      const gint x = sides[side][0], y = sides[side][1], next_x = x + sides[side][2], next_y = y + sides[side][3];
      /* V, or blue */
      const guint8 tint = test_frame_get_sample (out, &info, 2, x, y), next_tint = test_frame_get_sample (out, &info, 2, next_x,
              next_y);

      g_test_message ("%s side %u: %u %u", cases[i].format, side, tint, next_tint);
      g_assert_cmpuint (MAX (tint, next_tint), >, 200);
      g_assert_cmpuint (test_frame_get_sample (out, &info, 0, x, y), >, 60);
      g_assert_cmpint (test_frame_get_sample (out, &info, 0, next_x, next_y) > 60, ==, cases[i].line > 1);
    }
    gst_buffer_unref (out);
    gst_harness_teardown (harness);
  }
}

/* A name may be missing in hide: told when the element starts, and when it is set later. */
static void
test_gap_is_told (void)
{
  static const gchar *const told[] = { "\"Ann,,Bob\"", "\"Ann,\"" }, *const set[] = { "Ann,", "Ann,Bob" };
  GstElement *overlay = gst_object_ref_sink (gst_element_factory_make_full ("overlay", "hide", "Ann,,Bob", NULL));
  g_autoptr (GstBus) bus = gst_bus_new ();

  gst_element_set_bus (overlay, bus);
  g_assert_cmpint (gst_element_set_state (overlay, GST_STATE_PAUSED), ==, GST_STATE_CHANGE_SUCCESS);
  for (guint i = 0; i < 2; i++) {
    g_autoptr (GstMessage) message = gst_bus_pop_filtered (bus, GST_MESSAGE_WARNING);
    g_autoptr (GError) error = NULL;

    g_assert_nonnull (message);
    gst_message_parse_warning (message, &error, NULL);
    g_assert_true (g_error_matches (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_SETTINGS));
    g_assert_nonnull (strstr (error->message, told[i]));
    g_assert_null (gst_bus_pop_filtered (bus, GST_MESSAGE_WARNING));
    g_object_set (overlay, "hide", set[i], NULL);
  }
  g_assert_null (gst_bus_pop_filtered (bus, GST_MESSAGE_WARNING));
  gst_element_set_state (overlay, GST_STATE_NULL);
  gst_object_unref (overlay);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  g_test_add_func ("/elements/overlay/has a color for the known and one for strangers", test_colors);
  g_test_add_func ("/elements/overlay/name and distance can be left out", test_text_can_be_left_out);
  g_test_add_func ("/elements/overlay/stays inside of the frame", test_stays_inside);
  g_test_add_func ("/elements/overlay/draws nothing of a face outside", test_box_outside_is_not_drawn);
  g_test_add_func ("/elements/overlay/the distance stands beside the name", test_distance_stands_beside_the_name);
  g_test_add_func ("/elements/overlay/text has an outline", test_text_has_an_outline);
  g_test_add_func ("/elements/overlay/shows landmarks when asked", test_landmarks);
  g_test_add_func ("/elements/overlay/strangers told apart have a color", test_color_of_strangers);
  g_test_add_func ("/elements/overlay/the box can be left out", test_box_can_be_left_out);
  g_test_add_func ("/elements/overlay/draws the way of a track", test_trail);
  g_test_add_func ("/elements/overlay/a trail across a panorama", test_trail_across_a_panorama);
  g_test_add_func ("/elements/overlay/writes track ids", test_track_ids);
  g_test_add_func ("/elements/overlay/thin lines have a color", test_thin_lines_have_a_color);
  g_test_add_func ("/elements/overlay/tells where hide lacks a name", test_gap_is_told);
  return g_test_run ();
}
