/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "searches.hh"

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <new>
#include <random>
#include <string>

#include <sys/mman.h>

#include "models/identity.h"
#include "models/search.h"

#ifdef HAVE_FAISS
#include <faiss/IndexFlat.h>
#endif

namespace bench
{

namespace
{

constexpr unsigned DIMENSIONS = 128, FACES_PER_PERSON = 10;
/* Norms of what all faces share, what a person's share, and what differs from photo to photo: faces of a person are about
 * 0.42 apart, others 0.9. */
constexpr float COMMON = 1.2f, PERSON = 0.56f, FACE = 0.3f;

/* Fast, and normal enough. */
struct Noise
{
  std::minstd_rand random { 1 };

  void
  add (float norm, float *to)
  {
    const float scale = norm / std::sqrt (static_cast<float> (DIMENSIONS)) * std::sqrt (6.0f);

    for (unsigned i = 0; i < DIMENSIONS; i++)
      to[i] += scale * (uniform () + uniform ());
  }

  float
  uniform () /* -0.5 .. 0.5 */
  {
    return static_cast<float> (random ()) / random.max () - 0.5f;
  }
};

float *
allocate (size_t n)
{
  constexpr size_t LARGE_PAGE = 2 << 20;
  const size_t bytes = (n * sizeof (float) + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
  void *memory = std::aligned_alloc (LARGE_PAGE, bytes);

  if (!memory)
    throw std::bad_alloc ();
  madvise (memory, bytes, MADV_HUGEPAGE);
  std::memset (memory, 0, bytes);
  return static_cast<float *> (memory);
}

} // namespace

RandomGallery::RandomGallery (unsigned n_faces_)
  : n_faces (n_faces_), values (allocate (n_values ())),
    encodings (facerec_encodings_new ("dlib-resnet-v1", DIMENSIONS))
{
  float common[DIMENSIONS] = {}, person[DIMENSIONS] = {};
  Noise noise;
  guint number = 0;

  noise.add (COMMON, common);
  for (unsigned i = 0; i < n_faces; i++) {
    float *face = values + static_cast<size_t> (i) * DIMENSIONS;

    if (i % FACES_PER_PERSON == 0) {
      const std::string name = "person " + std::to_string (i / FACES_PER_PERSON);
      number = facerec_encodings_add_person (encodings, name.c_str (), FACEREC_PERSON, NAN);
      std::copy (common, common + DIMENSIONS, person);
      noise.add (PERSON, person);
    }
    std::copy (person, person + DIMENSIONS, face);
    noise.add (FACE, face);
    facerec_encodings_add_face (encodings, number, face);
  }
  facerec_encodings_seal (encodings);
}

RandomGallery::~RandomGallery ()
{
  facerec_encodings_unref (encodings);
  std::free (values);
}

size_t
RandomGallery::n_values () const
{
  return static_cast<size_t> (n_faces) * DIMENSIONS;
}

std::vector<float>
RandomGallery::queries (unsigned n) const
{
  std::vector<float> queries;
  Noise noise { std::minstd_rand (99) };

  for (unsigned i = 0; i < n; i++) {
    const float *face = values + static_cast<size_t> (n_faces / n * i) * DIMENSIONS;
    queries.insert (queries.end (), face, face + DIMENSIONS);
    noise.add (FACE / 2, queries.data () + i * DIMENSIONS);
  }
  return queries;
}

Search::Search ()
  : workers (facerec_workers_new (0))
{
}

Search::~Search ()
{
  facerec_workers_free (workers);
}

std::vector<unsigned>
Search::nearest (const RandomGallery &gallery, const std::vector<float> &queries, unsigned n, unsigned k)
{
  std::vector<FacerecNeighbour> neighbours (n * k);
  std::vector<unsigned> rows;

  facerec_search (gallery.encodings, workers, queries.data (), n, k, neighbours.data (), 0, nullptr);
  for (const FacerecNeighbour &neighbour : neighbours)
    rows.push_back (neighbour.face);
  return rows;
}

void
Search::identify (const RandomGallery &gallery, const std::vector<float> &queries, unsigned n)
{
  const FacerecIdentityRule rule = FACEREC_IDENTITY_RULE_INIT;
  std::vector<FacerecIdentityResult> results (n);

  facerec_identify (gallery.encodings, workers, queries.data (), n, &rule, results.data ());
}

#ifdef HAVE_FAISS
struct FaissSearch::Index
{
  faiss::IndexFlatL2 flat { DIMENSIONS };
};

FaissSearch::FaissSearch (const RandomGallery &gallery)
  : index (std::make_unique<Index> ())
{
  index->flat.add (gallery.n_faces, gallery.values);
}

FaissSearch::~FaissSearch () = default;

std::vector<unsigned>
FaissSearch::nearest (const std::vector<float> &queries, unsigned n, unsigned k)
{
  std::vector<float> distances (n * k);
  std::vector<faiss::Index::idx_t> rows (n * k);

  index->flat.search (n, queries.data (), k, distances.data (), rows.data ());
  return std::vector<unsigned> (rows.begin (), rows.end ());
}
#endif

} // namespace bench
