// SPDX-License-Identifier: Apache-2.0
#include "tetlo/transfer/pseudo_label.h"

#include "tetlo/transfer/table.h"
#include "tetlo/util/softmax.h"

namespace tetlo {

Tensor PseudoLabelTransfer::sample(int64_t /*batch*/, Random& /*random*/) const { return {}; }

Tensor PseudoLabelTransfer::knowledge(const Output& teacher, const Tensor& /*samples*/) const {
  return log_softmax(teacher.logits);
}

Tensor PseudoLabelTransfer::loss(const TransferPoint& at) const {
  const Tensor log_p_t = at.knowledge, log_p_l = log_softmax(at.learner.logits);
  return (log_p_t.exp() * (log_p_t - log_p_l)).sum(1).mean();
}

namespace {

std::unique_ptr<Transfer> make(const std::any& /*options*/) {
  return std::make_unique<PseudoLabelTransfer>();
}

}  // namespace

TransferEntry pseudo_label_transfer() {
  return {member("pseudo_label", "the class probabilities of each image", "[Zhang2018, eq. 3]"),
          make};
}

}  // namespace tetlo
