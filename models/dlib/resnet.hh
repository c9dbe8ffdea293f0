/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <dlib/dnn.h>

/* The network of the published dlib_face_recognition_resnet_model_v1.dat: 29 convolutions in residual blocks (after He et
 * al. 2016) that end in 128 numbers; trained by dlib's author with a metric loss on about three million faces. Only
 * embedder.cc includes this: it takes long to compile. */
namespace facerec
{

template <long filters, long stride, typename Below>
using Conv3 = dlib::con<filters, 3, 3, stride, stride, Below>;

/* Two convolutions, the first of which may halve the picture. */
template <long filters, long stride, typename Below>
using TwoConv = dlib::affine<Conv3<filters, 1, dlib::relu<dlib::affine<Conv3<filters, stride, Below>>>>>;

template <long filters, typename Below>
using Residual = dlib::relu<dlib::add_prev1<TwoConv<filters, 1, dlib::tag1<Below>>>>;

/* The shortcut is average-pooled to the halved size. */
template <long filters, typename Below>
using ResidualDown = dlib::relu<dlib::add_prev2<
    dlib::avg_pool<2, 2, 2, 2, dlib::skip1<dlib::tag2<TwoConv<filters, 2, dlib::tag1<Below>>>>>>>;

template <typename Below>
using Level4 = Residual<32, Residual<32, Residual<32, Below>>>;
template <typename Below>
using Level3 = Residual<64, Residual<64, Residual<64, ResidualDown<64, Below>>>>;
template <typename Below>
using Level2 = Residual<128, Residual<128, ResidualDown<128, Below>>>;
template <typename Below>
using Level1 = Residual<256, Residual<256, ResidualDown<256, Below>>>;
template <typename Below>
using Level0 = ResidualDown<256, Below>;

using ResNet = dlib::loss_metric<dlib::fc_no_bias<128, dlib::avg_pool_everything<Level0<Level1<Level2<Level3<Level4<
    dlib::max_pool<3, 3, 2, 2, dlib::relu<dlib::affine<dlib::con<32, 7, 7, 2, 2,
    dlib::input_rgb_image_sized<150>>>>>>>>>>>>>;

} // namespace facerec
