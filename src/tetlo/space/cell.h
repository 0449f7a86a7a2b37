// SPDX-License-Identifier: Apache-2.0
// The parts that cells of all families have in common.
//
// The states of a cell are numbered: first its inputs, then its nodes. In families with operations
// on edges, every node can read all earlier states, so a cell with two inputs and N nodes has
// 2 + 3 + … + (N + 1) = N (N + 3) / 2 edges [Liu2019, section 2.1].
//
// Checkable: a cell with two inputs and 4 nodes has 14 edges.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace tetlo {

/// An edge of a cell. Its operation is applied to state `from`, and the result is added to state
/// `to`.
struct Edge {
  int from;
  int to;

  bool operator==(const Edge&) const = default;
};

/// The edges of a cell with `nodes` intermediate nodes after its inputs, sorted by the node that
/// they enter and then by the state that they leave. The rows of α have the same order.
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

/// A found cell as a graph. Its states are the inputs, the nodes and, last, the output. Vertices of
/// NAS-Bench-101 that lie on no path from the input to the output are left out.
struct CellGraph {
  std::string title;
  int inputs = 1, nodes = 0;
  std::vector<EdgeOperation> operations = {};
  std::vector<Edge> plain = {};          ///< edges without an operation
  std::vector<std::string> labels = {};  ///< operations of the nodes; empty if edges have them

  int output() const { return inputs + nodes; }
};

/// The properties of a family of cells, for code that works with every family.
struct CellTraits {
  int inputs = 1;
  bool operations_on_edges = true;
  /// The number of incoming edges that a node keeps in a found cell, each with an operation other
  /// than `none`. Empty if all edges are kept; then their operation may be `none`.
  std::optional<size_t> kept_edges = {};
};

}  // namespace tetlo
