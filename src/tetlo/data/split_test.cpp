// SPDX-License-Identifier: Apache-2.0
#include "tetlo/data/split.h"

#include <gmock/gmock.h>

#include "tetlo/data/test_data.h"

namespace tetlo {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::EndsWith;
using testing::Not;
using testing::StartsWith;

std::vector<int64_t> joined(const Split& split) {
  auto labels = labels_of(*split.train);
  const auto rest = labels_of(*split.validation);
  labels.insert(labels.end(), rest.begin(), rest.end());
  return labels;
}

TEST(Split, EveryImageIsInExactlyOnePart) {
  const auto split = split_dataset(numbered_images(100), {.train_portion = 0.7, .seed = 5});
  EXPECT_EQ(split.train->size(), 70);
  auto all = joined(split);
  EXPECT_FALSE(std::is_sorted(all.begin(), all.end()));
  std::sort(all.begin(), all.end());
  EXPECT_EQ(all, labels_of(*numbered_images(100)));
}

TEST(Split, FileOrderIsTheOneOfDarts) {
  const auto split = split_dataset(numbered_images(5), {.order = SplitOrder::kFileOrder});
  EXPECT_THAT(labels_of(*split.train), ElementsAre(0, 1));
  EXPECT_THAT(labels_of(*split.validation), ElementsAre(2, 3, 4));
}

TEST(Split, SeedDecides) {
  const auto images = numbered_images(50);
  EXPECT_EQ(joined(split_dataset(images, {.seed = 1})), joined(split_dataset(images, {.seed = 1})));
  EXPECT_NE(joined(split_dataset(images, {.seed = 1})), joined(split_dataset(images, {.seed = 2})));
}

TEST(Split, LimitKeepsTheBeginningOfTheOrder) {
  const auto images = numbered_images(50);
  auto beginning = joined(split_dataset(images, {.seed = 1}));
  beginning.resize(8);
  const auto split = split_dataset(images, {.seed = 1, .limit = 8});
  EXPECT_EQ(split.train->size(), 4);
  EXPECT_EQ(joined(split), beginning);
}

TEST(Split, HoldsOutWhatNeitherPartHasNorTheLimitChanges) {
  const auto images = numbered_images(50);
  for (const int64_t limit : {0, 8, 45}) {
    const SplitOptions options{.seed = 1, .limit = limit, .held_out = 0.1};
    const auto split = split_dataset(images, options);
    const auto held_out = labels_of(*held_out_images(images, options));
    EXPECT_EQ(held_out, labels_of(*held_out_images(images, {.seed = 1, .held_out = 0.1})));
    ASSERT_EQ(held_out.size(), 5U);
    EXPECT_EQ(joined(split).size(), limit > 0 ? limit : 45U);
    EXPECT_EQ(labels_of(*first_images(images, options)), joined(split));
    for (const int64_t label : joined(split)) EXPECT_THAT(held_out, Not(Contains(label)));
  }
}

/// The number of images of each class, of which 1,300 are of class 0, 732 of class 1 and 3 of class
/// 2.
std::vector<int64_t> per_class(const Dataset& images) {
  std::vector<int64_t> counts(3);
  for (int64_t i = 0; i < images.size(); ++i) ++counts[static_cast<size_t>(images.label(i))];
  return counts;
}

std::shared_ptr<const Dataset> unequal_classes(int64_t first = 1300) {
  const Tensor labels = torch::arange(3).repeat_interleave(torch::tensor({first, 732L, 3L}));
  return std::make_shared<MemoryDataset>(torch::zeros({labels.size(0), 1, 1, 1}, torch::kUInt8),
                                         labels, 3, "images");
}

// ImageNet's classes have from 732 to 1,300 images.
TEST(Split, ByClassTakesAShareOfEachClassAndAtLeastOneImage) {
  const SplitOptions tenth{
      .train_portion = 0.1, .validation_portion = 0.025, .order = SplitOrder::kByClass, .seed = 1};
  const Split split = split_dataset(unequal_classes(), tenth);
  EXPECT_THAT(per_class(*split.train), ElementsAre(130, 73, 1));
  EXPECT_THAT(per_class(*split.validation), ElementsAre(32, 18, 1));
  const Split half = split_dataset(unequal_classes(), {.order = SplitOrder::kByClass, .seed = 1});
  EXPECT_THAT(per_class(*half.train), ElementsAre(650, 366, 1));
  EXPECT_THAT(per_class(*half.validation), ElementsAre(650, 366, 2));
  const Split given = limited({unequal_classes(), unequal_classes(40)}, tenth);
  EXPECT_THAT(per_class(*given.train), ElementsAre(130, 73, 1));
  EXPECT_THAT(per_class(*given.validation), ElementsAre(1, 18, 1));
  SplitOptions with_limit = tenth;
  with_limit.limit = 80;
  EXPECT_THAT(error_of([&] {
                limited({unequal_classes(), unequal_classes()}, with_limit);
              }),
              StartsWith("The limit is 80 images; it must be 0"));
  EXPECT_LE(split_dataset(unequal_classes(), with_limit).train->size(), 8);
}

TEST(Split, OfGivenPartsAValidationPortionIsTakenFromTheSecond) {
  const Split given = limited({numbered_images(40), numbered_images(20)},
                              {.train_portion = 0.5, .validation_portion = 0.25, .seed = 5});
  EXPECT_EQ(given.train->size(), 40);
  EXPECT_EQ(given.validation->size(), 5);
}

TEST(Split, ByClassIsDrawnByTheSeedWithoutAnImageInBothParts) {
  const auto images = numbered_images(40);  // each of a class of its own
  EXPECT_THAT(error_of([&] { split_dataset(images, {.order = SplitOrder::kByClass}); }),
              EndsWith("is 1; 1 for training and 1 for validation are more."));
  const auto one_class =
      std::make_shared<MemoryDataset>(torch::arange(40).to(torch::kUInt8).view({40, 1, 1, 1}),
                                      torch::zeros({40}, torch::kInt64), 1, "images");
  const auto pixels = [&](uint64_t seed) {
    const Split split = split_dataset(one_class, {.train_portion = 0.25,
                                                  .validation_portion = 0.5,
                                                  .order = SplitOrder::kByClass,
                                                  .seed = seed});
    std::vector<int64_t> all;
    for (const auto& part : {split.train, split.validation}) {
      for (int64_t i = 0; i < part->size(); ++i) {
        all.push_back(part->image(i, nullptr).item<int64_t>());
      }
    }
    return all;
  };
  auto drawn = pixels(1);
  EXPECT_EQ(drawn, pixels(1));
  EXPECT_NE(drawn, pixels(2));
  std::sort(drawn.begin(), drawn.end());
  EXPECT_EQ(drawn.size(), 30U);
  EXPECT_EQ(std::unique(drawn.begin(), drawn.end()), drawn.end());
}

TEST(Split, AValidationPortionLeavesOutTheRest) {
  const auto split = split_dataset(numbered_images(40),
                                   {.train_portion = 0.5, .validation_portion = 0.25, .seed = 5});
  EXPECT_EQ(split.train->size(), 20);
  EXPECT_EQ(split.validation->size(), 10);
  EXPECT_THAT(error_of([] {
                split_dataset(numbered_images(9),
                              {.train_portion = 0.5, .validation_portion = 0.6});
              }),
              EndsWith("together they must be at most 1."));
}

TEST(Split, RefusesToHoldOutNothing) {
  EXPECT_THAT(error_of([] { held_out_images(numbered_images(9), {.held_out = 0.1}); }),
              EndsWith("which is none of them."));
}

TEST(Split, RefusesAnEmptyPart) {
  EXPECT_EQ(error_of([] { split_dataset(numbered_images(3), {.train_portion = 0.3}); }),
            "The training portion is 0.3, which splits 3 images into 0 and 3; each part must have "
            "at least one.");
}

TEST(Split, RefusesAPortionThatIsNone) {
  for (const double portion : {-0.5, 0.0, 1.0, std::nan("")}) {
    EXPECT_THAT(error_of([&] { split_dataset(numbered_images(3), {.train_portion = portion}); }),
                EndsWith("it must lie between 0 and 1."));
  }
}

TEST(Split, RefusesALimitAboveTheNumberOfImages) {
  EXPECT_EQ(error_of([] { split_dataset(numbered_images(3), {.limit = 4}); }),
            "The limit is 4 images; it must be from 0 (all) to 3, the number of images.");
}

}  // namespace
}  // namespace tetlo
