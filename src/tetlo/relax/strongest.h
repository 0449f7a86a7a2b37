// SPDX-License-Identifier: Apache-2.0
// Selection of discrete cells from a mixture: what weighs most is kept, of equals the first. Each
// family of cells has a file here with an overload of discrete_cells().
#pragma once

#include "tetlo/net/mixture.h"
#include "tetlo/space/genotype.h"

namespace tetlo {

/// The cells that keep, where a node chooses among its edges, those whose strongest candidates have
/// the largest weights [Liu2019, section 2.4].
Genotype strongest_cells(const Space& space, const Mixture& mixture);

/// The same, but where a node chooses among its edges, it keeps the strongest of all candidates on
/// all of them, which may be on one edge [Zhou2020, section 4.3].
Genotype strongest_pair_cells(const Space& space, const Mixture& mixture);

/// Where a node chooses among its edges: the candidates of an edge that it chooses from.
enum class Offer { kStrongest, kAll };

/// The cells of a family, of spaces of that family.
DartsCells discrete_cells(const DartsFamily& family, const Space& space, const Mixture& mixture,
                          Offer offer);
Nasbench201Cell discrete_cells(const Nasbench201Family& family, const Space& space,
                               const Mixture& mixture, Offer offer);
Nasbench101Cell discrete_cells(const Nasbench101Family& family, const Space& space,
                               const Mixture& mixture, Offer offer);

/// The indices of the `count` largest weights, in ascending order.
std::vector<size_t> strongest_places(const Tensor& weights, size_t count);

}  // namespace tetlo
