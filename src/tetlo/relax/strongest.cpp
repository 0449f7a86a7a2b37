// SPDX-License-Identifier: Apache-2.0
#include "tetlo/relax/strongest.h"

#include <algorithm>
#include <numeric>

namespace tetlo {

Genotype strongest_cells(const Space& space, const Mixture& mixture, Offer offer) {
  const auto discrete = [&](const auto& family) -> Genotype {
    return discrete_cells(family, space, mixture, offer);
  };
  return std::visit(discrete, space.family);
}

std::vector<size_t> strongest_places(const Tensor& weights, size_t count) {
  const Tensor values = weights.detach().to(torch::kCPU, torch::kFloat64).contiguous();
  std::vector<size_t> places(static_cast<size_t>(values.numel()));
  std::iota(places.begin(), places.end(), size_t{0});
  std::stable_sort(places.begin(), places.end(), [&](size_t a, size_t b) {
    return values.data_ptr<double>()[a] > values.data_ptr<double>()[b];
  });
  places.resize(count);
  std::sort(places.begin(), places.end());
  return places;
}

}  // namespace tetlo
