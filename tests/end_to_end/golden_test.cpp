// SPDX-License-Identifier: Apache-2.0
// A tiny search whose results are on record. It reveals changes that no other test notices.
#include <nlohmann/json.hpp>

#include "program.h"

namespace tetlo {
namespace {

using nlohmann::json;

std::vector<json> lines_of(const std::string& path) {
  std::istringstream text(read_file(path));
  std::vector<json> lines;
  for (std::string line; std::getline(text, line);) lines.push_back(json::parse(line));
  return lines;
}

/// Compares numbers up to this relative tolerance, because other processors and other LibTorches
/// round differently: another instruction set changes numbers by up to a thousandth. The file is of
/// LibTorch 1.13; on the processor on which that gives it to the bit, 2.15 draws the same random
/// numbers, differs by up to 4e-6, and finds the same genotypes. Figures that jump are left out:
/// accuracies of a few images, genotypes of an α that has hardly changed, and the transfer loss,
/// which rounding alone changes by a tenth because few quadruples are on the far side of its hinge.
void expect_near(const json& now, const json& then, double tolerance, const std::string& where) {
  if (then.is_object()) {
    ASSERT_EQ(now.size(), then.size()) << where;
    for (const auto& [key, value] : then.items()) {
      if (key.ends_with("accuracy") || key == "skips" || key == "transfer_loss") continue;
      ASSERT_TRUE(now.contains(key)) << where << "/" << key;
      expect_near(now[key], value, tolerance, fmt::format("{}/{}", where, key));
    }
  } else if (then.is_array()) {
    ASSERT_EQ(now.size(), then.size()) << where;
    for (size_t i = 0; i < then.size(); ++i) {
      expect_near(now[i], then[i], tolerance, fmt::format("{}/{}", where, i));
    }
  } else if (then.is_number()) {
    EXPECT_NEAR(now.get<double>(), then.get<double>(), tolerance * then.get<double>()) << where;
  }
}

/// Uses the reference engine, whose rounding varies little between processors; EngineSlow compares
/// the fused engine with it. If the results are meant to change, run with TETLO_RECORD=1.
TEST(GoldenSlow, ATinySearchGivesTheFiguresOnRecord) {
  const TinyData data;
  const TemporaryFolder folder;
  const Result found =
      run_program(data.command("search", folder.path("run"), {"--set", "run.engine=reference"}));
  ASSERT_EQ(found.exit_code, 0) << found.errors;
  const char* const golden = "tests/golden/tiny_search.jsonl";
  if (std::getenv("TETLO_RECORD") != nullptr) {
    write_file(golden, read_file(folder.path("run/metrics.jsonl")));
  }
  const auto now = lines_of(folder.path("run/metrics.jsonl"));
  const auto then = lines_of(golden);
  ASSERT_EQ(now.size(), then.size());
  for (size_t i = 0; i < now.size(); ++i) {
    expect_near(now[i], then[i], 1e-2, "line " + std::to_string(i + 1));
  }
}

}  // namespace
}  // namespace tetlo
