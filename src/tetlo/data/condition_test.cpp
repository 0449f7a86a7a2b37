// SPDX-License-Identifier: Apache-2.0
#include "tetlo/data/condition.h"

#include <gmock/gmock.h>

#include <cmath>

#include "tetlo/data/imbalance.h"
#include "tetlo/data/label_noise.h"
#include "tetlo/data/test_data.h"

namespace tetlo {
namespace {

using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::Ge;
using testing::Le;

/// `each` images of every class, all different, the classes in turn.
std::shared_ptr<const Dataset> some_images(int64_t classes, int64_t each) {
  const int64_t count = classes * each;
  const Tensor pixels = torch::arange(count).view({count, 1, 1, 1}).bitwise_and(255);
  return std::make_shared<MemoryDataset>(pixels.to(torch::kUInt8).expand({count, 1, 2, 2}),
                                         torch::arange(count).remainder(classes), classes, "some");
}

/// Whether k of n events of probability p lie within four standard deviations of their mean.
testing::Matcher<int64_t> binomial(int64_t n, double p) {
  const double mean = static_cast<double>(n) * p, bound = 4 * std::sqrt(mean * (1 - p));
  return AllOf(Ge(static_cast<int64_t>(mean - bound)), Le(static_cast<int64_t>(mean + bound)));
}

TEST(NoisyLabels, ReplaceEachLabelWithTheGivenProbabilityByOthersAtEqualOdds) {
  const int64_t classes = 4, each = 5000;
  const auto clean = some_images(classes, each);
  const NoisyLabels noisy(clean, {.rate = 0.6, .classes = classes, .seed = 1});
  std::vector<std::vector<int64_t>> became(4, std::vector<int64_t>(4));
  for (int64_t i = 0; i < noisy.size(); ++i) {
    ++became[static_cast<size_t>(clean->get(i).label)][static_cast<size_t>(noisy.get(i).label)];
  }
  for (size_t y = 0; y < 4; ++y) {
    for (size_t k = 0; k < 4; ++k) {
      EXPECT_THAT(became[y][k], binomial(each, y == k ? 0.4 : 0.2)) << y << " " << k;
    }
  }
  EXPECT_EQ(noisy.changed(),
            noisy.size() - became[0][0] - became[1][1] - became[2][2] - became[3][3]);
}

TEST(NoisyLabels, OfTwoClassesAreTheOtherOneIfAllAreReplaced) {
  const NoisyLabels noisy(some_images(2, 3), {.rate = 1, .classes = 2});
  EXPECT_THAT(labels_of(noisy), ElementsAre(1, 0, 1, 0, 1, 0));
}

TEST(NoisyLabels, DependOnTheSeedOnly) {
  const auto labels = [](uint64_t seed) {
    return labels_of(NoisyLabels(some_images(5, 40), {.rate = 0.5, .classes = 5, .seed = seed}));
  };
  EXPECT_EQ(labels(1), labels(1));
  EXPECT_NE(labels(1), labels(2));
}

TEST(NoisyLabels, ThatAreWrongAtSomeRateAreTheSameAtALargerRate) {
  const auto clean = some_images(5, 40);
  const NoisyLabels few(clean, {.rate = 0.2, .classes = 5}),
      many(clean, {.rate = 0.7, .classes = 5});
  for (int64_t i = 0; i < clean->size(); ++i) {
    if (few.get(i).label != clean->get(i).label) {
      EXPECT_EQ(few.get(i).label, many.get(i).label);
    }
  }
}

TEST(Imbalance, KeepsExponentiallyFewerImagesOfEachClass) {
  // 100 μ^i with μ = 10^(−1/2).
  const auto left = imbalanced(some_images(3, 100), {.ratio = 10, .classes = 3});
  EXPECT_THAT(images_per_class(*left, 3), ElementsAre(100, 32, 10));
}

TEST(Imbalance, OfTheValidationHalfOfCifar10HasTheCountsOfTheFormula) {
  // 2500 · 10^(−i/9)
  const auto left = imbalanced(some_images(10, 2500), {.ratio = 10, .classes = 10});
  EXPECT_THAT(images_per_class(*left, 10),
              ElementsAre(2500, 1936, 1499, 1160, 898, 696, 539, 417, 323, 250));
}

TEST(Imbalance, LeavesAtLeastOneImageOfAClass) {
  const auto left = imbalanced(some_images(2, 3), {.ratio = 1000, .classes = 2});
  EXPECT_THAT(images_per_class(*left, 2), ElementsAre(3, 1));
}

TEST(Imbalance, KeepsImagesThatTheSeedDecides) {
  const auto kept = [](uint64_t seed, double ratio) {
    const auto left = imbalanced(some_images(2, 100), {.ratio = ratio, .classes = 2, .seed = seed});
    std::vector<int64_t> pixels;
    for (int64_t i = 0; i < left->size(); ++i) {
      pixels.push_back(left->get(i).image.flatten()[0].item<int64_t>());
    }
    return pixels;
  };
  EXPECT_EQ(kept(1, 4), kept(1, 4));
  EXPECT_NE(kept(1, 4), kept(2, 4));
  EXPECT_THAT(kept(1, 2), testing::IsSupersetOf(kept(1, 10)));
}

TEST(Condition, CleanImagesAreThoseThatWereGiven) {
  const auto images = some_images(3, 4);
  const Conditioned clean = in_condition({}, images, 3, 1);
  EXPECT_EQ(clean.images, images);
  EXPECT_TRUE(clean.record.is_null());
}

TEST(Condition, RecordsHowManyLabelsChangedAndTheImagesInEachClass) {
  const auto images = some_images(2, 100);
  const Conditioned noisy = in_condition({.label_noise = 1, .imbalance = 4}, images, 2, 1);
  EXPECT_EQ(noisy.record["labels_changed"], 125);
  EXPECT_EQ(noisy.record["images_per_class"], (std::vector<int64_t>{100, 25}));
  EXPECT_EQ(noisy.record["labels_per_class"], (std::vector<int64_t>{25, 100}));
}

TEST(Condition, RefusesASingleClass) {
  EXPECT_EQ(error_of([] { in_condition({.label_noise = 0.1}, some_images(1, 4), 1, 1); }),
            "The images have 1 class; [condition] needs at least 2.");
}

}  // namespace
}  // namespace tetlo
