/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <vector>

#include "models/network.h"

namespace bench
{

/* What one would write first: a network on one thread, pictures laid out height x width x channels, convolutions as im2col and a
 * product of OpenBLAS each, those of one place as the product alone, depthwise ones as loops over the channels. For networks of
 * convolutions, relus, max pools and sums of equal shapes; others throw std::runtime_error. */
class PlainNetwork
{
public:
  /* network is borrowed. */
  explicit PlainNetwork (const FacerecNetwork *network);

  /* picture: size x size x channels, normalised. Returns height x width x channels of the last layer, valid until the next
   * run. */
  const std::vector<float> &run (const std::vector<float> &picture, unsigned size);

private:
  struct Layer
  {
    std::vector<float> weights; /* rows of outputs: places x in x out; depthwise: places x channels */
  };

  const FacerecNetwork *network;
  std::vector<Layer> layers;
  std::vector<std::vector<float>> outputs;
  std::vector<FacerecShape> shapes;
  std::vector<float> columns;

  void convolve (const FacerecLayer &layer, const Layer &own, const std::vector<float> &source, const FacerecShape &from,
      const FacerecShape &to, std::vector<float> &output);
};

} // namespace bench
