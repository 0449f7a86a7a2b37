// SPDX-License-Identifier: Apache-2.0
#include "tetlo/transfer/quadruple.h"

#include <utility>

#include "tetlo/util/error.h"

namespace tetlo {
namespace {

/// Two different indices below n.
std::pair<int64_t, int64_t> two_of(int64_t n, Random& random) {
  const int64_t first = random.below(n);
  const int64_t second = random.below(n - 1);
  return {first, second + (second >= first)};
}

}  // namespace

Tensor QuadrupleTransfer::sample(int64_t batch, Random& random) const {
  require(batch >= 2, "A batch has {} image; quadruples compare pairs of at least 2.", batch);
  Tensor samples = torch::empty({4, quadruples_}, torch::kInt64);
  auto at = samples.accessor<int64_t, 2>();
  for (int64_t q = 0; q < quadruples_; ++q) {
    std::tie(at[0][q], at[1][q]) = two_of(batch, random);
    std::tie(at[2][q], at[3][q]) = two_of(batch, random);
  }
  return samples;
}

Tensor QuadrupleTransfer::knowledge(const Output& main, const Tensor& samples) const {
  return relative_similarity(main.encoding, samples);
}

Tensor QuadrupleTransfer::loss(const Tensor& knowledge, const Output& auxiliary,
                               const Tensor& samples) const {
  const Tensor disagreement =
      torch::relu(-knowledge * relative_similarity(auxiliary.encoding, samples));
  return reduction_ == Reduction::kSum ? disagreement.sum() : disagreement.mean();
}

Tensor relative_similarity(const Tensor& encoding, const Tensor& samples) {
  const double tiny = 1e-12;  // an encoding of zeros is like nothing: similarity 0
  const Tensor unit = encoding / encoding.norm(2, 1, /*keepdim=*/true).clamp_min(tiny);
  const auto similarity = [&](int64_t first, int64_t second) {
    return (unit.index_select(0, samples[first]) * unit.index_select(0, samples[second])).sum(1);
  };
  return similarity(0, 1) - similarity(2, 3);
}

}  // namespace tetlo
