// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/space.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "tetlo/space/blocks.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

int index_of(int from, int to) {
  const auto edges = cell_edges(4);
  const auto found = std::find(edges.begin(), edges.end(), Edge{from, to});
  return static_cast<int>(found - edges.begin());
}

const std::vector<std::string>& candidates(const std::string& space, CellKind kind, int from,
                                           int to) {
  return find_space(space).candidates(kind).at(static_cast<size_t>(index_of(from, to)));
}

std::map<std::string, int> counts(const Space::Candidates& edges) {
  std::map<std::string, int> result;
  for (const auto& operations : edges) {
    for (const auto& operation : operations) ++result[operation];
  }
  return result;
}

TEST(CellEdges, FourNodesHaveFourteenEdgesNodeByNode) {
  EXPECT_THAT(cell_edges(4),
              ElementsAre(Edge{0, 2}, Edge{1, 2},                          //
                          Edge{0, 3}, Edge{1, 3}, Edge{2, 3},              //
                          Edge{0, 4}, Edge{1, 4}, Edge{2, 4}, Edge{3, 4},  //
                          Edge{0, 5}, Edge{1, 5}, Edge{2, 5}, Edge{3, 5}, Edge{4, 5}));
}

TEST(CellEdges, NumberNodesTimesNodesPlusThreeOverTwo) {
  for (int nodes = 0; nodes < 9; ++nodes) {
    EXPECT_EQ(cell_edges(nodes).size(), static_cast<size_t>(nodes * (nodes + 3) / 2));
  }
}

TEST(Spaces, NodesOfDartsKeepTwoEdgesOfNasbench201AllAndBlocksHaveNone) {
  const CellTraits& darts = find_space("pr_darts").traits();
  EXPECT_TRUE(darts.operations_on_edges);
  EXPECT_EQ(darts.kept_edges, 2);
  const CellTraits& nasbench201 = find_space("nasbench201").traits();
  EXPECT_TRUE(nasbench201.operations_on_edges);
  EXPECT_EQ(nasbench201.kept_edges, std::nullopt);
  EXPECT_FALSE(find_space("nasbench1shot1_2").traits().operations_on_edges);
}

TEST(Spaces, NamesAreUnique) {
  std::set<std::string> names;
  for (const Space& space : spaces()) EXPECT_TRUE(names.insert(space.name).second) << space.name;
}

TEST(Spaces, EveryEdgeHasItsOwnListOfDistinctOperations) {
  for (const Space& space : spaces()) {
    if (!space.traits().operations_on_edges) continue;
    for (CellKind kind : {CellKind::kNormal, CellKind::kReduction}) {
      EXPECT_EQ(space.candidates(kind).size(),
                (space.inputs() == 1 && kind == CellKind::kReduction ? 0 : space.edges().size()))
          << space.name;
      for (const auto& operations : space.candidates(kind)) {
        EXPECT_GE(operations.size(), 2);
        EXPECT_EQ(std::set<std::string>(operations.begin(), operations.end()).size(),
                  operations.size());
      }
    }
  }
}

TEST(Spaces, DartsOffersItsEightPrimitivesInOrder) {
  EXPECT_THAT(candidates("darts", CellKind::kReduction, 4, 5),
              ElementsAre("none", "max_pool_3x3", "avg_pool_3x3", "skip_connect", "sep_conv_3x3",
                          "sep_conv_5x5", "dil_conv_3x3", "dil_conv_5x5"));
}

TEST(Spaces, S5IsDartsWithoutNone) {
  const Space& darts = find_space("darts");
  auto normal = darts.normal, reduce = darts.reduce;
  for (auto* cell : {&normal, &reduce}) {
    for (auto& operations : *cell) std::erase(operations, "none");
  }
  EXPECT_EQ(find_space("s5").normal, normal);
  EXPECT_EQ(find_space("s5").reduce, reduce);
}

TEST(Spaces, S1OffersItsOwnPairsOnTheEdgesOfTheNormalCell) {
  EXPECT_THAT(candidates("s1", CellKind::kNormal, 0, 2),
              ElementsAre("skip_connect", "dil_conv_3x3"));
  EXPECT_THAT(candidates("s1", CellKind::kNormal, 1, 3),
              ElementsAre("skip_connect", "sep_conv_3x3"));
  EXPECT_THAT(candidates("s1", CellKind::kNormal, 0, 4),
              ElementsAre("max_pool_3x3", "skip_connect"));
  EXPECT_THAT(candidates("s1", CellKind::kNormal, 1, 5),
              ElementsAre("max_pool_3x3", "skip_connect"));
  EXPECT_THAT(candidates("s1", CellKind::kNormal, 4, 5),
              ElementsAre("dil_conv_3x3", "dil_conv_5x5"));
}

