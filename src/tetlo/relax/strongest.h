// SPDX-License-Identifier: Apache-2.0
// Selection of discrete cells from a mixture. All functions keep the candidates with the largest
// weights, and of equal ones the first.
//
// In DARTS's cells `none` is never kept and does not count in the strength of an edge. Cells of
// NAS-Bench-201 may keep it [Dong2020, section 4].
#pragma once

#include "tetlo/net/mixture.h"
#include "tetlo/space/genotype.h"

namespace tetlo {

/// The cells that keep strongest_genes() and concatenate all nodes. In NAS-Bench-201 the cell keeps
/// the strongest candidate of every edge, in NAS-Bench-1Shot1 strongest_blocks().
Genotype strongest_cells(const Space& space, const Mixture& mixture);

/// The same with strongest_pairs() in place of strongest_genes() [Zhou2020, section 4.3].
Genotype strongest_pair_cells(const Space& space, const Mixture& mixture);

/// For every node the two edges whose strongest candidates have the largest weights, with these
/// candidates, the stronger edge first [Liu2019, section 2.4].
std::vector<Gene> strongest_genes(const Space& space, CellKind kind, const CellMixture& mixture);

/// For every node the two strongest of all candidates on all its edges, the stronger one first.
/// Both may be on the same edge.
std::vector<Gene> strongest_pairs(const Space& space, CellKind kind, const CellMixture& mixture);

/// The cell in which each block has its strongest operation, and each block and the output have
/// their strongest parents, as many as the space prescribes [Zela2020b, section 3].
Nasbench101Cell strongest_blocks(const Space& space, const CellMixture& mixture);

}  // namespace tetlo
