// SPDX-License-Identifier: Apache-2.0
// Search spaces: which operations compete on which edge of a cell. Pure data, no tensors.
//
// The states of a cell are numbered: 0 and 1 are its inputs (the outputs of the cells k-2 and k-1),
// 2, 3, … its intermediate nodes. Every node reads all earlier states, so a cell of N nodes has
// 2 + 3 + … + (N + 1) = N (N + 3) / 2 edges [Liu2019, section 2.1]; check: 14 edges for 4 nodes.
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

struct Space {
  using Candidates = std::vector<std::vector<std::string>>;

  std::string name;
  std::string description;
  std::string source;
  int nodes;
  /// Names of the candidate operations of every edge, in the order of cell_edges.
  Candidates normal;
  Candidates reduce;
  /// 2: DARTS's cells. 1: those of NAS-Bench-201, whose output is their last node, whose every edge
  /// keeps an operation, and between whose stages stand residual blocks that nothing is chosen in.
  int inputs = 2;

  std::vector<Edge> edges() const { return cell_edges(nodes, inputs); }
  const Candidates& candidates(CellKind kind) const;
};

/// The table of spaces.
const std::vector<Space>& spaces();

/// The space of that name; Error when there is none.
const Space& find_space(const std::string& name);

}  // namespace tetlo
