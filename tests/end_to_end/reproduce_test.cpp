// SPDX-License-Identifier: Apache-2.0
// The paper's tables and figures, as a user makes them again.
#include <nlohmann/json.hpp>

#include "program.h"

namespace tetlo {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class ReproduceSlow : public testing::Test {
 protected:
  void SetUp() override {
    const std::string cifar10 = shared_data("cifar-10");
    if (cifar10.empty() || shared_data("cifar-100").empty()) {
      GTEST_SKIP() << "no cifar-10 and cifar-100 in TETLO_DATA or ../shared/data";
    }
    // The program finds both there.
    setenv("TETLO_DATA", std::filesystem::path(cifar10).parent_path().c_str(), 1);
  }

  Result reproduce(const Arguments& names, const Arguments& more = {}) const {
    Arguments all = {"reproduce"};
    all.insert(all.end(), names.begin(), names.end());
    all.insert(all.end(), {"--scale", "smoke", "--local", "2", "--out", folder_.path()});
    all.insert(all.end(), more.begin(), more.end());
    return run_program(all);
  }

  json tables(const Arguments& names, const std::string& seeds) const {
    const Result result = reproduce(names, {"--seeds", seeds, "--json"});
    EXPECT_EQ(result.exit_code, 0) << result.errors;
    return json::parse(result.output);
  }

  TemporaryFolder folder_;
};

TEST(Reproduce, ListsAllTablesAndFigures) {
  const Result result = run_program({"reproduce"});
  ASSERT_EQ(result.exit_code, 0) << result.errors;
  for (int table = 1; table <= 25; ++table) {
    EXPECT_THAT(result.output, HasSubstr("table-" + std::to_string(table) + " "));
  }
  for (int figure = 2; figure <= 6; ++figure) {
    EXPECT_THAT(result.output, HasSubstr("figure-" + std::to_string(figure) + " "));
  }
}

TEST(Reproduce, ListsThemInTheChosenFormat) {
  const json rows = json::parse(run_program({"reproduce", "--json"}).output)["tables"]["rows"];
  ASSERT_EQ(rows.size(), 30);
  EXPECT_EQ(rows[24]["name"], "table-25");
  EXPECT_EQ(rows[25]["name"], "figure-2");
}

TEST(Reproduce, RefusesWhatIsNotThere) {
  const Result table = run_program({"reproduce", "99"});
  EXPECT_EQ(table.exit_code, 2);
  EXPECT_THAT(table.errors, HasSubstr("There is no 99 in configs/paper; there are table-1, "));
  const Result configs = run_program({"reproduce", "1", "--configs", "/nowhere"});
  EXPECT_EQ(configs.exit_code, 2);
  EXPECT_THAT(configs.errors, HasSubstr("The folder /nowhere/paper is not there;"));
}

TEST_F(ReproduceSlow, Table1) {
  const json all = tables({"1"}, "1");
  for (int column = 1; column <= 9; ++column) {
    const json rows = all["table-1_column_" + std::to_string(column)]["rows"];
    ASSERT_EQ(rows.size(), 8) << column;  // seven methods and the control
    for (const json& row : rows) {
      EXPECT_EQ(row["n"], 1) << row;
      EXPECT_GT(row["mean"], 0) << row;
    }
  }
  const json claims = all["table-1_claims"]["rows"];
  ASSERT_EQ(claims.size(), 9 * 7);
  for (const json& claim : claims) EXPECT_EQ(claim["verdict"], "not resolvable at this size");
}

TEST_F(ReproduceSlow, ATableWithClaimsIsGoneOnWithFromOneSeedToTwo) {
  const json first = tables({"13"}, "1");
  EXPECT_EQ(first["table-13_claims"]["rows"][0]["low"], nullptr);
  const json second = tables({"13"}, "2");
  const json row = second["table-13_column_1"]["rows"][2];
  EXPECT_EQ(row["method"], "TETLO-darts1st");
  EXPECT_EQ(row["published"], "2.80±0.09");
  EXPECT_EQ(row["n"], 2);
  EXPECT_NE(second["table-13_claims"]["rows"][0]["low"], nullptr);
  // The runs are those of other tables, too, and nothing is made again.
  const Result again = reproduce({"13"}, {"--seeds", "2", "--show"});
  EXPECT_EQ(again.exit_code, 0) << again.errors;
  EXPECT_EQ(again.errors, "");
}

// The same cells are trained on both data sets, each time with its own number of classes.
TEST_F(ReproduceSlow, CellsAreTrainedOnTheOtherDataSet) {
  const json all = tables({"14"}, "1");
  EXPECT_GT(all["table-14_column_1"]["rows"][0]["mean"], 95);  // by chance 99 % on CIFAR-100
  EXPECT_LT(all["table-14_column_2"]["rows"][0]["mean"], 95);  // by chance 90 % on CIFAR-10
}

TEST_F(ReproduceSlow, CostsAndAFigure) {
  const json all = tables({"10", "figure-2"}, "1");
  for (const json& row : all["table-10_column_1"]["rows"]) EXPECT_GT(row["mean"], 0);
  EXPECT_EQ(all["figure-2"]["rows"].size(), 4);
  const json claims = all["figure-2_claims"]["rows"];
  ASSERT_EQ(claims.size(), 2);  // of both models
  for (const json& claim : claims) {
    EXPECT_EQ(claim["n"], 1);
    EXPECT_EQ(claim["smallest effect"], 0.2);
    EXPECT_EQ(claim["verdict"], "not resolvable at this size");
  }
}

TEST_F(ReproduceSlow, WhatNeedsImageNetSaysItsCost) {
  const Result result = reproduce({"9"}, {"--json"});
  ASSERT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_THAT(result.errors,
              HasSubstr("Ours-darts2nd-cifar10 and 3 other rows cannot be run here: The data set"));
  const json all = json::parse(result.output);
  const json costs = all["not_run"]["rows"];
  ASSERT_EQ(costs.size(), 4);
  EXPECT_THAT(costs[3]["search"].get<std::string>(), HasSubstr(" h "));
  EXPECT_THAT(costs[3]["training"].get<std::string>(), HasSubstr(" h "));
  const json rows = all["table-9_column_1"]["rows"];
  EXPECT_EQ(rows[0]["n"], "quoted");
  EXPECT_EQ(rows[7]["n"], 0);
}

}  // namespace
}  // namespace tetlo
