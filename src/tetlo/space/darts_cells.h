// SPDX-License-Identifier: Apache-2.0
// The cells of DARTS: a normal cell and a reduction cell. Each has two inputs, the outputs of cells
// k-2 and k-1. It specifies which operations, applied to which earlier states, are summed in each
// intermediate node, and which states are concatenated to form the output. In a reduction cell the
// edges that leave the inputs halve the resolution.
//
// Genes come in pairs, one pair for each node: genes 2 i and 2 i + 1 are the summands of state
// 2 + i, where states are numbered as in cell.h [Liu2019, section 2.4]. The text is the one that
// quark0/darts prints and reads:
//   Genotype(normal=[('sep_conv_3x3', 0), …], normal_concat=range(2, 6), reduce=[…], …)
#pragma once

#include "tetlo/space/cell.h"

namespace tetlo {

struct Gene {
  std::string operation;
  int source;  ///< the state that the operation reads

  bool operator==(const Gene&) const = default;
};

struct DartsCell {
  std::vector<Gene> genes;
  std::vector<int> concat;

  bool operator==(const DartsCell&) const = default;
};

struct DartsCells {
  DartsCell normal, reduce;

  const DartsCell& of(CellKind kind) const { return kind == CellKind::kNormal ? normal : reduce; }
  /// The cells in the form above. A concat list of consecutive states is written as range(a, b).
  std::string text() const;
  std::optional<CellGraph> graph(CellKind kind) const;

  bool operator==(const DartsCells&) const = default;
};

/// Each node keeps two operations on edges from earlier states.
struct DartsFamily {
  static constexpr CellTraits kTraits{.inputs = 2, .kept_edges = 2};
};

/// Reads a text of this form, or of another in darts_spellings.h. Spacing, line breaks, comments and
/// the kind of quotes are free, lists may be tuples, `NAME =` may precede the text, and each gene may
/// have a weight, which is dropped. Throws Error, with the line and column counted from 1, unless the
/// text is well formed, both cells have a whole number of nodes, every source is an earlier state,
/// and every concat entry is an intermediate node. `origin` names the source of the text in error
/// messages.
DartsCells parse_darts_cells(const std::string& text, const std::string& origin);

}  // namespace tetlo
