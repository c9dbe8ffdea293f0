/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <memory>
#include <vector>

#include "models/encodings.h"
#include "models/workers.h"

namespace bench
{

/* A gallery of random people, ten faces each, as far apart as dlib's embeddings of people are; the same every time. */
struct RandomGallery
{
  const unsigned n_faces;
  float *const values;        /* n_faces * 128, in large pages where the system has them, as ours are */
  FacerecEncodings *encodings;

  explicit RandomGallery (unsigned n_faces);
  ~RandomGallery ();
  RandomGallery (const RandomGallery &) = delete;
  size_t n_values () const;
  /* n faces of people who are enrolled. */
  std::vector<float> queries (unsigned n) const;
};

/* Our search on all cores, as an element does it. */
class Search
{
public:
  Search ();
  ~Search ();
  Search (const Search &) = delete;
  /* The k nearest rows of each of n queries, nearest first. */
  std::vector<unsigned> nearest (const RandomGallery &gallery, const std::vector<float> &queries, unsigned n, unsigned k);
  /* The whole identity rule, as faceknn asks it by default: who n faces are. */
  void identify (const RandomGallery &gallery, const std::vector<float> &queries, unsigned n);

private:
  FacerecWorkers *workers;
};

#ifdef HAVE_FAISS
/* FAISS's IndexFlatL2 over the same values, on its own threads. */
class FaissSearch
{
public:
  explicit FaissSearch (const RandomGallery &gallery);
  ~FaissSearch ();
  std::vector<unsigned> nearest (const std::vector<float> &queries, unsigned n, unsigned k);

private:
  struct Index;
  std::unique_ptr<Index> index;
};
#endif

} // namespace bench
