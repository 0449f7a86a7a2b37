// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/discrete_network.h"

#include "tetlo/net/families.h"
#include "tetlo/util/error.h"

namespace tetlo {

DiscreteShape usual_shape(const Genotype& genotype, NetworkKind kind) {
  return std::visit([&](const auto& cells) { return published_shape(cells, kind); }, genotype);
}

std::unique_ptr<const Network> make_discrete_network(const Genotype& genotype,
                                                     const DiscreteShape& shape) {
  return std::visit([&](const auto& cells) { return found_network(cells, shape); }, genotype);
}

void require_cifar(NetworkKind kind) {
  require(kind == NetworkKind::kCifar,
          "The network is imagenet; for cells of nasbench201 and nasbench101 it must be cifar.");
}

}  // namespace tetlo
