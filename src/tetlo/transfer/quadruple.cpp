// SPDX-License-Identifier: Apache-2.0
#include "tetlo/transfer/quadruple.h"

#include "tetlo/transfer/cosine.h"
#include "tetlo/transfer/table.h"

namespace tetlo {

std::vector<Field> QuadrupleOptions::fields() {
  return sample_fields(samples, reduction, "quadruples");
}

Tensor QuadrupleTransfer::sample(int64_t batch, Random& random) const {
  const Tensor pairs = draw_different({.size = 2, .samples = 2 * options_.samples}, batch, random);
  // Two pairs in succession are a quadruple.
  return pairs.view({2, options_.samples, 2}).permute({2, 0, 1}).reshape({4, options_.samples});
}

Tensor QuadrupleTransfer::knowledge(const Output& teacher, const Tensor& samples) const {
  return relative_similarity(teacher.encoding, samples);
}

Tensor QuadrupleTransfer::loss(const TransferPoint& at) const {
  const Tensor d_a = relative_similarity(at.learner.encoding, at.samples);
  return reduce(torch::relu(-at.knowledge * d_a), options_.reduction);
}

Tensor QuadrupleTransfer::kink_distance(const TransferPoint& at) const {
  return torch::minimum(at.knowledge.abs(),
                        relative_similarity(at.learner.encoding, at.samples).abs());
}

Tensor relative_similarity(const Tensor& encoding, const Tensor& samples) {
  const Cosines c(encoding);
  return c(samples[0], samples[1]) - c(samples[2], samples[3]);
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
