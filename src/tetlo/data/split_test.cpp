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
