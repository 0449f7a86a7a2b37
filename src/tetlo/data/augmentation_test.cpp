// SPDX-License-Identifier: Apache-2.0
#include "tetlo/data/augmentation.h"

#include <gmock/gmock.h>

#include <map>

#include "tetlo/data/test_data.h"

namespace tetlo {
namespace {

const ChannelStatistics kThreeChannels{{.49, .48, .45}, {.25, .24, .26}};
const ChannelStatistics kHalf{{0.5}, {0.5}};

Tensor random_image(int64_t channels, int64_t height, int64_t width) {
  return torch::randint(0, 256, {channels, height, width}, generator(1, Purpose::kNoise),
                        torch::kFloat32)
      .to(torch::kUInt8);
}

/// (x / 255 − mean) / standard deviation, by tensor operations.
Tensor normalised(const Tensor& image, const ChannelStatistics& normalisation) {
  const auto column = [](const std::vector<double>& values) {
    return torch::tensor(values, torch::kFloat64).view({-1, 1, 1});
  };
  return ((image.to(torch::kFloat64) / 255 - column(normalisation.mean)) /
          column(normalisation.deviation))
      .to(torch::kFloat32);
}

TEST(Augmentation, PlainIsTheNormalisedImage) {
  const Tensor image = random_image(3, 5, 7);
  EXPECT_TRUE(
      torch::allclose(plain(image, kThreeChannels), normalised(image, kThreeChannels), 1e-5, 1e-6));
}

TEST(Augmentation, EveryWindowAndItsMirrorIsEquallyLikely) {
  const Tensor image = random_image(3, 4, 5);
  const Tensor padded = torch::constant_pad_nd(image, {1, 1, 1, 1});
  std::vector<Tensor> outcomes;
  for (int64_t y = 0; y < 3; ++y) {
    for (int64_t x = 0; x < 3; ++x) {
      const Tensor window = normalised(padded.narrow(1, y, 4).narrow(2, x, 5), kThreeChannels);
      outcomes.push_back(window);
      outcomes.push_back(window.flip(2));
    }
  }
  std::vector<int> counts(outcomes.size() + 1);
  Random random(3, Purpose::kAugmentation);
  const Augmentation augmentation{.crop_padding = 1, .normalisation = kThreeChannels};
  for (int draw = 0; draw < 1800; ++draw) {
    const Tensor result = augment(image, augmentation, random);
    size_t found = 0;
    while (found < outcomes.size() && !torch::allclose(result, outcomes[found], 1e-5, 1e-6))
      ++found;
    ++counts[found];
  }
  EXPECT_EQ(counts.back(), 0) << "neither a window nor a mirrored one";
  counts.pop_back();
  // Five standard deviations of a binomial(1800, 1/18) count.
  EXPECT_THAT(counts, testing::Each(testing::AllOf(testing::Ge(100 - 49), testing::Le(100 + 49))));
}

TEST(Augmentation, PaddingMayExceedTheImage) {
  Random random(3, Purpose::kAugmentation);
  const Tensor image = torch::full({1, 2, 2}, 255, torch::kUInt8);
  const Augmentation augmentation{.crop_padding = 9, .flip = true, .normalisation = kHalf};
  for (int draw = 0; draw < 500; ++draw) {
    const Tensor result = augment(image, augmentation, random);
    EXPECT_TRUE(torch::isclose(result.abs(), torch::ones({1}), 1e-5).all().item<bool>());
  }
}

TEST(Augmentation, WithoutChangesIsPlain) {
  Random random(3, Purpose::kAugmentation);
  const Tensor image = random_image(3, 4, 4);
  const Augmentation nothing{.crop_padding = 0, .flip = false, .normalisation = kThreeChannels};
  for (int draw = 0; draw < 20; ++draw) {
    EXPECT_TRUE(augment(image, nothing, random).equal(plain(image, kThreeChannels)));
  }
}

TEST(Augmentation, CutoutIsAClippedSquareAboutAUniformCentre) {
  // White is 1 after normalisation, so that the zeros are the pixels that were cut out.
  const Tensor image = torch::full({1, 4, 4}, 255, torch::kUInt8);
  const Augmentation augmentation{
      .crop_padding = 0, .flip = false, .cutout = 2, .normalisation = kHalf};
  std::map<std::vector<float>, int> counts;
  Random random(3, Purpose::kAugmentation);
  for (int draw = 0; draw < 1600; ++draw) {
    const Tensor result = augment(image, augmentation, random).contiguous();
    ++counts[{result.data_ptr<float>(), result.data_ptr<float>() + 16}];
  }
  EXPECT_EQ(counts.size(), 16);
  for (int64_t y = 0; y < 4; ++y) {
    for (int64_t x = 0; x < 4; ++x) {
      Tensor expected = torch::ones({4, 4});
      using torch::indexing::Slice;
      expected.index_put_({Slice(y > 0 ? y - 1 : 0, y + 1), Slice(x > 0 ? x - 1 : 0, x + 1)}, 0);
      const std::vector<float> pixels(expected.data_ptr<float>(), expected.data_ptr<float>() + 16);
      // Five standard deviations of a binomial(1600, 1/16) count.
      EXPECT_NEAR(counts[pixels], 100, 49) << y << ", " << x;
    }
  }
}

TEST(Augmentation, CutoutOf16CutsTheSameSquareFromEveryChannel) {
  const Tensor image = torch::full({3, 32, 32}, 255, torch::kUInt8);
  const Augmentation augmentation{
      .crop_padding = 0, .flip = false, .cutout = 16, .normalisation = kThreeChannels};
  Random random(3, Purpose::kAugmentation);
  int64_t largest = 0;
  for (int draw = 0; draw < 50; ++draw) {
    const Tensor cut = augment(image, augmentation, random).eq(0);
    EXPECT_TRUE(cut[0].equal(cut[1]) && cut[0].equal(cut[2]));
    largest = std::max(largest, cut[0].sum().item<int64_t>());
  }
  EXPECT_EQ(largest, 16 * 16);
}

TEST(Augmentation, RefusesNegativeLengths) {
  EXPECT_EQ(error_of([] { Augmentation{.crop_padding = -1, .normalisation = kHalf}.check(); }),
            "crop_padding is -1; it must be at least 0.");
  EXPECT_EQ(error_of([] { Augmentation{.cutout = -2, .normalisation = kHalf}.check(); }),
            "cutout is -2; it must be at least 0.");
}

}  // namespace
}  // namespace tetlo
