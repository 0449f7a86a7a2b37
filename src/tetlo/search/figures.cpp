// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tetlo/relax/softmax.h"
#include "tetlo/space/operation_names.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

/// A search is not aborted because a table lacks a cell.
void look_up(const KnownAccuracies& known, const Genotype& found, nlohmann::json& figures) {
  try {
    figures["table"] = known(found);
  } catch (const Error& error) {
    figures["not_in_table"] = error.what();
  }
}

double six_digits(double value) { return std::stod(fmt::format("{:.6g}", value)); }

std::vector<double> numbers(const Tensor& weights) {
  const Tensor on_host = weights.detach().to(torch::kCPU, torch::kFloat64).contiguous();
  const double* first = on_host.data_ptr<double>();
  std::vector<double> rounded(static_cast<size_t>(on_host.numel()));
  std::transform(first, first + on_host.numel(), rounded.begin(), six_digits);
  return rounded;
}

/// The weights of all candidates are read together, because each reading waits for the device.
nlohmann::json by_name(const Space::Candidates& candidates, const CellMixture& cell) {
  const std::vector<double> weights = numbers(torch::cat(cell.edges));
  auto next = weights.begin();
  auto edges = nlohmann::json::array();
  for (const auto& names : candidates) {
    auto edge = nlohmann::json::object();
    for (const std::string& name : names) edge[name] = *next++;
    edges.push_back(edge);
  }
  return edges;
}

}  // namespace

nlohmann::json describe_mixture(const Space& space, const Mixture& mixture) {
  nlohmann::json figures;
  for (const CellKind kind : {CellKind::kNormal, CellKind::kReduction}) {
    const CellMixture& cell = mixture.of(kind);
    if (cell.edges.empty()) continue;
    const char* const name = kind == CellKind::kNormal ? "normal" : "reduce";
    figures["alpha"][name] = by_name(space.candidates(kind), cell);
    if (!cell.scales.empty()) figures["beta"][name] = numbers(torch::stack(cell.scales));
  }
  return figures;
}

nlohmann::json describe_cells(const Space& space, const Relaxation& relaxation, const Tensor& alpha,
                              const KnownAccuracies& known) {
  const Genotype found = relaxation.genotype(alpha);
  const Mixture shares = relaxation.probabilities(alpha);
  nlohmann::json figures = describe_mixture(space, shares);
  figures["genotype"] = to_string(found);
  if (known) look_up(known, found, figures);
  figures["entropy"]["normal"] = mean_entropy(shares.normal);
  figures["skips"]["normal"] = count_operation(found, CellKind::kNormal, kSkip);
  if (shares.reduce.edges.empty()) return figures;
  figures["entropy"]["reduce"] = mean_entropy(shares.reduce);
  figures["skips"]["reduce"] = count_operation(found, CellKind::kReduction, kSkip);
  return figures;
}

}  // namespace tetlo
