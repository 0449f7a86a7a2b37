// SPDX-License-Identifier: Apache-2.0
#include "tetlo/data/batches.h"

#include <gmock/gmock.h>

#include "tetlo/data/test_data.h"

namespace tetlo {
namespace {

using testing::ElementsAre;

const Augmentation kDefault{.normalisation = {{0.0}, {1.0}}};

std::vector<int64_t> labels_of(const Batch& batch) {
  const auto* labels = batch.labels.data_ptr<int64_t>();
  return {labels, labels + batch.labels.numel()};
}

std::vector<int64_t> epoch_labels(const Batches& batches, int64_t epoch) {
  std::vector<int64_t> all;
  for (int64_t i = 0; i < batches.per_epoch(); ++i) {
    const auto labels = labels_of(batches.get(epoch, i));
    all.insert(all.end(), labels.begin(), labels.end());
  }
  return all;
}

bool same(const Batch& a, const Batch& b) {
  return a.images.equal(b.images) && a.labels.equal(b.labels);
}

TEST(Batches, AnEpochShowsEveryImageOnce) {
  const Batches batches(numbered_images(12), kDefault, {.batch_size = 4, .seed = 1});
  for (int64_t epoch : {0, 1}) {
    const auto labels = epoch_labels(batches, epoch);
    EXPECT_EQ(std::set<int64_t>(labels.begin(), labels.end()).size(), 12);
    EXPECT_EQ(labels.size(), 12);
  }
}

TEST(Batches, DropLastDropsWhatDoesNotFillABatch) {
  const auto images = numbered_images(10);
  EXPECT_EQ(Batches(images, kDefault, {.batch_size = 4}).per_epoch(), 2);
  const Batches all(images, kDefault, {.batch_size = 4, .drop_last = false});
  EXPECT_EQ(all.per_epoch(), 3);
  EXPECT_EQ(all.get(0, 2).labels.size(0), 2);
  EXPECT_EQ(all.get(0, 2).images.size(0), 2);
  const auto labels = epoch_labels(all, 0);
  EXPECT_EQ(std::set<int64_t>(labels.begin(), labels.end()).size(), 10);
}

TEST(Batches, EveryImageKeepsItsLabel) {
  const Batches batches(numbered_images(12, 3),
                        {.crop_padding = 0, .normalisation = {{0, 0, 0}, {1, 1, 1}}},
                        {.batch_size = 4});
  const Batch batch = batches.get(0, 1);
  ASSERT_EQ(batch.images.sizes().vec(), (std::vector<int64_t>{4, 3, 4, 4}));
  const Tensor expected = (batch.labels.to(torch::kFloat32) / 255).view({4, 1, 1, 1});
  EXPECT_TRUE(torch::allclose(batch.images, expected.expand({4, 3, 4, 4})));
}

TEST(Batches, ContentDependsOnThePlaceOnly) {
  const BatchOptions options{.batch_size = 4, .seed = 1};
  const Batches forwards(numbered_images(12), kDefault, options);
  const Batches backwards(numbered_images(12), kDefault, options);
  std::vector<Batch> batches;
  for (int64_t p = 0; p < 6; ++p) batches.push_back(forwards.get(p / 3, p % 3));
  for (int64_t p = 5; p >= 0; --p) {
    EXPECT_TRUE(same(backwards.get(p / 3, p % 3), batches[static_cast<size_t>(p)])) << p;
  }
}

TEST(Batches, SeedStreamAndEpochChangeTheOrder) {
  const auto images = numbered_images(12);
  const auto labels = [&](uint64_t seed, uint64_t stream, int64_t epoch) {
    return epoch_labels({images, kDefault, {.batch_size = 4, .seed = seed, .stream = stream}},
                        epoch);
  };
  const std::set<std::vector<int64_t>> orders{labels(1, 0, 0), labels(2, 0, 0), labels(1, 1, 0),
                                              labels(1, 0, 1)};
  EXPECT_EQ(orders.size(), 4);
}

TEST(Batches, SeedStreamEpochAndIndexChangeTheAugmentation) {
  // There is only one image, so that nothing but the augmentation can differ.
  const auto images = std::make_shared<Subset>(numbered_images(2), std::vector<int64_t>(200, 1));
  const auto pixels = [&](uint64_t seed, uint64_t stream, int64_t epoch, int64_t index) {
    return Batches(images, kDefault, {.batch_size = 100, .seed = seed, .stream = stream})
        .get(epoch, index)
        .images;
  };
  const std::vector<Tensor> all{pixels(1, 0, 0, 0), pixels(2, 0, 0, 0), pixels(1, 1, 0, 0),
                                pixels(1, 0, 1, 0), pixels(1, 0, 0, 1)};
  for (size_t a = 0; a < all.size(); ++a) {
    for (size_t b = 0; b < a; ++b) EXPECT_FALSE(all[a].equal(all[b])) << a << ", " << b;
  }
}

TEST(Batches, ShowTheSameOfAnImageWhateverTheirSize) {
  const auto images = numbered_images(12);
  const Batches large(images, kDefault, {.batch_size = 12, .seed = 3});
  const Batches small(images, kDefault, {.batch_size = 4, .seed = 3});
  const Tensor all =
      torch::cat({small.get(5, 0).images, small.get(5, 1).images, small.get(5, 2).images});
  EXPECT_TRUE(torch::equal(large.get(5, 0).images, all));
  EXPECT_FALSE(torch::equal(large.get(6, 0).images, all));
}

TEST(Batches, ForTestingTheyAreTheImagesInOrder) {
  const auto images = numbered_images(6);
  const Batches batches(images, kDefault,
                        {.batch_size = 4, .shuffle = false, .augment = false, .drop_last = false});
  EXPECT_THAT(labels_of(batches.get(0, 0)), ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(labels_of(batches.get(1, 1)), ElementsAre(4, 5));
  EXPECT_TRUE(
      batches.get(1, 1).images[1].equal(plain(images->get(5).image, kDefault.normalisation)));
}

TEST(Batches, RefuseASizeAboveTheNumberOfImages) {
  EXPECT_EQ(error_of([] { Batches(numbered_images(3), kDefault, {.batch_size = 4}); }),
            "batch_size is 4; it must be from 1 to 3, the number of images.");
}

}  // namespace
}  // namespace tetlo
