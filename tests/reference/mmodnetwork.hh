/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <dlib/dnn.h>

/* dlib's example network for faces, written out. */
template <long n, typename S> using Con5d = dlib::con<n, 5, 5, 2, 2, S>;
template <long n, typename S> using Con5 = dlib::con<n, 5, 5, 1, 1, S>;
template <typename S>
using Down = dlib::relu<dlib::affine<Con5d<32, dlib::relu<dlib::affine<Con5d<32, dlib::relu<dlib::affine<Con5d<16, S>>>>>>>>>;
template <typename S> using Flat = dlib::relu<dlib::affine<Con5<45, S>>>;
typedef dlib::loss_mmod<dlib::con<1, 9, 9, 1, 1,
    Flat<Flat<Flat<Down<dlib::input_rgb_image_pyramid<dlib::pyramid_down<6>>>>>>>>
    MmodNetwork;
