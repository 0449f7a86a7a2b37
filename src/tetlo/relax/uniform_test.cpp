// SPDX-License-Identifier: Apache-2.0
#include "tetlo/relax/uniform.h"

#include <gmock/gmock.h>

#include <cmath>
#include <functional>
#include <map>
#include <set>

namespace tetlo {
namespace {

constexpr Purpose kTest = purpose("test");

/// Pearson's statistic of some draws that should be equally likely, minus its mean, in units of its
/// standard deviation. Fails if there are more different draws than there should be.
double surprise(size_t kinds, const std::function<std::string(const Picks&)>& seen,
                const Space& space) {
  constexpr int64_t kEach = 20;
  std::map<std::string, double> counts;
  const auto draws = static_cast<uint64_t>(kEach) * kinds;
  for (uint64_t i = 0; i < draws; ++i) {
    counts[seen(draw_uniformly(space, Random(1, kTest, i)))] += 1;
  }
  EXPECT_LE(counts.size(), kinds);
  double sum = 0;
  for (const auto& [text, count] : counts) sum += (count - kEach) * (count - kEach) / kEach;
  sum += kEach * static_cast<double>(kinds - counts.size());
  const auto mean = static_cast<double>(kinds - 1);
  return (sum - mean) / std::sqrt(2 * mean);
}

/// The picks of the choices from `first` to `last`, as text.
std::string text_of(const Picks::Choices& choices, size_t first, size_t last) {
  std::string text;
  for (size_t e = first; e <= last; ++e) {
    for (const int64_t o : std::set<int64_t>(choices[e].begin(), choices[e].end())) {
      text += std::to_string(o) + ",";
    }
    text += ";";
  }
  return text;
}

/// The edges of each node of DARTS's cells.
constexpr std::pair<size_t, size_t> kEdges[] = {{0, 1}, {2, 4}, {5, 8}, {9, 13}};

// The bound is exceeded by a uniform draw with a probability of about 1e-5.
constexpr double kBound = 4.5;

TEST(Uniform, EveryCellOfNasbench201IsEquallyLikely) {
  const auto cell = [](const Picks& picks) { return text_of(picks.normal, 0, 5); };
  EXPECT_LT(std::abs(surprise(15'625, cell, find_space("nasbench201"))), kBound);
}

// Of node i, counted from 0, (i + 2) (i + 1) / 2 pairs of edges with 7 · 7 pairs of operations.
TEST(Uniform, EveryGenotypeOfANodeOfDartsIsEquallyLikely) {
  for (size_t i = 0; i < 4; ++i) {
    const size_t kinds = 49 * (i + 2) * (i + 1) / 2;
    const auto [first, last] = kEdges[i];
    const auto normal = [&](const Picks& picks) { return text_of(picks.normal, first, last); };
    const auto reduce = [&](const Picks& picks) { return text_of(picks.reduce, first, last); };
    EXPECT_LT(std::abs(surprise(kinds, normal, find_space("darts"))), kBound) << i;
    EXPECT_LT(std::abs(surprise(kinds, reduce, find_space("darts"))), kBound) << i;
  }
}

/// The share of the picked candidates that are the first of their edge.
double share_of_first(const Space& space) {
  double first = 0, all = 0;
  for (int64_t number = 0; number < 500; ++number) {
    for (const auto& choice : drawn_cell(space, 1, number).normal) {
      all += static_cast<double>(choice.size());
      first += static_cast<double>(std::count(choice.begin(), choice.end(), 0));
    }
  }
  return first / all;
}

// It is the first candidate of both spaces. The standard deviation of the second share is 0.0073.
TEST(Uniform, NoneIsDrawnWhereEdgesMayKeepItOnly) {
  EXPECT_EQ(share_of_first(find_space("darts")), 0);
  EXPECT_NEAR(share_of_first(find_space("nasbench201")), 0.2, 0.03);
}

TEST(Uniform, NodesAndCellsAreIndependent) {
  const auto both_cells = [](const Picks& picks) {
    return text_of(picks.normal, 0, 1) + text_of(picks.reduce, 0, 1);
  };
  EXPECT_LT(std::abs(surprise(49 * 49, both_cells, find_space("darts"))), kBound);
  const auto two_nodes = [](const Picks& picks) { return text_of(picks.normal, 0, 4); };
  EXPECT_LT(std::abs(surprise(4 * 12, two_nodes, find_space("s2"))), kBound);
}

// The pairs of edges of the second node have 2 · 1, 2 · 3 and 1 · 3 pairs of operations. `none` is
// none of them, and an operation that is there twice counts once.
TEST(Uniform, EdgesWithMoreOperationsAreKeptMoreOften) {
  Space space = find_space("darts");
  space.normal[2] = {"none", "skip_connect", "max_pool_3x3", "skip_connect"};
  space.normal[3] = {"sep_conv_3x3"};
  space.normal[4] = {"skip_connect", "sep_conv_3x3", "none", "max_pool_3x3"};
  const auto node = [](const Picks& picks) { return text_of(picks.normal, 2, 4); };
  EXPECT_LT(std::abs(surprise(2 + 6 + 3, node, space)), kBound);
}

// In the first space: operations of 4 blocks, 2 parents of the output among 5, of the third block
// among 3 and of the fourth among 4.
TEST(Uniform, EveryCellOfNasbench1Shot1IsEquallyLikely) {
  const auto cell = [](const Picks& picks) { return text_of(picks.normal, 0, 6); };
  EXPECT_LT(std::abs(surprise(81 * 10 * 3 * 6, cell, find_space("nasbench1shot1_1"))), kBound);
}

TEST(Uniform, TheCellsOfASearchDependOnSeedAndNumber) {
  const Space& space = find_space("darts");
  const auto text = [&](uint64_t seed, int64_t number) {
    return to_string(cells_of(space, drawn_cell(space, seed, number)));
  };
  EXPECT_EQ(text(1, 3), text(1, 3));
  EXPECT_NE(text(1, 3), text(1, 4));
  EXPECT_NE(text(1, 3), text(2, 3));
}

}  // namespace
}  // namespace tetlo
