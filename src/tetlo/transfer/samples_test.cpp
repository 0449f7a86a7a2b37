// SPDX-License-Identifier: Apache-2.0
#include "tetlo/transfer/samples.h"

#include <gmock/gmock.h>

#include <map>

#include "tetlo/util/error.h"

namespace tetlo {
namespace {

/// How often each sample of `size` images occurs among 6000 that are drawn from 5 images.
std::map<std::vector<int64_t>, int64_t> counts(int64_t size) {
  Random random(3, Purpose::kTransfer);
  const Tensor drawn = draw_different({.size = size, .samples = 6000}, 5, random).t().contiguous();
  std::map<std::vector<int64_t>, int64_t> counts;
  for (int64_t s = 0; s < drawn.size(0); ++s) {
    const int64_t* first = drawn[s].data_ptr<int64_t>();
    ++counts[{first, first + size}];
  }
  return counts;
}

/// Expects each of the `ways` to occur about equally often, within 5 standard deviations.
void expect_all_equally_often(int64_t size, size_t ways) {
  const auto counted = counts(size);
  EXPECT_EQ(counted.size(), ways);
  const double expected = 6000. / static_cast<double>(ways);
  for (const auto& [images, count] : counted) {
    EXPECT_NEAR(static_cast<double>(count), expected, 5 * std::sqrt(expected));
    for (size_t i = 0; i < images.size(); ++i) {
      EXPECT_GE(images[i], 0);
      EXPECT_LT(images[i], 5);
      for (size_t j = 0; j < i; ++j) EXPECT_NE(images[i], images[j]);
    }
  }
}

TEST(Samples, AreAllOrderedChoicesOfDifferentImagesEquallyOften) {
  expect_all_equally_often(2, 20);
  expect_all_equally_often(3, 60);
}

TEST(Samples, OfABatchThatIsTooSmallAreRefused) {
  Random random(1, Purpose::kTransfer);
  EXPECT_THAT([&] { draw_different({.size = 3, .samples = 1}, 2, random); },
              testing::ThrowsMessage<Error>(testing::StartsWith(
                  "search.batch_size is 2; with this transfer it must be at least 3")));
}

TEST(Samples, AreReducedToTheSumOrTheMeanOfTheirLosses) {
  const Tensor losses = torch::tensor({1., 2., 6.}, torch::kFloat64);
  EXPECT_EQ(reduce(losses, Reduction::kSum).item<double>(), 9);
  EXPECT_EQ(reduce(losses, Reduction::kMean).item<double>(), 3);
}

}  // namespace
}  // namespace tetlo
