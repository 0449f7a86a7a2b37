// SPDX-License-Identifier: Apache-2.0
// The functions that each family of cells defines for its networks. Each family has a file here
// with an overload of each of them: darts_network.cpp, nasbench201_network.cpp,
// nasbench101_network.cpp.
#pragma once

#include <functional>
#include <memory>

#include "tetlo/net/discrete_network.h"
#include "tetlo/net/supernet.h"

namespace tetlo {

/// The parts of a supernet that depend on the family.
struct SupernetParts {
  int64_t stem_channels = 0;
  bool stem_activates = false;
  int64_t cell_outputs = 1;  ///< number of states that the output of a cell concatenates
  double momentum = kernels::kBatchNormMomentum;  ///< of the running statistics of batch norms
  /// Whether ReLU, a 1 x 1 convolution to the channels of a node and batch norm precede the
  /// pooling.
  bool last_convolution = false;
  std::function<std::unique_ptr<const Cell>(Builder&, const CellPlan&)> make_cell;
};

SupernetParts supernet_parts(const DartsFamily& family, const Space& space,
                             const SupernetShape& shape);
SupernetParts supernet_parts(const Nasbench201Family& family, const Space& space,
                             const SupernetShape& shape);
SupernetParts supernet_parts(const Nasbench101Family& family, const Space& space,
                             const SupernetShape& shape);

/// The implementation of usual_shape() for each family.
DiscreteShape published_shape(const DartsCells& cells, NetworkKind kind);
DiscreteShape published_shape(const Nasbench201Cell& cell, NetworkKind kind);
DiscreteShape published_shape(const Nasbench101Cell& cell, NetworkKind kind);

/// The implementation of make_discrete_network() for each family.
std::unique_ptr<const Network> found_network(const DartsCells& cells, const DiscreteShape& shape);
std::unique_ptr<const Network> found_network(const Nasbench201Cell& cell,
                                             const DiscreteShape& shape);
std::unique_ptr<const Network> found_network(const Nasbench101Cell& cell,
                                             const DiscreteShape& shape);

/// Throws Error unless the network is for CIFAR; for families whose benchmark has no other
/// networks.
void require_cifar(NetworkKind kind);

}  // namespace tetlo
