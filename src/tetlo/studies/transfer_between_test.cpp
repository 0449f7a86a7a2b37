// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "tetlo/studies/test_runs.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(TransferBetween, TrainsTheCellsOfBothDataSetsOnBoth) {
  FakeRuns runs;
  report_of("transfer-between", runs, {"study.seeds=1"});
  EXPECT_THAT(runs.made, ElementsAre("cifar-10 data.name=cifar-10 data.folder=",
                                     "cifar-10/on-cifar-10 data.name=cifar-10 data.folder=",
                                     "cifar-10/on-cifar-100 data.name=cifar-100 data.folder=",
                                     "cifar-100 data.name=cifar-100 data.folder=",
                                     "cifar-100/on-cifar-10 data.name=cifar-10 data.folder=",
                                     "cifar-100/on-cifar-100 data.name=cifar-100 data.folder="));
}

TEST(TransferBetween, MayLeaveOutTheTrainingsOnTheDataSetOfTheSearch) {
  FakeRuns runs;
  const Report report = report_of("transfer-between", runs, {"study.seeds=1", "study.own=false"});
  ASSERT_EQ(report.rows.size(), 2U);
  EXPECT_THAT(report.rows[0], ElementsAre("cifar-10", "cifar-100", "25.00", "3.00"));
  EXPECT_THAT(report.rows[1], ElementsAre("cifar-100", "cifar-10", "25.00", "3.00"));
}

TEST(TransferBetween, ReportsMeanAndStandardDeviationOfAllSeeds) {
  FakeRuns runs;
  runs.error = [](const TrainingRun& run) {
    return run.search.ends_with("seed-1") ? 0.17 : run.search.ends_with("seed-2") ? 0.18 : 0.19;
  };
  const Report report = report_of("transfer-between", runs, {"study.seeds=3"});
  EXPECT_EQ(report.rows[1][2], "18.00 ± 1.00");
}

TEST(TransferBetween, NamesDataSetsInOtherFoldersAfterThese) {
  FakeRuns runs;
  report_of("transfer-between", runs,
            {"study.seeds=1", "study.first_folder=a/dogs", "study.second_folder=b/cats/"});
  EXPECT_TRUE(runs.trained.contains("dogs/on-cats"));
  EXPECT_TRUE(runs.trained.contains("cats/on-dogs"));
}

TEST(TransferBetween, NeedsTwoDataSets) {
  FakeRuns runs;
  EXPECT_THAT([&] { report_of("transfer-between", runs, {"study.second=cifar-10"}); },
              ThrowsMessage<Error>(HasSubstr("are both cifar-10")));
}

}  // namespace
}  // namespace tetlo
