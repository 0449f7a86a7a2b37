// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/budget.h"

#include <gmock/gmock.h>

#include "tetlo/net/count.h"
#include "tetlo/space/named_genotypes.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

using testing::HasSubstr;

const BudgetKind& kind_named(const std::string& name) {
  for (const BudgetKind& kind : budget_kinds()) {
    if (kind.name == name) return kind;
  }
  fail("There is no kind of budget {}.", name);
}

Widest chosen(const std::string& kind, const std::string& limit, const std::string& genotype,
              const DiscreteShape& shape = {}) {
  return choose_channels(read_budget(kind_named(kind), limit), load_genotype(genotype), shape);
}

template <typename Work>
std::string error_of(const Work& work) {
  try {
    work();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

// What DARTS_V2 takes with 36 channels is counted independently in discrete_network_test.cpp.
TEST(Budget, OfTheParametersOfAPublishedNetworkGivesItsChannels) {
  EXPECT_EQ(chosen("parameters", "3349342", "DARTS_V2").within->channels, 36);
  EXPECT_EQ(chosen("parameters", "3349341", "DARTS_V2").within->channels, 34);
  EXPECT_EQ(chosen("parameters", "3433798", "PDARTS").within->channels, 36);
}

TEST(Budget, OfTheParametersOfABenchmarksNetworkGivesItsChannels) {
  const std::string cell =
      "|conv3x3-bn-relu~0|maxpool3x3~1|conv3x3-bn-relu~2|conv3x3-bn-relu~0|"
      "conv1x1-bn-relu~0,3,4|output~2,5|";
  EXPECT_EQ(chosen("parameters", "8555530", cell, {.cells = 9}).within->channels, 128);
  EXPECT_EQ(chosen("parameters", "8555529", cell, {.cells = 9}).within->channels, 126);
}

// Counted by hand in nasbench201_test.cpp.
TEST(Budget, OfMultiplyAddsGivesTheChannelsOfANetworkThatTakesThem) {
  const DiscreteShape shape{.cells = 17};
  const char* const nothing = "|none~0|+|none~0|none~1|+|none~0|none~1|none~2|";
  EXPECT_EQ(chosen("parameters", "73306", nothing, shape).within->channels, 16);
  EXPECT_EQ(chosen("macs", "7783040", nothing, shape).within->channels, 16);
  EXPECT_EQ(chosen("macs", "7783039", nothing, shape).within->channels, 14);
}

TEST(Budget, CountsTheNetworkWithoutItsAuxiliaryHead) {
  const DiscreteShape shape{.channels = 36, .auxiliary_head = true};
  EXPECT_EQ(chosen("parameters", "3349342", "DARTS_V2", shape).within->cost, 3349342);
}

TEST(Budget, BelowTheNarrowestNetworkIsRefusedWithWhatThatTakes) {
  const int64_t least =
      count_network(load_genotype("DARTS_V2"), {.channels = 4, .cells = 3}).parameters;
  const std::string error = error_of([] { chosen("parameters", "1k", "DARTS_V2", {.cells = 3}); });
  EXPECT_EQ(error,
            fmt::format("--budget-parameters is 1k; the narrowest network of these cells, with 4 "
                        "channels, takes {},{:03} parameters.",
                        least / 1000, least % 1000));
}

TEST(Budget, ThatLeadsToNetworksLargerThanTheMemoryIsRefused) {
  EXPECT_THAT(error_of([] { chosen("macs", "999999999G", "DARTS_V2"); }),
              HasSubstr(" are free; it must be smaller."));
}

TEST(Budget, OfParametersNeedsNoMemory) {
  EXPECT_EQ(chosen("parameters", "999999G", "DARTS_V2").within->channels, 100'000);
}

TEST(ReadBudget, AcceptsPlainNumbersAndThousandsMillionsAndThousandMillions) {
  const auto limit = [](const std::string& text) {
    return read_budget(kind_named("parameters"), text).limit;
  };
  EXPECT_EQ(limit("1500000"), 1'500'000);
  EXPECT_EQ(limit("1.5M"), 1'500'000);
  EXPECT_EQ(limit("800k"), 800'000);
  EXPECT_EQ(limit("0.5G"), 500'000'000);
  EXPECT_EQ(limit(".5G"), 500'000'000);
  // Not exactly a double, so the product with a million would be another number.
  EXPECT_EQ(limit("3.349342M"), 3'349'342);
  EXPECT_EQ(limit("8.2M"), 8'200'000);
}

TEST(ReadBudget, AcceptsMillisecondsWithoutASuffix) {
  EXPECT_EQ(read_budget(kind_named("ms"), "2.5").limit, 2.5);
  EXPECT_EQ(error_of([] { read_budget(kind_named("ms"), "2.5M"); }),
            "--budget-ms is \"2.5M\"; it must be a number above 0, such as 20 or 2.5.");
}

TEST(ReadBudget, RefusesEverythingElse) {
  for (const char* text : {"", "M", "1.5 M", "1.5m", "1.5MM", "-3M", "0", "0M", "1,5M", "1.5.0M",
                           "1e6", "inf", "nan", "0x10", "+5", " 5", "."}) {
    EXPECT_EQ(error_of([&] { read_budget(kind_named("macs"), text); }),
              fmt::format("--budget-macs is \"{}\"; it must be a number above 0, such as 1500000, "
                          "800k, 1.5M or 0.5G.",
                          text));
  }
}

std::string sentence(const std::string& kind, const std::string& limit, const Widest& widest) {
  return to_sentence(read_budget(kind_named(kind), limit), widest);
}

TEST(SentenceOfABudget, SaysHowCloseTheNetworkComes) {
  const Widest close{.within = Priced{22, 1'462'500}, .beyond = Priced{24, 1'700'000}};
  EXPECT_EQ(sentence("parameters", "1.5M", close),
            "The budget of 1.5M parameters gives 22 channels: 1,462,500 parameters, 2.5 % below "
            "it.");
  const Widest equal{.within = Priced{22, 1'500'000}, .beyond = Priced{24, 1'700'000}};
  EXPECT_EQ(sentence("macs", "1.5M", equal),
            "The budget of 1.5M multiply-adds gives 22 channels: 1,500,000 multiply-adds, all of "
            "it.");
}

TEST(SentenceOfABudget, SaysWhyTheNetworkIsMoreThanFivePerCentAway) {
  const Widest far{.within = Priced{4, 800}, .beyond = Priced{6, 1500}};
  EXPECT_EQ(sentence("parameters", "1k", far),
            "The budget of 1k parameters gives 4 channels: 800 parameters, 20.0 % below it; the "
            "next possible number of channels, 6, would take 1,500, 50.0 % above it.");
  const Widest all{.within = Priced{100'000, 800}, .beyond = {}};
  EXPECT_EQ(sentence("parameters", "1k", all),
            "The budget of 1k parameters gives 100000 channels: 800 parameters, 20.0 % below it; "
            "no network may have more channels.");
}

TEST(SentenceOfABudget, SaysWhatWasMeasured) {
  const Widest measured{.within = Priced{22, 19.634}, .beyond = Priced{24, 21}};
  EXPECT_EQ(sentence("ms", "20", measured),
            "The budget of 20 ms an image gives 22 channels: 19.63 ms an image as measured, 1.8 % "
            "below it; the next possible number of channels, 24, would take 21.00, 5.0 % above "
            "it.");
}

}  // namespace
}  // namespace tetlo
