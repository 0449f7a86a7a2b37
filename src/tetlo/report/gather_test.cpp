// SPDX-License-Identifier: Apache-2.0
#include "tetlo/report/gather.h"

#include <gmock/gmock.h>

#include <cmath>

#include "tetlo/data/test_data.h"
#include "tetlo/report/test_runs.h"

namespace tetlo {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Gather, ReadsWhatASearchHasWritten) {
  const TemporaryFolder folder;
  write_search(folder.path("first"), 3, 7);
  const RunRecord run = gather(folder.path("first/"));
  EXPECT_EQ(run.name, "first");
  EXPECT_EQ(run.program, "tetlo 0.3.0");
  EXPECT_EQ(run.command, "search");
  EXPECT_EQ(run.option("run.seed"), "7");
  EXPECT_EQ(run.option("no.such"), "");
  EXPECT_EQ(run.epochs.size(), 3);
  EXPECT_EQ(run.state(), "finished");
}

TEST(Gather, ALineThatIsBeingWrittenIsLeftOut) {
  const TemporaryFolder folder;
  write_search(folder.path(), 2, 1, /*finished=*/false);
  const std::string file = folder.path("metrics.jsonl");
  write_file(file, read_file(file) + "{\"epoch\":2,\"los");
  const RunRecord run = gather(folder.path());
  EXPECT_EQ(run.epochs.size(), 2);
  EXPECT_EQ(run.state(), "not finished");
}

TEST(Gather, EpochsOfPreparationAreCountedOnly) {
  const TemporaryFolder folder;
  write_search(folder.path(), 2);
  const std::string file = folder.path("metrics.jsonl");
  write_file(file, "{\"preparation\":0}\n" + read_file(file));
  const RunRecord run = gather(folder.path());
  EXPECT_EQ(run.epochs.size(), 2);
  EXPECT_EQ(run.preparation, 1);
}

TEST(Gather, EveryEpochGetsTheSecondsOfItsLine) {
  const TemporaryFolder folder;
  write_search(folder.path(), 2);
  const std::string file = folder.path("metrics.jsonl");
  write_file(file, "{\"preparation\":0}\n" + read_file(file));
  write_file(folder.path("times.jsonl"), "{\"seconds\":1}\n{\"seconds\":2}\n{\"seconds\":4}\n");
  EXPECT_THAT(gather(folder.path()).seconds, ElementsAre(2, 4));
}

TEST(Gather, ATrainingKnowsTheSearchThatFoundItsCells) {
  const TemporaryFolder folder;
  write_search(folder.path(), 1);
  write_file(folder.path("search.toml"), "# tetlo 0.4.0, search\n[method]\nname = \"darts\"\n");
  EXPECT_EQ(gather(folder.path()).search.at("method.name"), "darts");
}

TEST(Gather, ARunThatIsLockedIsRunningWhateverItsSummarySays) {
  const TemporaryFolder folder;
  write_search(folder.path(), 2);
  const FolderLock lock(folder.path());
  const RunRecord run = gather(folder.path());
  EXPECT_EQ(run.state(), "running");
  EXPECT_TRUE(run.summary.is_null());
}

TEST(Gather, MistakesAreErrorsThatNameThePlace) {
  const TemporaryFolder folder;
  EXPECT_THAT(error_of([&] { gather(folder.path()); }), HasSubstr("it has no config.toml."));
  write_search(folder.path(), 2);
  write_file(folder.path("metrics.jsonl"), "{\"epoch\":0}\nnonsense\n");
  EXPECT_THAT(error_of([&] { gather(folder.path()); }),
              HasSubstr("metrics.jsonl, line 2 is not a JSON object."));
  write_file(folder.path("config.toml"), "scale = \"paper\"\n");
  EXPECT_THAT(error_of([&] { gather(folder.path()); }),
              HasSubstr("config.toml does not begin with the program"));
}

TEST(RunFigure, IsMissingWhereAnEpochDoesNotHaveIt) {
  RunRecord run;
  run.epochs = {{{"main", {{"loss", 1.5}}}}, {{"epoch", 1}}, {{"main", {{"loss", nullptr}}}}};
  const auto values = run.figure("main.loss");
  ASSERT_EQ(values.size(), 3);
  EXPECT_EQ(values[0], 1.5);
  EXPECT_TRUE(std::isnan(values[1]));
  EXPECT_TRUE(std::isnan(values[2]));
  EXPECT_TRUE(run.has("main.loss"));
  EXPECT_FALSE(run.has("epoch.loss"));
}

}  // namespace
}  // namespace tetlo
