// SPDX-License-Identifier: Apache-2.0
// What each family of cells says of its networks. A family has a file here with an overload of each
// of these functions: darts_network.cpp, nasbench201_network.cpp, nasbench101_network.cpp.
#pragma once

#include <functional>
#include <memory>

#include "tetlo/net/discrete_network.h"
#include "tetlo/net/supernet.h"

namespace tetlo {

/// What a supernet is made of.
struct SupernetParts {
  int64_t stem_channels = 0;
  bool stem_activates = false;
  int64_t cell_outputs = 1;  ///< states that the output of a cell has side by side
  double momentum = kernels::kBatchNormMomentum;  ///< of batch norms' running statistics
  /// ReLU, a 1 x 1 convolution to a node's channels and batch norm come before the pooling.
  bool last_convolution = false;
  std::function<std::unique_ptr<const Cell>(Builder&, const CellPlan&)> make_cell;
};

SupernetParts supernet_parts(const DartsFamily& family, const Space& space,
                             const SupernetShape& shape);
SupernetParts supernet_parts(const Nasbench201Family& family, const Space& space,
                             const SupernetShape& shape);
SupernetParts supernet_parts(const Nasbench101Family& family, const Space& space,
                             const SupernetShape& shape);

/// As usual_shape().
DiscreteShape published_shape(const DartsCells& cells, NetworkKind kind);
DiscreteShape published_shape(const Nasbench201Cell& cell, NetworkKind kind);
DiscreteShape published_shape(const Nasbench101Cell& cell, NetworkKind kind);

/// As make_discrete_network().
std::unique_ptr<const Network> found_network(const DartsCells& cells, const DiscreteShape& shape);
std::unique_ptr<const Network> found_network(const Nasbench201Cell& cell,
                                             const DiscreteShape& shape);
std::unique_ptr<const Network> found_network(const Nasbench101Cell& cell,
                                             const DiscreteShape& shape);

/// For families whose benchmark has trained nothing else.
void require_cifar(const DiscreteShape& shape);

}  // namespace tetlo
