// SPDX-License-Identifier: Apache-2.0
// The mixture under which a supernet computes only what a found cell has: every candidate that the
// cell keeps weighs 1, and all others are gone. What the supernet loses by that, without any
// training, is the gap of discretisation [Wang2021].
//
// Checkable: under the cell DARTS_V2, 8 of the 14 edges of a normal cell in the darts space have one
// candidate, of weight 1, and the other 6 have none.
#pragma once

#include <optional>

#include "tetlo/net/mixture.h"
#include "tetlo/space/genotype.h"

namespace tetlo {

/// `open` gives the form of the weights and those of whole edges. Empty if the cells of the space
/// do not have their operations on edges.
std::optional<Mixture> discretised(const Space& space, const Genotype& cells, Mixture open);

}  // namespace tetlo
