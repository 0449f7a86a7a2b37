// SPDX-License-Identifier: Apache-2.0
#include "tetlo/reproduce/study_claims.h"

#include <gmock/gmock.h>

namespace tetlo {
namespace {

using nlohmann::json;

json summary() {
  return {{"claims",
           {{{"claim", "ours lower"},
             {"figure", "error (%)"},
             {"smallest_effect", 0.5},
             {"n", 3},
             {"n_of_other", nullptr},
             {"without_value", 1},
             {"difference", -3.0},
             {"low", -5.5},
             {"high", -0.5},
             {"interval", "of pairs"},
             {"verdict", "holds"}}}},
          {"claim_notes", json::array({"0.5 is small."})}};
}

TEST(StudyClaims, AreATableBesideThatOfTheStudy) {
  const auto table = table_of_claims(summary(), {.id = "figure-9", .title = "Errors"});
  ASSERT_TRUE(table.has_value());
  EXPECT_EQ(table->title, "Errors: claims");
  EXPECT_EQ(table->notes.front(), "0.5 is small.");
  const json expected = {
      {"claim", "ours lower"}, {"figure", "error (%)"},  {"smallest effect", 0.5}, {"n", 3},
      {"n of other", nullptr}, {"without value", 1},     {"difference", -3.0},     {"low", -5.5},
      {"high", -0.5},          {"interval", "of pairs"}, {"verdict", "holds"}};
  const json written = json::parse(tables_as_json({*table}));
  EXPECT_EQ(written["figure-9_claims"]["rows"], json::array({expected}));
}

TEST(StudyClaims, OfSmallRunsSayOfWhatSize) {
  const ResultTable study{.id = "figure-9", .title = "Errors"};
  const auto table = table_of_claims(summary(), study, "scale=smoke");
  EXPECT_EQ(table->title, "Errors: claims, scale=smoke");
  EXPECT_EQ(table->notes.back(), kOfThisSize);
  EXPECT_NE(table_of_claims(summary(), study)->notes.back(), kOfThisSize);
}

TEST(StudyClaims, OfAStudyWithoutAnyAreNoTable) {
  EXPECT_FALSE(table_of_claims(json::object(), {}).has_value());
  EXPECT_FALSE(table_of_claims({{"claims", json::array()}}, {}).has_value());
}

}  // namespace
}  // namespace tetlo
