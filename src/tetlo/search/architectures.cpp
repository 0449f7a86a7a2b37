// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/architectures.h"

#include "tetlo/util/random.h"

namespace tetlo {

AdamState initial_alpha(const SearchOptions& options, int64_t size, int64_t phase) {
  const bool separate = options.auxiliary_architecture == AuxiliaryArchitecture::kSeparate;
  std::vector<Tensor> parts;
  for (uint64_t architecture = 0; architecture < (separate ? 2 : 1); ++architecture) {
    const auto random = generator(options.run.stream_seed(), Purpose::kAlpha,
                                  static_cast<uint64_t>(phase), architecture);
    parts.push_back(options.search.alpha_deviation * torch::randn({size}, random));
  }
  const Tensor alpha = torch::cat(parts).to(device_named(options.run.device));
  return {.weights = alpha,
          .first_moment = torch::zeros_like(alpha),
          .second_moment = torch::zeros_like(alpha)};
}

Tensor part_of(const Tensor& all, size_t architecture, size_t count) {
  return all.chunk(static_cast<int64_t>(count))[architecture];
}

Mixtures mixtures(const Relaxations& relaxations, const Tensor& all) {
  Mixtures made;
  for (size_t a = 0; a < relaxations.size(); ++a) {
    made.push_back(relaxations[a]->mixture(part_of(all, a, relaxations.size())));
  }
  return made;
}

Tensor penalty(const Relaxations& relaxations, const Tensor& all) {
  Tensor sum;
  for (size_t a = 0; a < relaxations.size(); ++a) {
    accumulate(sum, relaxations[a]->penalty(part_of(all, a, relaxations.size())));
  }
  return sum;
}

}  // namespace tetlo
