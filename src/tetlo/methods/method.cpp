// SPDX-License-Identifier: Apache-2.0
#include "tetlo/methods/method.h"

#include "tetlo/util/error.h"

namespace tetlo {

Mixture Method::for_weights(const Tensor& alpha, const PhaseTime& at, const MixtureLoss&) const {
  return relaxation(at)->mixture(alpha);
}

void require_edges(const Space& space, const std::string& method, const std::string& needs) {
  require(space.traits().operations_on_edges,
          "method.name is {}, which {}; the space {} has its operations on nodes.", method, needs,
          space.name);
}

}  // namespace tetlo
