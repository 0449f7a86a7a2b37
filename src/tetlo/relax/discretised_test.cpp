// SPDX-License-Identifier: Apache-2.0
#include "tetlo/relax/discretised.h"

#include <gmock/gmock.h>

#include "tetlo/relax/softmax.h"
#include "tetlo/relax/strongest.h"
#include "tetlo/space/named_genotypes.h"

namespace tetlo {
namespace {

Mixture even(const Space& space) {
  const SoftmaxRelaxation softmax(space);
  return softmax.mixture(torch::zeros(softmax.size()));
}

TEST(Discretised, OnlyTheEdgesOfTheCellAreLeft) {
  const Space& space = find_space("darts");
  const auto mixture = discretised(space, load_genotype("DARTS_V2"), even(space));
  ASSERT_TRUE(mixture);
  for (const CellMixture& cell : {mixture->normal, mixture->reduce}) {
    int kept = 0, gone = 0;
    for (size_t e = 0; e < 14; ++e) {
      const EdgeMixture edge = cell.edge(e);
      edge.is_gone() ? ++gone : ++kept;
      EXPECT_EQ(edge.weights.sum().item<double>(), edge.is_gone() ? 0 : 1);
    }
    EXPECT_EQ(kept, 8);
    EXPECT_EQ(gone, 6);
  }
}

TEST(Discretised, AnEdgeHasTheOperationOfTheCell) {
  const Space& space = find_space("nasbench201");
  const Genotype cell = parse_genotype(
      "|nor_conv_3x3~0|+|skip_connect~0|none~1|+|none~0|avg_pool_3x3~1|nor_conv_1x1~2|");
  const auto mixture = discretised(space, cell, even(space));
  ASSERT_TRUE(mixture);
  const std::vector<std::string> expected = {"nor_conv_3x3", "skip_connect", "none",
                                             "none",         "avg_pool_3x3", "nor_conv_1x1"};
  for (size_t e = 0; e < expected.size(); ++e) {
    const auto candidate = mixture->normal.edges[e].argmax().item<int64_t>();
    EXPECT_EQ(space.normal[e][static_cast<size_t>(candidate)], expected[e]);
    EXPECT_TRUE(mixture->normal.edge(e).has(static_cast<size_t>(candidate)));
  }
}

TEST(Discretised, TwoOperationsOfOneEdgeAreBothLeft) {
  const Space& space = find_space("darts");
  auto cells = std::get<DartsCells>(load_genotype("DARTS_V2"));
  cells.normal.genes[0] = {"sep_conv_3x3", 0};
  cells.normal.genes[1] = {"skip_connect", 0};
  const auto mixture = discretised(space, cells, even(space));
  EXPECT_EQ(mixture->normal.edges[0].sum().item<double>(), 2);
  EXPECT_TRUE(mixture->normal.edge(1).is_gone());
}

TEST(Discretised, CellsWithOperationsOnVerticesHaveNoSuchMixture) {
  const Space& space = find_space("nasbench1shot1_1");
  EXPECT_FALSE(discretised(space, strongest_cells(space, even(space)), even(space)));
}

}  // namespace
}  // namespace tetlo
