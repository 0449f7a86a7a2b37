// SPDX-License-Identifier: Apache-2.0
// The tests of a comparison where nothing differs, counted as a user does it.
#include <nlohmann/json.hpp>

#include "program.h"

namespace tetlo {
namespace {

using nlohmann::json;

/// A table of all cells of NAS-Bench-201.
std::string write_table(const TemporaryFolder& folder, const std::string& column) {
  std::string text = "ops," + column + "\n";
  for (int number = 0; number < 15'625; ++number) {
    std::string digits;
    for (int rest = number; digits.size() < 6; rest /= 5) {
      digits += static_cast<char>('0' + rest % 5);
    }
    text += digits + "," + std::to_string(90 + number % 500 / 100.0) + "\n";
  }
  write_file(folder.path("table.csv"), text);
  return folder.path("table.csv");
}

TEST(CalibrationCommand, CountsTestsFamiliesAndIntervals) {
  const TemporaryFolder folder;
  const Arguments arguments = {"calibration", "--table", write_table(folder, "c10_test200"),
                               "--trials",    "10",      "--json"};
  const Result result = run_program(arguments);
  ASSERT_EQ(result.exit_code, 0) << result.errors;
  const json tables = json::parse(result.output);
  for (const char* part : {"tests", "families", "intervals"}) {
    ASSERT_FALSE(tables[part]["rows"].empty());
    for (const json& row : tables[part]["rows"]) {
      EXPECT_EQ(row["rate"].get<double>(), 100 * row["k"].get<double>() / 10) << row;
      EXPECT_LE(row["low"], row["rate"]) << row;
    }
  }
  EXPECT_EQ(run_program(arguments).output, result.output);
}

TEST(CalibrationCommand, PrintsItsTablesInTheChosenFormat) {
  const TemporaryFolder folder;
  const Result result = run_program({"calibration", "--table", write_table(folder, "c10_test200"),
                                     "--trials", "2", "--markdown"});
  ASSERT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_THAT(result.output, testing::StartsWith("### Tests of two groups"));
}

TEST(CalibrationCommand, NeedsTheAccuraciesOfATable) {
  const TemporaryFolder folder;
  const std::string table = write_table(folder, "c100_test200");
  const Result result = run_program({"calibration", "--table", table});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(result.errors, "tetlo: The table " + table + " has no column \"c10_test200\".\n");
}

}  // namespace
}  // namespace tetlo
