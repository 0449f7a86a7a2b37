// SPDX-License-Identifier: Apache-2.0
// A cell of NAS-Bench-101 [Ying2019, section 2] is a directed acyclic graph. Vertex 0 is the input,
// each inner vertex 1, 2, … does one operation, and the vertex after them is the output. An edge
// leads from a parent to a later vertex. In the text of a cell, each vertex except the input stands
// between bars, followed by its parents:
//   |conv3x3-bn-relu~0|maxpool3x3~1|output~0,2|
//
// Cells that differ only in the numbering of their vertices, or in vertices that lie on no path
// from input to output, are the same network. The benchmark names it by a hash. Every vertex v has
// a hash h_v; let in(v) and out(v) be the hashes of the parents and of the children of v, each
// sorted and concatenated:
//   h_v ← md5("(outdegree, indegree, label)")
//   h_v ← md5(in(v) "|" out(v) "|" h_v), as many times as there are vertices
//   hash = md5("['h', 'h', …]"), with the h_v in sorted order
// The label of the input is −1, that of the output is −2, and that of an operation is its place in
// nasbench101_operations(). This is the hash of NAS-Bench-101's code, graph_util.py [Ying2019].
//
// Checkable: the hash of
//   |conv3x3-bn-relu~0|maxpool3x3~1|conv3x3-bn-relu~2|conv3x3-bn-relu~0|
//   conv1x1-bn-relu~0,3,4|output~2,5|      (on one line)
// is 00005c142e6f48ac74fdcf73e3439874; this is the first cell of the benchmark's file.
#pragma once

#include "tetlo/space/cell.h"

namespace tetlo {

struct Nasbench101Cell {
  /// The operations of the inner vertices 1, 2, ….
  std::vector<std::string> operations;
  /// The parents of each inner vertex, then those of the output: numbers of earlier vertices in
  /// ascending order.
  std::vector<std::vector<int>> parents;

  /// The cell in the form above.
  std::string text() const;
  /// The graph of the pruned cell.
  std::optional<CellGraph> graph(CellKind kind) const;

  bool operator==(const Nasbench101Cell&) const = default;
};

/// The operations that an inner vertex can have, in the benchmark's order.
const std::vector<std::string>& nasbench101_operations();

/// The cell without the vertices that lie on no path from input to output. The others keep their
/// order. Throws Error if there is no such path.
Nasbench101Cell pruned(const Nasbench101Cell& cell);

/// The hash of the pruned cell, by which the benchmark names it: 32 hexadecimal digits. Throws
/// Error if there is no path from input to output, or if an operation is unknown.
std::string nasbench101_hash(const Nasbench101Cell& cell);

/// Reads the text of a cell. Throws Error with the column, counted from 1, if it is malformed. A
/// vertex need not have parents. `origin` names the source of the text in error messages.
Nasbench101Cell parse_nasbench101(const std::string& text, const std::string& origin = "cell");

}  // namespace tetlo
