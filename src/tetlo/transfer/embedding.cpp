// SPDX-License-Identifier: Apache-2.0
#include "tetlo/transfer/embedding.h"

#include "tetlo/transfer/table.h"

namespace tetlo {

Tensor EmbeddingTransfer::sample(int64_t /*batch*/, Random& /*random*/) const { return {}; }

Tensor EmbeddingTransfer::knowledge(const Output& teacher, const Tensor& /*samples*/) const {
  return teacher.encoding;
}

Tensor EmbeddingTransfer::loss(const TransferPoint& at) const {
  Tensor target = at.knowledge;
  const Tensor& encoding = at.learner.encoding;
  if (target.size(1) != encoding.size(1)) {
    const Tensor W = at.weights.view({encoding.size(1), target.size(1)});
    target = target.mm(W.t());
  }
  return (target - encoding).square().sum(1).mean();
}

Layout EmbeddingTransfer::layout(int64_t teacher_features, int64_t learner_features) const {
  Layout layout;
  if (teacher_features != learner_features) {
    layout.weight("encoding_map", {learner_features, teacher_features},
                  Initial::fan_in(teacher_features));
  }
  return layout;
}

namespace {

std::unique_ptr<Transfer> make(const std::any& /*options*/) {
  return std::make_unique<EmbeddingTransfer>();
}

}  // namespace

TransferEntry embedding_transfer() {
  return {member("embedding", "the encoding of each image", "[Romero2015, eq. 3]"), make};
}

}  // namespace tetlo
