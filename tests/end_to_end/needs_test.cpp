// SPDX-License-Identifier: Apache-2.0
// What `tetlo count --search` says a search will take, against what it takes.
#include <nlohmann/json.hpp>

#include "program.h"

namespace tetlo {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class NeedsSlow : public testing::TestWithParam<Arguments> {
 protected:
  TemporaryFolder folder;
};

TEST_P(NeedsSlow, MemoryIsSaidWithin15PerCentBeforeASearch) {
  if (!exists("/usr/share/datasets/fashion-mnist"))
    GTEST_SKIP() << "Fashion-MNIST is not installed.";
  Arguments options = {"--set", "search.epochs=1", "--set", "search.arch_every=1"};
  options.insert(options.end(), GetParam().begin(), GetParam().end());
  Arguments count = {"count", "--search", "--json"},
            search = {"search", "--json", "--out", folder.path("run")};
  count.insert(count.end(), options.begin(), options.end());
  search.insert(search.end(), options.begin(), options.end());
  const auto said = json::parse(run_program(count).output)["memory"].get<double>();
  const auto taken = json::parse(run_program(search).output)["peak_memory"].get<double>();
  EXPECT_NEAR(said / taken, 1, 0.15);
}

INSTANTIATE_TEST_SUITE_P(
    FourShapes, NeedsSlow,
    // Each has images for two iterations.
    testing::Values(Arguments{"--set", "search.batch_size=32", "--set", "data.limit=128"},
                    Arguments{"--set", "framework.name=plain", "--set",
                              "hypergradient.name=first_order", "--set", "search.batch_size=96",
                              "--set", "data.limit=384"},
                    Arguments{"--set", "method.name=pc_darts", "--set", "search.batch_size=64",
                              "--set", "data.limit=256"},
                    Arguments{"--set", "auxiliary.name=resnet18", "--set", "network.channels=8",
                              "--set", "network.cells=5", "--set", "search.batch_size=48", "--set",
                              "data.limit=192"}));

TEST(Needs, ASearchThatDoesNotFitIntoMemoryIsRefused) {
  const TemporaryFolder folder;
  const TinyData data;
  const Result result =
      run_program(data.command("search", folder.path("run"), {"--set", "network.channels=50000"}));
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.errors, HasSubstr("does not fit into memory"));
  EXPECT_FALSE(exists(folder.path("run")));
}

}  // namespace
}  // namespace tetlo
