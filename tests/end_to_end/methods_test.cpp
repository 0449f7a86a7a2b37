// SPDX-License-Identifier: Apache-2.0
// A small search of every method under every framework in spaces of every kind.
#include <nlohmann/json.hpp>

#include "program.h"
#include "tetlo/search/framework.h"
#include "tetlo/search/method.h"

namespace tetlo {
namespace {

struct Combination {
  std::string method, framework, space;
};

std::vector<Combination> combinations() {
  std::vector<Combination> all;
  for (const auto& method : methods()) {
    for (const auto& framework : frameworks()) {
      for (const char* space : {"darts", "s2", "nasbench201"}) {
        all.push_back({method.name, framework.name, space});
      }
    }
  }
  return all;
}

class MethodsSlow : public testing::TestWithParam<Combination> {};

TEST_P(MethodsSlow, FindCellsOfTheirSpace) {
  const auto& [method, framework, space] = GetParam();
  const TinyData data;
  const TemporaryFolder folder;
  const Result found = run_program(
      data.command("search", folder.path("run"),
                   {"--json", "--set", "search.epochs=1", "--set", "search.arch_every=2",   //
                    "--set", "method.name=" + method, "--set", "method.partial=2",          //
                    "--set", "network.channels=8", "--set", "framework.name=" + framework,  //
                    "--set", "space.name=" + space}));
  ASSERT_EQ(found.exit_code, 0) << found.errors;
  const auto summary = nlohmann::json::parse(found.output);
  const Genotype genotype = parse_genotype(summary["genotype"]);
  std::vector<std::string> allowed = find_space(space).normal.front();
  EXPECT_NO_THROW(check_operations(genotype, allowed, "what was found"));
  EXPECT_EQ(genotype.is_nasbench201(), space == "nasbench201");
  EXPECT_EQ(summary["figures"].contains("auxiliary"), framework != "plain");
  EXPECT_GT(summary["figures"]["main"]["valid_loss"].get<double>(), 0);
}

INSTANTIATE_TEST_SUITE_P(All, MethodsSlow, testing::ValuesIn(combinations()),
                         [](const auto& instance) {
                           const Combination& c = instance.param;
                           return c.framework + "_" + c.method + "_" + c.space;
                         });

}  // namespace
}  // namespace tetlo
