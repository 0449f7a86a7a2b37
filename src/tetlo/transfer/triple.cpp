// SPDX-License-Identifier: Apache-2.0
#include "tetlo/transfer/triple.h"

#include "tetlo/transfer/cosine.h"
#include "tetlo/transfer/table.h"

namespace tetlo {
namespace {

/// d = c(x, y) − c(x, z), [T], for encodings [N, D] and samples [3, T].
Tensor difference(const Tensor& encoding, const Tensor& samples) {
  const Cosines c(encoding);
  return c(samples[0], samples[1]) - c(samples[0], samples[2]);
}

}  // namespace

std::vector<Field> TripleOptions::fields() { return sample_fields(samples, reduction, "triples"); }

Tensor TripleTransfer::sample(int64_t batch, Random& random) const {
  return draw_different({.size = 3, .samples = options_.samples}, batch, random);
}

Tensor TripleTransfer::knowledge(const Output& teacher, const Tensor& samples) const {
  return difference(teacher.encoding, samples);
}

Tensor TripleTransfer::loss(const TransferPoint& at) const {
  const Tensor d_l = difference(at.learner.encoding, at.samples);
  return reduce(torch::relu(-at.knowledge.sign() * d_l), options_.reduction);
}

Tensor TripleTransfer::kink_distance(const TransferPoint& at) const {
  return torch::minimum(at.knowledge.abs(), difference(at.learner.encoding, at.samples).abs());
}

namespace {

std::unique_ptr<Transfer> make(const std::any& options) {
  return std::make_unique<TripleTransfer>(std::any_cast<const TripleOptions&>(options));
}

}  // namespace

TransferEntry triple_transfer() {
  return {member<TripleOptions>("triple", "which of two images is more like a third",
                                "[You2017, eq. 6]"),
          make};
}

}  // namespace tetlo
