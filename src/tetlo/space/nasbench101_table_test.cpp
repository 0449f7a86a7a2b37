// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/nasbench101_table.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "tetlo/data/test_data.h"
#include "tetlo/util/file.h"

namespace tetlo {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

constexpr const char* kHash = "00005c142e6f48ac74fdcf73e3439874";
constexpr const char* kText =
    "|conv3x3-bn-relu~0|maxpool3x3~1|conv3x3-bn-relu~2|conv3x3-bn-relu~0|conv1x1-bn-relu~0,3,4|"
    "output~2,5|";

/// Tests of a table that has only this cell.
class Nasbench101TableTest : public testing::Test {
 protected:
  Nasbench101TableTest() {
    write_file(file, fmt::format("hash,adjacency,operations,trainable_parameters,test_108\n"
                                 "{},0100110001000000010010000010000001000000010000000,"
                                 "conv3x3-bn-relu maxpool3x3 conv3x3-bn-relu conv3x3-bn-relu "
                                 "conv1x1-bn-relu,8555530,92.0606\n",
                                 kHash));
  }
  static std::string refusal(const std::string& cell, const Nasbench101Table& table) {
    return error_of([&] { table.at(parse_nasbench101(cell)); });
  }

  TemporaryFolder folder;
  std::string file = folder.path("table.csv");
};

TEST_F(Nasbench101TableTest, ACellIsFoundByItsTextAndByItsHash) {
  const Nasbench101Table table(file);
  const auto values = table.at(parse_nasbench101(kText));
  EXPECT_THAT(values,
              ElementsAre(Pair("test_108", 92.0606), Pair("trainable_parameters", 8555530)));
  EXPECT_EQ(table.at(std::string(kHash)), values);
}

// There is no path from vertex 6 to the output.
TEST_F(Nasbench101TableTest, ACellIsFoundByItsPrunedForm) {
  const Nasbench101Table table(file);
  Nasbench101Cell cell = parse_nasbench101(kText);
  cell.operations.push_back("maxpool3x3");
  cell.parents.insert(cell.parents.end() - 1, {0, 1, 2, 3});
  EXPECT_EQ(table.at(cell), table.at(std::string(kHash)));
}

TEST_F(Nasbench101TableTest, AnAbsentCellIsAnErrorWithItsHash) {
  const Nasbench101Table table(file);
  const std::string hash = nasbench101_hash(parse_nasbench101("|output~0|"));
  EXPECT_EQ(refusal("|output~0|", table),
            fmt::format("The table {} has no cell with the hash {}, the hash of |output~0|.", file,
                        hash));
  EXPECT_EQ(error_of([&] { table.at(hash); }),
            fmt::format("The table {} has no cell with the hash {}.", file, hash));
}

TEST_F(Nasbench101TableTest, ACellBeyondTheLimitsIsAnError) {
  const Nasbench101Table table(file);
  EXPECT_THAT(
      refusal("|maxpool3x3~0|maxpool3x3~1|maxpool3x3~2|maxpool3x3~3|maxpool3x3~4|maxpool3x3~5|"
              "output~6|",
              table),
      HasSubstr("has 8 vertices and 7 edges; a cell of nasbench101 has at most 7 and 9."));
  EXPECT_THAT(refusal("|maxpool3x3~0|maxpool3x3~0,1|maxpool3x3~0,1,2|output~0,1,2,3|", table),
              HasSubstr("has 5 vertices and 10 edges"));
}

TEST_F(Nasbench101TableTest, ALineWithoutAHashIsAnErrorWithItsNumber) {
  for (const std::string name : {"|output~0|", "00005c", "z0005c142e6f48ac74fdcf73e3439874"}) {
    write_file(file, "hash,test_108\n" + name + ",90\n");
    EXPECT_EQ(error_of([&] { Nasbench101Table table(file); }),
              fmt::format("{}, line 2 has the hash \"{}\", which is not the name of a cell.", file,
                          name));
  }
}

}  // namespace
}  // namespace tetlo
