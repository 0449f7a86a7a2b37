// SPDX-License-Identifier: Apache-2.0
#include "tetlo/compare/alpha_distribution.h"

#include <gmock/gmock.h>

#include "tetlo/compare/test_cells.h"
#include "tetlo/data/test_data.h"
#include "tetlo/statistics/kendall.h"
#include "tetlo/statistics/test_samples.h"

namespace tetlo {
namespace {

using FourCells = FourCellsIn<TemporaryFolder>;
using testing::ElementsAre;

/// Whole numbers in proportion to probabilities, so that their products are exact.
EdgeProbabilities whole_numbers() {
  EdgeProbabilities alpha(6, std::vector<double>(5));
  for (size_t edge = 0; edge < 6; ++edge) {
    for (size_t o = 0; o < 5; ++o) {
      alpha[edge][o] = static_cast<double>(1 + (7 * edge + 3 * o) % 5 + (o == 2 ? edge : 0));
    }
  }
  return alpha;
}

/// Operation 1, 2 or 3 on all edges with these probabilities, by the products of six.
EdgeProbabilities same_on_all_edges(double one, double two, double three) {
  return EdgeProbabilities(6, {0, one, two, three, 0});
}

TEST(CellWeights, AreProductsOverTheEdges) {
  const TabulatedCells cells = FourCells().by("test");
  EXPECT_THAT(cell_weights(same_on_all_edges(1, 2, 3), cells), ElementsAre(1, 64, 0, 729));
  // The cell 321043 has the operations 3, 2, 1, 0, 4 and 3.
  EXPECT_EQ(cell_weights(whole_numbers(), cells)[2], 5.0 * 5 * 3 * 2 * 1 * 5);
}

TEST(CellWeights, OfTheSameFactorsAreEqualWhateverTheirOrder) {
  EdgeProbabilities alpha = same_on_all_edges(0.1, 0.2, 0.3);
  alpha[0] = alpha[5] = {0, 0.3, 0.7, 0, 0};
  TabulatedCells cells;
  cells.digits = {"111132", "211131"};
  const auto weights = cell_weights(alpha, cells);
  EXPECT_EQ(weights[0], weights[1]);
}

TEST(ExpectedPercentile, IsTheMeanUnderTheDistribution) {
  const TabulatedCells cells = FourCells().by("test");
  const auto weights = cell_weights(same_on_all_edges(1, 2, 3), cells);
  EXPECT_DOUBLE_EQ(*expected_percentile(weights, cells), (1 * 12.5 + 64 * 50 + 729 * 50) / 794);
}

TEST(ExpectedPercentile, OfUniformAlphaIsNothing) {
  const TabulatedCells cells = FourCells().by("test");
  const auto weights = cell_weights(uniform_alpha(), cells);
  EXPECT_FALSE(expected_percentile(weights, cells).has_value());
  EXPECT_FALSE(kendall(weights, cells.values).has_value());
}

TEST(ExpectedPercentile, OfACertainAlphaIsThatOfItsCell) {
  const TabulatedCells cells = FourCells().by("test");
  EXPECT_EQ(expected_percentile(cell_weights(certain_of("321043"), cells), cells), 87.5);
  EXPECT_FALSE(expected_percentile(cell_weights(certain_of("000000"), cells), cells).has_value());
}

// The mean by fractions, and SciPy's τ-b of the products, of which many are equal.
TEST(AlphaDistribution, OverTheWholeBenchmarkHasTheFiguresOfPython) {
  const std::string folder = shared_data("nasbench201");
  if (folder.empty()) GTEST_SKIP() << "the table of NAS-Bench-201 is missing";
  const auto cells = tabulated_cells(folder + "/nasbench201.csv", "c10_test200");
  const auto weights = cell_weights(whole_numbers(), cells);
  EXPECT_THAT(*expected_percentile(weights, cells), ten_digits(58.66243197534686));
  EXPECT_THAT(kendall(weights, cells.values)->tau, ten_digits(0.12194905406072));
  const auto uniform = cell_weights(uniform_alpha(), cells);
  EXPECT_FALSE(expected_percentile(uniform, cells).has_value());
  EXPECT_FALSE(kendall(uniform, cells.values).has_value());
}

TEST(LastProbabilities, AreThoseOfTheLastEpochInTheOrderOfTheSpace) {
  RunRecord run = search_among_cells("darts", 1, {"111111", "222222"}, whole_numbers());
  run.epochs.front()["alpha"] = on_record(uniform_alpha());
  EXPECT_EQ(last_probabilities(run), whole_numbers());
}

TEST(LastProbabilities, AreZeroOfDroppedCandidatesAndMissingWithoutARecord) {
  RunRecord run = search_among_cells("darts", 1, {"111111"}, uniform_alpha());
  auto& edges = run.epochs.back()["alpha"]["normal"];
  edges[2].erase("nor_conv_1x1");
  EXPECT_EQ(last_probabilities(run)->at(2)[2], 0);
  edges[2]["nor_conv_1x1"] = nullptr;
  EXPECT_FALSE(last_probabilities(run).has_value());
  run.epochs.back().erase("alpha");
  EXPECT_FALSE(last_probabilities(run).has_value());
  run.epochs.clear();
  EXPECT_FALSE(last_probabilities(run).has_value());
}

}  // namespace
}  // namespace tetlo
