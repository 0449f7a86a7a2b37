// SPDX-License-Identifier: Apache-2.0
#include "tetlo/frameworks/parts.h"

namespace tetlo {

int64_t cells_of_two_models(const FrameworkParts& parts) {
  return parts.shape.used_cells > 0 ? parts.shape.used_cells : parts.shape.cells - 1;
}

Model make_model(const FrameworkParts& parts, const std::string& name, size_t stage,
                 std::shared_ptr<const Network> network) {
  Tensor statistics = network->layout().initial_statistics(parts.tensors);
  return {.name = name,
          .network = std::move(network),
          .statistics = std::move(statistics),
          .stage = stage};
}

SgdState initial_state(const FrameworkParts& parts, const Model& model) {
  // Drawn on the CPU in single precision, so that the weights are the same on every device and in
  // every precision.
  const Tensor weights = model.network->layout()
                             .initial_weights(generator(parts.seed, Purpose::kWeights, model.stage))
                             .to(parts.tensors);
  return {.weights = weights, .momentum = torch::zeros_like(weights)};
}

}  // namespace tetlo
