// SPDX-License-Identifier: Apache-2.0
// Losses and conditions of the data, as a user chooses them.
#include <gmock/gmock.h>

#include "program.h"

namespace tetlo {
namespace {

using nlohmann::json;
using testing::HasSubstr;

TEST(ConditionsSlow, ASearchRecordsWhatWasDoneToItsValidationHalf) {
  const TinyData data;
  const TemporaryFolder folder;
  const Result found = run_program(
      data.command("search", folder.path("run"),
                   {"--json", "--set", "search.epochs=1", "--set", "condition.label_noise=1",
                    "--set", "condition.imbalance=2", "--set", "search.loss=robust_log", "--set",
                    "search.class_balanced=true"}));
  ASSERT_EQ(found.exit_code, 0) << found.errors;
  const json condition = json::parse(found.output)["condition"];
  const auto left = condition["images_per_class"].get<std::vector<int64_t>>();
  ASSERT_EQ(left.size(), 3);
  EXPECT_EQ(condition["labels_changed"], left[0] + left[1] + left[2]);
  EXPECT_LT(condition["labels_changed"], 16);
  EXPECT_THAT(read_file(folder.path("run/log.txt")),
              HasSubstr("validation half: " + condition["labels_changed"].dump() +
                        " labels changed, images in each class "));
}

TEST(ConditionsSlow, ANetworkIsTrainedWithTheChosenLoss) {
  const TinyData data;
  const TemporaryFolder folder;
  const Result trained = run_program(data.command(
      "evaluate", folder.path("run"),
      {"--json", "--set", "evaluate.loss=robust_log", "--set", "robust_log.epsilon=1e-6", "--set",
       "evaluate.class_balanced=true", "--set", "evaluate.auxiliary_weight=0"}));
  ASSERT_EQ(trained.exit_code, 0) << trained.errors;
  // The mean over all labels is log 1,000,001 = 13.8 for every image; cross entropy is far below.
  EXPECT_GT(json::parse(trained.output)["figures"]["test_loss"], 5);
}

TEST(Conditions, AreNoneOfAnEvaluation) {
  const TinyData data;
  const TemporaryFolder folder;
  const Result refused = run_program(
      data.command("evaluate", folder.path("run"), {"--set", "condition.label_noise=0.5"}));
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.errors, HasSubstr("condition"));
}

}  // namespace
}  // namespace tetlo
