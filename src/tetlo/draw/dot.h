// SPDX-License-Identifier: Apache-2.0
// Pictures of cells: a genotype as Graphviz DOT text, and from that SVG by the program `dot`.
//
// The figure is that of [Liu2019, figure 4]: from left to right the inputs c_{k-2} and c_{k-1}
// (green), the intermediate nodes 0, 1, … (blue), the output c_k (yellow); operations label the
// edges. Check: a DARTS cell has 8 labelled edges and 4 plain ones, which concatenate.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tetlo/space/genotype.h"

namespace tetlo {

/// The DOT text of one cell, with the title above it.
std::string cell_dot(const std::vector<Gene>& genes, const std::vector<int>& concat,
                     const std::string& title);

/// The same of a cell of NAS-Bench-201, whose output is its last node.
std::string nasbench201_dot(const std::vector<Gene>& genes, const std::string& title);

/// The same of a cell of NAS-Bench-101, with its operations in the nodes and without what leads
/// nowhere.
std::string nasbench101_dot(const Nasbench101Cell& whole, const std::string& title);

/// Writes the DOT text beside the picture, with the extension .dot, and draws it into `svg`.
/// Error when a file cannot be written, or `dot` is missing or fails.
void draw_cell(const std::string& dot, const std::filesystem::path& svg);

/// Writes normal.svg, normal.dot and, where there is such a cell, reduce.svg and reduce.dot into
/// the folder, which it creates.
void draw_genotype(const Genotype& genotype, const std::filesystem::path& folder);

}  // namespace tetlo