TEST(Spaces, S1OffersItsOwnPairsOnTheEdgesOfTheReductionCell) {
  EXPECT_THAT(candidates("s1", CellKind::kReduction, 1, 2),
              ElementsAre("max_pool_3x3", "dil_conv_3x3"));
  EXPECT_THAT(candidates("s1", CellKind::kReduction, 2, 3),
              ElementsAre("skip_connect", "dil_conv_5x5"));
  EXPECT_THAT(candidates("s1", CellKind::kReduction, 1, 4),
              ElementsAre("max_pool_3x3", "sep_conv_3x3"));
  EXPECT_THAT(candidates("s1", CellKind::kReduction, 2, 4),
              ElementsAre("skip_connect", "dil_conv_3x3"));
  EXPECT_THAT(candidates("s1", CellKind::kReduction, 1, 5),
              ElementsAre("max_pool_3x3", "avg_pool_3x3"));
}

TEST(Spaces, S1OffersEveryOperationAsOftenAsPublished) {
  EXPECT_EQ(counts(find_space("s1").normal), (std::map<std::string, int>{{"skip_connect", 12},
                                                                         {"dil_conv_3x3", 6},
                                                                         {"dil_conv_5x5", 4},
                                                                         {"sep_conv_3x3", 4},
                                                                         {"max_pool_3x3", 2}}));
  EXPECT_EQ(counts(find_space("s1").reduce), (std::map<std::string, int>{{"max_pool_3x3", 8},
                                                                         {"avg_pool_3x3", 6},
                                                                         {"skip_connect", 6},
                                                                         {"dil_conv_3x3", 2},
                                                                         {"dil_conv_5x5", 5},
                                                                         {"sep_conv_3x3", 1}}));
}

TEST(Spaces, S2S3AndS4OfferTheSameOnEveryEdge) {
  for (CellKind kind : {CellKind::kNormal, CellKind::kReduction}) {
    for (const Edge& edge : cell_edges(4)) {
      EXPECT_THAT(candidates("s2", kind, edge.from, edge.to),
                  ElementsAre("skip_connect", "sep_conv_3x3"));
      EXPECT_THAT(candidates("s3", kind, edge.from, edge.to),
                  ElementsAre("none", "skip_connect", "sep_conv_3x3"));
      EXPECT_THAT(candidates("s4", kind, edge.from, edge.to), ElementsAre("noise", "sep_conv_3x3"));
    }
  }
}

TEST(Spaces, PrDartsHasTheOperationsOfDartsInItsOwnOrder) {
  EXPECT_THAT(candidates("pr_darts", CellKind::kNormal, 3, 5),
              ElementsAre("none", "skip_connect", "sep_conv_3x3", "sep_conv_5x5", "dil_conv_3x3",
                          "dil_conv_5x5", "avg_pool_3x3", "max_pool_3x3"));
}

/// The number of ways to choose the parents in a space of blocks: for each block and the output,
/// a given number of states among those before it.
int64_t wirings(const std::vector<int>& parents) {
  const auto choose = [](int n, int k) {
    int64_t ways = 1;
    for (int i = 0; i < k; ++i) ways = ways * (n - i) / (i + 1);
    return ways;
  };
  int64_t product = 1;
  for (size_t b = 0; b < parents.size(); ++b) {
    product *= choose(static_cast<int>(b) + 1, parents[b]);
  }
  return product;
}

// The numbers of [Zela2020b, table 1], which include cells with loose ends. Every space has 9
// edges, the maximum of NAS-Bench-101.
TEST(Spaces, BlocksCanBeWiredInAsManyWaysAsPublished) {
  const std::vector<std::pair<std::string, int64_t>> published = {
      {"nasbench1shot1_1", 180}, {"nasbench1shot1_2", 360}, {"nasbench1shot1_3", 5400}};
  for (const auto& [name, ways] : published) {
    const auto& parents = std::get<Nasbench101Family>(find_space(name).family).parents;
    EXPECT_EQ(wirings(parents), ways) << name;
    EXPECT_EQ(std::accumulate(parents.begin(), parents.end(), 0), 9) << name;
  }
}

TEST(Spaces, WhatBlocksChooseIsOperationsThenTheOutputThenParents) {
  const Space& space = find_space("nasbench1shot1_1");
  ASSERT_EQ(space.normal.size(), 4 + 1 + 2);
  EXPECT_THAT(space.normal[3], ElementsAre("maxpool3x3", "conv3x3-bn-relu", "conv1x1-bn-relu"));
  EXPECT_THAT(space.normal[4], ElementsAre("0", "1", "2", "3", "4"));
  EXPECT_THAT(space.normal[5], ElementsAre("0", "1", "2"));
  const auto& family = std::get<Nasbench101Family>(space.family);
  EXPECT_EQ(parents_choice(family, 2), std::nullopt);
  EXPECT_EQ(parents_choice(family, 3), 5);
  EXPECT_EQ(parents_choice(family, 4), 6);
  EXPECT_EQ(parents_choice(family, 5), 4);
  EXPECT_EQ(find_space("nasbench1shot1_3").normal.size(), 5 + 1 + 4);
}

TEST(Spaces, AnUnknownNameIsAnErrorThatListsTheKnownOnes) {
  EXPECT_THAT([] { find_space("s9"); },
              ThrowsMessage<Error>(HasSubstr("\"s9\"; there are darts, s1, s2, s3, s4")));
}

}  // namespace
}  // namespace tetlo
