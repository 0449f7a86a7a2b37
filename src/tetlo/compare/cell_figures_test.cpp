// SPDX-License-Identifier: Apache-2.0
#include "tetlo/compare/cell_figures.h"

#include <gtest/gtest.h>

#include "tetlo/compare/test_cells.h"
#include "tetlo/data/test_data.h"

namespace tetlo {
namespace {

using FourCells = FourCellsIn<TemporaryFolder>;

TEST(CellFigures, AreOfTheFoundCellTheLastAlphaAndTheBestEpoch) {
  const TabulatedCells cells = FourCells().by("test");
  const auto run = search_among_cells("darts", 1, {"111111", "321043", "321043", "222222"},
                                      certain_of("321043"));
  const CellFigures figures = cell_figures(run, cells);
  EXPECT_EQ(figures.percentile, 50);
  EXPECT_EQ(figures.expected_percentile, 87.5);
  // Of the six pairs, three have one weight, and one has one value; three rise: 3 / √(3 · 5).
  EXPECT_DOUBLE_EQ(figures.tau->tau, 3 / std::sqrt(15));
  EXPECT_EQ(figures.oracle->value, 30);
  EXPECT_EQ(figures.oracle->epoch, 1);
}

TEST(CellFigures, OfUniformAlphaAreOfTheFoundCellAndTheOracleOnly) {
  const auto run = search_among_cells("random", 1, {"111111"}, uniform_alpha());
  const CellFigures figures = cell_figures(run, FourCells().by("test"));
  EXPECT_EQ(figures.percentile, 12.5);
  EXPECT_EQ(figures.oracle->value, 10);
  EXPECT_FALSE(figures.expected_percentile.has_value());
  EXPECT_FALSE(figures.tau.has_value());
}

TEST(CellFigures, OfACellThatTheTableLacksAreNothing) {
  const auto run = search_among_cells("darts", 1, {"111111", "000000"}, uniform_alpha());
  const CellFigures figures = cell_figures(run, FourCells().by("test"));
  EXPECT_FALSE(figures.percentile.has_value());
  EXPECT_EQ(figures.oracle->value, 10);
}

TEST(CellFigures, OfARunThatDidNotEndAreNothing) {
  auto run = search_among_cells("darts", 1, {"111111"}, uniform_alpha());
  run.summary["stop_reason"] = "diverged";
  const CellFigures figures = cell_figures(run, FourCells().by("test"));
  EXPECT_FALSE(figures.percentile || figures.expected_percentile || figures.oracle);
}

}  // namespace
}  // namespace tetlo
