// SPDX-License-Identifier: Apache-2.0
// A folder with a file for each table and figure of a paper, "table-2.toml" or "figure-4.toml".
#pragma once

#include <string>
#include <vector>

#include "tetlo/reproduce/published_table.h"

namespace tetlo {

inline constexpr const char* kAllTables = "all";

/// The tables that are named, such as by "2", "table-2", "Figure 4" or "all": all tables and then
/// all figures, each in the paper's order. Throws Error if one is not there, which lists those that
/// are, or as read_published_table does.
std::vector<PublishedTable> tables_in(const std::string& folder,
                                      const std::vector<std::string>& names);

}  // namespace tetlo
