// SPDX-License-Identifier: Apache-2.0
#include "tetlo/evaluate/confusion.h"

#include <gtest/gtest.h>

namespace tetlo {
namespace {

TEST(Confusion, CountsWhatIsTakenForWhat) {
  Confusion confusion(3);
  confusion.add(torch::tensor({{0.1, 0.7, 0.2}, {0.5, 0.3, 0.2}}), torch::tensor({0, 0}));
  confusion.add(torch::tensor({{0.1, 0.2, 0.7}}), torch::tensor({2}));
  EXPECT_EQ(confusion.count(0, 1), 1);
  EXPECT_EQ(confusion.count(0, 0), 1);
  EXPECT_EQ(confusion.count(1, 0), 0);
  EXPECT_EQ(confusion.count(2, 2), 1);
  EXPECT_EQ(confusion.images(0), 2);
  EXPECT_EQ(confusion.images(1), 0);
  EXPECT_EQ(confusion.all(), 3);
  EXPECT_EQ(confusion.right(), 2);
}

}  // namespace
}  // namespace tetlo
