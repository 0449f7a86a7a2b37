// SPDX-License-Identifier: Apache-2.0
// Selects discrete cells from a mixture. Edges and candidates with the largest weights are kept; of
// equal ones, the first. Each family of cells has a file here with an overload of discrete_cells().
#pragma once

#include "tetlo/net/mixture.h"
#include "tetlo/space/genotype.h"

namespace tetlo {

/// The candidates of each edge from which a node chooses, if it keeps only some of its edges: the
/// strongest one [Liu2019, section 2.4], or all of them, so that it may keep two candidates of the
/// same edge [Zhou2020, section 4.3].
enum class Offer { kStrongest, kAll };

/// The cells that keep the strongest candidates.
Genotype strongest_cells(const Space& space, const Mixture& mixture,
                         Offer offer = Offer::kStrongest);

/// The cells of a family. `space` must be a space of that family.
DartsCells discrete_cells(const DartsFamily& family, const Space& space, const Mixture& mixture,
                          Offer offer);
Nasbench201Cell discrete_cells(const Nasbench201Family& family, const Space& space,
                               const Mixture& mixture, Offer offer);
Nasbench101Cell discrete_cells(const Nasbench101Family& family, const Space& space,
                               const Mixture& mixture, Offer offer);

/// The indices of the `count` largest weights, in ascending order.
std::vector<size_t> strongest_places(const Tensor& weights, size_t count);

}  // namespace tetlo
