// SPDX-License-Identifier: Apache-2.0
#include "tetlo/relax/progressive.h"

#include <gmock/gmock.h>

#include "tetlo/space/operation_names.h"

namespace tetlo {
namespace {

using testing::ElementsAre;

Tensor doubles(const std::vector<double>& values) { return torch::tensor(values, torch::kFloat64); }

/// Three candidates on every edge, as in the last phase: a skip whose weight rises with the number
/// of the edge, a convolution whose weight falls, and `none`.
struct LastPhase {
  LastPhase() {
    for (auto& names : space.normal) names = {kNone, kSkip, kSepConv3};
    for (auto& names : space.reduce) names = {kSkip, kSepConv3, kMaxPool3};
    for (int e = 0; e < 14; ++e) {
      mixture.normal.edges.push_back(doubles({0.9, 0.5 + 0.01 * e, 0.3 - 0.01 * e}));
      mixture.reduce.edges.push_back(doubles({0.8, 0.1, 0.1}));
    }
  }
  DartsCells with(int64_t maximum) const {
    return std::get<DartsCells>(with_few_skips(space, mixture, maximum));
  }

  Space space = find_space("darts");
  Mixture mixture;
};

TEST(Progressive, TheNormalCellHasAtMostTheAllowedNumberOfSkips) {
  const LastPhase phase;
  for (int64_t maximum = 8; maximum >= 0; --maximum) {
    EXPECT_EQ(count_operation(phase.with(maximum), CellKind::kNormal, kSkip), maximum);
  }
}

TEST(Progressive, TheReductionCellIsNotRestricted) {
  EXPECT_EQ(count_operation(LastPhase().with(0), CellKind::kReduction, kSkip), 8);
}

// The strongest skips of nodes 0 to 3 are on edges 1, 0; 4, 3; 8, 7; 13, 12. The weakest is that of
// edge 0; without it node 0 still keeps both edges, edge 0 with its convolution. The next weakest
// skip is that of edge 3; without it node 1 takes the skip of edge 2, whose weight is 0.52 and
// which is the next to be forbidden.
TEST(Progressive, TheWeakestSkipGoesFirstAndItsNodeIsChosenAgain) {
  const LastPhase phase;
  const auto seven = phase.with(7).normal.genes;
  EXPECT_THAT(seven[0], (Gene{kSkip, 1}));
  EXPECT_THAT(seven[1], (Gene{kSepConv3, 0}));
  const auto five = phase.with(5).normal.genes;
  EXPECT_THAT(five[0], (Gene{kSepConv3, 0}));
  EXPECT_THAT(five[1], (Gene{kSepConv3, 1}));
  EXPECT_THAT(five[2], (Gene{kSkip, 2}));
  EXPECT_EQ(five[3].operation, kSepConv3);
}

// Cells of nasbench201 keep all edges, so the weakest skips, which are on the first edges, are
// replaced there by another operation.
TEST(Progressive, WhereEveryEdgeStaysTheWeakestSkipsAreReplacedInTheirPlace) {
  Space space = find_space("nasbench201");
  Mixture mixture;
  for (int e = 0; e < 6; ++e) {
    mixture.normal.edges.push_back(doubles({0, 0.5 + 0.01 * e, 0, 0.4, 0}));
  }
  EXPECT_EQ(to_string(with_few_skips(space, mixture, 2)),
            "|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|nor_conv_3x3~0|skip_connect~1|"
            "skip_connect~2|");
}

TEST(Progressive, EachEdgeLosesItsOwnWeakestCandidates) {
  Space space = find_space("darts");
  Mixture mixture;
  for (int e = 0; e < 14; ++e) {
    mixture.normal.edges.push_back(e == 5 ? doubles({0.3, 0.01, 0.2, 0.02, 0.1, 0.03, 0.2, 0.14})
                                          : doubles({0.01, 0.3, 0.02, 0.2, 0.03, 0.1, 0.14, 0.2}));
    mixture.reduce.edges.push_back(torch::full({8}, 0.125, torch::kFloat64));
  }
  const Space left = without_weakest(space, mixture, 3);
  EXPECT_THAT(left.normal[5],
              ElementsAre("none", "avg_pool_3x3", "sep_conv_3x3", "dil_conv_3x3", "dil_conv_5x5"));
  EXPECT_THAT(left.normal[6], ElementsAre("max_pool_3x3", "skip_connect", "sep_conv_5x5",
                                          "dil_conv_3x3", "dil_conv_5x5"));
  // Of equal candidates, the last ones are lost.
  EXPECT_THAT(left.reduce[0],
              ElementsAre("none", "max_pool_3x3", "avg_pool_3x3", "skip_connect", "sep_conv_3x3"));
}

TEST(Progressive, ItsMixtureIsTheSoftmaxWithDropoutBehindSkips) {
  const Progressive relax(find_space("darts"), {.skip_dropout = 0.4});
  const Mixture mixture = relax.mixture(torch::zeros({224}));
  EXPECT_EQ(mixture.skip_dropout, 0.4);
  EXPECT_EQ(mixture.normal.edges[0][3].item<double>(), 0.125);
  EXPECT_EQ(with_skip_dropout(find_space("darts")).normal[0][3], kSkipDropout);
}

}  // namespace
}  // namespace tetlo
