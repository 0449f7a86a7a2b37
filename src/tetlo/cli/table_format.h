// SPDX-License-Identifier: Apache-2.0
// The flags that say in which format tables are printed.
#pragma once

#include <string>
#include <vector>

#include "tetlo/cli/command.h"
#include "tetlo/compare/result_table.h"

namespace tetlo {

struct TableFormat {
  bool json = false, csv = false, markdown = false, latex = false;
};

/// The command with --json, --csv, --markdown and --latex.
Command with_formats(Command command, TableFormat& format);

/// Throws Error if there are several formats.
void check(const TableFormat& format);

/// The tables in this format; as text if there is none.
std::string written(const std::vector<ResultTable>& tables, const TableFormat& format);

}  // namespace tetlo
