// SPDX-License-Identifier: Apache-2.0
#include "tetlo/compare/benchmark_tables.h"

#include <gmock/gmock.h>

#include <map>

#include "tetlo/compare/judging_cells.h"
#include "tetlo/compare/test_cells.h"
#include "tetlo/data/test_data.h"

namespace tetlo {
namespace {

using FourCells = FourCellsIn<TemporaryFolder>;
using testing::ElementsAre;
using testing::HasSubstr;

/// So many searches with these cells, seeds from 1 on.
std::vector<RunRecord> searches_for(const std::string& method,
                                    const std::vector<std::string>& found,
                                    const EdgeProbabilities& alpha) {
  std::vector<RunRecord> runs;
  for (const std::string& digits : found) {
    runs.push_back(search_among_cells(method, static_cast<int>(runs.size()) + 1, {digits}, alpha));
  }
  return runs;
}

std::vector<ResultTable> tables_of(const std::vector<RunRecord>& runs,
                                   const TabulatedCells& cells) {
  return benchmark_tables(arms_of(runs, value_in(cells)), 0, cells);
}

/// The entries of a table's column, as text, by figure and group.
std::map<std::pair<std::string, std::string>, std::string> column(const ResultTable& table,
                                                                  const std::string& name) {
  std::map<std::pair<std::string, std::string>, std::string> entries;
  const auto place = std::find(table.columns.begin(), table.columns.end(), name);
  for (const auto& row : table.rows) {
    entries[{entry_text(row[0]), entry_text(row[1])}] =
        entry_text(row[static_cast<size_t>(place - table.columns.begin())]);
  }
  return entries;
}

TEST(BenchmarkTables, HaveEveryRunAndEachGroup) {
  const TabulatedCells cells = FourCells().by("test");
  const auto tables = tables_of(both(searches_for("a", {"111111", "321043"}, certain_of("222222")),
                                     searches_for("b", {"333333"}, certain_of("321043"))),
                                cells);
  ASSERT_EQ(tables.size(), 3);
  std::vector<std::string> second;
  for (const TableEntry& entry : tables[0].rows[1]) second.push_back(entry_text(entry));
  // τ: the weights 0, 1, 0, 0 and the values 10, 20, 30, 20 rise once and fall once.
  EXPECT_THAT(second, ElementsAre("method.name = a", "2", "87.50", "50.00", "0.0000", "", "",
                                  "30.00", "0", "a-2"));
  const auto medians = column(tables[1], "median");
  EXPECT_EQ(medians.at({"percentile (%)", "method.name = a"}), "50.00");
  EXPECT_EQ(medians.at({"expected percentile (%)", "method.name = b"}), "87.50");
  EXPECT_EQ(medians.at({"oracle (%)", "method.name = a"}), "20.00");
}

TEST(BenchmarkTables, CompareAllButTheOracle) {
  const TabulatedCells cells = FourCells().by("test");
  const std::vector<std::string> worst(6, "111111"), best(6, "321043");
  const auto table = tables_of(both(searches_for("a", worst, certain_of("111111")),
                                    searches_for("b", best, certain_of("321043"))),
                               cells)[2];
  const std::string b = "method.name = b";
  const auto differences = column(table, "difference");
  EXPECT_EQ(differences.size(), 3);
  EXPECT_EQ(differences.at({"percentile (%)", b}), "75.00");
  EXPECT_EQ(differences.at({"expected percentile (%)", b}), "75.00");
  EXPECT_EQ(differences.at({"Kendall's tau", b}), "1.5492");  // 2 · 3/√15
  // Six pairs of one sign: p = 2/64, and three times that by Holm.
  for (const auto& [at, p] : column(table, "p")) EXPECT_EQ(p, "0.0312") << at.first;
  for (const auto& [at, p] : column(table, "Holm's p")) EXPECT_EQ(p, "0.0938") << at.first;
  EXPECT_THAT(table.title, HasSubstr("against method.name = a"));
}

TEST(BenchmarkTables, LeaveOutWhatAUniformAlphaCannotTell) {
  const TabulatedCells cells = FourCells().by("test");
  const auto tables = tables_of(both(searches_for("a", {"111111"}, uniform_alpha()),
                                     searches_for("b", {"321043"}, certain_of("321043"))),
                                cells);
  for (const char* figure : {"expected percentile (%)", "Kendall's tau"}) {
    EXPECT_EQ(column(tables[1], "n").count({figure, "method.name = a"}), 0);
    EXPECT_EQ(column(tables[1], "n").count({figure, "method.name = b"}), 1);
  }
  EXPECT_EQ(tables[2].rows.size(), 1);
}

TEST(BenchmarkTables, RankRunsThatDivergedWorst) {
  const TabulatedCells cells = FourCells().by("test");
  auto runs = both(searches_for("a", {"111111", "111111"}, certain_of("111111")),
                   searches_for("b", {"321043", "321043"}, certain_of("321043")));
  for (size_t r : {2, 3}) runs[r].summary["stop_reason"] = "diverged";
  const auto table = tables_of(runs, cells)[2];
  EXPECT_EQ(column(table, "superiority").at({"percentile (%)", "method.name = b"}), "0.00");
}

TEST(ValueIn, IsLookedUpOrAnError) {
  const TabulatedCells cells = FourCells().by("test");
  const Measure measure = value_in(cells);
  EXPECT_EQ(measure.name, "table.test");
  EXPECT_EQ(measure.of(search_among_cells("a", 1, {"333333"}, uniform_alpha())), 20);
  EXPECT_THAT(
      error_of([&] { measure.of(search_among_cells("a", 1, {"000000"}, uniform_alpha())); }),
      HasSubstr("has no line for the cell that runs/a-1 has found."));
}

TEST(CellsThatJudge, AreThoseOfTheStatedFileOrOfSearchTable) {
  const FourCells table;
  auto runs = searches_for("a", {"111111", "222222"}, uniform_alpha());
  EXPECT_FALSE(cells_that_judge(runs, "", "").has_value());
  EXPECT_EQ(cells_that_judge(runs, table.file, "")->column, "c10_test200");
  EXPECT_EQ(cells_that_judge(runs, table.file, "table.other")->column, "other");
  EXPECT_EQ(cells_that_judge(runs, table.file, "main.valid_loss")->column, "c10_test200");
  runs[0].options["search.table"] = table.path("elsewhere.csv");
  EXPECT_FALSE(cells_that_judge(runs, "", "").has_value());
  runs[1].options["search.table"] = table.file;
  EXPECT_EQ(cells_that_judge(runs, "", "")->file, table.file);
}

TEST(CellsThatJudge, KnowNoOtherSpacesAndNoTrainings) {
  const FourCells table;
  auto runs = searches_for("a", {"111111", "222222"}, uniform_alpha());
  runs[0].options["search.table"] = table.file;
  runs[1].options["space.name"] = "darts";
  EXPECT_FALSE(cells_that_judge(runs, "", "").has_value());
  EXPECT_EQ(
      error_of([&] { cells_that_judge(runs, table.file, ""); }),
      "--table is " + table.file + ", but runs/a-2 is not a search in the space nasbench201.");
  runs[1].options["space.name"] = "nasbench201";
  runs[1].command = "evaluate";
  EXPECT_FALSE(cells_that_judge(runs, "", "").has_value());
}

}  // namespace
}  // namespace tetlo
