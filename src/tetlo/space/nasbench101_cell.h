// SPDX-License-Identifier: Apache-2.0
// A cell of NAS-Bench-101 [Ying2019, section 2]: a directed acyclic graph. Vertex 0 is the input,
// each inner vertex 1, 2, … does one operation, and the vertex after them is the output. An edge
// leads from a parent to a later vertex. As text, each vertex but the input stands between bars,
// with its parents:
//   |conv3x3-bn-relu~0|maxpool3x3~1|output~0,2|
//
// Cells that differ in the numbers of their vertices only, or in what lies on no path from input to
// output, are the same network; the benchmark names it by a hash. With h_v of in(v) and out(v) the
// sorted hashes of the vertices before and after v, run together,
//   h_v ← md5("(outdegree, indegree, label)")
//   h_v ← md5(in(v) "|" out(v) "|" h_v), as many times as there are vertices
//   hash = md5("['h', 'h', …]") of the sorted h,
// where the input has label −1, the output −2, and an operation its place in
// nasbench101_operations() [NAS-Bench-101, graph_util.py].
//
// Checkable: the hash of
//   |conv3x3-bn-relu~0|maxpool3x3~1|conv3x3-bn-relu~2|conv3x3-bn-relu~0|
//   conv1x1-bn-relu~0,3,4|output~2,5|      (in one line)
// is 00005c142e6f48ac74fdcf73e3439874, the benchmark's first.
#pragma once

#include <string>
#include <vector>

namespace tetlo {

struct Nasbench101Cell {
  /// Of the inner vertices 1, 2, ….
  std::vector<std::string> operations;
  /// Of the inner vertices, then of the output: numbers of earlier vertices, ascending.
  std::vector<std::vector<int>> parents;

  bool operator==(const Nasbench101Cell&) const = default;
};

/// The operations that an inner vertex can have, in the benchmark's order.
const std::vector<std::string>& nasbench101_operations();

/// The cell without the vertices that lie on no path from input to output; the others keep their
/// order. Error where there is no such path.
Nasbench101Cell pruned(const Nasbench101Cell& cell);

/// The benchmark's name of the pruned cell: 32 hexadecimal digits. Error where there is no path
/// from input to output, or an operation is unknown.
std::string nasbench101_hash(const Nasbench101Cell& cell);

std::string to_string(const Nasbench101Cell& cell);

/// Reads such a text; a malformed one is an Error with the column, counted from 1. Vertices may be
/// without parents. `where` names the text in errors.
Nasbench101Cell parse_nasbench101(const std::string& text, const std::string& where = "cell");

}  // namespace tetlo
