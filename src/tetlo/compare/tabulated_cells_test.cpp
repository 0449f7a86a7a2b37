// SPDX-License-Identifier: Apache-2.0
#include "tetlo/compare/tabulated_cells.h"

#include <gmock/gmock.h>

#include <numeric>

#include "tetlo/compare/test_cells.h"
#include "tetlo/data/test_data.h"

namespace tetlo {
namespace {

using FourCells = FourCellsIn<TemporaryFolder>;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(TabulatedCells, HaveTheirPercentileInTheColumn) {
  const FourCells table;
  const TabulatedCells cells = table.by("test");
  EXPECT_THAT(cells.digits, ElementsAre("111111", "222222", "321043", "333333"));
  EXPECT_THAT(cells.values, ElementsAre(10, 20, 30, 20));
  EXPECT_THAT(cells.percentiles, ElementsAre(12.5, 50, 87.5, 50));
  EXPECT_THAT(table.by("other").percentiles, ElementsAre(87.5, 62.5, 12.5, 37.5));
}

TEST(TabulatedCells, AreFoundByTheirOperations) {
  const TabulatedCells cells = FourCells().by("test");
  EXPECT_EQ(cells.find(nasbench201_cell("333333")), 3);
  EXPECT_EQ(cells.find(nasbench201_cell("111111")), 0);
  EXPECT_FALSE(cells.find(nasbench201_cell("333334")).has_value());
  EXPECT_FALSE(cells.find(nasbench201_cell("000000")).has_value());
}

TEST(TabulatedCells, OfATableWithoutTheColumnOrWithoutCellsAreAnError) {
  const FourCells table;
  EXPECT_THAT(error_of([&] { table.by("valid"); }),
              HasSubstr("has no column \"valid\" of numbers; it has test, other, c10_test200."));
  write_file(table.file, "ops,test\n");
  EXPECT_THAT(error_of([&] { table.by("test"); }), HasSubstr("table.csv has no cells."));
}

// The percentiles of SciPy's rankdata.
TEST(TabulatedCells, OfTheWholeBenchmarkHaveSciPysRanks) {
  const std::string folder = shared_data("nasbench201");
  if (folder.empty()) GTEST_SKIP() << "the table of NAS-Bench-201 is missing";
  const auto cells = tabulated_cells(folder + "/nasbench201.csv", "c10_test200");
  ASSERT_EQ(cells.values.size(), 15625);
  EXPECT_NEAR(cells.percentiles[*cells.find(nasbench201_cell("111111"))], 2.5248, 1e-10);
  EXPECT_NEAR(cells.percentiles[*cells.find(nasbench201_cell("303120"))], 92.0128, 1e-10);
  const double sum = std::accumulate(cells.percentiles.begin(), cells.percentiles.end(), 0.0);
  EXPECT_NEAR(sum / 15625, 50, 1e-10);
}

}  // namespace
}  // namespace tetlo
