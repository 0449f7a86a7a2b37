// SPDX-License-Identifier: Apache-2.0
#include "tetlo/compare/alpha_distribution.h"

#include <algorithm>
#include <functional>
#include <numeric>

#include "tetlo/space/space.h"

namespace tetlo {

std::optional<EdgeProbabilities> last_probabilities(const RunRecord& run) {
  if (run.epochs.empty()) return {};
  const nlohmann::json& figures = run.epochs.back();
  const auto& candidates = find_space("nasbench201").normal;
  const nlohmann::json::json_pointer place("/alpha/normal");
  if (!figures.contains(place) || figures[place].size() != candidates.size()) return {};
  EdgeProbabilities alpha;
  for (const nlohmann::json& edge : figures[place]) {
    auto& probabilities = alpha.emplace_back();
    for (const std::string& name : candidates[alpha.size() - 1]) {
      const nlohmann::json probability = edge.value(name, nlohmann::json(0.0));
      if (!probability.is_number()) return {};
      probabilities.push_back(probability.get<double>());
    }
  }
  return alpha;
}

std::vector<double> cell_weights(const EdgeProbabilities& alpha, const TabulatedCells& cells) {
  std::vector<double> weights, factors(alpha.size());
  weights.reserve(cells.digits.size());
  for (const std::string& digits : cells.digits) {
    for (size_t edge = 0; edge < alpha.size(); ++edge) {
      factors[edge] = alpha[edge][static_cast<size_t>(digits[edge] - '0')];
    }
    // In another order, the product might differ in its last digit, and a tie would be none.
    std::sort(factors.begin(), factors.end());
    weights.push_back(std::accumulate(factors.begin(), factors.end(), 1.0, std::multiplies<>()));
  }
  return weights;
}

std::optional<double> expected_percentile(const std::vector<double>& weights,
                                          const TabulatedCells& cells) {
  const auto [least, most] = std::minmax_element(weights.begin(), weights.end());
  if (*least == *most) return {};
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  return std::inner_product(weights.begin(), weights.end(), cells.percentiles.begin(), 0.0) / sum;
}

}  // namespace tetlo
