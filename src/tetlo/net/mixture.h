// SPDX-License-Identifier: Apache-2.0
// The weights with which a supernet mixes its candidates. A relaxation computes them from α.
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "tetlo/space/space.h"
#include "tetlo/util/tensor.h"

namespace tetlo {

/// The mixture of one edge. A candidate that is not present is not computed, and the gradient with
/// respect to its weight is 0. A candidate that is present is computed and has a gradient, even if
/// its weight is 0. `present` is stored on the host, so that it can be read without waiting for a
/// device.
struct EdgeMixture {
  Tensor weights = {};             ///< undefined: there is one candidate, of weight 1
  std::vector<bool> present = {};  ///< for each candidate; empty: all are present

  bool has(size_t candidate) const { return present.empty() || present[candidate]; }
  /// Whether no candidate is present, so that the edge itself is gone.
  bool is_gone() const {
    return !present.empty() && std::find(present.begin(), present.end(), true) == present.end();
  }
};

/// The mixture of one kind of cell; edges are in the order of the space.
struct CellMixture {
  std::vector<Tensor> edges = {};   ///< the weights of each edge's candidates
  std::vector<Tensor> scales = {};  ///< a weight for each edge's whole output; empty: 1

  std::vector<std::vector<bool>> present = {};  ///< for each edge, as in EdgeMixture; empty: all

  /// The mixture of one edge. An empty mixture has no weights, and every edge has one candidate.
  EdgeMixture edge(size_t e) const {
    return {.weights = edges.empty() ? Tensor() : edges[e],
            .present = present.empty() ? std::vector<bool>() : present[e]};
  }
  /// Sets which candidates of an edge are present.
  void set_present(size_t e, std::vector<bool> candidates) {
    present.resize(edges.size());
    present[e] = std::move(candidates);
  }
};

/// The mixture of a supernet and its dropout. A found network uses only the dropout.
struct Mixture {
  CellMixture normal = {}, reduce = {};
  double drop_path = 0;     ///< probability of dropping an edge's output while training
  double skip_dropout = 0;  ///< the same for each entry after a skip_connect_dropout

  const CellMixture& of(CellKind kind) const { return kind == CellKind::kNormal ? normal : reduce; }
  CellMixture& of(CellKind kind) { return kind == CellKind::kNormal ? normal : reduce; }
};

}  // namespace tetlo
