// SPDX-License-Identifier: Apache-2.0
// The weights with which a supernet mixes its candidates: what a relaxation makes of α.
#pragma once

#include <vector>

#include "tetlo/space/space.h"
#include "tetlo/util/tensor.h"

namespace tetlo {

/// For one kind of cell, in the space's edge order.
struct CellMixture {
  std::vector<Tensor> edges;        ///< the weights of each edge's candidates
  std::vector<Tensor> scales = {};  ///< a weight of each edge's whole output; none: 1
};

struct Mixture {
  CellMixture normal, reduce;

  const CellMixture& of(CellKind kind) const { return kind == CellKind::kNormal ? normal : reduce; }
};

}  // namespace tetlo
