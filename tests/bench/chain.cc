/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <filesystem>

#include "loop.hh"
#include "material.hh"
#include "models/gallery.h"
#include "part.hh"
#include "program.hh"
#include "stream.hh"

/* A film from its file to names: our elements, against one loop of OpenCV and dlib. One gallery for both. */
namespace bench
{

namespace
{

namespace fs = std::filesystem;

/* Enrols as a user does, with the command. */
void
enrol (const Film &film, const std::string &folder, const std::string &gallery)
{
  unsigned n = 0;

  for (const auto &[person, photo] : film.photos) {
    fs::create_directories (folder + "/" + person);
    fs::create_symlink (fs::absolute (photo),
        folder + "/" + person + "/" + std::to_string (n++) + fs::path (photo).extension ().string ());
  }
  run_program ({ "gst-facerec", "enroll", "-o", gallery, folder });
}

gboolean
take (const gchar *person, const FacerecGalleryFace *face, gpointer user_data)
{
  Enrolled &enrolled = *static_cast<Enrolled *> (user_data);

  enrolled.names.push_back (person);
  enrolled.values.insert (enrolled.values.end (), face->values, face->values + 128);
  return TRUE;
}

Enrolled
read_gallery (const std::string &path)
{
  Enrolled enrolled;
  GError *error = nullptr;
  g_autoptr (FacerecGallery) gallery = facerec_gallery_open (path.c_str (), FACEREC_GALLERY_READ, nullptr, 128, &error);

  if (!gallery || !facerec_gallery_foreach_face (gallery, nullptr, take, &enrolled, &error))
    fail (path, error);
  return enrolled;
}

/* The share of the frames both looked at in which both named the same people; and of those in which anybody was named by
 * either. */
void
compare_names (Row &row, const Pass &ours, const Pass &theirs)
{
  unsigned n_same = 0, n_named = 0, n_named_same = 0, n = 0;

  for (size_t i = 0; i < theirs.names.size () && i * theirs.every < ours.names.size (); i++, n++) {
    const auto &our = ours.names[i * theirs.every], &their = theirs.names[i];
    const bool named = !our.empty () || !their.empty ();
    n_same += our == their;
    n_named += named;
    n_named_same += named && our == their;
  }
  row.fact ("frames with the same names, %", n ? 100.0 * n_same / n : 0);
  row.fact ("of frames where anybody is named, %", n_named ? 100.0 * n_named_same / n_named : 100);
  row.fact ("frames compared", n);
}

void
compare (const Options &options, Report &report, Direct &direct, const Film &film, const std::string &gallery, bool cnn)
{
  const Enrolled enrolled = read_gallery (gallery);
  const std::string line = std::string ("filesrc name=file ! decodebin ! queue max-size-buffers=4 ! facerecdetect name=detect ")
      + (cnn ? "detector=cnn" : "detector=hog") + " ! queue max-size-buffers=4 ! faceembed name=embed ! faceknn name=knn db="
      + gallery + " ! fakesink name=sink sync=false";
  /* The public substitute is 17 times as long. */
  const unsigned every = cnn ? 20 : 1;
  const unsigned rounds = film.from_data ? std::max (1u, options.rounds / (cnn ? 3 : 2)) : 1;
  const std::string detector = cnn ? "CNN" : "HOG";
  Timing our_time = { "elements, a frame", {}, {} }, their_time = { "OpenCV and dlib in a loop, a frame", {}, {} };
  Pass ours, theirs;

  for (unsigned round = 0; round < rounds; round++) {
    ours = run_stream (line, film.path);
    theirs = run_loop (direct, film.path, enrolled, cnn, every);
    our_time.ms.push_back (ours.ms_per_frame);
    their_time.ms.push_back (theirs.ms_per_frame);
  }
  Row &row = report.add ("chain", film.name + ", " + detector + ", decode to names");
  row.time (our_time).time (their_time);
  row.fact ("frames per second, elements", 1000 / our_time.median ());
  row.fact ("frames per second, the loop", 1000 / their_time.median ());
  row.at_least ("times as fast as the loop", their_time.median () / our_time.median (), cnn ? 15 : 2.8);
  compare_names (row, ours, theirs);
  row.say ("the loop and dlib's headers compiled with " + direct.build ());
  if (every > 1)
    row.say ("the loop looks at every " + std::to_string (every) + "th frame and is counted as if at all");
  if (!film.from_data)
    row.say ("video/hamilton is missing; this is the public substitute");
}

void
run (const Options &options, Report &report, bool cnn)
{
  const Film film = find_film ();
  const auto direct = open_direct_models (true);
  const Folder folder;
  const std::string gallery = folder.path + "/enc.bin";

  enrol (film, folder.path + "/people", gallery);
  compare (options, report, *direct, film, gallery, cnn);
}

} // namespace

void
run_chain (const Options &options, Report &report)
{
  run (options, report, false);
}

void
run_chain_cnn (const Options &options, Report &report)
{
  run (options, report, true);
}

} // namespace bench
