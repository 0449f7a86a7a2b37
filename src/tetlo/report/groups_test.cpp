// SPDX-License-Identifier: Apache-2.0
#include "tetlo/report/groups.h"

#include <gmock/gmock.h>

#include "tetlo/space/named_genotypes.h"

namespace tetlo {
namespace {

using testing::ElementsAre;

TEST(Grouped, RunsOfAGroupDifferInTheirSeedsOnly) {
  const auto with = [](const std::string& method, const std::string& seed) {
    RunRecord run;
    run.options = {{"method.name", method}, {"run.seed", seed}, {"search.epochs", "50"}};
    return run;
  };
  const std::vector<RunRecord> runs = {with("darts", "1"), with("pc_darts", "1"),
                                       with("darts", "2")};
  const auto groups = grouped(runs);
  ASSERT_EQ(groups.size(), 2);
  EXPECT_EQ(groups[0].name, "method.name = darts");
  EXPECT_THAT(groups[0].runs, ElementsAre(&runs[0], &runs[2]));
  EXPECT_EQ(groups[1].name, "method.name = pc_darts");
}

TEST(Grouped, AreNamedByAsFewOptionsAsTellThemFromTheOthers) {
  const auto with = [](const std::string& framework, const std::string& epochs) {
    RunRecord run;
    run.options = {
        {"framework.name", framework}, {"data.limit", epochs + "00"}, {"search.epochs", epochs}};
    return run;
  };
  // Each of the three options tells two runs apart; the choice of a member says most.
  const std::vector<RunRecord> two = {with("plain", "50"), with("tetlo", "30")};
  EXPECT_EQ(grouped(two)[0].name, "framework.name = plain");
  EXPECT_EQ(grouped(two)[1].name, "framework.name = tetlo");
  const std::vector<RunRecord> three = {with("plain", "50"), with("plain", "30"),
                                        with("tetlo", "30")};
  EXPECT_EQ(grouped(three)[0].name, "data.limit = 5000");
  EXPECT_EQ(grouped(three)[1].name, "data.limit = 3000, framework.name = plain");
  EXPECT_EQ(grouped(three)[2].name, "framework.name = tetlo");
}

TEST(Grouped, OptionsOfAChoiceDoNotNameAGroupBesideIt) {
  RunRecord plain, tetlo;
  plain.options = {{"framework.name", "plain"}};
  tetlo.options = {{"framework.name", "tetlo"}, {"tetlo.gamma", "1"}};
  const std::vector<RunRecord> runs = {plain, tetlo};
  EXPECT_EQ(grouped(runs)[1].name, "framework.name = tetlo");
}

TEST(Grouped, SearchesAndTrainingsAreNotComparedOptionByOption) {
  RunRecord search, training;
  search.command = "search";
  search.options = {{"search.epochs", "50"}};
  training.command = "evaluate";
  training.options = {{"evaluate.epochs", "600"}};
  const std::vector<RunRecord> runs = {search, training};
  const auto groups = grouped(runs);
  ASSERT_EQ(groups.size(), 2);
  EXPECT_EQ(groups[0].name, "searches");
  EXPECT_EQ(groups[1].name, "trainings");
}

/// A training of these cells, whose search is on record if it has a method.
RunRecord training(const std::string& genotype, const std::string& method = "",
                   const std::string& seed = "1") {
  RunRecord run;
  run.name = "training-" + seed;
  run.command = "evaluate";
  run.options = {{"evaluate.epochs", "600"}, {"network.genotype", genotype}, {"run.seed", seed}};
  if (!method.empty()) run.search = {{"method.name", method}, {"run.seed", seed}};
  return run;
}

std::vector<std::string> names_of(const std::vector<RunRecord>& runs) {
  std::vector<std::string> names;
  for (const Group& group : grouped(runs)) names.push_back(group.name);
  return names;
}

TEST(Grouped, TrainingsOfWhatOneProcedureFoundAreAGroup) {
  const std::vector<RunRecord> runs = {training("a", "darts", "1"), training("b", "darts", "2"),
                                       training("c", "pc_darts", "1"),
                                       training(to_string(load_genotype("DARTS_V2")))};
  const auto groups = grouped(runs);
  ASSERT_EQ(groups.size(), 3);
  EXPECT_THAT(groups[0].runs, ElementsAre(&runs[0], &runs[1]));
  EXPECT_THAT(names_of(runs),
              ElementsAre("cells found with method.name = darts",
                          "cells found with method.name = pc_darts", "cells of DARTS_V2"));
}

TEST(Grouped, TrainingsWithoutASearchOnRecordAreGroupedByTheirCells) {
  const std::vector<RunRecord> runs = {training("a", "", "1"), training("b", "", "2"),
                                       training("a", "", "3")};
  const auto groups = grouped(runs);
  ASSERT_EQ(groups.size(), 2);
  EXPECT_THAT(groups[0].runs, ElementsAre(&runs[0], &runs[2]));
  EXPECT_THAT(names_of(runs), ElementsAre("cells of training-1", "cells of training-2"));
}

TEST(Grouped, TrainingsOfOneProcedureAreNamedByTheirOwnOptions) {
  auto longer = training("a", "darts", "1");
  longer.options["evaluate.epochs"] = "1200";
  EXPECT_THAT(names_of({training("a", "darts", "1"), longer}),
              ElementsAre("evaluate.epochs = 600", "evaluate.epochs = 1200"));
}

TEST(RunRecord, ATrainingWithAnotherSeedThanItsSearchNamesBoth) {
  RunRecord run = training("a", "darts", "1");
  EXPECT_EQ(run.seed(), "1");
  run.options["run.seed"] = "3";
  EXPECT_EQ(run.seed(), "3, search 1");
}

}  // namespace
}  // namespace tetlo
