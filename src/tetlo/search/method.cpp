// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/method.h"

#include "tetlo/relax/softmax.h"

namespace tetlo {
namespace {

template <typename T>
std::unique_ptr<Relaxation> make(const Space& space) {
  return std::make_unique<T>(space);
}

}  // namespace

const std::vector<MethodEntry>& methods() {
  static const std::vector<MethodEntry> table{
      {"darts", "softmax on every edge, the two strongest edges a node", "[Liu2019]",
       make<SoftmaxRelaxation>},
  };
  return table;
}

}  // namespace tetlo
