// SPDX-License-Identifier: Apache-2.0
// Networks whose channels a budget has chosen.
#include <nlohmann/json.hpp>

#include "program.h"

namespace tetlo {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class BudgetsSlow : public testing::Test {
 protected:
  /// A training in which nothing but `more` says how many channels the network has.
  Arguments training(const Arguments& more) const {
    Arguments arguments = data.command("evaluate", folder.path("run"), {"--json"});
    const auto channels = std::find(arguments.begin(), arguments.end(), "network.channels=4");
    arguments.erase(channels - 1, channels + 1);
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  }
  json summary() const { return json::parse(read_file(folder.path("run/summary.json"))); }
  std::string configuration() const { return read_file(folder.path("run/config.toml")); }

  /// What `tetlo count` counts for the network with so many channels.
  static json counted(int64_t channels) {
    const Result result =
        run_program({"count", "DARTS_V1", "--channels", std::to_string(channels), "--cells", "3",
                     "--classes", "3", "--image-channels", "1", "--image-side", "28", "--json"});
    return json::parse(result.output);
  }

  TinyData data;
  TemporaryFolder folder;
};

TEST_F(BudgetsSlow, TheWidestNetworkWithinABudgetIsTrainedAndNoted) {
  const Result trained = run_program(training({"--budget-parameters", "60k"}));
  ASSERT_EQ(trained.exit_code, 0) << trained.errors;
  const json budget = summary()["budget"];
  const int64_t channels = budget["channels"];
  EXPECT_EQ(budget["kind"], "parameters");
  EXPECT_EQ(budget["limit"], 60'000);
  EXPECT_EQ(budget["amount"], counted(channels)["parameters"]);
  EXPECT_EQ(budget["amount"], summary()["parameters"]);
  EXPECT_LE(budget["amount"], 60'000);
  EXPECT_EQ(budget["next_amount"], counted(channels + 2)["parameters"]);
  EXPECT_GT(budget["next_amount"], 60'000);
  EXPECT_THAT(configuration(), HasSubstr("channels = " + std::to_string(channels)));
  EXPECT_THAT(trained.errors, HasSubstr("The budget of 60k parameters gives " +
                                        std::to_string(channels) + " channels: "));
  EXPECT_EQ(json::parse(trained.output), summary());
}

TEST_F(BudgetsSlow, AResumedRunKeepsItsChannelsAndItsNoteWithAndWithoutTheFlag) {
  const Arguments flags = {"--budget-parameters", "60k"};
  ASSERT_EQ(run_program(training(flags)).exit_code, 0);
  const std::string configured = configuration();
  const json noted = summary()["budget"];
  for (const Arguments& again : {Arguments{"evaluate", "--resume", "--out", folder.path("run")},
                                 training({"--budget-parameters", "60k", "--resume"})}) {
    const Result resumed = run_program(again);
    EXPECT_EQ(resumed.exit_code, 0) << resumed.errors;
    EXPECT_EQ(configuration(), configured);
    EXPECT_EQ(summary()["budget"], noted);
  }
  const Result other = run_program(training({"--budget-parameters", "90k", "--resume"}));
  EXPECT_EQ(other.exit_code, 2);
  EXPECT_THAT(other.errors, HasSubstr("was started with another budget"));
}

TEST_F(BudgetsSlow, ABudgetReplacesTheChannelsOfAFile) {
  const std::string text = "[network]\nchannels = 98\n";
  const std::string file = folder.write("channels.toml", Bytes(text.begin(), text.end()));
  const Result trained = run_program(training({"--config", file, "--budget-macs", "2M"}));
  ASSERT_EQ(trained.exit_code, 0) << trained.errors;
  const int64_t channels = summary()["budget"]["channels"];
  EXPECT_EQ(summary()["budget"]["amount"], counted(channels)["multiply_adds"]);
  EXPECT_THAT(configuration(), HasSubstr("channels = " + std::to_string(channels)));
  EXPECT_THAT(trained.errors,
              HasSubstr("This replaces network.channels = 98 of the configuration."));
}

}  // namespace
}  // namespace tetlo
