// SPDX-License-Identifier: Apache-2.0
// From weights to cells: what is kept of a mixture when it becomes discrete. All keep what weighs
// most, and of equals what comes first.
//
// Of DARTS's cells `none` can neither win nor lend an edge strength; those of NAS-Bench-201 may
// keep it [Dong2020, section 4].
#pragma once

#include "tetlo/net/mixture.h"
#include "tetlo/space/genotype.h"

namespace tetlo {

/// The cells that keep the two strongest genes of every node and concatenate all nodes, or what the
/// space's wiring keeps in their stead.
Genotype strongest_cells(const Space& space, const Mixture& mixture);

/// The same, but every node keeps its two strongest pairs of an edge and a candidate, which may
/// both be of one edge [Zhou2020, section 4.3].
Genotype strongest_pair_cells(const Space& space, const Mixture& mixture);

/// Of every node the two edges whose strongest candidates weigh most, with these candidates, the
/// stronger one first [Liu2019, section 2.4].
std::vector<Gene> strongest_genes(const Space& space, CellKind kind, const CellMixture& mixture);

/// Of every node the two strongest of all candidates on all its edges, the stronger one first.
std::vector<Gene> strongest_pairs(const Space& space, CellKind kind, const CellMixture& mixture);

/// The cell of the strongest operation of each block and as many of its strongest parents as the
/// space asks for [Zela2020b, section 3].
Nasbench101Cell strongest_blocks(const Space& space, const CellMixture& mixture);

}  // namespace tetlo
