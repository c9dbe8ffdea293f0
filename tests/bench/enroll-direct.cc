/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What `gst-facerec enroll` is compared with: dlib called directly, one photo after another, the way its own examples
 * do it. Load the picture, find faces with HOG (enlarged once where there are none), five landmarks, the aligned chip,
 * the ResNet. Photos with one face count as enrolled, as they do there.
 *
 * usage: enroll-direct [--gray] LANDMARKS.dat RESNET.dat LIST
 * --gray: HOG looks at luma, as our detector does, instead of colour as dlib's examples do. */
#include <cstring>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include <dlib/image_io.h>
#include <dlib/image_processing.h>
#include <dlib/image_processing/frontal_face_detector.h>

#include "models/dlib/resnet.hh"

namespace
{

struct Direct {
  bool gray = false;
  dlib::frontal_face_detector detector = dlib::get_frontal_face_detector ();
  dlib::shape_predictor landmarks;
  facerec::ResNet network;
};

template <typename Image>
std::vector<dlib::rectangle>
find (Direct &direct, const Image &picture)
{
  std::vector<dlib::rectangle> boxes = direct.detector (picture);
  if (boxes.empty ()) {
    Image enlarged;
    dlib::pyramid_down<2> pyramid;

    dlib::assign_image (enlarged, picture);
    dlib::pyramid_up (enlarged);
    boxes = direct.detector (enlarged);
    for (auto &box : boxes)
      box = pyramid.rect_down (box);
  }
  return boxes;
}

bool
enroll (Direct &direct, const std::string &path)
{
  dlib::matrix<dlib::rgb_pixel> picture, chip;
  std::vector<dlib::rectangle> boxes;

  dlib::load_image (picture, path);
  if (direct.gray) {
    dlib::array2d<unsigned char> luma;

    dlib::assign_image (luma, picture);
    boxes = find (direct, luma);
  } else {
    boxes = find (direct, picture);
  }
  for (const auto &box : boxes) {
    const auto shape = direct.landmarks (picture, box);

    dlib::extract_image_chip (picture, dlib::get_face_chip_details (shape, 150, 0.25), chip);
    const dlib::matrix<float, 0, 1> embedding = direct.network (chip);
    if (embedding.size () != 128)
      return false;
  }
  return boxes.size () == 1;
}

} // namespace

int
main (int argc, char **argv)
{
  const bool gray = argc > 1 && std::strcmp (argv[1], "--gray") == 0;
  Direct direct;
  unsigned long n_photos = 0, n_enrolled = 0;
  std::string path;

  if (argc != (gray ? 5 : 4)) {
    std::cerr << "usage: enroll-direct [--gray] LANDMARKS.dat RESNET.dat LIST\n";
    return 2;
  }
  try {
    direct.gray = gray;
    dlib::deserialize (argv[argc - 3]) >> direct.landmarks;
    dlib::deserialize (argv[argc - 2]) >> direct.network;
    std::ifstream list (argv[argc - 1]);
    while (std::getline (list, path)) {
      n_photos++;
      n_enrolled += enroll (direct, path);
    }
  } catch (const std::exception &e) {
    std::cerr << path << ": " << e.what () << "\n";
    return 2;
  }
  std::cout << "{\"photos\":" << n_photos << ",\"enrolled\":" << n_enrolled << "}" << std::endl;
  return 0;
}
