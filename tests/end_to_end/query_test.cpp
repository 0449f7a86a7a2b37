// SPDX-License-Identifier: Apache-2.0
// Queries of tabular benchmarks, as a user makes them.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "program.h"

namespace tetlo {
namespace {

using nlohmann::json;

constexpr const char* kHash = "00005c142e6f48ac74fdcf73e3439874";
constexpr const char* kText =
    "|conv3x3-bn-relu~0|maxpool3x3~1|conv3x3-bn-relu~2|conv3x3-bn-relu~0|conv1x1-bn-relu~0,3,4|"
    "output~2,5|";

class Query : public testing::Test {
 protected:
  Query() {
    write_file(table,
               fmt::format("hash,trainable_parameters,test_108,seconds_108\n"
                           "f00db3d1c4e9b6fbd6e2a4bf1e3b0d2a,7,10,1\n{},8555530,92.0606,1768.785\n",
                           kHash));
  }
  json answers(const Arguments& cells) const {
    Arguments arguments{"query", "nasbench101", "--table", table, "--json"};
    arguments.insert(arguments.end(), cells.begin(), cells.end());
    const Result result = run_program(arguments);
    EXPECT_EQ(result.exit_code, 0) << result.errors;
    return json::parse(result.output)["cells"];
  }

  TemporaryFolder folder;
  std::string table = folder.path("table.csv");
};

TEST_F(Query, ACellOfNasbench101IsAskedForByTextFileOrHash) {
  write_file(folder.path("cell.txt"), std::string(kText) + "\n");
  const json all = answers({kText, folder.path("cell.txt"), kHash});
  ASSERT_EQ(all.size(), 3);
  EXPECT_EQ(all[0], json({{"cell", kText},
                          {"trainable_parameters", 8555530.0},
                          {"test_108", 92.0606},
                          {"seconds_108", 1768.785}}));
  EXPECT_EQ(all[1], all[0]);
  EXPECT_EQ(all[2]["cell"], kHash);
  EXPECT_EQ(all[2]["test_108"], 92.0606);
}

TEST_F(Query, ACellOfNasbench101IsAskedForByItsMatrix) {
  const std::string matrix = run_program({"convert", kText, "--to", "nasbench101_matrix"}).output;
  write_file(folder.path("cell.txt"), matrix);
  const json all = answers({matrix, folder.path("cell.txt"), kText});
  EXPECT_EQ(all[0], all[2]);
  EXPECT_EQ(all[1], all[2]);
}

TEST_F(Query, ACellOfNasbench101IsReadFromStandardInput) {
  write_file(folder.path("cell.txt"), std::string(kText) + "\n");
  const int terminal = dup(0);
  dup2(open(folder.path("cell.txt").c_str(), O_RDONLY), 0);
  const json all = answers({"-"});
  dup2(terminal, 0);
  EXPECT_EQ(all[0]["cell"], kText);
}

TEST_F(Query, NumbersStandInOneColumnForPeople) {
  const Result result = run_program({"query", "nasbench101", "--table", table, kHash});
  EXPECT_EQ(result.output, fmt::format("{}\n"
                                       "  seconds_108               1768.785\n"
                                       "  test_108                   92.0606\n"
                                       "  trainable_parameters       8555530\n",
                                       kHash));
}

TEST_F(Query, ACellOfNasbench201IsAskedForByTextOrDigits) {
  write_file(table, "ops,test\n111111,54.3\n321043,90\n");
  const std::string text =
      "|nor_conv_3x3~0|+|nor_conv_1x1~0|skip_connect~1|+|none~0|avg_pool_3x3~1|nor_conv_3x3~2|";
  const Result result =
      run_program({"query", "nasbench201", "--table", table, "--json", "321043", text, "111111"});
  const json all = json::parse(result.output)["cells"];
  EXPECT_EQ(all[0], json({{"cell", text}, {"test", 90.0}}));
  EXPECT_EQ(all[1], all[0]);
  EXPECT_EQ(all[2]["test"], 54.3);
}

}  // namespace
}  // namespace tetlo
