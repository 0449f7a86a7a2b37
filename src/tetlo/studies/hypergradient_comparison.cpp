// SPDX-License-Identifier: Apache-2.0
#include "tetlo/studies/hypergradient_comparison.h"

namespace tetlo {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Estimate, precision, kind, radius)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Closeness, cosine, relative_error)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Judgement, measured, promised)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(JudgedEstimate, estimate, closeness, verdict)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(HypergradientComparison, epoch, h, estimates)

nlohmann::json to_json(const HypergradientComparison& comparison) { return comparison; }

HypergradientComparison comparison_of(const nlohmann::json& saved) {
  return saved.get<HypergradientComparison>();
}

std::vector<Estimate> all_estimates(const std::vector<double>& radii) {
  std::vector<Estimate> all;
  for (const Precision precision : {Precision::kSingle, Precision::kDouble}) {
    all.push_back({.precision = precision, .kind = HypergradientKind::kFirstOrder});
    for (const double radius : radii) {
      all.push_back({precision, HypergradientKind::kFiniteDifference, radius});
    }
    all.push_back({.precision = precision, .kind = HypergradientKind::kExact});
  }
  return all;
}

HypergradientComparison compare_hypergradients(
    const SearchState& state, const std::vector<Estimate>& estimates,
    const std::function<void(const JudgedEstimate&)>& done) {
  const Tensor exact = state.hypergradient(Precision::kDouble, HypergradientKind::kExact, 0);
  const Bench bench{.P = [&](const Tensor& alpha) { return state.P(alpha); },
                    .alpha = state.alpha(Precision::kDouble),
                    .exact = exact,
                    .h = state.step_length(exact)};
  HypergradientComparison result{.epoch = state.epoch(), .h = bench.h, .estimates = {}};
  for (const Estimate& estimate : estimates) {
    const auto& [precision, kind, radius] = estimate;
    const bool known = precision == Precision::kDouble && kind == HypergradientKind::kExact;
    const Tensor gradient = known ? exact : state.hypergradient(precision, kind, radius);
    result.estimates.push_back({estimate, closeness(gradient, exact), judge(bench, gradient)});
    done(result.estimates.back());
  }
  return result;
}

}  // namespace tetlo
