// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/known_accuracies.h"

#include <gmock/gmock.h>

#include "tetlo/data/test_data.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

std::string write_table(const TemporaryFolder& folder, const std::string& text) {
  folder.write("table.csv", Bytes(text.begin(), text.end()));
  return folder.path("table.csv");
}

TEST(KnownAccuracies, AreThoseOfTheSpacesOwnBenchmark) {
  const TemporaryFolder folder;
  const auto of_201 =
      open_known_accuracies(find_space("nasbench201"), write_table(folder, "ops,a\n111111,54.3\n"));
  EXPECT_EQ(of_201(nasbench201_cell(std::vector<std::string>(6, "skip_connect"))).at("a"), 54.3);

  const Nasbench101Cell cell = parse_nasbench101("|conv3x3-bn-relu~0|output~1|");
  const auto of_101 =
      open_known_accuracies(find_space("nasbench1shot1_2"),
                            write_table(folder, "hash,b\n" + nasbench101_hash(cell) + ",90.5\n"));
  EXPECT_EQ(of_101(cell).at("b"), 90.5);
}

TEST(KnownAccuracies, AreThereForBenchmarksOnly) {
  EXPECT_THROW(open_known_accuracies(find_space("darts"), "table.csv"), Error);
}

}  // namespace
}  // namespace tetlo
