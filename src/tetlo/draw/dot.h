// SPDX-License-Identifier: Apache-2.0
// Pictures of cells: writes a genotype as Graphviz DOT text, from which the program `dot` makes an
// SVG picture.
//
// The picture follows [Liu2019, figure 4]. From left to right it shows the inputs c_{k-2} and
// c_{k-1} (green), the intermediate nodes 0, 1, … (blue) and the output c_k (yellow); operations
// label the edges.
//
// Checkable: a DARTS cell has 8 labelled edges and 4 plain ones, which stand for concatenation.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tetlo/space/genotype.h"

namespace tetlo {

/// The DOT text of one DARTS cell, with the title above it.
std::string cell_dot(const std::vector<Gene>& genes, const std::vector<int>& concat,
                     const std::string& title);

/// The same for a cell of NAS-Bench-201, whose output is its last node.
std::string nasbench201_dot(const std::vector<Gene>& genes, const std::string& title);

/// The same for a cell of NAS-Bench-101, whose operations label its nodes. Vertices that do not lie
/// on a path from input to output are left out.
std::string nasbench101_dot(const Nasbench101Cell& whole, const std::string& title);

/// Draws the DOT text into the file `svg` and writes the text beside it, with the extension .dot.
/// Throws Error if a file cannot be written, or if `dot` is missing or fails.
void draw_cell(const std::string& dot, const std::filesystem::path& svg);

/// Writes normal.svg and normal.dot and, if there is a reduction cell, reduce.svg and reduce.dot
/// into the folder, which it creates.
void draw_genotype(const Genotype& genotype, const std::filesystem::path& folder);

}  // namespace tetlo
