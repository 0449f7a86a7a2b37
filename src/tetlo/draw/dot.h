// SPDX-License-Identifier: Apache-2.0
// Draws cells: writes a genotype as Graphviz DOT text, from which the program `dot` makes an SVG
// picture.
//
// The picture follows [Liu2019, figure 4]. From left to right it shows the inputs c_{k-2} and
// c_{k-1} (green), the intermediate nodes 0, 1, … (blue) and the output c_k (yellow). Operations
// label the edges, or the nodes if the family has its operations there.
//
// Checkable: a DARTS cell has 8 labelled edges and 4 plain ones, which stand for concatenation.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tetlo/space/genotype.h"

namespace tetlo {

/// Where the inputs of a cell are: to the left or above. Above, the cell is small, and has no title.
enum class Flow { kAcross, kDown };

/// The DOT text of a cell, with its title above it.
std::string cell_dot(const CellGraph& cell, Flow flow = Flow::kAcross);

/// The name of a state in the picture: "c_{k-2}", "0", …. The only input is the output of the
/// previous cell.
std::string state_name(const CellGraph& cell, int state);

/// Where Graphviz places what DOT texts describe, in its form "plain": lines graph, node, edge and,
/// after each of the texts, stop. Throws Error if `dot` is missing or fails.
std::string plain_layout(const std::string& dots);

/// Draws the DOT text into the file `svg` and writes the text beside it, with the extension .dot.
/// Throws Error if a file cannot be written, or if `dot` is missing or fails.
void draw_cell(const std::string& dot, const std::filesystem::path& svg);

/// Writes an SVG picture of every cell, and its DOT text beside it, into the folder, which it
/// creates. Returns the names of the pictures, normal.svg and, if there is a reduction cell,
/// reduce.svg.
std::vector<std::string> draw_genotype(const Genotype& genotype,
                                       const std::filesystem::path& folder);

}  // namespace tetlo
