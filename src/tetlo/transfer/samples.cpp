// SPDX-License-Identifier: Apache-2.0
#include "tetlo/transfer/samples.h"

#include <algorithm>

#include "tetlo/util/error.h"

namespace tetlo {
namespace {

/// Draws an index from 0 to n − 1 that is not among `taken`, which are in ascending order.
int64_t another(const std::vector<int64_t>& taken, int64_t n, Random& random) {
  int64_t index = random.below(n - static_cast<int64_t>(taken.size()));
  for (const int64_t t : taken) index += index >= t;
  return index;
}

}  // namespace

Tensor reduce(const Tensor& losses, Reduction reduction) {
  return reduction == Reduction::kSum ? losses.sum() : losses.mean();
}

std::vector<Field> sample_fields(int64_t& samples, Reduction& reduction, const std::string& noun) {
  return {{"samples",
           {&samples, {1, 10'000'000, noun}},
           noun + " drawn from a batch",
           "[Sheth2023, appendix M.1]"},
          {"reduction", &reduction, "how the losses of the " + noun + " are combined",
           "docs/decisions.md"}};
}

Tensor draw_different(const Draw& draw, int64_t batch, Random& random) {
  require(batch >= draw.size,
          "search.batch_size is {}; with this transfer it must be at least {}, because so many "
          "different "
          "images are compared.",
          batch, draw.size);
  Tensor indices = torch::empty({draw.size, draw.samples}, torch::kInt64);
  auto at = indices.accessor<int64_t, 2>();
  for (int64_t s = 0; s < draw.samples; ++s) {
    std::vector<int64_t> taken;
    for (int64_t i = 0; i < draw.size; ++i) {
      at[i][s] = another(taken, batch, random);
      taken.insert(std::upper_bound(taken.begin(), taken.end(), at[i][s]), at[i][s]);
    }
  }
  return indices;
}

}  // namespace tetlo
