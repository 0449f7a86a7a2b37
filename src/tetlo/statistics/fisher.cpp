// SPDX-License-Identifier: Apache-2.0
#include "tetlo/statistics/fisher.h"

#include <algorithm>
#include <boost/math/distributions/hypergeometric.hpp>

#include "tetlo/util/error.h"

namespace tetlo {

double fisher_exact(Proportion first, Proportion second) {
  for (const Proportion& each : {first, second}) {
    require(each.k >= 0 && each.k <= each.n,
            "A rate is {} of {}; the first must be from 0 to the second.", each.k, each.n);
  }
  const int64_t total = first.n + second.n, successes = first.k + second.k;
  const int64_t least = std::max(int64_t{0}, successes - second.n);
  const int64_t most = std::min(first.n, successes);
  if (least == most) return 1;
  const auto count = [](int64_t value) { return static_cast<unsigned>(value); };
  const boost::math::hypergeometric distribution(count(successes), count(first.n), count(total));
  const double limit = pdf(distribution, count(first.k)) * (1 + 1e-7);
  double p = 0;
  for (int64_t k = least; k <= most; ++k) {
    const double probability = pdf(distribution, count(k));
    if (probability <= limit) p += probability;
  }
  return std::min(1.0, p);
}

}  // namespace tetlo
