// SPDX-License-Identifier: Apache-2.0
// Selects cells of NAS-Bench-201. Every edge keeps its strongest candidate, which may be `none`
// [Dong2020, section 4].
#include "tetlo/relax/strongest.h"

namespace tetlo {

Nasbench201Cell discrete_cells(const Nasbench201Family&, const Space& space, const Mixture& mixture,
                               Offer) {
  std::vector<std::string> operations;
  for (size_t e = 0; e < space.normal.size(); ++e) {
    const auto strongest = mixture.normal.edges[e].argmax().item<int64_t>();
    operations.push_back(space.normal[e][static_cast<size_t>(strongest)]);
  }
  return nasbench201_cell(operations);
}

}  // namespace tetlo
