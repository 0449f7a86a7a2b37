// SPDX-License-Identifier: Apache-2.0
#include "tetlo/options/nearest.h"

#include <gtest/gtest.h>

namespace tetlo {
namespace {

TEST(EditDistance, CountsInsertionsDeletionsAndReplacements) {
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3);
  EXPECT_EQ(edit_distance("sunday", "saturday"), 3);
  EXPECT_EQ(edit_distance("", "abc"), 3);
  EXPECT_EQ(edit_distance("abc", ""), 3);
  EXPECT_EQ(edit_distance("abc", "abc"), 0);
}

TEST(Nearest, IsTheNameOfTheLeastDistance) {
  EXPECT_EQ(nearest("epoch", {"batch", "epochs", "seed"}), "epochs");
  EXPECT_EQ(nearest("sede", {"batch", "epochs", "seed"}), "seed");
}

TEST(Nearest, IsEmptyWhenNothingIsNear) {
  EXPECT_EQ(nearest("momentum", {"batch", "epochs", "seed"}), "");
  EXPECT_EQ(nearest("x", {"ab", "y"}), "");
  EXPECT_EQ(nearest("x", {}), "");
}

TEST(Suggestion, IsTheNearestNameOrAllNames) {
  EXPECT_EQ(suggestion("epoch", {"batch", "epochs"}), "did you mean \"epochs\"?");
  EXPECT_EQ(suggestion("momentum", {"batch", "epochs"}), "there are batch, epochs.");
}

}  // namespace
}  // namespace tetlo
