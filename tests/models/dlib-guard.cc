/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whatever is thrown inside, C sees a value and a GError. */
#include <stdexcept>

#include "models/dlib/guard.hh"

using namespace facerec;

namespace
{

int
run (void (*body) (), GError **error)
{
  return guard<int> (error, FACEREC_ERROR_READ, "cannot do it", -7, [=] {
    body ();
    return 3;
  });
}

const struct
{
  const char *name;
  void (*body) ();
  gint code;
  const char *message;
} cases[] = {
  { "failure", [] { fail (FACEREC_ERROR_ARGUMENT, "box %d of %s", 4, "x"); }, FACEREC_ERROR_ARGUMENT, "box 4 of x" },
  { "exception", [] { throw std::runtime_error ("one\ntwo\tthree\n"); }, FACEREC_ERROR_READ,
      "cannot do it: one two three" },
  { "no-utf8", [] { throw std::runtime_error ("\xff!"); }, FACEREC_ERROR_READ, "cannot do it: \xef\xbf\xbd!" },
  { "control", [] { throw std::runtime_error ("metric\x1b[2J\x07\x7f!"); }, FACEREC_ERROR_READ,
      "cannot do it: metric [2J  !" },
  { "endless", [] { throw std::runtime_error (std::string (299, 'a') + "\xc3\xa4" + std::string (5000, 'b')); },
      FACEREC_ERROR_READ,
      "cannot do it: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\xc3\xa4" },
  { "length", [] { throw std::length_error ("vector"); }, FACEREC_ERROR_READ, "cannot do it: vector" },
  { "memory", [] { throw std::bad_alloc (); }, FACEREC_ERROR_ENGINE, "cannot do it: not enough memory" },
  { "anything", [] { throw 5; }, FACEREC_ERROR_READ, "cannot do it: unknown C++ exception" },
};

void
test_thrown (gconstpointer data)
{
  const auto *one = static_cast<const std::remove_reference_t<decltype (cases[0])> *> (data);
  GError *error = nullptr;

  g_assert_cmpint (run (one->body, &error), ==, -7);
  g_assert_error (error, FACEREC_ERROR, one->code);
  g_assert_cmpstr (error->message, ==, one->message);
  g_error_free (error);
  g_assert_cmpint (run (one->body, nullptr), ==, -7); /* nobody wants to know */
}

void
test_nothing_thrown ()
{
  GError *error = nullptr;

  g_assert_cmpint (run ([] {}, &error), ==, 3);
  g_assert_no_error (error);
}

} // namespace

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, nullptr);
  for (const auto &one : cases) {
    gchar *path = g_strdup_printf ("/guard/%s", one.name);

    g_test_add_data_func (path, &one, test_thrown);
    g_free (path);
  }
  g_test_add_func ("/guard/nothing-thrown", test_nothing_thrown);
  return g_test_run ();
}
