/* SPDX-FileCopyrightText: 2026 The gst-facerec authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace bench
{

/* What figures cannot be read without: processor, its instructions, cores, versions, date. Name and value. */
std::vector<std::pair<std::string, std::string>> describe_machine ();

} // namespace bench
