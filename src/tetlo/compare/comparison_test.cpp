// SPDX-License-Identifier: Apache-2.0
#include "tetlo/compare/comparison.h"

#include <gmock/gmock.h>

#include "tetlo/compare/comparison_tables.h"
#include "tetlo/compare/test_arms.h"
#include "tetlo/statistics/test_samples.h"

namespace tetlo {
namespace {

using testing::HasSubstr;

const Measure& accuracy() {
  static const Measure measure = recorded_figure("main.valid_accuracy");
  return measure;
}

/// All groups against the first.
std::vector<Comparison> against_first(const std::vector<RunRecord>& runs) {
  return compare_with(arms_of(runs, accuracy()), 0, /*higher_is_better=*/true);
}

std::vector<std::optional<double>> some(const std::vector<double>& values) {
  return {values.begin(), values.end()};
}

TEST(Comparison, IsPairedIfSeedsAndSplitsAgree) {
  const auto darts = searches("darts", {90, 91}), random = searches("random", {92, 93});
  EXPECT_TRUE(against_first(both(darts, random))[0].paired);
  EXPECT_FALSE(against_first(both(darts, searches("random", {92, 93}, 2)))[0].paired);
  EXPECT_FALSE(against_first(both(both(darts, random), {random[0]}))[0].paired);  // a seed twice
}

TEST(Comparison, PairsAreTheCommonSeedsIfTheSmallerArmHasNoOthers) {
  // The control has the seeds 1 to 7; its runs without a partner, far off, take no part.
  const auto control = searches("darts", some({0, 50, 50, 50, 50, 50, 50}));
  const auto arm = searches("random", some({51, 52, 53, 54, 55, 56}), 2);
  const Comparison one = against_first(both(control, arm))[0];
  EXPECT_TRUE(one.paired);
  EXPECT_EQ(one.n, 6);
  EXPECT_DOUBLE_EQ(one.p, 2.0 / 64);
  EXPECT_NEAR(*one.difference, 3.5, 1e-6);
  const Comparison other = against_first(both(arm, control))[0];
  EXPECT_TRUE(other.paired);
  EXPECT_EQ(other.n, 6);
  EXPECT_NEAR(*other.difference, -3.5, 1e-6);
  const auto beyond = searches("random", some({51, 52, 53, 54, 55, 56}), 3);  // seeds 3 to 8
  EXPECT_FALSE(against_first(both(control, beyond))[0].paired);
}

TEST(Comparison, TheTestDoesNotDependOnARunThatIsAtWork) {
  auto runs = both(searches("darts", {90, 91, 92}), searches("random", {92, 93, 94}));
  runs[4].active = true;
  const Comparison one = against_first(runs)[0];
  EXPECT_TRUE(one.paired);
  EXPECT_EQ(one.n, 2);
}

TEST(Comparison, IsNotPairedIfOneArmHasASplitOfItsOwn) {
  const auto darts = searches("darts", {90, 91});
  auto random = searches("random", {92, 93});
  for (RunRecord& run : random) run.options["search.split_seed"] = "7";
  EXPECT_FALSE(against_first(both(darts, random))[0].paired);
  auto same = searches("darts", {90, 91});
  for (RunRecord& run : same) run.options["search.split_seed"] = "7";
  EXPECT_TRUE(against_first(both(same, random))[0].paired);
}

/// Trainings with one seed of what searches with the seeds 1 and 2 have found.
std::vector<RunRecord> trainings(const std::string& method, const std::string& seed) {
  auto runs = searches(method, {90, 91});
  for (RunRecord& run : runs) {
    run.search = run.options;
    run.options = {{"run.seed", seed}};
  }
  return runs;
}

TEST(Comparison, OfTrainingsIsPairedByTheSeedsOfTheirSearches) {
  EXPECT_TRUE(against_first(both(trainings("darts", "0"), trainings("random", "0")))[0].paired);
  auto resplit = trainings("random", "0");
  for (RunRecord& run : resplit) run.search["search.split_seed"] = "7";
  EXPECT_FALSE(against_first(both(trainings("darts", "0"), resplit))[0].paired);
}

TEST(ComparisonTables, TrainingsOfOneSearchAreSaidNotToBeIndependent) {
  const auto notes = [](const std::vector<RunRecord>& runs) {
    return tables_as_text(comparison_tables({accuracy(), arms_of(runs, accuracy())}));
  };
  EXPECT_THAT(notes(trainings("darts", "0")), testing::Not(HasSubstr("not independent")));
  EXPECT_THAT(notes(both(trainings("darts", "0"), trainings("darts", "1"))),
              HasSubstr("They are not independent"));
}

TEST(ComparisonTables, NameRunsThatAreCopies) {
  const auto text_of = [](const std::vector<RunRecord>& runs) {
    return tables_as_text(comparison_tables({accuracy(), arms_of(runs, accuracy())}));
  };
  auto runs = both(searches("darts", {90, 91}), searches("random", {92, 93}));
  EXPECT_THAT(text_of(runs), testing::Not(HasSubstr("not independent")));
  RunRecord copy = runs[1];
  copy.name = "copy";
  runs.push_back(copy);
  EXPECT_THAT(text_of(runs), HasSubstr("have the same seed and the same configuration: darts-2, "
                                       "copy. They are not independent: "));
}

TEST(Comparison, OfPairsIsTheSignedRankTestOfTheirDifferences) {
  const Comparison one = against_first(both(searches("darts", some({50, 50, 50, 50, 50, 50})),
                                            searches("random", some({51, 52, 53, 54, 55, 56}))))[0];
  EXPECT_EQ(one.n, 6);
  EXPECT_DOUBLE_EQ(one.p, 2.0 / 64);
  EXPECT_DOUBLE_EQ(one.least_p, 2.0 / 64);
  EXPECT_NEAR(*one.shift, 3.5, 1e-6);
  EXPECT_NEAR(*one.difference, 3.5, 1e-6);
  // Student's interval of 1 … 6: 3.5 ± 2.570581836 · √(3.5/6).
  EXPECT_NEAR(one.interval->low, 3.5 - 2.570581836 * std::sqrt(3.5 / 6), 1e-6);
  EXPECT_EQ(one.superiority, 1);
  EXPECT_EQ(verdict(one), "better");
  EXPECT_FALSE(one.welch.has_value());
}

// The differences are rounded for their ranks only.
TEST(Comparison, OfPairsHasTheMeanAndTheShiftInFull) {
  const Comparison one =
      against_first(both(searches("darts", some({93.08, 92.475, 92.755})),
                         searches("random", some({92.1233, 92.3833, 92.8233}))))[0];
  EXPECT_THAT(*one.difference, ten_digits(-0.3267));
  EXPECT_THAT(*one.shift, ten_digits(-0.26795));
  EXPECT_THAT(one.interval->low, ten_digits(-1.6965279572554501));  // SciPy's
  EXPECT_THAT(one.interval->high, ten_digits(1.0431279572554644));
}

TEST(Comparison, OfUnpairedRunsHasTheFiguresOfSciPy) {
  const Comparison one = against_first(
      both(searches("darts", some(kSecond)), searches("random", some(kFirst), 11)))[0];
  EXPECT_FALSE(one.paired);
  EXPECT_EQ(one.n, 13);
  EXPECT_THAT(one.p, ten_digits(0.110722610722611));
  EXPECT_THAT(one.superiority, ten_digits(32.5 / 42));
  EXPECT_NEAR(one.welch->p, 0.245872303645835, 1e-10);
  EXPECT_NEAR(one.interval->low, -0.451209700523985, 1e-10);
}

TEST(Comparison, RunsWithoutAValueAreWorseThanAllOthers) {
  // Of 20 orders of three and three, this has the lowest rank sum of the second arm: p = 2/20. Two
  // of its runs are tied, as worst.
  const Comparison one =
      against_first(both(searches("darts", {80, 81, 82}), searches("random", {{}, {}, 70}, 11)))[0];
  EXPECT_DOUBLE_EQ(one.p, 0.1);
  EXPECT_EQ(one.superiority, 0);
  EXPECT_DOUBLE_EQ(*one.difference, -11);  // means of runs with values
}

TEST(Comparison, AFailedPartnerMakesTheLargestDifference) {
  // Differences −1, −2 and, of the pair whose control failed, + the largest: W+ = 3 of 6.
  const Comparison one =
      against_first(both(searches("darts", {80, 81, {}}), searches("random", {79, 79, 70})))[0];
  EXPECT_TRUE(one.paired);
  EXPECT_EQ(one.p, 1);
  EXPECT_NEAR(*one.difference, -1.5, 1e-6);
  EXPECT_NEAR(one.superiority, 1.0 / 3, 1e-12);
}

TEST(Comparison, OfLossesFailedRunsAreWorstToo) {
  const auto runs = both(searches("darts", {80, 81, 82}), searches("random", {{}, {}, {}}, 11));
  const auto one = compare_with(arms_of(runs, accuracy()), 0, /*higher_is_better=*/false)[0];
  EXPECT_EQ(one.superiority, 0);
  EXPECT_EQ(one.direction, -1);
}

TEST(Comparison, EqualValuesOneRunAndNoValueAtAllHaveAPOfOne) {
  const auto equal = against_first(both(searches("a", {80, 80}), searches("b", {80, 80})))[0];
  EXPECT_EQ(equal.p, 1);
  EXPECT_EQ(equal.superiority, 0.5);
  const auto single = against_first(both(searches("a", {80}), searches("b", {90})))[0];
  EXPECT_EQ(single.p, 1);
  EXPECT_FALSE(single.interval.has_value());
  EXPECT_EQ(verdict(single), "not resolvable at this size");
  const auto failed = against_first(both(searches("a", {{}, {}}), searches("b", {{}, {}})))[0];
  EXPECT_EQ(failed.p, 1);
  EXPECT_FALSE(failed.shift.has_value());
}

TEST(Comparison, HolmCountsAllArms) {
  const std::vector<double> up = {51, 52, 53, 54, 55, 56}, level = {50, 50, 50, 50, 50, 50};
  const auto runs =
      both(both(searches("a", some(level)), searches("b", some(up))), searches("c", some(up)));
  const auto all = against_first(runs);
  ASSERT_EQ(all.size(), 2);
  EXPECT_DOUBLE_EQ(all[0].adjusted_p, 4.0 / 64);
  EXPECT_DOUBLE_EQ(all[0].least_adjusted_p, 4.0 / 64);
  EXPECT_EQ(verdict(all[0]), "not resolvable at this size");
}

TEST(ComparisonTables, SayBeforeAnyPWhatTheSizeAllows) {
  const auto tables_of = [](const std::vector<RunRecord>& runs) {
    return comparison_tables({.measure = accuracy(), .arms = arms_of(runs, accuracy())});
  };
  const auto five = both(searches("darts", some({50, 50, 50, 50, 50})),
                         searches("random", some({51, 52, 53, 54, 55})));
  const std::string text = tables_as_text(tables_of(five));
  const size_t said = text.find(
      "method.name = random: signed rank, paired, 5 pairs; the smallest p that they allow is "
      "0.0625: nothing can be resolved at this size.");
  ASSERT_NE(said, std::string::npos) << text;
  EXPECT_LT(said, text.find("Holm's p"));
  EXPECT_THAT(text,
              HasSubstr("Compared is main.valid_accuracy (%) at the end of a run; higher is"));
}

TEST(ComparisonTables, CountRunsWithoutAPartner) {
  const auto text_of = [](const std::vector<RunRecord>& runs) {
    return tables_as_text(comparison_tables({accuracy(), arms_of(runs, accuracy())}));
  };
  const auto three = searches("darts", {90, 91, 92});
  EXPECT_THAT(text_of(both(three, searches("random", {91}, 2))),
              HasSubstr("2 runs of method.name = darts have no partner in method.name = random."));
  EXPECT_THAT(text_of(both(searches("random", {91, 92}), three)),
              HasSubstr("1 run of method.name = darts has no partner in method.name = random."));
  EXPECT_THAT(text_of(both(three, searches("random", {91}, 4))),
              testing::Not(HasSubstr("no partner")));
}

TEST(ComparisonTables, ShowEveryValueAndCountRunsWithoutOne) {
  const auto runs = both(searches("darts", {90, {}}), searches("random", {91, 93}));
  const auto tables = comparison_tables({.measure = accuracy(), .arms = arms_of(runs, accuracy())});
  ASSERT_EQ(tables.size(), 4);
  ASSERT_EQ(tables[0].rows.size(), 1);  // all that differs
  EXPECT_EQ(entry_text(tables[0].rows[0][0]), "method.name");
  EXPECT_EQ(entry_text(tables[0].rows[0][2]), "random");
  EXPECT_EQ(tables[1].rows.size(), 4);
  EXPECT_EQ(entry_text(tables[1].rows[1][2]), "");
  EXPECT_EQ(entry_text(tables[1].rows[1][3]), "diverged");
  EXPECT_EQ(entry_text(tables[1].rows[3][2]), "93.00");
  EXPECT_EQ(entry_text(tables[2].rows[0][1]), "1");
  EXPECT_EQ(entry_text(tables[2].rows[0][2]), "1");
  EXPECT_EQ(entry_text(tables[2].rows[1][4]), "92.00");
}

}  // namespace
}  // namespace tetlo
