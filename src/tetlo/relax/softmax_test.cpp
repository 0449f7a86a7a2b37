// SPDX-License-Identifier: Apache-2.0
#include "tetlo/relax/softmax.h"

#include <gmock/gmock.h>

#include <cmath>

namespace tetlo {
namespace {

constexpr int64_t kOps = 8, kEdges = 14;

Tensor zeros() { return torch::zeros({2 * kEdges * kOps}, torch::kFloat64); }

TEST(Softmax, ZerosMixEvenlyAndTiesGoToTheLowerIndex) {
  const SoftmaxRelaxation relax(find_space("darts"));
  EXPECT_EQ(relax.size(), 224);
  const Mixture mixture = relax.mixture(zeros());
  ASSERT_EQ(mixture.normal.edges.size(), 14);
  EXPECT_TRUE(torch::allclose(mixture.reduce.edges[13], torch::full({8}, 0.125, torch::kFloat64)));
  const std::vector<Gene> first_pools = {{"max_pool_3x3", 0}, {"max_pool_3x3", 1}};
  const auto cells = std::get<DartsCells>(relax.genotype(zeros()));
  for (size_t node = 0; node < 4; ++node) {
    EXPECT_EQ(cells.normal.genes[2 * node], first_pools[0]);
    EXPECT_EQ(cells.normal.genes[2 * node + 1], first_pools[1]);
  }
  EXPECT_THAT(cells.reduce.concat, testing::ElementsAre(2, 3, 4, 5));
}

TEST(Softmax, ADominantNoneNeitherWinsAnEdgeNorLendsItStrength) {
  const SoftmaxRelaxation relax(find_space("darts"));
  Tensor alpha = zeros();
  Tensor normal = alpha.narrow(0, 0, kEdges * kOps).view({kEdges, kOps});
  // Node 1 has edges 2, 3 and 4 from states 0, 1 and 2. A large `none` on edge 2 makes its other
  // weights small.
  normal[2][0] = 5.0;
  normal[2][7] = 1.0;
  normal[3][6] = 0.5;
  normal[4][3] = 0.4;
  const auto genes = std::get<DartsCells>(relax.genotype(alpha)).normal.genes;
  // e^1 / (e^5 + 6 + e^1) = 0.017 on edge 2; e^.5 / (7 + e^.5) = 0.191 on edge 3; 0.176 on edge 4.
  EXPECT_EQ(genes[2], (Gene{"dil_conv_3x3", 1}));
  EXPECT_EQ(genes[3], (Gene{"skip_connect", 2}));
}

TEST(Softmax, InNasbench201EveryEdgeKeepsItsStrongestCandidateNoneOrNot) {
  const SoftmaxRelaxation relax(find_space("nasbench201"));
  ASSERT_EQ(relax.size(), 30);
  Tensor alpha = torch::zeros({30}, torch::kFloat64);
  const Tensor rows = alpha.view({6, 5});
  for (int64_t edge = 1; edge < 6; ++edge) rows[edge][edge - 1] = 1.0;
  EXPECT_EQ(to_string(relax.genotype(alpha)),
            "|none~0|+|none~0|skip_connect~1|+|nor_conv_1x1~0|nor_conv_3x3~1|avg_pool_3x3~2|");
}

TEST(Softmax, TheStrongerEdgeIsNamedFirst) {
  const SoftmaxRelaxation relax(find_space("darts"));
  Tensor alpha = zeros();
  Tensor reduce = alpha.narrow(0, kEdges * kOps, kEdges * kOps).view({kEdges, kOps});
  reduce[0][4] = 1.0;  // node 0 from state 0
  reduce[1][5] = 2.0;  // node 0 from state 1
  const auto genes = std::get<DartsCells>(relax.genotype(alpha)).reduce.genes;
  EXPECT_EQ(genes[0], (Gene{"sep_conv_5x5", 1}));
  EXPECT_EQ(genes[1], (Gene{"sep_conv_3x3", 0}));
}

TEST(Softmax, SpacesWithOtherCandidatesPerEdgeAreReadEdgeByEdge) {
  const SoftmaxRelaxation relax(find_space("s1"));
  EXPECT_EQ(relax.size(), 2 * 14 * 2);
  const auto genes =
      std::get<DartsCells>(relax.genotype(torch::zeros({56}, torch::kFloat64))).normal.genes;
  // With ties, edges 0 and 1 of S1 keep their first candidate, skip_connect; node 3, too, keeps
  // states 0 and 1.
  EXPECT_EQ(genes[0], (Gene{"skip_connect", 0}));
}

TEST(Softmax, EntropyIsTheLogarithmOfTheCandidatesWhereNothingIsDecided) {
  const SoftmaxRelaxation relax(find_space("darts"));
  EXPECT_NEAR(mean_entropy(relax.mixture(zeros()).normal), std::log(8.0), 1e-12);
  Tensor decided = zeros();
  decided.view({-1, kOps}).select(1, 4).fill_(1000);
  EXPECT_NEAR(mean_entropy(relax.mixture(decided).normal), 0, 1e-12);
}

TEST(Softmax, AddingAConstantToAnEdgeChangesNothing) {
  const SoftmaxRelaxation relax(find_space("darts"));
  const Tensor alpha = torch::randn({224}, torch::kFloat64);
  const Mixture a = relax.mixture(alpha), b = relax.mixture(alpha + 3.5);
  for (size_t e = 0; e < 14; ++e) {
    EXPECT_TRUE(torch::allclose(a.normal.edges[e], b.normal.edges[e], 1e-12, 1e-14));
  }
}

}  // namespace
}  // namespace tetlo
