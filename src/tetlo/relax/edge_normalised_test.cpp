// SPDX-License-Identifier: Apache-2.0
#include "tetlo/relax/edge_normalised.h"

#include <gmock/gmock.h>

#include <cmath>

namespace tetlo {
namespace {

TEST(EdgeNormalised, ZerosWeighTheEdgesOfANodeAlike) {
  const EdgeNormalised relax(find_space("darts"));
  ASSERT_EQ(relax.size(), 224 + 28);
  const Mixture mixture = relax.mixture(torch::zeros({252}, torch::kFloat64));
  for (const CellMixture* cell : {&mixture.normal, &mixture.reduce}) {
    ASSERT_EQ(cell->scales.size(), 14);
    size_t e = 0;
    for (int incoming = 2; incoming <= 5; ++incoming) {
      for (int i = 0; i < incoming; ++i, ++e) {
        EXPECT_NEAR(cell->scales[e].item<double>(), 1.0 / incoming, 1e-15) << e;
        EXPECT_NEAR(cell->edges[e][3].item<double>(), 0.125, 1e-15) << e;
      }
    }
  }
}

TEST(EdgeNormalised, AnEdgeCountsByTheProductOfItsWeights) {
  // Node 1 of s2's reduction cell has edges 2, 3 and 4 from states 0, 1 and 2. Calculated by hand:
  // the strongest candidates of the edges weigh 2/3 (skip), 3/4 (sep) and 1/2 (skip, which wins the
  // tie), and the edges weigh 1/6, 2/6 and 3/6. The scores are 1/9, 1/4 and 1/4, so the node keeps
  // the edges from states 1 and 2.
  const Space& space = find_space("s2");
  const EdgeNormalised relax(space);
  Tensor all = torch::zeros({56 + 28}, torch::kFloat64);
  const Tensor alpha = all.narrow(0, 28, 28).view({14, 2});
  alpha[2][0] = std::log(2.0);
  alpha[3][1] = std::log(3.0);
  const Tensor beta = all.narrow(0, 56 + 14, 14);
  beta[3] = std::log(2.0);
  beta[4] = std::log(3.0);
  const auto genes = std::get<DartsCells>(relax.genotype(all)).reduce.genes;
  EXPECT_THAT((std::vector{genes[2], genes[3]}),
              testing::UnorderedElementsAre(Gene{"sep_conv_3x3", 1}, Gene{"skip_connect", 2}));
}

}  // namespace
}  // namespace tetlo
