/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace bench
{

/* What somebody took, one sample a round: milliseconds of one call. */
struct Timing
{
  std::string name;
  std::vector<double> ms;     /* wall clock */
  std::vector<double> cpu_ms; /* all threads of this process */

  double median () const;
  double cpu_median () const;
  double least () const;
  double spread () const; /* between the quartiles */
};

double median (std::vector<double> values); /* 0 for none */

/* Somebody to be timed. */
struct Contestant
{
  std::string name;
  std::function<void ()> call;
};

/* Every contestant in turn, round after round, each round beginning with another one, so that a machine that is busy for
 * a while is busy for all of them. A turn is a pause, in which threads that the one before left spinning fall asleep, one
 * call that is not counted, and as many calls as fit into turn_ms (at least one), of which the mean is the sample.
 * rounds: at least 1. */
std::vector<Timing> interleave (unsigned rounds, const std::vector<Contestant> &contestants, double turn_ms = 60);

/* The wall clock, milliseconds from some start. */
double now_ms ();

} // namespace bench
