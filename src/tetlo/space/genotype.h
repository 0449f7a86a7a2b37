// SPDX-License-Identifier: Apache-2.0
// A genotype is the result of a search. For each of the two cells it says which operations on which
// earlier states are summed in each intermediate node, and which states are concatenated to form
// the output.
//
// Genes come in pairs, one pair for each node: genes 2 i and 2 i + 1 are the summands of state
// 2 + i, where states are numbered as in space.h [Liu2019, section 2.4]. The text is the one that
// quark0/darts prints and reads:
//   Genotype(normal=[('sep_conv_3x3', 0), …], normal_concat=range(2, 6), reduce=[…], …)
//
// A cell of NAS-Bench-201 has one input, state 0, and an operation on every edge to its three
// nodes. There is no reduction cell, and the text is that of the benchmark [Dong2020]:
//   |nor_conv_3x3~0|+|skip_connect~0|none~1|+|skip_connect~0|none~1|avg_pool_3x3~2|
//
// A cell of NAS-Bench-101 has its operations on vertices; its text is that of nasbench101_cell.h.
//
// Checkable: parse_genotype(to_string(g)) == g.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tetlo/space/nasbench101_cell.h"

namespace tetlo {

struct Gene {
  std::string operation;
  int source;  ///< the state that the operation reads

  bool operator==(const Gene&) const = default;
};

struct Genotype {
  std::vector<Gene> normal;
  std::vector<int> normal_concat;
  std::vector<Gene> reduce;
  std::vector<int> reduce_concat;

  /// A cell of NAS-Bench-101; all other members are then empty.
  std::optional<Nasbench101Cell> blocks = std::nullopt;

  /// Whether this is a cell of NAS-Bench-201; `normal` then has one gene for each of
  /// cell_edges(3, 1), in their order.
  bool is_nasbench201() const { return reduce.empty() && !blocks; }

  bool operator==(const Genotype&) const = default;
};

/// The text of a genotype. A concat list of consecutive states is written as range(a, b).
std::string to_string(const Genotype& genotype);

/// Reads such a text, with any spacing and line breaks, either kind of quote, lists or tuples, and
/// an optional `NAME =` before it. Throws Error, with the line and column counted from 1, unless
/// the text is well formed, both cells have a whole number of nodes, every source is an earlier
/// state, and every concat entry is an intermediate node. `origin`, such as the name of a file,
/// says in errors where the text is from.
Genotype parse_genotype(const std::string& text, const std::string& origin = "genotype");

/// The cell of NAS-Bench-201 with these operations on its six edges.
Genotype nasbench201_genotype(const std::vector<std::string>& operations);

/// Reads the text of a cell of NAS-Bench-201, which begins with '|'. Throws Error with the column.
Genotype parse_nasbench201(const std::string& text, const std::string& origin);

/// The genotype that consists of this cell of NAS-Bench-101.
Genotype nasbench101_genotype(Nasbench101Cell cell);

/// Throws Error unless every operation of both cells is among `known`. `name` names the genotype.
void check_operations(const Genotype& genotype, const std::vector<std::string>& known,
                      const std::string& name);

/// The number of genes that have this operation.
int count_operation(const std::vector<Gene>& genes, const std::string& operation);

}  // namespace tetlo
