// SPDX-License-Identifier: Apache-2.0
// Search spaces: the operations that compete on each edge of a cell. This is pure data, without
// tensors.
//
// The states of a cell are numbered: 0 and 1 are its inputs (the outputs of cells k-2 and k-1), and
// 2, 3, … are its intermediate nodes. Every node reads all earlier states, so that a cell of N
// nodes has 2 + 3 + … + (N + 1) = N (N + 3) / 2 edges [Liu2019, section 2.1]. The candidate
// operations of an edge are listed in the order of α's columns.
//
// In NAS-Bench-1Shot1 nothing is chosen on edges; its choices are in blocks.h.
//
// Checkable: a cell of 4 nodes has 14 edges. For one cell, α has 14 x 8 entries in "darts", 14 x 2
// in "s1", "s2" and "s4", and 14 x 3 in "s3" [Zela2020, section 3].
#pragma once

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
std::vector<Edge> cell_edges(int nodes, int inputs = 2);

/// A reduction cell halves the resolution on the edges that leave its two inputs.
enum class CellKind { kNormal, kReduction };

/// How the chosen operations form a cell.
enum class Wiring {
  /// There are two inputs. Each node keeps two operations on edges from earlier states, and the
  /// output concatenates all nodes [Liu2019].
  kTwoEdges,
  /// There is one input. Every edge keeps one operation, and the output is the last node. The
  /// resolution is halved by residual blocks between cells, in which nothing is chosen [Dong2020].
  kAllEdges,
  /// There is one input. Every node applies an operation to the sum of its parents, and the output
  /// concatenates its own parents [Zela2020b]. The resolution is halved by pools between cells.
  kBlocks
};

struct Space {
  using Candidates = std::vector<std::vector<std::string>>;

  std::string name;
  std::string description;
  std::string source;
  int nodes;
  /// The names of the candidates of every choice. The choices are the edges in the order of
  /// cell_edges() or, for kBlocks, those of blocks.h. `reduce` is empty if there is only one kind
  /// of cell.
  Candidates normal;
  Candidates reduce;
  Wiring wiring = Wiring::kTwoEdges;
  /// For kBlocks: the number of parents of each node, then that of the output.
  std::vector<int> parents = {};
  bool normalise_pools = true;  ///< in the supernet, pools are followed by batch norm
  bool normalise_last = false;  ///< in the supernet, global pooling follows batch norm and ReLU

  int inputs() const { return wiring == Wiring::kTwoEdges ? 2 : 1; }
  std::vector<Edge> edges() const { return cell_edges(nodes, inputs()); }
  const Candidates& candidates(CellKind kind) const;
};

/// The table of spaces.
const std::vector<Space>& spaces();

/// The space of that name; throws Error if there is none.
const Space& find_space(const std::string& name);

}  // namespace tetlo
