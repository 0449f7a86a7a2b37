// SPDX-License-Identifier: Apache-2.0
#include "tetlo/compare/judging_cells.h"

#include <algorithm>

#include "tetlo/compare/found_cells.h"
#include "tetlo/space/accuracy_table.h"
#include "tetlo/util/error.h"
#include "tetlo/util/file.h"

namespace tetlo {
namespace {

const std::string kTable = "table.";

bool searches_the_benchmark(const RunRecord& run) {
  return run.command == "search" && run.option("space.name") == "nasbench201";
}

/// The first search.table of the runs that is here; "" if there is none.
std::string recorded_table(const std::vector<RunRecord>& runs) {
  for (const RunRecord& run : runs) {
    if (is_regular_file(run.option("search.table"))) return run.option("search.table");
  }
  return "";
}

}  // namespace

std::optional<TabulatedCells> cells_that_judge(const std::vector<RunRecord>& runs,
                                               const std::string& file, const std::string& figure) {
  for (const RunRecord& run : runs) {
    if (searches_the_benchmark(run)) continue;
    require(file.empty(), "--table is {}, but {} is not a search in the space nasbench201.", file,
            run.folder);
    return {};
  }
  const std::string here = file.empty() ? recorded_table(runs) : file;
  if (here.empty()) return {};
  return tabulated_cells(
      here, figure.starts_with(kTable) ? figure.substr(kTable.size()) : kNasbench201Columns.test);
}

Measure value_in(const TabulatedCells& cells) {
  return {.name = kTable + cells.column, .unit = "%", .of = [&cells](const RunRecord& run) {
            const auto found = found_cells(run);
            const auto place = found ? cells.find(*found) : std::nullopt;
            require(place.has_value(), "The table {} has no line for the cell that {} has found.",
                    cells.file, run.folder);
            return std::optional<double>(cells.values[*place]);
          }};
}

}  // namespace tetlo
