/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "report.hh"

namespace bench
{

struct Options
{
  unsigned rounds; /* of each measurement, at least 1 */
};

/* Something measured. A part that cannot be measured here says why with Report::skip; what goes wrong beyond that is a
 * std::exception. */
struct Part
{
  const char *name, *measures;
  bool wanted; /* when no part is asked for by name: those that promises belong to */
  void (*run) (const Options &options, Report &report); /* NULL: not built */
  const char *unavailable = nullptr;                    /* why not */
};

void run_embedding (const Options &options, Report &report);
void run_cnn (const Options &options, Report &report);
void run_hog (const Options &options, Report &report);
void run_search (const Options &options, Report &report);
void run_load (const Options &options, Report &report);
void run_chain (const Options &options, Report &report);
void run_chain_cnn (const Options &options, Report &report);
void run_tracking (const Options &options, Report &report);
void run_hiding (const Options &options, Report &report);
void run_batch (const Options &options, Report &report);
void run_overhead (const Options &options, Report &report);
void run_profile (const Options &options, Report &report);
void run_queues (const Options &options, Report &report);
void run_xception (const Options &options, Report &report);
void run_scaling (const Options &options, Report &report);

} // namespace bench
