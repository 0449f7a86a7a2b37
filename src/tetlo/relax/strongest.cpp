// SPDX-License-Identifier: Apache-2.0
#include "tetlo/relax/strongest.h"

#include <algorithm>
#include <numeric>

namespace tetlo {
namespace {

Genotype cells(const Space& space, const Mixture& mixture, Offer offer) {
  return std::visit(
      [&](const auto& family) -> Genotype { return discrete_cells(family, space, mixture, offer); },
      space.family);
}

}  // namespace

Genotype strongest_cells(const Space& space, const Mixture& mixture) {
  return cells(space, mixture, Offer::kStrongest);
}

Genotype strongest_pair_cells(const Space& space, const Mixture& mixture) {
  return cells(space, mixture, Offer::kAll);
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
