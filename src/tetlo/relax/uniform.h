// SPDX-License-Identifier: Apache-2.0
// Cells drawn uniformly: every genotype of the space is equally likely. A genotype of DARTS has two
// different earlier states for each node and an operation other than `none` on each of the two; one
// of NAS-Bench-201 has an operation on each edge, which may be `none`; and one of NAS-Bench-1Shot1
// has an operation for each block and as many parents of each block and of the output as the space
// prescribes. Where edges have different numbers of operations, edges with more are therefore kept
// more often. A candidate that an edge has twice counts once.
//
// Checkable: nasbench201 has 5^6 = 15,625 cells. The first node of a normal cell in s1 has 4
// genotypes, the second one 12: three pairs of edges with 2 · 2 pairs of operations.
#pragma once

#include <cstdint>

#include "tetlo/relax/one_cell.h"
#include "tetlo/util/random.h"

namespace tetlo {

Picks draw_uniformly(const Space& space, Random random);

/// The cells number 0, 1, … of those that are drawn for a search with this seed, independently of
/// each other.
Picks drawn_cell(const Space& space, uint64_t seed, int64_t number);

}  // namespace tetlo
