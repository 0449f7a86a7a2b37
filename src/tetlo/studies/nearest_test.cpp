// SPDX-License-Identifier: Apache-2.0
#include "tetlo/studies/nearest.h"

#include <gtest/gtest.h>

#include "tetlo/util/random.h"

namespace tetlo {
namespace {

Tensor numbers(const std::vector<int64_t>& values) { return torch::tensor(values, torch::kInt64); }

/// The encodings of the header, with lengths that must not matter.
Tensor three() { return torch::tensor({1.0, 0.0, 2.0, 1.0, 0.0, 30.0}).view({3, 2}); }

TEST(Nearest, IsTheLargestCosineWhateverTheLengths) {
  EXPECT_TRUE(nearest(three(), numbers({0, 1, 2}), 1).equal(numbers({1, 0, 1}).view({3, 1})));
}

TEST(Nearest, ComesFirst) {
  EXPECT_TRUE(nearest(three(), numbers({2}), 2).equal(numbers({1, 0}).view({1, 2})));
}

TEST(Nearest, AnEncodingOfZerosIsPerpendicularToAll) {
  const Tensor encodings = torch::tensor({1.0, 0.0, 0.0, 0.0, -1.0, 0.0}).view({3, 2});
  EXPECT_TRUE(nearest(encodings, numbers({0}), 2).equal(numbers({1, 2}).view({1, 2})));
}

TEST(Nearest, DoesNotDependOnTheBlocks) {
  const Tensor encodings = torch::randn({50, 7}, generator(1, Purpose::kNoise), torch::kFloat64);
  const Tensor queries = torch::arange(0, 50, 3);
  EXPECT_TRUE(nearest(encodings, queries, 5, /*block=*/4)
                  .equal(nearest(encodings, queries, 5, /*block=*/1000)));
}

// Of the neighbours 1, 2 of image 0 both have its class, of 0, 3 of image 1 one has.
TEST(Precision, IsTheShareOfTheQuerysClass) {
  const Tensor labels = numbers({5, 5, 5, 6});
  EXPECT_EQ(precision(numbers({1, 2, 0, 3}).view({2, 2}), numbers({0, 1}), labels), 0.75);
  EXPECT_EQ(precision(numbers({0, 1}).view({1, 2}), numbers({3}), labels), 0);
}

}  // namespace
}  // namespace tetlo
