// SPDX-License-Identifier: Apache-2.0
#include "tetlo/studies/hypergradient_quality.h"

#include <cmath>

namespace tetlo {
namespace {

double inner_product(const Tensor& a, const Tensor& b) {
  return a.to(torch::kFloat64).dot(b.to(torch::kFloat64)).item<double>();
}

double length(const Tensor& a) { return std::sqrt(inner_product(a, a)); }

}  // namespace

Closeness closeness(const Tensor& estimate, const Tensor& exact) {
  const Tensor difference = estimate.to(torch::kFloat64) - exact.to(torch::kFloat64);
  return {.cosine = inner_product(estimate, exact) / (length(estimate) * length(exact)),
          .relative_error = length(difference) / length(exact)};
}

Judgement judge(const Bench& bench, const Tensor& estimate) {
  const Tensor direction = estimate.to(bench.alpha.scalar_type()) / length(estimate);
  const Tensor step = bench.h * direction;
  return {.measured = bench.P(bench.alpha + step) - bench.P(bench.alpha - step),
          .promised = 2 * bench.h * inner_product(bench.exact, direction)};
}

}  // namespace tetlo
