// SPDX-License-Identifier: Apache-2.0
#include "tetlo/compare/cell_figures.h"

#include <string>

#include "tetlo/compare/alpha_distribution.h"
#include "tetlo/compare/found_cells.h"

namespace tetlo {
namespace {

std::optional<Oracle> oracle_of(const RunRecord& run, const TabulatedCells& cells) {
  std::optional<Oracle> best;
  for (const nlohmann::json& figures : run.epochs) {
    const std::string text = figures.value("genotype", std::string());
    if (text.empty()) continue;
    const auto place = cells.find(parse_genotype(text, run.folder + "/metrics.jsonl"));
    if (!place || (best && best->value >= cells.values[*place])) continue;
    best = {.value = cells.values[*place], .epoch = figures.value("epoch", int64_t{0})};
  }
  return best;
}

}  // namespace

CellFigures cell_figures(const RunRecord& run, const TabulatedCells& cells) {
  CellFigures figures;
  const auto found = found_cells(run);
  if (!found) return figures;
  if (const auto place = cells.find(*found)) figures.percentile = cells.percentiles[*place];
  figures.oracle = oracle_of(run, cells);
  const auto alpha = last_probabilities(run);
  if (!alpha) return figures;
  const auto weights = cell_weights(*alpha, cells);
  figures.expected_percentile = expected_percentile(weights, cells);
  figures.tau = kendall(weights, cells.values);
  return figures;
}

}  // namespace tetlo
