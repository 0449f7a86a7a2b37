// SPDX-License-Identifier: Apache-2.0
// Small pictures that are compared with each other, so all have the same axes: the weights of the
// candidates of each edge.
//
// Checkable: of two edges with the constant weights 0 and 1, the first has its line at the lower end
// of its picture, the second at the upper end.
#pragma once

#include <string>
#include <vector>

#include "tetlo/report/plot.h"

namespace tetlo {

/// The weights of the candidates of one edge.
struct EdgeHistory {
  std::string title;
  std::string remark;  ///< below the title
  std::vector<Curve> candidates = {};
  Boundaries phases = {};
};

/// A grid of pictures for each list of edges; "" for a list without values. All grids have the same
/// axes.
std::vector<std::string> small_multiples(const std::vector<std::vector<EdgeHistory>>& grids);

}  // namespace tetlo
