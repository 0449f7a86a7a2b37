// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/count.h"

#include "tetlo/net/cell_stack.h"

namespace tetlo {

NetworkCount count_network(const Genotype& genotype, const DiscreteShape& shape) {
  const at::NoGradGuard no_grad;
  const auto made = make_discrete_network(genotype, shape);
  const CellStack& network = cell_stack(*made);
  NetworkCount count{.parameters = network.layout().weight_count() - network.head_weights(),
                     .auxiliary_parameters = network.head_weights(),
                     .tally = {}};
  Pass pass = network.pass(torch::zeros({network.layout().weight_count()}),
                           network.layout().initial_statistics(), Statistics::kRunning);
  pass.observer = &count.tally;
  network.forward(torch::zeros({1, shape.image_channels, shape.image_side, shape.image_side}),
                  pass);
  return count;
}

int64_t pooling_flops(const Tally& tally) {
  return tally.multiply_adds + 4 * tally.average_pool_outputs;
}

int64_t normalisation_flops(const Tally& tally) {
  return tally.multiply_adds + 2 * tally.normalised + tally.activated;
}

}  // namespace tetlo
