// SPDX-License-Identifier: Apache-2.0
// Search spaces: which operations compete on which edge of a cell. Pure data, no tensors.
//
// The states of a cell are numbered: 0 and 1 are its inputs (the outputs of the cells k-2 and k-1),
// 2, 3, … its intermediate nodes. Every node reads all earlier states, so a cell of N nodes has
// 2 + 3 + … + (N + 1) = N (N + 3) / 2 edges [Liu2019, section 2.1]; check: 14 edges for 4 nodes.
//
// In NAS-Bench-1Shot1 nothing is chosen on edges: see blocks.h.
//
// Candidate operations stand in the order of alpha's columns. Check: alpha has 14 x 8 entries in
// "darts", 14 x 2 in "s1", "s2" and "s4", 14 x 3 in "s3" [Zela2020, section 3].
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

/// The edges of a cell of `nodes` intermediate nodes behind its inputs, in the order of alpha's
/// rows: node by node, and within a node by state.
std::vector<Edge> cell_edges(int nodes, int inputs = 2);

/// A reduction cell halves the resolution on the edges that leave its two inputs.
enum class CellKind { kNormal, kReduction };

/// How cells are made of what is chosen.
enum class Wiring {
  /// Two inputs; each node keeps two operations on edges from earlier states; the output is all
  /// nodes [Liu2019].
  kTwoEdges,
  /// One input; every edge keeps an operation; the output is the last node. Between stages stand
  /// residual blocks, in which nothing is chosen [Dong2020].
  kAllEdges,
  /// One input; every node is an operation on the sum of its parents; the output is its parents
  /// side by side [Zela2020b]. Between stages stands a pool.
  kBlocks
};

struct Space {
  using Candidates = std::vector<std::vector<std::string>>;

  std::string name;
  std::string description;
  std::string source;
  int nodes;
  /// Names of the candidates of every choice: of the operations of every edge in the order of
  /// cell_edges, or what blocks.h says. The reduction cell's are empty where it is no other.
  Candidates normal;
  Candidates reduce;
  Wiring wiring = Wiring::kTwoEdges;
  /// kBlocks: how many parents each node has, and the output.
  std::vector<int> parents = {};
  bool normalise_pools = true;  ///< batch norm follows the pools of its supernet
  bool normalise_last = false;  ///< batch norm and ReLU come before its global pooling

  int inputs() const { return wiring == Wiring::kTwoEdges ? 2 : 1; }
  std::vector<Edge> edges() const { return cell_edges(nodes, inputs()); }
  const Candidates& candidates(CellKind kind) const;
};

/// The table of spaces.
const std::vector<Space>& spaces();

/// The space of that name; Error when there is none.
const Space& find_space(const std::string& name);

}  // namespace tetlo
