// SPDX-License-Identifier: Apache-2.0
// Every way to compute a hypergradient, in float32 and in float64, at one checkpoint of a search,
// beside the exact hypergradient in float64.
//
// Each is described by its closeness to the exact one and by the verdict of the judge
// (hypergradient_quality.h). All are judged with one step length h: that of the search's own next
// step of α, taken along the exact hypergradient.
//
// Checkable: the exact hypergradient in float64 has the cosine 1 and the relative error 0.
#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <vector>

#include "tetlo/studies/hypergradient_quality.h"
#include "tetlo/studies/search_state.h"

namespace tetlo {

/// A way to compute a hypergradient.
struct Estimate {
  Precision precision = Precision::kDouble;
  HypergradientKind kind = HypergradientKind::kExact;
  double radius = 0;  ///< of finite differences; 0 for the others
};

struct JudgedEstimate {
  Estimate estimate;
  Closeness closeness;
  Judgement verdict;
};

struct HypergradientComparison {
  int64_t epoch = 0;  ///< number of epochs before the checkpoint
  double h = 0;       ///< length of the judge's step
  std::vector<JudgedEstimate> estimates;
};

nlohmann::json to_json(const HypergradientComparison& comparison);
HypergradientComparison comparison_of(const nlohmann::json& saved);

/// All ways, with finite differences at each of these radii.
std::vector<Estimate> all_estimates(const std::vector<double>& radii);

/// Computes and judges every estimate at this state of a search; tells `done` of each.
HypergradientComparison compare_hypergradients(
    const SearchState& state, const std::vector<Estimate>& estimates,
    const std::function<void(const JudgedEstimate&)>& done);

}  // namespace tetlo
