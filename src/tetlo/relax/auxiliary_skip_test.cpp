// SPDX-License-Identifier: Apache-2.0
#include "tetlo/relax/auxiliary_skip.h"

#include <gmock/gmock.h>

#include "tetlo/net/supernet.h"

namespace tetlo {
namespace {

TEST(AuxiliarySkip, WeighsBesideTheSoftmax) {
  const AuxiliarySkip relax(find_space("s2"), 0.25);
  const Mixture mixture = relax.mixture(torch::zeros({relax.size()}, torch::kFloat64));
  const Tensor expected = torch::tensor({0.5, 0.5, 0.25}, torch::kFloat64);
  EXPECT_TRUE(torch::equal(mixture.normal.edges[0], expected));
  EXPECT_TRUE(torch::equal(mixture.reduce.edges[13], expected));
}

TEST(AuxiliarySkip, OfWeightZeroItIsNotPresent) {
  const AuxiliarySkip relax(find_space("s2"), 0);
  const EdgeMixture edge = relax.mixture(torch::zeros({relax.size()})).reduce.edge(13);
  EXPECT_TRUE(edge.has(1));
  EXPECT_FALSE(edge.has(2));
}

TEST(AuxiliarySkip, IsNoPartOfTheCellsFound) {
  const AuxiliarySkip relax(find_space("s2"), 100);
  Tensor alpha = torch::zeros({relax.size()}, torch::kFloat64);
  alpha.view({28, 2}).select(1, 1).fill_(1e-3);
  for (const auto& [edge, operation] : edge_operations(relax.genotype(alpha), CellKind::kNormal)) {
    EXPECT_EQ(operation, "sep_conv_3x3");
  }
}

// Each of the 2 reduction cells has 8 edges with stride 2, on which the auxiliary skip is a
// factorised reduction. It has 32² weights in the first cell and 64² in the second, which adds up
// to 40,960 weights.
TEST(AuxiliarySkip, AddsItsReductionsToTheSupernet) {
  const auto weights = [](const char* space) {
    return Supernet(with_auxiliary_skip(find_space(space)), {}).layout().weight_count();
  };
  EXPECT_EQ(weights("s2"), 706426);
  EXPECT_EQ(weights("darts"), 1971578);
}

}  // namespace
}  // namespace tetlo
