// SPDX-License-Identifier: Apache-2.0
#include "tetlo/reproduce/reproduced_table.h"

#include <gmock/gmock.h>

#include "tetlo/compare/test_arms.h"
#include "tetlo/data/test_data.h"

namespace tetlo {
namespace {

using testing::HasSubstr;

/// Searches that have ended, and trainings with these errors; a run without an error diverged.
struct Runs {
  explicit Runs(const std::vector<std::optional<double>>& errors) {
    int seed = 1;
    for (const auto& error : errors) {
      searches.push_back(ended_search("any", seed, error ? 90 : error));
      RunRecord& training = trainings.emplace_back(ended_search("any", seed++, error ? 90 : error));
      training.command = "evaluate";
      if (error) training.summary["test_error"] = *error;
    }
  }

  std::vector<MadeRun> made() const {
    std::vector<MadeRun> runs;
    for (size_t i = 0; i < searches.size(); ++i) runs.push_back({&searches[i], &trainings[i]});
    return runs;
  }

  std::vector<RunRecord> searches, trainings;
};

PublishedTable errors_table() {
  PublishedTable table{.id = "table-99", .title = "Errors", .source = "here"};
  table.columns = {
      {.name = "error", .figure = "training.test_error", .unit = "%", .claim = Claim::kLower}};
  const auto published = [](const char* text) {
    return std::vector<PublishedFigure>{parse_published(text, "")};
  };
  table.rows = {
      {.name = "Quoted", .published = published("22.1")},
      {.name = "Plain", .searches = {"p"}, .trainings = {"t"}, .published = published("20")},
      {.name = "Control",
       .searches = {"c"},
       .trainings = {"t"},
       .published = {{}},
       .like = "Plain"},
      {.name = "Ours",
       .searches = {"o"},
       .trainings = {"t"},
       .published = published("18"),
       .against = {"Plain", "Control"},
       .published_p = {"1e-9", ""}}};
  return table;
}

std::vector<ResultTable> results(const Runs& plain, const Runs& control, const Runs& ours) {
  return reproduced_tables(errors_table(), [&](const TableRow& row, size_t) {
    return row.name == "Plain" ? plain.made() : row.name == "Ours" ? ours.made() : control.made();
  });
}

double number(const TableEntry& entry) { return std::get<Number>(entry).value; }

// Plain 20, 22 and 21 %, ours 18 % each: differences −2, −4 and −3, whose mean has the interval
// −3 ± 4.302653/√3.
TEST(ReproducedTable, ComparesByThePairedIntervalAndTheTestOfThePaper) {
  const auto tables =
      results(Runs({0.20, 0.22, 0.21}), Runs({0.19, 0.18, 0.17}), Runs({0.18, 0.18, 0.18}));
  ASSERT_EQ(tables.size(), 2U);
  const auto& rows = tables[0].rows;
  ASSERT_EQ(rows.size(), 4U);
  EXPECT_EQ(std::get<std::string>(rows[0][2]), "quoted");
  EXPECT_EQ(std::get<std::string>(rows[1][1]), "20");
  EXPECT_EQ(std::get<int64_t>(rows[1][2]), 3);
  EXPECT_NEAR(number(rows[1][4]), 21, 1e-9);
  const auto& claims = tables[1].rows;
  ASSERT_EQ(claims.size(), 2U);
  EXPECT_EQ(std::get<std::string>(claims[0][0]), "Ours lower than Plain");
  EXPECT_NEAR(number(claims[0][2]), -2, 1e-9);
  EXPECT_NEAR(number(claims[0][3]), 1, 1e-9);
  EXPECT_NEAR(number(claims[0][6]), -3, 1e-9);
  EXPECT_NEAR(number(claims[0][7]), -3 - 4.302652730 / std::sqrt(3), 1e-6);
  EXPECT_NEAR(number(claims[0][8]), -3 + 4.302652730 / std::sqrt(3), 1e-6);
  EXPECT_EQ(std::get<std::string>(claims[0][11]), "1e-9");
  EXPECT_EQ(std::get<std::string>(claims[0][12]), "holds");
  // About the control nothing is published; the effect is that to the row which it is like.
  EXPECT_TRUE(std::holds_alternative<std::monostate>(claims[1][2]));
  EXPECT_NEAR(number(claims[1][3]), 1, 1e-9);
  EXPECT_EQ(std::get<std::string>(claims[1][12]), "not resolvable at this size");
}

TEST(ReproducedTable, CountsRunsWithoutAValue) {
  const auto tables = results(Runs({0.20, {}}), Runs({}), Runs({0.18}));
  EXPECT_EQ(std::get<int64_t>(tables[0].rows[1][2]), 1);
  EXPECT_EQ(std::get<int64_t>(tables[0].rows[1][3]), 1);
  EXPECT_EQ(std::get<std::string>(tables[1].rows[0][12]), "not resolvable at this size");
  EXPECT_EQ(std::get<int64_t>(tables[1].rows[1][5]), 0);
}

// By those that have values, the first claim would hold as above.
TEST(ReproducedTable, AClaimDoesNotHoldByTheRunsThatHaveNotFailed) {
  const auto tables =
      results(Runs({0.20, 0.22, 0.21, 0.21}), Runs({}), Runs({0.18, 0.18, 0.18, {}}));
  EXPECT_LT(number(tables[1].rows[0][8]), 0);
  EXPECT_EQ(std::get<std::string>(tables[1].rows[0][12]), "not resolvable at this size");
}

TEST(ReproducedTable, WhatThePublishedFiguresContradictIsNoClaim) {
  PublishedTable table = errors_table();
  table.rows[3].published[0] = parse_published("20", "");
  const auto none = [](const TableRow&, size_t) { return std::vector<MadeRun>(); };
  EXPECT_EQ(reproduced_tables(table, none).size(), 1U);
}

TEST(ReproducedTable, NamesTheSizeOfTheRuns) {
  const auto none = [](const TableRow&, size_t) { return std::vector<MadeRun>(); };
  const auto tables = reproduced_tables(errors_table(), none, "scale=smoke");
  EXPECT_EQ(tables[0].title, "Errors: error (%), scale=smoke");
  EXPECT_EQ(tables[1].notes.size(), 3U);
}

TEST(ReproducedTable, AnEndedRunWithoutTheFigureIsAMistake) {
  const Runs runs({0.2});
  const TableColumn wrong{.name = "x", .figure = "search.no.such"};
  EXPECT_THAT(error_of([&] { value_of(runs.made()[0], wrong); }),
              HasSubstr("has ended without a figure search.no.such"));
}

}  // namespace
}  // namespace tetlo
