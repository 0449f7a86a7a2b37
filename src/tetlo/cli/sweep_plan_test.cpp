// SPDX-License-Identifier: Apache-2.0
#include "tetlo/cli/sweep_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tetlo/data/test_data.h"
#include "tetlo/util/error.h"
#include "tetlo/util/file.h"

namespace tetlo {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using Texts = std::vector<std::string>;

/// Two small searches of which one has an option of its own, on the images of IDX files.
struct SweepPlan : testing::Test {
  SweepPlan() {
    folder.write("train-images-idx3-ubyte", images);
    folder.write("train-labels-idx1-ubyte", labels);
    folder.write("t10k-images-idx3-ubyte", images);
    folder.write("t10k-labels-idx1-ubyte", labels);
  }

  static Bytes bytes_of(std::initializer_list<uint8_t> begin, size_t more) {
    Bytes bytes(begin);
    for (size_t i = 0; i < more; ++i) bytes.push_back(static_cast<uint8_t>(i % 2));
    return bytes;
  }
  std::vector<SweepRun> plan(const Texts& more, const std::string& seeds = "",
                             const std::vector<SweepRun>& known = {}) const {
    SweepFlags flags{
        .assignments = {"data.name=idx", "data.folder=" + folder.path(), "network.channels=16",
                        "network.cells=3", "search.batch_size=2", "framework.name=plain"},
        .seeds = seeds,
        .out = folder.path("S")};
    flags.assignments.insert(flags.assignments.end(), more.begin(), more.end());
    return plan_runs(flags, known);
  }
  std::string fault(const Texts& more, const std::vector<SweepRun>& known = {}) const {
    try {
      plan(more, "", known);
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }
  static Texts names(const std::vector<SweepRun>& runs) {
    Texts all;
    for (const SweepRun& run : runs) all.push_back(run.name);
    return all;
  }

  const Bytes images = bytes_of({0, 0, 8, 3, 0, 0, 0, 8, 0, 0, 0, 28, 0, 0, 0, 28}, 8 * 28 * 28);
  const Bytes labels = bytes_of({0, 0, 8, 1, 0, 0, 0, 8}, 8);
  const TemporaryFolder folder;
};

TEST_F(SweepPlan, AnOptionOfAMemberIsGivenOnlyToItsRuns) {
  const auto runs = plan({"method.name=darts,pc_darts", "pc_darts.partial=2,4"});
  EXPECT_THAT(names(runs), ElementsAre("darts", "pc_darts-partial-2", "pc_darts-partial-4"));
  EXPECT_THAT(runs[0].arguments, Not(Contains(HasSubstr("partial"))));
  EXPECT_THAT(runs[2].arguments, Contains("pc_darts.partial=4"));
}

TEST_F(SweepPlan, AnOptionThatNoRunUsesIsRefused) {
  EXPECT_THAT(fault({"method.name=darts,p_darts", "pc_darts.partial=2"}),
              HasSubstr("pc_darts.partial belongs to method.name = \"pc_darts\""));
}

TEST_F(SweepPlan, ARunHasOneThreadUnlessItIsToldOtherwise) {
  EXPECT_EQ(plan({})[0].threads, 1);
  const SweepRun two = plan({"run.threads=2"})[0];
  EXPECT_EQ(two.threads, 2);
  EXPECT_EQ(std::count(two.arguments.begin(), two.arguments.end(), "--threads"), 1);
}

TEST_F(SweepPlan, TheSplitFollowsTheSeed) {
  for (const SweepRun& run : plan({}, "1..2")) {
    EXPECT_THAT(run.arguments, AllOf(Contains("--seed"), Not(Contains(HasSubstr("split_seed")))));
  }
}

TEST_F(SweepPlan, ARunThatIsKnownKeepsItsName) {
  auto known = plan({}, "1");
  known[0].name = "older";
  EXPECT_THAT(names(plan({}, "1..2", known)), ElementsAre("older", "seed-2"));
}

TEST_F(SweepPlan, TheNameOfAnotherRunIsRefused) {
  auto known = plan({});
  EXPECT_THAT(fault({"search.momentum=.8"}, known),
              HasSubstr("The run search in " + folder.path("S") +
                        " is one without search.momentum=.8; choose another --out."));
}

TEST_F(SweepPlan, ARunThatIsKnownMayGetOtherEpochs) {
  const auto known = plan({"search.epochs=2"});
  const auto longer = plan({"search.epochs=3"}, "", known);
  EXPECT_THAT(names(longer), ElementsAre("search"));
  EXPECT_THAT(longer[0].arguments, Contains("search.epochs=3"));
}

TEST_F(SweepPlan, AFolderOfAnotherRunIsRefused) {
  std::filesystem::create_directories(folder.path("S/search"));
  write_file(folder.path("S/search/config.toml"), "scale = \"paper\"\n\n[run]\nseed = 5\n");
  EXPECT_THAT(fault({}), HasSubstr("was started with [run] seed = 5, not seed = 1;"));
}

TEST_F(SweepPlan, DataThatAreMissingAreNoticed) {
  std::filesystem::remove(folder.path("train-images-idx3-ubyte"));
  EXPECT_THAT(fault({}), HasSubstr("train-images-idx3-ubyte"));
}

}  // namespace
}  // namespace tetlo
