// SPDX-License-Identifier: Apache-2.0
#include "tetlo/relax/decided.h"

#include <gmock/gmock.h>

#include "tetlo/relax/softmax.h"

namespace tetlo {
namespace {

TEST(Decided, WhatIsDecidedWeighsOneOrNothingAndTheRestAsBefore) {
  const Space& space = find_space("s2");
  Decisions decisions = open_decisions(space);
  decisions.normal.candidates[0] = 1;
  decisions.normal.gone[1] = true;
  const Decided relax(space, std::make_shared<SoftmaxRelaxation>(space), decisions);
  const Mixture mixture = relax.mixture(torch::zeros({56}));
  EXPECT_TRUE(torch::equal(mixture.normal.edges[0], torch::tensor({0.0F, 1.0F})));
  EXPECT_TRUE(torch::equal(mixture.normal.edges[1], torch::tensor({0.0F, 0.0F})));
  EXPECT_TRUE(torch::equal(mixture.normal.edges[2], torch::tensor({0.5F, 0.5F})));
  EXPECT_TRUE(torch::equal(mixture.reduce.edges[0], torch::tensor({0.5F, 0.5F})));
  EXPECT_THAT(mixture.normal.edge(0).present, testing::ElementsAre(false, true));
  EXPECT_THAT(mixture.normal.edge(1).present, testing::ElementsAre(false, false));
  EXPECT_TRUE(mixture.normal.edge(2).has(0) && mixture.normal.edge(2).has(1));
}

TEST(Decided, ItsCellsKeepWhatIsDecided) {
  const Space& space = find_space("s2");
  Decisions decisions = open_decisions(space);
  for (int64_t& candidate : decisions.normal.candidates) candidate = 1;
  // Node 3 keeps the edges from states 2 and 4.
  for (const size_t edge : {9, 10, 12}) decisions.normal.gone[edge] = true;
  const Decided relax(space, std::make_shared<SoftmaxRelaxation>(space), decisions);
  const auto genes = std::get<DartsCells>(relax.genotype(torch::zeros({56}))).normal.genes;
  EXPECT_EQ(genes[6], (Gene{"sep_conv_3x3", 2}));
  EXPECT_EQ(genes[7], (Gene{"sep_conv_3x3", 4}));
}

}  // namespace
}  // namespace tetlo
