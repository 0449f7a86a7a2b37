// SPDX-License-Identifier: Apache-2.0
// The weights with which a supernet mixes its candidates: what a relaxation makes of α.
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "tetlo/space/space.h"
#include "tetlo/util/tensor.h"

namespace tetlo {

/// For one edge. A candidate that is not present is not computed, and the gradient by its weight is
/// 0; one of weight 0 that is present is computed and has its gradient. Which are present is known
/// on the host, so that no device has to be asked for it.
struct EdgeMixture {
  Tensor weights = {};             ///< undefined: there is one candidate, of weight 1
  std::vector<bool> present = {};  ///< by candidate; empty: all

  bool has(size_t candidate) const { return present.empty() || present[candidate]; }
  /// No candidate is present: the edge itself is not there.
  bool is_gone() const {
    return !present.empty() && std::find(present.begin(), present.end(), true) == present.end();
  }
};

/// For one kind of cell, in the space's edge order.
struct CellMixture {
  std::vector<Tensor> edges = {};   ///< the weights of each edge's candidates
  std::vector<Tensor> scales = {};  ///< a weight of each edge's whole output; none: 1

  std::vector<std::vector<bool>> present = {};  ///< as in EdgeMixture; none: all of every edge

  /// An empty mixture has no weights: every edge has one candidate.
  EdgeMixture edge(size_t e) const {
    return {.weights = edges.empty() ? Tensor() : edges[e],
            .present = present.empty() ? std::vector<bool>() : present[e]};
  }
  /// Leaves only these of an edge's candidates.
  void set_present(size_t e, std::vector<bool> candidates) {
    present.resize(edges.size());
    present[e] = std::move(candidates);
  }
};

/// A found network has the dropout alone.
struct Mixture {
  CellMixture normal = {}, reduce = {};
  double drop_path = 0;     ///< probability of dropping an edge's output while training
  double skip_dropout = 0;  ///< the same of each entry behind a skip_connect_dropout

  const CellMixture& of(CellKind kind) const { return kind == CellKind::kNormal ? normal : reduce; }
  CellMixture& of(CellKind kind) { return kind == CellKind::kNormal ? normal : reduce; }
};

}  // namespace tetlo
