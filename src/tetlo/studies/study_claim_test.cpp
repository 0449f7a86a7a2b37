// SPDX-License-Identifier: Apache-2.0
#include "tetlo/studies/study_claim.h"

#include <gmock/gmock.h>

#include <cmath>

namespace tetlo {
namespace {

constexpr double kReach = 4.302652729911275 / 1.7320508075688772;  // Student's t of 2 degrees / √3

StudyClaim lower() {
  return {.words = "ours lower",
          .figure = "error (%)",
          .direction = Claim::kLower,
          .smallest_effect = 0.5};
}

TEST(StudyClaim, IsJudgedByTheDifferencesAtEachSeed) {
  const StudyClaim claim = on_pairs(lower(), {18, 18, 18}, {20, 22, 21});
  EXPECT_EQ(claim.n, 3);
  EXPECT_NEAR(claim.difference.value(), -3, 1e-12);
  EXPECT_NEAR(claim.interval.value().low, -3 - kReach, 1e-9);
  EXPECT_NEAR(claim.interval.value().high, -3 + kReach, 1e-9);
  EXPECT_EQ(verdict_on(claim), Verdict::kHolds);
  EXPECT_EQ(verdict_on(on_pairs(lower(), {20, 22, 21}, {18, 18, 18})), Verdict::kDoesNotHold);
}

TEST(StudyClaim, IsNotResolvableIfRunsHaveNoValue) {
  const StudyClaim claim = on_pairs(lower(), {18, {}, 18, 18, 18}, {20, 25, 22, 21, {}});
  EXPECT_EQ(claim.n, 3);
  EXPECT_EQ(claim.without_value, 2);
  EXPECT_NEAR(claim.interval.value().high, -3 + kReach, 1e-9);
  EXPECT_EQ(verdict_on(claim), Verdict::kNotResolvable);
  EXPECT_EQ(verdict_on(on_pairs(lower(), {20, 22, 21, 25}, {18, 18, 18, {}})),
            Verdict::kNotResolvable);
}

TEST(StudyClaim, HasNoIntervalWithoutASpread) {
  const StudyClaim single = on_pairs(lower(), {18}, {20});
  EXPECT_EQ(single.difference, -2);
  EXPECT_FALSE(single.interval.has_value());
  EXPECT_FALSE(on_pairs(lower(), {18, 19}, {20, 21}).interval.has_value());
  // Both differ by −0.1 points, but for rounding.
  const auto error = [](double accuracy) { return 100 * (1 - accuracy); };
  EXPECT_FALSE(
      on_pairs(lower(), {error(.851), error(.8)}, {error(.85), error(.799)}).interval.has_value());
  const StudyClaim none = on_pairs(lower(), {std::nullopt}, {20});
  EXPECT_EQ(none.n, 0);
  EXPECT_FALSE(none.difference.has_value());
}

TEST(StudyClaim, IsWrittenWithItsVerdict) {
  const auto json = to_json(on_pairs(lower(), {18, 18, 18}, {20, 22, 21}));
  EXPECT_EQ(json["claim"], "ours lower");
  EXPECT_EQ(json["figure"], "error (%)");
  EXPECT_EQ(json["smallest_effect"], 0.5);
  EXPECT_EQ(json["n"], 3);
  EXPECT_TRUE(json["n_of_other"].is_null());
  EXPECT_EQ(json["without_value"], 0);
  EXPECT_NEAR(json["difference"].get<double>(), -3, 1e-12);
  EXPECT_NEAR(json["low"].get<double>(), -3 - kReach, 1e-9);
  EXPECT_NEAR(json["high"].get<double>(), -3 + kReach, 1e-9);
  EXPECT_EQ(json["interval"], "of pairs");
  EXPECT_EQ(json["verdict"], "holds");
}

TEST(StudyClaim, IsWrittenWithoutWhatItLacks) {
  const auto json = to_json(lower());
  for (const char* member : {"difference", "low", "high", "interval"}) {
    EXPECT_TRUE(json[member].is_null()) << member;
  }
  EXPECT_EQ(json["verdict"], "not resolvable at this size");
}

}  // namespace
}  // namespace tetlo
