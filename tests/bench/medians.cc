/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "medians.hh"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>
#include <thread>

namespace bench
{

namespace
{

/* OpenBLAS lets its threads spin for about 25 ms after a product. */
constexpr auto PAUSE = std::chrono::milliseconds (40);

double
cpu_ms ()
{
  timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec * 1e3 + time.tv_nsec * 1e-6;
}

double
quantile (std::vector<double> values, double share)
{
  if (values.empty ())
    return 0;
  std::sort (values.begin (), values.end ());
  const double place = share * (values.size () - 1);
  const size_t below = static_cast<size_t> (place), above = std::min (below + 1, values.size () - 1);
  return values[below] + (place - below) * (values[above] - values[below]);
}

void
take_turn (const Contestant &contestant, double turn_ms, Timing &timing)
{
  unsigned n = 0;

  std::this_thread::sleep_for (PAUSE);
  contestant.call ();
  const double cpu_start = cpu_ms (), start = now_ms ();
  do {
    contestant.call ();
    n++;
  } while (now_ms () - start < turn_ms);
  timing.ms.push_back ((now_ms () - start) / n);
  timing.cpu_ms.push_back ((cpu_ms () - cpu_start) / n);
}

} // namespace

double
now_ms ()
{
  using namespace std::chrono;
  return duration<double, std::milli> (steady_clock::now ().time_since_epoch ()).count ();
}

double
median (std::vector<double> values)
{
  return quantile (std::move (values), 0.5);
}

double
Timing::median () const
{
  return quantile (ms, 0.5);
}

double
Timing::cpu_median () const
{
  return quantile (cpu_ms, 0.5);
}

double
Timing::least () const
{
  return quantile (ms, 0);
}

double
Timing::spread () const
{
  return quantile (ms, 0.75) - quantile (ms, 0.25);
}

std::vector<Timing>
interleave (unsigned rounds, const std::vector<Contestant> &contestants, double turn_ms)
{
  std::vector<Timing> timings;

  for (const Contestant &contestant : contestants)
    timings.push_back ({ contestant.name, {}, {} });
  for (unsigned round = 0; round < rounds; round++)
    for (size_t i = 0; i < contestants.size (); i++) {
      const size_t turn = (round + i) % contestants.size ();
      take_turn (contestants[turn], turn_ms, timings[turn]);
    }
  return timings;
}

} // namespace bench
