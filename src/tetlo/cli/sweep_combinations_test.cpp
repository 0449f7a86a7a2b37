// SPDX-License-Identifier: Apache-2.0
#include "tetlo/cli/sweep_combinations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tetlo/util/error.h"

namespace tetlo {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Texts = std::vector<std::string>;

Texts names(const Texts& files, const Texts& assignments, const std::string& seeds = "") {
  Texts all;
  for (const Combination& one : combinations_of(varied(files, assignments, seeds))) {
    all.push_back(name_of(one));
  }
  return all;
}

std::string fault(const Texts& files, const Texts& assignments, const std::string& seeds = "") {
  try {
    names(files, assignments, seeds);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(SweepCombinations, AreAllOfThemNamedByWhatVaries) {
  EXPECT_THAT(names({}, {"method.name=darts,random", "search.epochs=5"}, "1..2"),
              ElementsAre("darts-seed-1", "random-seed-1", "darts-seed-2", "random-seed-2"));
  EXPECT_THAT(names({"a/x.toml", "y.toml"}, {"scale=smoke", "search.epochs=5,10"}),
              ElementsAre("x-epochs-5", "y-epochs-5", "x-epochs-10", "y-epochs-10"));
  EXPECT_THAT(names({"a/x.toml"}, {}), ElementsAre(""));
}

TEST(SweepCombinations, OneSeedIsNamedSoThatOthersMayFollow) {
  EXPECT_THAT(names({}, {}, "3"), ElementsAre("seed-3"));
}

TEST(SweepCombinations, SeedsAreNumbersAndRanges) {
  EXPECT_THAT(names({}, {}, "1..3,7"), ElementsAre("seed-1", "seed-2", "seed-3", "seed-7"));
  EXPECT_THAT(names({}, {}, "9223372036854775806..9223372036854775807"),
              ElementsAre("seed-9223372036854775806", "seed-9223372036854775807"));
  EXPECT_THAT(fault({}, {}, "1..x"), HasSubstr("--seeds 1..x: \"x\" is no seed;"));
  EXPECT_THAT(fault({}, {}, "3..1"), HasSubstr("3..1 are in the wrong order."));
  EXPECT_THAT(fault({}, {}, "1..3,2"), HasSubstr("The value 2 is given twice."));
  EXPECT_THAT(fault({}, {}, "0..9223372036854775807"), HasSubstr("at most 10,000 runs"));
}

TEST(SweepCombinations, CommasInListsAndQuotationMarksSeparateNothing) {
  const auto all = varied({}, {"run.keep_after=[1,2],[3]", "data.folder=\"a,b\""}, "");
  EXPECT_THAT(all[0].values, ElementsAre("[1,2]", "[3]"));
  EXPECT_THAT(all[1].values, ElementsAre("\"a,b\""));
}

TEST(SweepCombinations, NamesAreHarmlessToAShell) {
  EXPECT_THAT(names({}, {"run.keep_after=[1,2],[3]"}),
              ElementsAre("keep_after-_1_2_", "keep_after-_3_"));
  EXPECT_THAT(names({}, {"data.name=../a,$b"}), ElementsAre("_.._a", "_b"));
}

TEST(SweepCombinations, WhatIsMissingOrGivenTwiceIsRefused) {
  EXPECT_THAT(fault({}, {"search.epochs=1,,2"}), HasSubstr("A value is missing beside a comma."));
  EXPECT_THAT(fault({}, {"search.epochs=1,1"}), HasSubstr("The value 1 is given twice."));
  EXPECT_THAT(fault({}, {"run.seed=1"}, "1..2"), HasSubstr("run.seed is given twice;"));
  EXPECT_THAT(fault({}, {"search.epochs=1\n2"}), HasSubstr("must not have a line break."));
  EXPECT_THAT(fault({}, {"search.epochs=1..3", "epochs"}), HasSubstr("epochs"));
}

TEST(SweepCombinations, TenThousandRunsAreTheMost) {
  EXPECT_EQ(fault({}, {"a.b=1,2"}, "1..5000"), "");
  EXPECT_THAT(fault({}, {"a.b=1,2"}, "1..5001"), HasSubstr("at most 10,000 runs"));
}

}  // namespace
}  // namespace tetlo
