// SPDX-License-Identifier: Apache-2.0
// A genotype is the result of a search: cells of one of the families.
//
// Each family has a header here, which defines its cells, their text and their graph:
// darts_cells.h, nasbench201_cell.h and nasbench101_cell.h.
//
// Checkable: parse_genotype(to_string(g)) == g.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "tetlo/space/darts_cells.h"
#include "tetlo/space/nasbench101_cell.h"
#include "tetlo/space/nasbench201_cell.h"

namespace tetlo {

using Genotype = std::variant<DartsCells, Nasbench201Cell, Nasbench101Cell>;

/// The text of a genotype, in the form of its family.
std::string to_string(const Genotype& genotype);

/// Reads a text in any of the spellings of spellings.h. Throws Error if it is malformed. `origin`, such as the
/// name of a file, names the source of the text in error messages.
Genotype parse_genotype(const std::string& text, const std::string& origin = "genotype");

/// The cell of this kind as a graph; empty if the genotype has no such cell. Throws Error if no
/// path leads from its input to its output.
std::optional<CellGraph> cell_graph(const Genotype& genotype, CellKind kind);

/// The operations on the edges of the cell of this kind. The result is empty if there is no such
/// cell, or if its operations are on vertices.
std::vector<EdgeOperation> edge_operations(const Genotype& genotype, CellKind kind);

/// Throws Error unless every operation on an edge is among `known`. `name` stands for the genotype
/// in the error message.
void check_operations(const Genotype& genotype, const std::vector<std::string>& known,
                      const std::string& name);

/// The number of edges of the cell of this kind that have this operation.
int count_operation(const Genotype& genotype, CellKind kind, const std::string& operation);

}  // namespace tetlo
