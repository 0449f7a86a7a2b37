// SPDX-License-Identifier: Apache-2.0
#include "tetlo/relax/auxiliary_skip.h"

#include "tetlo/space/operation_names.h"

namespace tetlo {

Space with_auxiliary_skip(Space space) {
  for (auto* cell : {&space.normal, &space.reduce}) {
    for (auto& names : *cell) names.push_back(kSkip);
  }
  return space;
}

Mixture AuxiliarySkip::mixture(const Tensor& alpha) const {
  auto rows = edge_rows(space_, alpha);
  const Tensor weight = torch::full({1}, weight_, alpha.options());
  std::vector<std::vector<bool>> present;
  for (Tensor& row : rows) {
    row = torch::cat({row.softmax(0), weight});
    present.emplace_back(static_cast<size_t>(row.numel()), true);
    present.back().back() = weight_ != 0;
  }
  return mixture_of_rows(space_, rows, present);
}

}  // namespace tetlo
