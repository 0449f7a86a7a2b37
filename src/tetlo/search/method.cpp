// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/method.h"

#include "tetlo/util/error.h"

namespace tetlo {

Mixture Method::for_weights(const Tensor& alpha, const Moment& at, const MixtureLoss&) const {
  return relaxation(at)->mixture(alpha);
}

const std::vector<MethodEntry>& methods() {
  static const std::vector<MethodEntry> table{
      {"darts", "softmax on every edge, the two strongest edges a node", "[Liu2019]", make_darts},
      {"darts_es", "darts, ended where the curvature of its loss by α grows",
       "[Zela2020, section 4.3]", make_darts_es},
      {"pc_darts", "one channel in K is mixed, edges are weighed too", "[Xu2020]", make_pc_darts},
      {"darts_minus", "an additional skip connection that fades away", "[Chu2021]",
       make_darts_minus},
      {"sdarts_rs", "weights learn under a mixture moved at random", "[Chen2020]", make_sdarts_rs},
      {"sdarts_adv", "weights learn under the worst mixture near by", "[Chen2020]",
       make_sdarts_adv},
  };
  return table;
}

std::unique_ptr<Method> make_method(const SearchOptions& options) {
  for (const auto& entry : methods()) {
    if (entry.name == options.method.name) return entry.make(options, find_space(options.space));
  }
  fail("method.name is \"{}\"; there is no such method.", options.method.name);
}

}  // namespace tetlo
