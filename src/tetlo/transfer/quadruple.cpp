// SPDX-License-Identifier: Apache-2.0
#include "tetlo/transfer/quadruple.h"

#include <utility>

#include "tetlo/transfer/table.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

/// Draws two different indices from 0 to n − 1.
std::pair<int64_t, int64_t> two_of(int64_t n, Random& random) {
  const int64_t first = random.below(n);
  const int64_t second = random.below(n - 1);
  return {first, second + (second >= first)};
}

}  // namespace

std::vector<Field> QuadrupleOptions::fields() {
  return {{"samples",
           {&samples, {1, 10'000'000, "quadruples"}},
           "quadruples drawn from a batch",
           "[Sheth2023, appendix M.1]"},
          {"reduction", &reduction, "how the losses of the quadruples are combined",
           "docs/decisions.md"}};
}

Tensor QuadrupleTransfer::sample(int64_t batch, Random& random) const {
  require(batch >= 2, "A batch has {} image; it must have at least 2 to form pairs.", batch);
  Tensor samples = torch::empty({4, options_.samples}, torch::kInt64);
  auto at = samples.accessor<int64_t, 2>();
  for (int64_t q = 0; q < options_.samples; ++q) {
    std::tie(at[0][q], at[1][q]) = two_of(batch, random);
    std::tie(at[2][q], at[3][q]) = two_of(batch, random);
  }
  return samples;
}

Tensor QuadrupleTransfer::knowledge(const Output& teacher, const Tensor& samples) const {
  return relative_similarity(teacher.encoding, samples);
}

Tensor QuadrupleTransfer::loss(const TransferPoint& at) const {
  const Tensor disagreement =
      torch::relu(-at.knowledge * relative_similarity(at.learner.encoding, at.samples));
  return options_.reduction == Reduction::kSum ? disagreement.sum() : disagreement.mean();
}

Tensor QuadrupleTransfer::kink_distance(const TransferPoint& at) const {
  return torch::minimum(at.knowledge.abs(),
                        relative_similarity(at.learner.encoding, at.samples).abs());
}

Tensor relative_similarity(const Tensor& encoding, const Tensor& samples) {
  const double tiny = 1e-12;  // gives an encoding of zeros the similarity 0 to everything
  const Tensor unit = encoding / encoding.norm(2, 1, /*keepdim=*/true).clamp_min(tiny);
  const auto similarity = [&](int64_t first, int64_t second) {
    return (unit.index_select(0, samples[first]) * unit.index_select(0, samples[second])).sum(1);
  };
  return similarity(0, 1) - similarity(2, 3);
}

namespace {

std::unique_ptr<Transfer> make(const std::any& options) {
  return std::make_unique<QuadrupleTransfer>(std::any_cast<const QuadrupleOptions&>(options));
}

}  // namespace

TransferEntry quadruple_transfer() {
  return {member<QuadrupleOptions>("quadruple", "which of two pairs of images is more alike",
                                   "[Sheth2023, eq. 4]"),
          make};
}

}  // namespace tetlo
