/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "medians.hh"

namespace bench
{

/* A figure, and what it has to be where something was promised. */
struct Figure
{
  enum Limit { NONE, AT_LEAST, AT_MOST };

  std::string name;
  double value;
  Limit limit;
  double bound;

  bool
  met () const
  {
    return limit == NONE || (limit == AT_LEAST ? value >= bound : value <= bound);
  }
};

/* One line of the result: who was timed, and what follows from it. */
struct Row
{
  std::string part, name;
  std::vector<Timing> timings;
  std::vector<Figure> figures;
  std::string note, skipped; /* skipped: why nothing was measured, else empty */

  Row &time (const Timing &timing);
  Row &fact (const std::string &what, double value);
  Row &at_least (const std::string &what, double value, double bound);
  Row &at_most (const std::string &what, double value, double bound);
  Row &say (const std::string &text);
  bool met () const;
};

/* Rows in the order they came; references to them stay valid. */
class Report
{
public:
  /* loud: each row is printed as soon as the next one begins. */
  explicit Report (bool loud);
  Row &add (const std::string &part, const std::string &name);
  void skip (const std::string &part, const std::string &name, const std::string &reason);
  void finish (); /* prints what was not printed yet */
  bool met () const;
  size_t n_missed () const;
  /* machine: name and value. */
  void print_json (const std::vector<std::pair<std::string, std::string>> &machine) const;

private:
  bool loud;
  size_t n_printed = 0;
  std::deque<Row> rows;
};

} // namespace bench
