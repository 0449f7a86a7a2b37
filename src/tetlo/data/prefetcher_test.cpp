// SPDX-License-Identifier: Apache-2.0
#include "tetlo/data/prefetcher.h"

#include <gmock/gmock.h>

#include <atomic>

#include "tetlo/data/test_data.h"

namespace tetlo {
namespace {

const Augmentation kDefault{.normalisation = {{0.0}, {1.0}}};

std::shared_ptr<const Batches> batches_of(std::shared_ptr<const Dataset> dataset) {
  return std::make_shared<Batches>(std::move(dataset), kDefault, BatchOptions{.batch_size = 2});
}

/// Counts the images that are read, and fails after the `last`-th.
class Counting : public Dataset {
 public:
  explicit Counting(int64_t last) : last_(last) {}
  int64_t size() const override { return 4; }
  int64_t label(int64_t index) const override { return images_->label(index); }
  Tensor image(int64_t index, Random* random) const override {
    if (++count_ > last_) throw std::runtime_error("the disk is gone");
    return images_->image(index, random);
  }
  int64_t count() const { return count_; }

 private:
  std::shared_ptr<const Dataset> images_ = numbered_images(4);
  int64_t last_;
  mutable std::atomic<int64_t> count_ = 0;
};

TEST(Prefetcher, GivesTheEndlessSequenceFromItsFirstPosition) {
  const auto batches = batches_of(numbered_images(5));
  for (const int64_t workers : {1, 4}) {
    Prefetcher prefetcher(batches, 3, workers);
    for (int64_t position = 3; position < 40; ++position) {
      ASSERT_EQ(prefetcher.position(), position);
      const Batch batch = prefetcher.next();
      const Batch expected = batches->get(position / 2, position % 2);
      ASSERT_TRUE(batch.images.equal(expected.images) && batch.labels.equal(expected.labels));
    }
  }
}

TEST(Prefetcher, RethrowsAfterTheBatchesThatWereMade) {
  // One image is read for its shape and four make two batches; the third batch fails. The pause
  // lets that happen before the first batch is fetched.
  Prefetcher prefetcher(batches_of(std::make_shared<Counting>(5)), 0);
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_NO_THROW(prefetcher.next());
  EXPECT_NO_THROW(prefetcher.next());
  const auto is_gone = testing::ThrowsMessage<std::runtime_error>("the disk is gone");
  EXPECT_THAT([&] { prefetcher.next(); }, is_gone);
  EXPECT_THAT([&] { prefetcher.next(); }, is_gone);
}

TEST(Prefetcher, PreparesOneBatchMoreThanThereAreWorkersAndStopsWhenAsked) {
  const auto images = std::make_shared<Counting>(1000);
  {
    const Prefetcher prefetcher(batches_of(images), 0, 2);
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    EXPECT_EQ(images->count(), 1 + 3 * 2);
  }
  EXPECT_EQ(images->count(), 1 + 3 * 2);
}

}  // namespace
}  // namespace tetlo
