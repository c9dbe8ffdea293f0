/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <map>

#include <dlib/dnn.h>

#include "models/dlib/model.hh"
#include "models/dlib/weights.h"

namespace facerec
{

/* Walks a dlib network from its input to its output and makes plain data of it. What dlib calls a tag is a place whose output
 * a later layer takes up again; of several with one number the last one passed counts. Sizes inside a file are not
 * trusted: what does not fit throws. */
class WeightReader
{
public:
  explicit WeightReader (FacerecNetwork &network_)
    : network (network_), channels (network_.input_channels)
  {
  }

  template <typename Details, typename Below, typename Enabled>
  void
  operator() (size_t, const dlib::add_layer<Details, Below, Enabled> &layer)
  {
    read (layer.layer_details ());
  }

  template <unsigned long id, typename Below, typename Enabled>
  void
  operator() (size_t, const dlib::add_tag_layer<id, Below, Enabled> &)
  {
    tags[id] = { current, channels };
  }

  template <template <typename> class Tag, typename Below>
  void
  operator() (size_t, const dlib::add_skip_layer<Tag, Below> &)
  {
    current = tags.at (number_of<Tag> ()).layer;
    channels = tags.at (number_of<Tag> ()).channels;
  }

  /* The loss, and what the input is. */
  template <typename Layer>
  void
  operator() (size_t, const Layer &)
  {
  }

private:
  /* By value: dlib's constant has no address, which a build without optimisation finds out. */
  template <template <typename> class Tag>
  static unsigned long
  number_of ()
  {
    return dlib::tag_id<Tag>::id;
  }

  struct Place
  {
    gint layer;
    guint channels;
  };

  FacerecNetwork &network;
  gint current = FACEREC_NETWORK_INPUT;
  guint channels; /* of current */
  std::map<unsigned long, Place> tags;

  static void
  require (bool fits, const char *what)
  {
    if (!fits)
      throw dlib::serialization_error (std::string (what) + " does not fit the network");
  }

  template <typename Layer>
  static FacerecWindow
  window_of (const Layer &layer)
  {
    FacerecWindow window = {};

    window.kernel_height = static_cast<guint> (layer.nr ());
    window.kernel_width = static_cast<guint> (layer.nc ());
    window.stride_y = static_cast<guint> (layer.stride_y ());
    window.stride_x = static_cast<guint> (layer.stride_x ());
    window.top = window.bottom = static_cast<guint> (layer.padding_y ());
    window.left = window.right = static_cast<guint> (layer.padding_x ());
    return window;
  }

  template <long filters, long nr, long nc, int stride_y, int stride_x, int padding_y, int padding_x>
  void
  read (const dlib::con_<filters, nr, nc, stride_y, stride_x, padding_y, padding_x> &layer)
  {
    const dlib::tensor &values = layer.get_layer_params ();
    const FacerecWindow window = window_of (layer);
    const size_t n_weights = static_cast<size_t> (filters) * channels * nr * nc;
    const bool has_bias = !layer.bias_is_disabled ();

    require (layer.num_filters () == filters && values.size () == n_weights + (has_bias ? filters : 0), "a convolution");
    current = static_cast<gint> (facerec_network_add_convolution (&network, current, &window, channels, filters, 1,
        values.host (), has_bias ? values.host () + n_weights : nullptr));
    channels = filters;
  }

  /* Into the convolution before it: gamma (W x + b) + beta = (gamma W) x + (gamma b + beta). */
  void
  read (const dlib::affine_ &layer)
  {
    auto gamma = layer.get_gamma (), beta = layer.get_beta ();
    const dlib::tensor &scales = gamma, &shifts = beta;

    require (current >= 0 && scales.size () == channels && shifts.size () == channels, "an affine layer");
    FacerecLayer &below = g_array_index (network.layers, FacerecLayer, current);
    require (below.kind == FACEREC_LAYER_CONVOLUTION, "an affine layer");
    const size_t n = static_cast<size_t> (below.channels_in) * below.window.kernel_height * below.window.kernel_width;
    if (!below.bias)
      below.bias = g_new0 (gfloat, channels);
    for (guint c = 0; c < channels; c++) {
      for (size_t i = c * n; i < (c + 1) * n; i++)
        below.weights[i] *= scales.host ()[c];
      below.bias[c] = static_cast<gfloat> (static_cast<double> (below.bias[c]) * scales.host ()[c] + shifts.host ()[c]);
    }
  }

  void
  read (const dlib::relu_ &)
  {
    current = static_cast<gint> (facerec_network_add_plain (&network, FACEREC_LAYER_RELU, current));
  }

  template <long nr, long nc, int stride_y, int stride_x, int padding_y, int padding_x>
  void
  read (const dlib::max_pool_<nr, nc, stride_y, stride_x, padding_y, padding_x> &layer)
  {
    const FacerecWindow window = window_of (layer);

    current = static_cast<gint> (facerec_network_add_pool (&network, FACEREC_LAYER_MAX_POOL, current, &window));
  }

  template <long nr, long nc, int stride_y, int stride_x, int padding_y, int padding_x>
  void
  read (const dlib::avg_pool_<nr, nc, stride_y, stride_x, padding_y, padding_x> &layer)
  {
    const FacerecWindow window = window_of (layer);

    if (nr == 0)
      current = static_cast<gint> (facerec_network_add_plain (&network, FACEREC_LAYER_AVERAGE, current));
    else
      current = static_cast<gint> (facerec_network_add_pool (&network, FACEREC_LAYER_AVERAGE_POOL, current, &window));
  }

  template <template <typename> class Tag>
  void
  read (const dlib::add_prev_<Tag> &)
  {
    const Place other = tags.at (number_of<Tag> ());

    current = static_cast<gint> (facerec_network_add_sum (&network, current, other.layer));
    channels = MAX (channels, other.channels);
  }

  /* Only behind an average over everything: a source of channels x 1 x 1. */
  template <unsigned long outputs>
  void
  read (const dlib::fc_<outputs, dlib::FC_NO_BIAS> &layer)
  {
    const dlib::tensor &values = layer.get_layer_params ();
    std::vector<gfloat> weights (values.size ());

    require (layer.get_num_outputs () == outputs && values.size () == static_cast<size_t> (channels) * outputs,
        "the last layer");
    /* dlib keeps a row an input, we a row an output. */
    for (size_t in = 0; in < channels; in++)
      for (size_t out = 0; out < outputs; out++)
        weights[out * channels + in] = values.host ()[in * outputs + out];
    current = static_cast<gint> (facerec_network_add_dense (&network, current, channels, outputs, weights.data (), nullptr));
    channels = outputs;
  }
};

/* The layers of net, which came out of file, as plain data, and the mean of its input, which must be dlib's input_rgb_image.
 * kind: as in ModelFile's parse. (transfer full) */
template <typename Net>
FacerecNetwork *
network_from_dlib (Net &net, const ModelFile &file, const char *kind)
{
  g_autoptr (FacerecNetwork) network = facerec_network_new (3);
  WeightReader reader (*network);
  const auto &input = dlib::input_layer (net);

  network->input_mean[0] = input.get_avg_red ();
  network->input_mean[1] = input.get_avg_green ();
  network->input_mean[2] = input.get_avg_blue ();
  network->input_scale = 1.0f / 256;
  try {
    dlib::visit_layers_backwards (net, [&reader] (size_t index, auto &layer) { reader (index, layer); });
  } catch (const std::exception &exception) {
    file.refuse (kind, exception.what ());
  }
  return static_cast<FacerecNetwork *> (g_steal_pointer (&network));
}

} // namespace facerec
