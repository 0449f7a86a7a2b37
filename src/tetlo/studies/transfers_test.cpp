// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "tetlo/studies/test_runs.h"
#include "tetlo/transfer/table.h"

namespace tetlo {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(Transfers, SearchesWithEachTransferAndTrainsWhatItHasFound) {
  FakeRuns runs;
  const Report report = report_of("transfers", runs, {"study.seeds=1"});
  EXPECT_EQ(runs.made.size(), 2 * transfers().size());
  EXPECT_THAT(runs.made, Contains("quadruple transfer.name=quadruple"));
  EXPECT_THAT(runs.trained.at("quadruple/trained"), "cells of quadruple");
  EXPECT_EQ(report.rows.size(), transfers().size());
  EXPECT_THAT(report.picture, HasSubstr(">quadruple<"));
}

// The fake searches take 10 seconds for 40 iterations.
TEST(Transfers, HaveTheirCostInSecondsAnIteration) {
  FakeRuns runs;
  const Report report = report_of("transfers", runs, {"study.seeds=2"});
  EXPECT_THAT(report.rows[0],
              ElementsAre("quadruple", "25.00 ± 0.00", "3.00 ± 0.00", "0.250 ± 0.000"));
}

}  // namespace
}  // namespace tetlo
