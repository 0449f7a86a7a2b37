// SPDX-License-Identifier: Apache-2.0
#include "tetlo/relax/one_cell.h"

#include <gmock/gmock.h>

#include "tetlo/net/count.h"
#include "tetlo/net/supernet.h"
#include "tetlo/relax/auxiliary_skip.h"
#include "tetlo/relax/edge_normalised.h"
#include "tetlo/relax/softmax.h"
#include "tetlo/relax/strongest.h"
#include "tetlo/relax/uniform.h"
#include "tetlo/space/named_genotypes.h"

namespace tetlo {
namespace {

std::vector<EdgeOperation> picked(const Space& space, CellKind kind, const Picks& picks) {
  const auto& choices = kind == CellKind::kNormal ? picks.normal : picks.reduce;
  std::vector<EdgeOperation> operations;
  for (size_t e = 0; e < choices.size(); ++e) {
    for (const int64_t o : choices[e]) {
      operations.push_back({space.edges()[e], space.candidates(kind)[e][static_cast<size_t>(o)]});
    }
  }
  return operations;
}

TEST(OneCell, IsTheGenotypeOfWhatIsPickedOnEdges) {
  for (const char* name : {"darts", "s1", "s4", "pr_darts", "nasbench201"}) {
    const Space& space = find_space(name);
    for (int64_t number = 0; number < 100; ++number) {
      const Picks picks = drawn_cell(space, 1, number);
      const Genotype cells = cells_of(space, picks);
      for (const CellKind kind : {CellKind::kNormal, CellKind::kReduction}) {
        EXPECT_THAT(edge_operations(cells, kind),
                    testing::UnorderedElementsAreArray(picked(space, kind, picks)))
            << name;
      }
    }
  }
}

// The choices of the first space: operations of blocks 1 to 4, then the parents of the output, of
// block 3 and of block 4.
TEST(OneCell, IsTheGenotypeOfWhatIsPickedOnBlocks) {
  const Picks picks{.normal = {{1}, {0}, {2}, {1}, {4, 1}, {2, 0}, {3, 2}}, .reduce = {}};
  EXPECT_EQ(to_string(cells_of(find_space("nasbench1shot1_1"), picks)),
            "|conv3x3-bn-relu~0|maxpool3x3~0,1|conv1x1-bn-relu~0,2|conv3x3-bn-relu~2,3|"
            "output~1,4|");
}

TEST(OneCell, ComputesWhatIsPickedAtWeightOneAndNothingElse) {
  const Space& space = find_space("darts");
  const Picks picks = drawn_cell(space, 1, 0);
  const OneCell cell(space, picks, std::make_shared<EdgeNormalised>(space));
  const Mixture mixture = cell.mixture(torch::randn({cell.size()}));
  EXPECT_TRUE(mixture.normal.scales.empty());
  size_t computed = 0;
  for (size_t e = 0; e < 14; ++e) {
    const EdgeMixture edge = mixture.normal.edge(e);
    const auto here = std::count(edge.present.begin(), edge.present.end(), true);
    EXPECT_EQ(edge.weights.sum().item<double>(), here);
    EXPECT_EQ(edge.is_gone(), picks.normal[e].empty());
    EXPECT_LE(here, 1);
    for (const int64_t o : picks.normal[e]) EXPECT_TRUE(edge.has(static_cast<size_t>(o)));
    computed += static_cast<size_t>(here);
  }
  EXPECT_EQ(computed, 8U);
}

TEST(OneCell, LeavesOutWhatAMethodAddsToEdges) {
  const Space& space = find_space("s2");
  const OneCell cell(space, drawn_cell(space, 1, 0), std::make_shared<AuxiliarySkip>(space, 1.0));
  const Mixture mixture = cell.mixture(torch::zeros({56}));
  for (size_t e = 0; e < 14; ++e) {
    EXPECT_EQ(mixture.normal.edges[e].numel(), 3);
    EXPECT_FALSE(mixture.normal.edge(e).has(2));
  }
}

/// The multiply-adds of one image in a supernet of three cells that has come down to one cell.
int64_t multiply_adds(const Space& space, const Picks& picks) {
  const Supernet supernet(space, {.image_side = 8, .channels = 4, .cells = 3});
  const Tensor weights = supernet.layout().initial_weights(generator(1, Purpose::kWeights));
  const Tensor statistics = supernet.layout().initial_statistics();
  Pass pass = supernet.pass(weights, statistics, Statistics::kRunning);
  const SoftmaxRelaxation open(space);
  pass.mixture = only(picks, open.mixture(torch::zeros({open.size()})));
  Tally tally;
  pass.observer = &tally;
  supernet.forward(torch::zeros({1, 3, 8, 8}), pass);
  return tally.multiply_adds;
}

TEST(OneCell, LetsASupernetComputeAsMuchAsTheFoundNetwork) {
  for (const char* name : {"darts", "s3", "nasbench201"}) {
    const Space& space = find_space(name);
    for (int64_t number = 0; number < 10; ++number) {
      const Picks picks = drawn_cell(space, 1, number);
      const DiscreteShape shape{.image_side = 8, .channels = 4, .cells = 3};
      EXPECT_EQ(multiply_adds(space, picks),
                count_network(cells_of(space, picks), shape).tally.multiply_adds)
          << name;
    }
  }
}

Mixture even(const Space& space) {
  const SoftmaxRelaxation softmax(space);
  return softmax.mixture(torch::zeros(softmax.size()));
}

TEST(OneCell, OfAGenotypeHasOnlyItsEdges) {
  const Space& space = find_space("darts");
  const Mixture mixture = only(*picks_of(space, load_genotype("DARTS_V2")), even(space));
  for (const CellMixture& cell : {mixture.normal, mixture.reduce}) {
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

TEST(OneCell, OfAGenotypeHasItsOperationOnEachEdge) {
  const Space& space = find_space("nasbench201");
  const Genotype cell = parse_genotype(
      "|nor_conv_3x3~0|+|skip_connect~0|none~1|+|none~0|avg_pool_3x3~1|nor_conv_1x1~2|");
  const Mixture mixture = only(*picks_of(space, cell), even(space));
  const std::vector<std::string> expected = {"nor_conv_3x3", "skip_connect", "none",
                                             "none",         "avg_pool_3x3", "nor_conv_1x1"};
  for (size_t e = 0; e < expected.size(); ++e) {
    const auto candidate = mixture.normal.edges[e].argmax().item<int64_t>();
    EXPECT_EQ(space.normal[e][static_cast<size_t>(candidate)], expected[e]);
    EXPECT_TRUE(mixture.normal.edge(e).has(static_cast<size_t>(candidate)));
  }
}

TEST(OneCell, OfAGenotypeHasBothOperationsOfAnEdge) {
  const Space& space = find_space("darts");
  auto cells = std::get<DartsCells>(load_genotype("DARTS_V2"));
  cells.normal.genes[0] = {"sep_conv_3x3", 0};
  cells.normal.genes[1] = {"skip_connect", 0};
  const Mixture mixture = only(*picks_of(space, cells), even(space));
  EXPECT_EQ(mixture.normal.edges[0].sum().item<double>(), 2);
  EXPECT_TRUE(mixture.normal.edge(1).is_gone());
}

TEST(OneCell, OfAGenotypeIsNoneWhereOperationsAreOnVertices) {
  const Space& space = find_space("nasbench1shot1_1");
  EXPECT_FALSE(picks_of(space, strongest_cells(space, even(space))));
}

}  // namespace
}  // namespace tetlo
