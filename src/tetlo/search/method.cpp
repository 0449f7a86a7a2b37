// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/method.h"

#include "tetlo/util/table.h"

namespace tetlo {

Mixture Method::for_weights(const Tensor& alpha, const Moment& at, const MixtureLoss&) const {
  return relaxation(at)->mixture(alpha);
}

const std::vector<MethodEntry>& methods() {
  static const std::vector<MethodEntry> table{
      {"darts", "softmax on every edge, the two strongest edges a node", "[Liu2019]", 1,
       make_darts},
      {"darts_es", "darts, ended where the curvature of its loss by α grows",
       "[Zela2020, section 4.3]", 1, make_darts_es},
      {"p_darts", "three stages: ever deeper, of ever fewer candidates, with few skips",
       "[Chen2019]", 3, make_p_darts},
      {"pc_darts", "one channel in K is mixed, edges are weighed too", "[Xu2020]", 1,
       make_pc_darts},
      {"pr_darts", "random gates, two of an edge at a time, and a penalty by groups", "[Zhou2020]",
       1, make_pr_darts},
      {"darts_minus", "an additional skip connection that fades away", "[Chu2021]", 1,
       make_darts_minus},
      {"sdarts_rs", "weights learn under a mixture moved at random", "[Chen2020]", 1,
       make_sdarts_rs},
      {"sdarts_adv", "weights learn under the worst mixture near by", "[Chen2020]", 1,
       make_sdarts_adv},
  };
  return table;
}

const MethodEntry& find_method(const std::string& name) {
  return find_entry(methods(), name, "method");
}

void require_edges(const Space& space, const std::string& method, const std::string& needs) {
  require(space.wiring != Wiring::kBlocks,
          "method.name is {}, which {}; the space {} has its operations on nodes.", method, needs,
          space.name);
}

}  // namespace tetlo
