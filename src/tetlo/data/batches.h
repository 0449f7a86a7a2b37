// SPDX-License-Identifier: Apache-2.0
// Batches of a data set. Each is a pure function of its place: batch (epoch, index) does not depend
// on which batches were requested before or on which thread, so that a resumed run sees the same
// batches as an uninterrupted one.
//
// The order of the images in an epoch is a permutation drawn from the random stream
// (seed, order, stream, epoch). An image is cropped and augmented with random numbers of the stream
// (seed, augmentation, k, i), where i is its index in the data set and
// k = stream_key(seed, augmentation, stream, epoch). So what is seen of it in an epoch depends
// neither on the size of the batches nor on the other images.
//
// Checkable: 10 images in batches of 4 are 2 batches per epoch, or 3 without drop_last.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "tetlo/data/augmentation.h"
#include "tetlo/data/dataset.h"

namespace tetlo {

struct Batch {
  Tensor images;  ///< float [N, C, H, W], normalised
  Tensor labels;  ///< int64 [N]
};

struct BatchOptions {
  int64_t batch_size = 64;
  uint64_t seed = 0;
  uint64_t stream = 0;    ///< must differ between sequences of batches that are to differ
  bool shuffle = true;    ///< false: every epoch has the order of the data set
  bool augment = true;    ///< false: normalisation only
  bool drop_last = true;  ///< false: the last batch of an epoch may be smaller
  int64_t together = 1;   ///< an epoch has a multiple of this number of batches
  /// Number of epochs over which the probability of cutout grows from 0 to 1; 0: it is always 1.
  int64_t cutout_epochs = 0;
};

/// All images must have the shape of the first.
class Batches {
 public:
  /// Throws Error unless the batches that belong together have from 1 image to all.
  Batches(std::shared_ptr<const Dataset> dataset, Augmentation augmentation, BatchOptions options);

  /// The number of images of the data set.
  int64_t images() const { return dataset_->size(); }
  /// The number of batches of one epoch.
  int64_t per_epoch() const;
  /// Batch `index`, from 0 to per_epoch() − 1, of an epoch ≥ 0. May be called from several threads.
  Batch get(int64_t epoch, int64_t index) const;

 private:
  using Order = std::vector<int64_t>;
  std::shared_ptr<const Order> order(int64_t epoch) const;
  Augmentation augmentation_at(int64_t epoch) const;
  /// Fills one row of a batch.
  void fill(std::span<float> row, int64_t image, const Augmentation& augmentation,
            Random& random) const;

  std::shared_ptr<const Dataset> dataset_;
  Augmentation augmentation_;
  BatchOptions options_;
  std::vector<int64_t> shape_;

  // The order of the last requested epoch, because the batches of an epoch are
  // mostly read in sequence.
  mutable std::mutex mutex_;
  mutable std::shared_ptr<const Order> cached_order_;
  mutable int64_t cached_epoch_ = -1;
};

}  // namespace tetlo
