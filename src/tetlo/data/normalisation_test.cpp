// SPDX-License-Identifier: Apache-2.0
#include "tetlo/data/normalisation.h"

#include <gmock/gmock.h>

#include "tetlo/data/cifar.h"
#include "tetlo/data/idx.h"
#include "tetlo/data/test_data.h"

namespace tetlo {
namespace {

TEST(ChannelStatistics, IsExactOnFourPixels) {
  // Channel 0: 0, 0, 255, 255 → 1/2, 1/2. Channel 1: 51 (= 255/5) three times, 255 → .4, .2·√3.
  const Tensor images =
      torch::tensor({0, 0, 51, 51, 255, 255, 51, 255}, torch::kUInt8).view({2, 2, 1, 2});
  const MemoryDataset dataset(images, torch::zeros({2}, torch::kInt64), 1, "four pixels");
  const auto statistics = channel_statistics(dataset);
  EXPECT_DOUBLE_EQ(statistics.mean.at(0), 0.5);
  EXPECT_DOUBLE_EQ(statistics.deviation.at(0), 0.5);
  EXPECT_DOUBLE_EQ(statistics.mean.at(1), 0.4);
  EXPECT_DOUBLE_EQ(statistics.deviation.at(1), 0.2 * std::sqrt(3.0));
}

TEST(ChannelStatistics, RefusesAConstantChannel) {
  const MemoryDataset dataset(torch::full({2, 1, 2, 2}, 3, torch::kUInt8),
                              torch::zeros({2}, torch::kInt64), 1, "constant");
  EXPECT_EQ(error_of([&] { channel_statistics(dataset); }),
            "Channel 0 of the training images is 3 everywhere; it must vary.");
}

TEST(ChannelStatistics, FashionMnistHasItsKnownStatistics) {
  const std::string folder = "/usr/share/datasets/fashion-mnist";
  if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << folder << " is not installed";
  const auto statistics = channel_statistics(*read_idx(folder, Part::kTrain, 10));
  EXPECT_NEAR(statistics.mean.at(0), 0.2860, 5e-5);
  EXPECT_NEAR(statistics.deviation.at(0), 0.3530, 5e-5);
}

TEST(ChannelStatistics, Cifar10HasTheStatisticsOfTheDartsCode) {
  const auto folder = shared_data("cifar-10");
  if (folder.empty()) GTEST_SKIP() << "no cifar-10 in TETLO_DATA or ../shared/data";
  const auto statistics = channel_statistics(*read_cifar10(folder, Part::kTrain));
  const std::vector<double> mean{.49139968, .48215827, .44653124};
  const std::vector<double> deviation{.24703233, .24348505, .26158768};
  for (size_t channel = 0; channel < 3; ++channel) {
    EXPECT_NEAR(statistics.mean.at(channel), mean[channel], 1e-5);
    EXPECT_NEAR(statistics.deviation.at(channel), deviation[channel], 1e-5);
  }
}

}  // namespace
}  // namespace tetlo
