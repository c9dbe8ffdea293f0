/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plainnetwork.hh"

#include <algorithm>
#include <cstring>
#include <limits>
#include <stdexcept>

#include <cblas.h>

namespace bench
{

namespace
{

bool
is_depthwise (const FacerecLayer &layer)
{
  return layer.groups > 1;
}

/* What lies under each place of the window, one row a place of the result. */
void
fill_columns (const FacerecWindow &w, const std::vector<float> &source, const FacerecShape &from, const FacerecShape &to,
    std::vector<float> &columns)
{
  const size_t channels = from.channels, width = channels * w.kernel_height * w.kernel_width;

  columns.assign (width * to.height * to.width, 0);
  for (unsigned y = 0; y < to.height; y++)
    for (unsigned x = 0; x < to.width; x++) {
      float *row = columns.data () + (static_cast<size_t> (y) * to.width + x) * width;

      for (unsigned ky = 0; ky < w.kernel_height; ky++)
        for (unsigned kx = 0; kx < w.kernel_width; kx++, row += channels) {
          const int sy = static_cast<int> (y * w.stride_y + ky) - static_cast<int> (w.top);
          const int sx = static_cast<int> (x * w.stride_x + kx) - static_cast<int> (w.left);

          if (sy >= 0 && sx >= 0 && sy < static_cast<int> (from.height) && sx < static_cast<int> (from.width))
            std::memcpy (row, source.data () + (static_cast<size_t> (sy) * from.width + sx) * channels,
                channels * sizeof *row);
        }
    }
}

/* each (output place, source place, place of the window) inside of the picture. */
template <typename Each>
void
slide (const FacerecWindow &w, const FacerecShape &from, const FacerecShape &to, Each each)
{
  for (unsigned y = 0; y < to.height; y++)
    for (unsigned x = 0; x < to.width; x++)
      for (unsigned ky = 0; ky < w.kernel_height; ky++)
        for (unsigned kx = 0; kx < w.kernel_width; kx++) {
          const int sy = static_cast<int> (y * w.stride_y + ky) - static_cast<int> (w.top);
          const int sx = static_cast<int> (x * w.stride_x + kx) - static_cast<int> (w.left);

          if (sy >= 0 && sx >= 0 && sy < static_cast<int> (from.height) && sx < static_cast<int> (from.width))
            each (static_cast<size_t> (y) * to.width + x, static_cast<size_t> (sy) * from.width + sx,
                ky * w.kernel_width + kx);
        }
}

void
filter_depthwise (const FacerecWindow &w, const std::vector<float> &weights, const std::vector<float> &source,
    const FacerecShape &from, const FacerecShape &to, std::vector<float> &output)
{
  const size_t channels = from.channels;

  slide (w, from, to, [&] (size_t out, size_t in, size_t place) {
    float *__restrict sums = output.data () + out * channels;
    const float *__restrict values = source.data () + in * channels, *__restrict factors = weights.data () + place * channels;

    for (size_t c = 0; c < channels; c++)
      sums[c] += values[c] * factors[c];
  });
}

void
pool (const FacerecWindow &w, const std::vector<float> &source, const FacerecShape &from, const FacerecShape &to,
    std::vector<float> &output)
{
  const size_t channels = from.channels;

  std::fill (output.begin (), output.end (), -std::numeric_limits<float>::infinity ());
  slide (w, from, to, [&] (size_t out, size_t in, size_t) {
    float *__restrict most = output.data () + out * channels;
    const float *__restrict values = source.data () + in * channels;

    for (size_t c = 0; c < channels; c++)
      most[c] = std::max (most[c], values[c]);
  });
}

} // namespace

PlainNetwork::PlainNetwork (const FacerecNetwork *network_)
  : network (network_), layers (network_->layers->len), outputs (network_->layers->len), shapes (network_->layers->len)
{
  for (guint i = 0; i < network->layers->len; i++) {
    const FacerecLayer &layer = *facerec_network_layer (network, i);
    const size_t places = layer.window.kernel_height * layer.window.kernel_width;

    if (layer.kind != FACEREC_LAYER_CONVOLUTION)
      continue;
    if (is_depthwise (layer) && (layer.groups != layer.channels_in || layer.groups != layer.channels_out))
      throw std::runtime_error ("groups of several channels");
    const size_t in = is_depthwise (layer) ? 1 : layer.channels_in, out = layer.channels_out;
    layers[i].weights.resize (places * in * out);
    for (size_t o = 0; o < out; o++)
      for (size_t c = 0; c < in; c++)
        for (size_t p = 0; p < places; p++)
          layers[i].weights[(p * in + c) * out + o] = layer.weights[(o * in + c) * places + p];
  }
}

void
PlainNetwork::convolve (const FacerecLayer &layer, const Layer &own, const std::vector<float> &source,
    const FacerecShape &from, const FacerecShape &to, std::vector<float> &output)
{
  const FacerecWindow w = facerec_window_resolve (&layer.window, from.height, from.width);
  const size_t places = static_cast<size_t> (to.height) * to.width, out = to.channels;
  const size_t width = static_cast<size_t> (from.channels) * w.kernel_height * w.kernel_width;
  const bool is_plain = w.kernel_height == 1 && w.kernel_width == 1 && w.stride_y == 1 && w.stride_x == 1;

  for (size_t i = 0; i < places; i++)
    if (layer.bias)
      std::memcpy (output.data () + i * out, layer.bias, out * sizeof (float));
    else
      std::memset (output.data () + i * out, 0, out * sizeof (float));
  if (is_depthwise (layer)) {
    filter_depthwise (w, own.weights, source, from, to, output);
    return;
  }
  if (!is_plain)
    fill_columns (w, source, from, to, columns);
  cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, static_cast<int> (places), static_cast<int> (out),
      static_cast<int> (width), 1, is_plain ? source.data () : columns.data (), static_cast<int> (width), own.weights.data (),
      static_cast<int> (out), 1, output.data (), static_cast<int> (out));
}

const std::vector<float> &
PlainNetwork::run (const std::vector<float> &picture, unsigned size)
{
  const FacerecShape input = { 1, network->input_channels, size, size };

  if (!facerec_network_shapes (network, 1, size, size, shapes.data (), nullptr))
    throw std::runtime_error ("a size that the network does not take");
  for (guint i = 0; i < network->layers->len; i++) {
    const FacerecLayer &layer = *facerec_network_layer (network, i);
    const std::vector<float> &source = layer.source < 0 ? picture : outputs[layer.source];
    const FacerecShape &from = layer.source < 0 ? input : shapes[layer.source], &to = shapes[i];
    std::vector<float> &output = outputs[i];

    output.resize (static_cast<size_t> (to.channels) * to.height * to.width);
    if (layer.kind == FACEREC_LAYER_CONVOLUTION)
      convolve (layer, layers[i], source, from, to, output);
    else if (layer.kind == FACEREC_LAYER_RELU)
      std::transform (source.begin (), source.end (), output.begin (), [] (float value) { return std::max (value, 0.0f); });
    else if (layer.kind == FACEREC_LAYER_MAX_POOL)
      pool (facerec_window_resolve (&layer.window, from.height, from.width), source, from, to, output);
    else if (layer.kind == FACEREC_LAYER_SUM)
      std::transform (source.begin (), source.end (), outputs[layer.other].begin (), output.begin (), std::plus<float> ());
    else
      throw std::runtime_error ("a layer that the plain network has not");
  }
  return outputs.back ();
}

} // namespace bench
