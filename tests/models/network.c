/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* What shapes a network has, and what cannot be one. */
#include "models/network.h"

#include "models/error.h"

static const gfloat zeros[4096];

static FacerecWindow
square (guint kernel, guint stride, guint padding)
{
  return (FacerecWindow) { kernel, kernel, stride, stride, padding, padding, padding, padding, FALSE };
}

/* Output sizes of Keras' and of dlib's documentation, by hand. */
static void
test_shapes (void)
{
  static const struct {
    guint kernel, stride, padding;
    gboolean same;
    guint extent, expected;
  } cases[] = {
    { 7, 2, 0, FALSE, 150, 72 }, { 3, 2, 0, FALSE, 72, 35 }, { 3, 1, 1, FALSE, 35, 35 }, { 3, 2, 0, FALSE, 8, 3 },
    { 2, 2, 0, FALSE, 17, 8 }, { 3, 2, 0, TRUE, 299, 150 }, { 3, 2, 0, TRUE, 150, 75 }, { 3, 1, 0, TRUE, 7, 7 },
    { 1, 2, 0, TRUE, 7, 4 }, { 5, 3, 0, TRUE, 10, 4 }, { 1, 1, 0, FALSE, 1, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (FacerecNetwork) network = facerec_network_new (1);
    FacerecWindow window = square (cases[i].kernel, cases[i].stride, cases[i].padding);
    FacerecShape shape;
    g_autoptr (GError) error = NULL;

    window.same = cases[i].same;
    facerec_network_add_pool (network, FACEREC_LAYER_MAX_POOL, FACEREC_NETWORK_INPUT, &window);
    g_assert_true (facerec_network_shapes (network, 3, cases[i].extent, cases[i].extent + 1, &shape, &error));
    g_assert_no_error (error);
    g_assert_cmpuint (shape.batch, ==, 3);
    g_assert_cmpuint (shape.height, ==, cases[i].expected);
  }
}

/* The odd one of what has to be added goes behind: TensorFlow's rule. */
static void
test_same (void)
{
  FacerecWindow window = square (3, 2, 9), resolved;

  window.same = TRUE;
  resolved = facerec_window_resolve (&window, 10, 11);
  g_assert_false (resolved.same);
  g_assert_cmpuint (resolved.top, ==, 0);
  g_assert_cmpuint (resolved.bottom, ==, 1);
  g_assert_cmpuint (resolved.left, ==, 1);
  g_assert_cmpuint (resolved.right, ==, 1);
}

static void
assert_refused (FacerecNetwork *network, guint batch, guint height, guint width)
{
  g_autofree FacerecShape *shapes = g_new (FacerecShape, network->layers->len);
  g_autoptr (GError) error = NULL;

  g_assert_false (facerec_network_shapes (network, batch, height, width, shapes, &error));
  g_assert_error (error, FACEREC_ERROR, FACEREC_ERROR_ARGUMENT);
  facerec_network_free (network);
}

static FacerecNetwork *
network_of (guint channels_in, guint channels_out, guint groups, FacerecWindow window)
{
  FacerecNetwork *network = facerec_network_new (3);

  facerec_network_add_convolution (network, FACEREC_NETWORK_INPUT, &window, channels_in, channels_out, groups, zeros, NULL);
  return network;
}

static void
test_refused (void)
{
  FacerecNetwork *network;

  assert_refused (network_of (3, 4, 1, square (3, 1, 0)), 1, 2, 9); /* smaller than the window */
  assert_refused (network_of (3, 4, 1, square (3, 1, 0)), 0, 9, 9);
  assert_refused (network_of (3, 4, 1, square (3, 1, 0)), 1, 0, 9);
  assert_refused (network_of (3, 4, 1, square (3, 1, 0)), 70000, 70000, 70000);
  assert_refused (network_of (2, 4, 1, square (3, 1, 0)), 1, 9, 9); /* the picture has 3 channels */
  assert_refused (network_of (3, 4, 2, square (3, 1, 0)), 1, 9, 9); /* groups that do not divide them */
  assert_refused (network_of (3, 4, 0, square (3, 1, 0)), 1, 9, 9);
  assert_refused (network_of (3, 4, 1, square (0, 1, 0)), 1, 9, 9);
  assert_refused (network_of (3, 4, 1, square (3, 0, 0)), 1, 9, 9);

  network = facerec_network_new (3);
  facerec_network_add_plain (network, FACEREC_LAYER_RELU, 0); /* itself */
  assert_refused (network, 1, 9, 9);
  network = facerec_network_new (3);
  facerec_network_add_sum (network, FACEREC_NETWORK_INPUT, 3); /* a later one */
  assert_refused (network, 1, 9, 9);
  network = facerec_network_new (3);
  facerec_network_add_dense (network, FACEREC_NETWORK_INPUT, 3 * 9 * 8, 4, zeros, NULL);
  assert_refused (network, 1, 9, 9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/network/shapes", test_shapes);
  g_test_add_func ("/network/same-padding-goes-behind", test_same);
  g_test_add_func ("/network/refused", test_refused);
  return g_test_run ();
}
