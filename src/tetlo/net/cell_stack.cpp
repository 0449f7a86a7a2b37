// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/cell_stack.h"

namespace tetlo {

Output CellStack::forward(const Tensor& images, Pass& pass) const {
  CellOutputs before = stem_->forward(images, pass);
  Output output;
  for (int64_t k = 0; k < cells(); ++k) {
    const Tensor next = cells_[static_cast<size_t>(k)]->forward(before, pass);
    before = {.before_last = before.last, .last = next};
    if (head_ && k == head_after_ && pass.mode != Statistics::kRunning) {
      output.auxiliary_logits = head_->forward(before.last, pass);
    }
  }
  Tensor last = before.last;
  for (const auto& layer : last_layers_) last = layer->forward(last, pass);
  output.encoding = global_average(last, pass);
  output.logits = classify(output.encoding, pass);
  (output.logits.requires_grad() ? with_gradient_ : without_) += images.size(0);
  return output;
}

Pass CellStack::pass(const Tensor& weights, const Tensor& statistics, Statistics mode) const {
  return {.weights = layout().weights(weights),
          .statistics = layout().statistics(statistics),
          .mode = mode,
          .activation = behaviour_.activation,
          .engine = behaviour_.engine};
}

int64_t CellStack::prefix_weights(int64_t cells) const {
  TORCH_CHECK(cells >= 0 && cells <= this->cells(), "a prefix cannot have ", cells,
              " cells; the network has ", this->cells());
  return prefixes_[static_cast<size_t>(cells)];
}

void CellStack::set_classifier(int64_t features, int64_t classes) {
  features_ = features;
  encoder_weights_ = layout().weight_count();
  classifier_.emplace(builder_.in("classifier"), features, classes);
  weights_before_head_ = layout().weight_count();
}

const CellStack& cell_stack(const Network& network) {
  const auto* stack = dynamic_cast<const CellStack*>(&network);
  TORCH_CHECK(stack, "this network is not a stack of cells");
  return *stack;
}

}  // namespace tetlo
