/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <cmath>

#include <gst/check/gstharness.h>
#include <gst/facerec/facerec.h>
#include <gst/video/video.h>

#include "material.hh"
#include "part.hh"

namespace bench
{

namespace
{

constexpr int WIDTH = 1920, HEIGHT = 1080;

/* An overlay, given frames that are its own to change, each with one face of 300x300 pixels that moves. */
class Overlay
{
public:
  explicit Overlay (const char *launch) : harness (gst_harness_new_parse (launch))
  {
    gst_harness_set_live (harness, FALSE);
    gst_harness_set_src_caps_str (harness, "video/x-raw,format=I420,width=1920,height=1080,framerate=60/1");
  }

  Overlay (const Overlay &) = delete;

  ~Overlay ()
  {
    gst_harness_teardown (harness);
  }

  /* Of the elements only what they do with a frame counts: it is made before, and what comes out is freed after. */
  void
  push (GstBuffer *frame)
  {
    GstBuffer *out;

    GST_BUFFER_PTS (frame) = gst_util_uint64_scale (n++, GST_SECOND, 60);
    gst_facerec_buffer_add_face (frame, 500 + 8 * std::abs (static_cast<float> (n % 120) - 60), 300, 300, 300, WIDTH,
        HEIGHT, 1, "bench");
    if (gst_harness_push (harness, frame) != GST_FLOW_OK)
      throw std::runtime_error ("overlay failed");
    while ((out = gst_harness_try_pull (harness)))
      gst_buffer_unref (out);
  }

private:
  GstHarness *harness;
  guint64 n = 0;
};

/* What is measured comes without the making of frames: of a pool, whose memory is written already. */
class Frames
{
public:
  Frames () : pool (gst_buffer_pool_new ())
  {
    GstStructure *config = gst_buffer_pool_get_config (pool);
    GstCaps *caps = gst_caps_new_empty_simple ("video/x-raw");

    gst_buffer_pool_config_set_params (config, caps, SIZE, N_FRAMES, 0);
    gst_buffer_pool_set_config (pool, config);
    gst_caps_unref (caps);
    gst_buffer_pool_set_active (pool, TRUE);
    /* Memory that was never written is not there yet. */
    std::vector<GstBuffer *> all;
    for (unsigned i = 0; i < N_FRAMES; i++) {
      all.push_back (next ());
      gst_buffer_memset (all.back (), 0, 77, SIZE);
    }
    for (GstBuffer *frame : all)
      gst_buffer_unref (frame);
  }

  Frames (const Frames &) = delete;

  ~Frames ()
  {
    gst_buffer_pool_set_active (pool, FALSE);
    gst_object_unref (pool);
  }

  GstBuffer *
  next ()
  {
    GstBuffer *frame = nullptr;

    if (gst_buffer_pool_acquire_buffer (pool, &frame, nullptr) != GST_FLOW_OK)
      throw std::runtime_error ("no frame");
    return frame;
  }

  static constexpr guint SIZE = WIDTH * HEIGHT * 3 / 2;

private:
  static constexpr unsigned N_FRAMES = 40; /* more than wait at a time */
  GstBufferPool *pool;
};

} // namespace

/* What hiding one face costs on a large frame, and what waiting adds; beside a copy of that frame, which a queue that copied
 * would make. */
void
run_hiding (const Options &options, Report &report)
{
  Frames frames;
  const char *style = "facerecoverlay show-box=false hide=%s look-ahead=%u";
  auto make = [&] (const char *hide, unsigned look_ahead) {
    g_autofree gchar *launch = g_strdup_printf (style, hide, look_ahead);
    return std::make_unique<Overlay> (launch);
  };
  const auto shown = make ("none", 0), hidden = make ("all", 0), waiting = make ("all", 500);
  std::vector<char> copy (Frames::SIZE), original (Frames::SIZE, 1);
  const auto timings = interleave (options.rounds, {
      { "hide=none", [&] { shown->push (frames.next ()); } },
      { "hide=all look-ahead=0", [&] { hidden->push (frames.next ()); } },
      { "hide=all look-ahead=500", [&] { waiting->push (frames.next ()); } },
      { "a copy of the frame", [&] { copy.swap (original); std::copy (original.begin (), original.end (), copy.begin ()); } } });
  Row &row = report.add ("hiding", "1920x1080 I420 at 60 frames/s, one face of 300x300");
  for (const Timing &timing : timings)
    row.time (timing);
  row.at_most ("x what it takes without waiting", timings[2].median () / timings[1].median (), 2);
  row.fact ("x a copy of the frame", timings[2].median () / timings[3].median ());
}

} // namespace bench
