// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/mixed_operation.h"

#include <fmt/format.h>

#include <algorithm>

namespace tetlo {

Tensor mix(const Candidates& candidates, const Tensor& x, const EdgeMixture& edge, Pass& pass) {
  if (!edge.weights.defined()) {
    TORCH_CHECK(candidates.size() == 1, "a mixture of several candidates needs weights");
    return candidates.front()->forward(x, pass);
  }
  const auto weight = edge.weights.unbind();
  Tensor sum;
  for (size_t o = 0; o < candidates.size(); ++o) {
    if (!candidates[o] || !edge.has(o)) continue;
    accumulate(sum, weight[o] * candidates[o]->forward(x, pass));
  }
  return sum;
}

Tensor PartialChannels::select(const Tensor& x) const {
  return shape_.partial == 1 ? x : x.narrow(1, 0, mixed());
}

Tensor PartialChannels::join(const Tensor& mixture, const Tensor& x) const {
  if (shape_.partial == 1) return mixture;
  const Tensor past = x.narrow(1, mixed(), shape_.channels - mixed());
  const Tensor pooled = shape_.stride == 1 ? past
                                           : torch::max_pool2d(past, {2, 2}, {2, 2}, 0, 1,
                                                               /*ceil_mode=*/true);
  return shuffle_channels(torch::cat({mixture, pooled}, 1), shape_.partial);
}

Tensor PartialChannels::nothing(const Tensor& mixture) const {
  if (is_whole()) return mixture;
  std::vector<int64_t> sizes = mixture.sizes().vec();
  sizes[1] = shape_.channels;
  return mixture.new_zeros(sizes);
}

Candidates make_candidates(Builder& builder, const std::vector<std::string>& names,
                           const EdgeShape& shape) {
  Candidates candidates;
  for (auto name = names.begin(); name != names.end(); ++name) {
    const auto before = std::count(names.begin(), name, *name);
    const Scope scope = builder.in(before == 0 ? *name : fmt::format("{}_{}", *name, before + 1));
    candidates.push_back(
        make_operation(*name, scope, PartialChannels(shape).mixed(), shape.stride));
  }
  return candidates;
}

Tensor shuffle_channels(const Tensor& x, int64_t groups) {
  const int64_t channels = x.size(1);
  return x.unflatten(1, {groups, channels / groups}).transpose(1, 2).flatten(1, 2);
}

}  // namespace tetlo
