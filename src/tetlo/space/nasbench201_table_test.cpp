// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/nasbench201_table.h"

#include <gmock/gmock.h>

#include "tetlo/data/test_data.h"
#include "tetlo/util/error.h"
#include "tetlo/util/file.h"

namespace tetlo {
namespace {

constexpr const char* kText =
    "|nor_conv_3x3~0|+|nor_conv_1x1~0|skip_connect~1|+|none~0|avg_pool_3x3~1|nor_conv_3x3~2|";

std::string refusal(const std::string& text) {
  return error_of([&] { parse_genotype(text, "cell"); });
}

TEST(Nasbench201, ACellIsReadAndPrintedAsTheBenchmarkWritesIt) {
  const Genotype cell = parse_genotype(kText);
  EXPECT_EQ(to_string(cell), kText);
  EXPECT_EQ(nasbench201_digits(cell), "321043");
  EXPECT_EQ(Genotype(nasbench201_cell("321043")), cell);
  EXPECT_EQ(parse_genotype(std::string(kText) + "\n"), cell);
}

TEST(Nasbench201, MalformedCellsAreErrorsWithTheColumn) {
  EXPECT_THAT(refusal("|nor_conv_3x3~0|+|none~0|none~0|"),
              testing::HasSubstr("column 26: expected operation~1|"));
  EXPECT_THAT(refusal("|nor_conv_3x3~0|"),
              testing::HasSubstr("column 17: expected +|operation~0|"));
  EXPECT_THAT(refusal(std::string(kText) + "none~3|"),
              testing::HasSubstr("expected the end of the cell"));
  EXPECT_THAT(refusal("|sep_conv_3x3~0|+|none~0|none~1|+|none~0|none~1|none~2|"),
              testing::HasSubstr("\"sep_conv_3x3\""));
  EXPECT_THROW(nasbench201_cell("511111"), Error);
}

TEST(Nasbench201, ALineWithoutDigitsIsAnErrorWithItsNumber) {
  const TemporaryFolder folder;
  const std::string file = folder.path("table.csv");
  for (const std::string digits : {"511111", "11111", "1111111"}) {
    write_file(file, "ops,test\n111111,54.3\n" + digits + ",54.3\n");
    EXPECT_EQ(error_of([&] { Nasbench201Table table(file); }),
              fmt::format("{}, line 3 has the ops \"{}\", which is not the name of a cell.", file,
                          digits));
  }
}

// The published accuracies of the cell that has only skip connections, on three data sets.
TEST(Nasbench201, TheTableKnowsTheBestCellsAndThatOfSkipConnections) {
  const std::string folder = shared_data("nasbench201");
  if (folder.empty()) GTEST_SKIP() << "the table of NAS-Bench-201 is missing";
  const Nasbench201Table table(folder + "/nasbench201.csv");
  const auto skips = table.at(nasbench201_cell("111111"));
  EXPECT_NEAR(skips.at("c10_test200"), 54.30, 0.005);
  EXPECT_NEAR(skips.at("c100_test200"), 15.61, 0.005);
  EXPECT_NEAR(skips.at("in16_test200"), 16.32, 0.005);
}

}  // namespace
}  // namespace tetlo
