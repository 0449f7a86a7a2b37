// SPDX-License-Identifier: Apache-2.0
// A genotype is the result of a search: cells of one of the families.
//
// Each family has files here, with what its cells are, their text and their graph: darts_cells.h, nasbench201_cell.h, nasbench101_cell.h.
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

/// Reads such a text, whichever the family; throws Error if it is malformed. `origin`, such as the
/// name of a file, says in errors where the text is from.
Genotype parse_genotype(const std::string& text, const std::string& origin = "genotype");

/// One of the cells as a graph; nothing if there is no such cell. Throws Error if no path leads from
/// its input to its output.
std::optional<CellGraph> cell_graph(const Genotype& genotype, CellKind kind);

/// The operations on the edges of one of the cells; none if there is no such cell, or if its
/// operations are on vertices.
std::vector<EdgeOperation> edge_operations(const Genotype& genotype, CellKind kind);

/// Throws Error unless every operation on an edge is among `known`. `name` names the genotype.
void check_operations(const Genotype& genotype, const std::vector<std::string>& known,
                      const std::string& name);

/// On how many edges of one of the cells there is this operation.
int count_operation(const Genotype& genotype, CellKind kind, const std::string& operation);

}  // namespace tetlo
