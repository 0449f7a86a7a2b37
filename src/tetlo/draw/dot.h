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

/// The DOT text of a cell, with its title above it.
std::string cell_dot(const CellGraph& cell);

/// Draws the DOT text into the file `svg` and writes the text beside it, with the extension .dot.
/// Throws Error if a file cannot be written, or if `dot` is missing or fails.
void draw_cell(const std::string& dot, const std::filesystem::path& svg);

/// Writes an SVG picture of every cell, and its DOT text beside it, into the folder, which it
/// creates. Returns the names of the pictures, normal.svg and, if there is a reduction cell,
/// reduce.svg.
std::vector<std::string> draw_genotype(const Genotype& genotype,
                                       const std::filesystem::path& folder);

}  // namespace tetlo
