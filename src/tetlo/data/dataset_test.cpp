// SPDX-License-Identifier: Apache-2.0
#include "tetlo/data/dataset.h"

#include <gmock/gmock.h>

#include "tetlo/data/test_data.h"

namespace tetlo {
namespace {

TEST(MemoryDataset, NamesTheFirstLabelOutOfRange) {
  const Tensor images = torch::zeros({3, 1, 2, 2}, torch::kUInt8);
  const Tensor labels = torch::tensor({0, 5, -1}, torch::kInt64);
  EXPECT_EQ(error_of([&] { MemoryDataset(images, labels, 5, "some-file"); }),
            "some-file: the label of record 1 is 5; with 5 classes it must be from 0 to 4.");
}

TEST(MemoryDataset, RefusesToBeEmpty) {
  const Tensor images = torch::zeros({0, 1, 2, 2}, torch::kUInt8);
  EXPECT_EQ(
      error_of([&] { MemoryDataset(images, torch::zeros({0}, torch::kInt64), 5, "some-file"); }),
      "some-file has 0 images; a data set must have at least one.");
}

TEST(Subset, HoldsTheChosenExamplesInOrder) {
  const Subset subset(numbered_images(4), {3, 1});
  ASSERT_EQ(subset.size(), 2);
  EXPECT_EQ(subset.get(0).label, 3);
  EXPECT_EQ(subset.get(1).label, 1);
  EXPECT_TRUE(subset.get(0).image.eq(3).all().item<bool>());
}

}  // namespace
}  // namespace tetlo
