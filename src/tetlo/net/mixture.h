// SPDX-License-Identifier: Apache-2.0
// The weights with which a supernet mixes its candidates: what a relaxation makes of α.
#pragma once

#include <vector>

#include "tetlo/space/space.h"
#include "tetlo/util/tensor.h"

namespace tetlo {

/// For one kind of cell, in the space's edge order.
struct CellMixture {
  std::vector<Tensor> edges = {};   ///< the weights of each edge's candidates
  std::vector<Tensor> scales = {};  ///< a weight of each edge's whole output; none: 1

  /// The weights of an edge; undefined in an empty mixture, where every edge has one candidate, of
  /// weight 1.
  Tensor edge(size_t e) const { return edges.empty() ? Tensor() : edges[e]; }
};

/// A found network has the dropout alone.
struct Mixture {
  CellMixture normal = {}, reduce = {};
  double drop_path = 0;     ///< probability of dropping an edge's output while training
  double skip_dropout = 0;  ///< the same of each entry behind a skip_connect_dropout

  const CellMixture& of(CellKind kind) const { return kind == CellKind::kNormal ? normal : reduce; }
};

}  // namespace tetlo
