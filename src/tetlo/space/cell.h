// SPDX-License-Identifier: Apache-2.0
// What cells of every family have in common.
//
// The states of a cell are numbered: first its inputs, then its nodes. Where operations are on
// edges, every node reads all earlier states, so that a cell of two inputs and N nodes has
// 2 + 3 + … + (N + 1) = N (N + 3) / 2 edges [Liu2019, section 2.1].
//
// Checkable: a cell of two inputs and 4 nodes has 14 edges.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace tetlo {

/// An edge of a cell: the operation on it turns state `from` into a summand of state `to`.
struct Edge {
  int from;
  int to;

  bool operator==(const Edge&) const = default;
};

/// The edges of a cell with `nodes` intermediate nodes after its inputs, in the order of α's rows:
/// node by node, and within a node by the state that they come from.
inline std::vector<Edge> cell_edges(int nodes, int inputs = 2) {
  std::vector<Edge> edges;
  for (int to = inputs; to < inputs + nodes; ++to) {
    for (int from = 0; from < to; ++from) edges.push_back({from, to});
  }
  return edges;
}

/// A reduction cell halves the resolution.
enum class CellKind { kNormal, kReduction };

/// An edge of a found cell and the operation on it.
struct EdgeOperation {
  Edge edge;
  std::string operation;

  bool operator==(const EdgeOperation&) const = default;
};

/// A found cell without what nothing leads to. Its states are inputs, nodes and, last, the output.
struct CellGraph {
  std::string title;
  int inputs = 1, nodes = 0;
  std::vector<EdgeOperation> operations = {};
  std::vector<Edge> plain = {};          ///< edges without operation
  std::vector<std::string> labels = {};  ///< the nodes' operations, where nodes have them

  int output() const { return inputs + nodes; }
};

/// What is asked of a family of cells without knowing which it is.
struct CellTraits {
  int inputs = 1;
  bool operations_on_edges = true;
  /// How many edges a node keeps, with an operation other than `none`; nothing if every edge stays,
  /// be it with `none`.
  std::optional<size_t> kept_edges = {};
};

}  // namespace tetlo
