// SPDX-License-Identifier: Apache-2.0
#include "tetlo/compare/rates.h"

#include <gmock/gmock.h>

#include "tetlo/compare/test_arms.h"
#include "tetlo/space/named_genotypes.h"
#include "tetlo/space/nasbench201_table.h"

namespace tetlo {
namespace {

RunRecord search_that_found(const std::string& method, int seed, const std::string& digits) {
  RunRecord run = ended_search(method, seed, 90);
  run.summary["genotype"] = to_string(Genotype(nasbench201_cell(digits)));
  return run;
}

/// A search of twenty epochs with these test accuracies from the fifteenth on, and 90 before.
RunRecord search_with_late(double accuracy) {
  RunRecord run = ended_search("darts", 1, 90);
  run.epochs.clear();
  for (int epoch = 0; epoch < 20; ++epoch) {
    run.epochs.push_back({{"table", {{"c10_test200", epoch < 15 ? 90 : accuracy}}}});
  }
  return run;
}

/// The row of a rate in a group as text.
std::vector<std::string> row_of(const ResultTable& table, const std::string& rate,
                                const std::string& group) {
  std::vector<std::string> texts;
  for (const auto& row : table.rows) {
    if (entry_text(row[0]) != rate || entry_text(row[1]) != group) continue;
    for (const TableEntry& entry : row) texts.push_back(entry_text(entry));
  }
  return texts;
}

TEST(ShareOfSkips, IsOfTheOperationsThatAreKept) {
  EXPECT_EQ(share_of_skips(nasbench201_cell("110022")), 0.5);
  EXPECT_EQ(share_of_skips(nasbench201_cell("111111")), 1);
  EXPECT_EQ(share_of_skips(nasbench201_cell("000000")), 0);
  EXPECT_EQ(share_of_skips(load_genotype("DARTS_V2")), 0.25);  // two of eight
}

TEST(HasPath, FollowsOperationsOtherThanNone) {
  // The edges are 0→1, 0→2, 1→2, 0→3, 1→3, 2→3.
  EXPECT_EQ(has_path(nasbench201_cell("000100")), true);
  EXPECT_EQ(has_path(nasbench201_cell("300030")), true);
  EXPECT_EQ(has_path(nasbench201_cell("303003")), true);
  EXPECT_EQ(has_path(nasbench201_cell("330000")), false);
  EXPECT_EQ(has_path(nasbench201_cell("003033")), false);  // all after node 1, which nothing enters
  EXPECT_FALSE(has_path(load_genotype("DARTS_V2")).has_value());
}

TEST(IsDegenerate, IfTheTestErrorRisesTowardsTheEnd) {
  EXPECT_EQ(is_degenerate(search_with_late(80)), true);
  EXPECT_EQ(is_degenerate(search_with_late(95)), false);
  EXPECT_FALSE(is_degenerate(ended_search("darts", 1, 90)).has_value());
  RunRecord diverged = search_with_late(80);
  diverged.summary["stop_reason"] = "diverged";
  EXPECT_FALSE(is_degenerate(diverged).has_value());
}

TEST(RateTables, CountRunsThatCanTell) {
  auto runs = std::vector<RunRecord>{
      search_that_found("a", 1, "111111"), search_that_found("a", 2, "110022"),
      search_that_found("a", 3, "333333"), ended_search("a", 4, {}),
      search_that_found("b", 1, "000000"), search_that_found("b", 2, "333331")};
  const auto arms = arms_of(runs, recorded_figure("main.valid_accuracy"));
  const auto tables = rate_tables(arms, 1, 0.5);
  ASSERT_EQ(tables.size(), 2);
  const std::string a = "method.name = a", b = "method.name = b";
  using testing::ElementsAre;
  // Wilson's limits of k of n with z = 1.959964.
  EXPECT_THAT(row_of(tables[0], "collapsed", a),
              ElementsAre("collapsed", a, "2", "3", "0.67", "0.21", "0.94"));
  EXPECT_THAT(row_of(tables[0], "collapsed", b),
              ElementsAre("collapsed", b, "0", "2", "0.00", "0.00", "0.66"));
  EXPECT_THAT(row_of(tables[0], "diverged", a),
              ElementsAre("diverged", a, "1", "4", "0.25", "0.05", "0.70"));
  EXPECT_THAT(row_of(tables[0], "no path", b),
              ElementsAre("no path", b, "1", "2", "0.50", "0.09", "0.91"));
  EXPECT_TRUE(row_of(tables[0], "degenerate", a).empty());
  // Two of three and none of two: of the ten choices of two out of five, three have both among
  // the three, and one has none there: p = 3/10 + 1/10, and the least is 1/10.
  const auto difference = row_of(tables[1], "collapsed", a);
  EXPECT_EQ(difference[2], "0.67");
  EXPECT_EQ(difference[5], "0.1");
  EXPECT_EQ(difference[6], "0.4");
  EXPECT_TRUE(row_of(tables[1], "collapsed", b).empty());
  EXPECT_TRUE(row_of(tables[1], "not finished", a).empty());  // none in either
}

TEST(RateTables, CountTheCellsOfTrainingsOnceForEachSearch) {
  const auto training_of = [](const std::string& search_seed, const std::string& digits) {
    RunRecord training = ended_search("a", 1, 90);
    training.command = "evaluate";
    training.options["network.genotype"] = to_string(Genotype(nasbench201_cell(digits)));
    if (!search_seed.empty()) training.search = {{"run.seed", search_seed}};
    return training;
  };
  const std::vector<RunRecord> runs = {training_of("1", "111333"), training_of("1", "111333"),
                                       training_of("2", "333333"), training_of("", "111111")};
  Arm arm{.name = "a"};
  for (const RunRecord& run : runs) arm.outcomes.push_back({.run = &run});
  const auto collapsed = row_of(rate_tables({arm}, 0, 0.5)[0], "collapsed", "a");
  EXPECT_EQ(collapsed[2], "1");
  EXPECT_EQ(collapsed[3], "2");
}

TEST(RateTables, TakeTheStatedShareForCollapsed) {
  const std::vector<RunRecord> runs = {search_that_found("a", 1, "110022")};
  const auto arms = arms_of(runs, recorded_figure("main.valid_accuracy"));
  const auto collapsed = [&](double at) {
    return row_of(rate_tables(arms, 0, at)[0], "collapsed", "all runs")[2];
  };
  EXPECT_EQ(collapsed(0.5), "1");
  EXPECT_EQ(collapsed(0.6), "0");
  EXPECT_EQ(rate_tables(arms, 0, 0.5).size(), 1);
}

}  // namespace
}  // namespace tetlo
