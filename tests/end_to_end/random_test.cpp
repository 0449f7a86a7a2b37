// SPDX-License-Identifier: Apache-2.0
// Random search, as users do it.
#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>

#include "program.h"
#include "tetlo/space/nasbench201_table.h"

namespace tetlo {
namespace {

/// The six digits of cell 0, 1, …, 15,624 in base 5.
std::string digits_of(int number) {
  std::string digits;
  for (int place = 0; place < 6; ++place, number /= 5)
    digits += static_cast<char>('0' + number % 5);
  return digits;
}

/// Columns of different orders of the cells of NAS-Bench-201.
double made_up(const std::string& column, int number) {
  return column == "c10_val12" ? 20 + number * 7919 % 15'625 / 250.0 : 30 + number / 250.0;
}

std::string write_table(const TemporaryFolder& folder) {
  std::string text = "ops,c10_val12,c10_val200,c10_test200\n";
  for (int number = 0; number < 15'625; ++number) {
    text += fmt::format("{},{},{},{}\n", digits_of(number), made_up("c10_val12", number),
                        made_up("c10_val200", number), made_up("c10_test200", number));
  }
  write_file(folder.path("table.csv"), text);
  return folder.path("table.csv");
}

Arguments random_search(const TinyData& data, const std::string& out, const Arguments& more) {
  Arguments arguments = data.command("search", out,
                                     {"--set", "method.name=random", "--set",
                                      "framework.name=plain", "--set", "space.name=nasbench201"});
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

class ByTable : public testing::TestWithParam<const char*> {};

TEST_P(ByTable, ACellIsTheBestOfItsDrawnCellsAndAnOracleIsCalledOne) {
  const std::string column = GetParam();
  const TinyData data;
  const TemporaryFolder folder;
  const Arguments arguments = random_search(
      data, folder.path("run"),
      {"--set", "selection.name=best_by_table", "--set", "search.table=" + write_table(folder),
       "--set", "best_by_table.cells=30", "--set", "best_by_table.column=" + column});
  const Result found = run_program(arguments);
  ASSERT_EQ(found.exit_code, 0) << found.errors;
  EXPECT_EQ(found.output.find("ORACLE") != std::string::npos, column != "c10_val12");

  const auto summary = nlohmann::json::parse(read_file(folder.path("run/summary.json")));
  EXPECT_EQ(summary["iterations"], 0);
  const auto& choice = summary["figures"]["choice"];
  EXPECT_EQ(choice["oracle"], column != "c10_val12");
  ASSERT_EQ(choice["drawn"].size(), 30U);
  double best = 0;
  for (const auto& drawn : choice["drawn"]) best = std::max(best, drawn["value"].get<double>());
  EXPECT_EQ(choice["value"], best);
  EXPECT_EQ(summary["figures"]["table"][column], best);
  EXPECT_EQ(read_file(folder.path("run/genotype.txt")),
            summary["genotype"].get<std::string>() + "\n");

  const Result again = run_program({"search", "--resume", "--out", folder.path("run")});
  EXPECT_EQ(again.output, found.output);
}

INSTANTIATE_TEST_SUITE_P(RandomSearch, ByTable,
                         testing::Values("c10_val12", "c10_val200", "c10_test200"),
                         [](const auto& instance) { return std::string(instance.param); });

TEST(RandomSearch, WithoutATableTellsWhatIsMissing) {
  const TinyData data;
  const TemporaryFolder folder;
  const Result refused = run_program(
      random_search(data, folder.path("run"), {"--set", "selection.name=best_by_table"}));
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.errors, testing::HasSubstr("search.table is empty"));
  EXPECT_FALSE(exists(folder.path("run")));
}

TEST(RandomSearchSlow, SeveralDrawnCellsAreAllTrainedAndTheBestIsKept) {
  const TinyData data;
  const TemporaryFolder folder;
  const Arguments arguments = random_search(
      data, folder.path("run"),
      {"--seeds", "3", "--json", "--set", "retrain.epochs=1", "--set", "retrain.batch_size=4",
       "--set", "retrain.channels=4", "--set", "retrain.cells=3"});
  const Result found = run_program(arguments);
  ASSERT_EQ(found.exit_code, 0) << found.errors;
  const auto summary = nlohmann::json::parse(found.output);
  std::set<std::string> cells;
  double best = 0;
  for (const auto& one : summary["searches"]) {
    cells.insert(one["genotype"]);
    best = std::max(best, one["validation_accuracy"].get<double>());
    EXPECT_TRUE(exists(one["folder"].get<std::string>() + "/retrained/checkpoint.safetensors"));
  }
  EXPECT_EQ(cells.size(), 3U);
  for (const auto& one : summary["searches"]) {
    if (one["name"] != summary["best"]) continue;
    EXPECT_EQ(one["validation_accuracy"], best);
    EXPECT_EQ(one["genotype"], summary["genotype"]);
  }
}

}  // namespace
}  // namespace tetlo
