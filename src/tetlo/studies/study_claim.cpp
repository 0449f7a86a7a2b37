// SPDX-License-Identifier: Apache-2.0
#include "tetlo/studies/study_claim.h"

#include <algorithm>
#include <cmath>

#include "tetlo/statistics/summary.h"

namespace tetlo {
namespace {

constexpr double kRounding = 1e-9;  ///< relative to the values whose difference is rounded

template <typename T>
nlohmann::json or_null(const std::optional<T>& value) {
  return value ? nlohmann::json(*value) : nlohmann::json();
}

}  // namespace

Verdict verdict_on(const StudyClaim& claim) {
  if (claim.without_value > 0) return Verdict::kNotResolvable;
  return verdict_on(claim.interval, claim.direction, claim.smallest_effect);
}

nlohmann::json to_json(const StudyClaim& claim) {
  const auto& interval = claim.interval;
  return {{"claim", claim.words},
          {"figure", claim.figure},
          {"smallest_effect", claim.smallest_effect},
          {"n", claim.n},
          {"n_of_other", or_null(claim.n_of_other)},
          {"without_value", claim.without_value},
          {"difference", or_null(claim.difference)},
          {"low", interval ? nlohmann::json(interval->low) : nlohmann::json()},
          {"high", interval ? nlohmann::json(interval->high) : nlohmann::json()},
          {"interval", interval ? nlohmann::json(claim.kind) : nlohmann::json()},
          {"verdict", to_string(verdict_on(claim))}};
}

StudyClaim on_pairs(StudyClaim stated, const BySeed& arm, const BySeed& other) {
  std::vector<double> differences;
  double largest = 0;
  for (size_t i = 0; i < arm.size(); ++i) {
    if (!arm[i] || !other.at(i)) continue;
    differences.push_back(*arm[i] - *other[i]);
    largest = std::max({largest, std::abs(*arm[i]), std::abs(*other[i])});
  }
  stated.n = static_cast<int64_t>(differences.size());
  stated.without_value = static_cast<int64_t>(arm.size()) - stated.n;
  if (differences.empty()) return stated;
  const SampleSummary summary = summarise(differences);
  stated.difference = summary.mean;
  if (summary.deviation > kRounding * largest) {
    stated.interval = summary.mean_interval;
    stated.kind = "of pairs";
  }
  return stated;
}

}  // namespace tetlo
