// SPDX-License-Identifier: Apache-2.0
// Search spaces: the operations that compete on each edge of a cell. This is pure data, without
// tensors.
//
// The candidate operations of an edge are listed in the order of α's columns. The family determines
// which cells the chosen operations form. In the family of NAS-Bench-1Shot1 nothing is chosen on
// edges; blocks.h describes its choices.
//
// Checkable: for one cell, α has 14 x 8 entries in "darts", 14 x 2 in "s1", "s2" and "s4", and
// 14 x 3 in "s3" [Zela2020, section 3].
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "tetlo/space/blocks.h"
#include "tetlo/space/darts_cells.h"
#include "tetlo/space/nasbench201_cell.h"

namespace tetlo {

/// The families of cells. Each type holds the traits of the family and the properties in which its
/// spaces differ.
using Family = std::variant<DartsFamily, Nasbench201Family, Nasbench101Family>;

struct Space {
  using Candidates = std::vector<std::vector<std::string>>;

  std::string name;
  std::string description;
  std::string source;
  int nodes;
  /// The names of the candidates of every choice. If operations are on edges, the choices are the
  /// edges in the order of cell_edges(); otherwise the family defines the choices. `reduce` is
  /// empty if there is only one kind of cell.
  Candidates normal;
  Candidates reduce;
  Family family = DartsFamily{};
  bool normalise_pools = true;  ///< in the supernet, pools are followed by batch norm
  bool normalise_last = false;  ///< in the supernet, batch norm and ReLU precede global pooling

  const CellTraits& traits() const {
    return std::visit([](const auto& its) -> const CellTraits& { return its.kTraits; }, family);
  }
  int inputs() const { return traits().inputs; }
  std::vector<Edge> edges() const { return cell_edges(nodes, inputs()); }
  const Candidates& candidates(CellKind kind) const {
    return kind == CellKind::kNormal ? normal : reduce;
  }
};

/// The table of spaces.
const std::vector<Space>& spaces();

/// The space with that name. Throws Error if there is none.
const Space& find_space(const std::string& name);

}  // namespace tetlo
