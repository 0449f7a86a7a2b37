// SPDX-License-Identifier: Apache-2.0
// A genotype: what a search finds. For each of the two cells it says which operation, on which
// earlier state, feeds each intermediate node, and which states are concatenated to the output.
//
// Genes come in pairs, one pair a node: genes 2 i and 2 i + 1 are the summands of state 2 + i
// (states as in space.h) [Liu2019, section 2.4]. The text is what quark0/darts prints and reads:
//   Genotype(normal=[('sep_conv_3x3', 0), …], normal_concat=range(2, 6), reduce=[…], …)
// A cell of NAS-Bench-201 has one input, state 0, and an operation on every edge to its three
// nodes; of it there is a normal cell only, and its text is that benchmark's:
//   |nor_conv_3x3~0|+|skip_connect~0|none~1|+|skip_connect~0|none~1|avg_pool_3x3~2|    [Dong2020]
// A cell of NAS-Bench-101 has its operations on vertices and is written as in nasbench101_cell.h.
// Check: parse_genotype(to_string(g)) == g.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tetlo/space/nasbench101_cell.h"

namespace tetlo {

struct Gene {
  std::string operation;
  /// The state that the operation reads.
  int source;

  bool operator==(const Gene&) const = default;
};

struct Genotype {
  std::vector<Gene> normal;
  std::vector<int> normal_concat;
  std::vector<Gene> reduce;
  std::vector<int> reduce_concat;

  /// Of NAS-Bench-101, and then nothing else.
  std::optional<Nasbench101Cell> blocks = std::nullopt;

  /// Of NAS-Bench-201: an operation for each of cell_edges(3, 1), in their order.
  bool is_nasbench201() const { return reduce.empty() && !blocks; }

  bool operator==(const Genotype&) const = default;
};

/// The text as quark0/darts prints it; a concat of consecutive states is written range(a, b).
std::string to_string(const Genotype& genotype);

/// Reads such a text, with any spacing and line breaks, either kind of quote, lists or tuples, and
/// an optional `NAME =` before it. Error, with the place counted from 1, unless it is well formed,
/// both cells have a whole number of nodes, every source is an earlier state, and every concat
/// entry is an intermediate node. `where` names the text in errors.
Genotype parse_genotype(const std::string& text, const std::string& where = "genotype");

/// The cell of NAS-Bench-201 with these operations on its six edges.
Genotype nasbench201_genotype(const std::vector<std::string>& operations);

/// Reads its text, which begins with '|'.
Genotype parse_nasbench201(const std::string& text, const std::string& where);

Genotype nasbench101_genotype(Nasbench101Cell cell);

/// Error unless every operation of both cells is among `known`. `where` names the genotype.
void check_operations(const Genotype& genotype, const std::vector<std::string>& known,
                      const std::string& where);

/// How many of the genes have that operation.
int count_operation(const std::vector<Gene>& genes, const std::string& operation);

}  // namespace tetlo
