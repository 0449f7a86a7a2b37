// SPDX-License-Identifier: Apache-2.0
// Selects cells of NAS-Bench-1Shot1. Each block keeps its strongest operation. Each block and the
// output keep their strongest parents, as many as the space prescribes [Zela2020b, section 3].
#include <numeric>

#include "tetlo/relax/strongest.h"

namespace tetlo {

Nasbench101Cell discrete_cells(const Nasbench101Family& family, const Space& space,
                               const Mixture& mixture, Offer) {
  const auto& rows = mixture.normal.edges;
  Nasbench101Cell cell;
  for (int block = 1; block <= family.blocks() + 1; ++block) {
    const auto place = static_cast<size_t>(block - 1);
    if (block <= family.blocks()) {
      const auto strongest = rows[place].argmax().item<int64_t>();
      cell.operations.push_back(space.normal[place][static_cast<size_t>(strongest)]);
    }
    std::vector<int> parents(static_cast<size_t>(block));
    std::iota(parents.begin(), parents.end(), 0);
    if (const auto choice = parents_choice(family, block)) {
      const auto count = static_cast<size_t>(family.parents[place]);
      const auto places = strongest_places(rows[*choice], count);
      parents.assign(places.begin(), places.end());
    }
    cell.parents.push_back(parents);
  }
  return cell;
}

}  // namespace tetlo
