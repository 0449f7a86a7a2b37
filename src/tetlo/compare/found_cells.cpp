// SPDX-License-Identifier: Apache-2.0
#include "tetlo/compare/found_cells.h"

#include <string>

#include "tetlo/compare/outcomes.h"

namespace tetlo {

std::optional<Genotype> found_cells(const RunRecord& run) {
  if (run.command != "search" || !has_ended(run)) return {};
  const std::string text = run.summary.value("genotype", std::string());
  if (text.empty()) return {};
  return parse_genotype(text, run.folder + "/summary.json");
}

}  // namespace tetlo
