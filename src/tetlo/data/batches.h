// SPDX-License-Identifier: Apache-2.0
// Batches of a data set, each a pure function of its place: batch (epoch, index) is the same
// whatever was asked for before, on whatever thread, so a resumed run sees what it would have seen.
//
// The order of an epoch is the permutation of the stream (seed, order, stream, epoch). The images
// of a batch are augmented, one after the other, from the stream (seed, augmentation,
// key(stream, epoch), index), where key is stream_key(seed, augmentation, stream, epoch).
// A checkable value: 10 images in batches of 4 are 2 batches an epoch, or 3 without drop_last.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "tetlo/data/augmentation.h"
#include "tetlo/data/dataset.h"

namespace tetlo {

struct Batch {
  Tensor images;  // float [N, C, H, W], normalised
  Tensor labels;  // int64 [N]
};

struct BatchOptions {
  int64_t batch_size = 64;
  uint64_t seed = 0;
  uint64_t stream = 0;    // loaders of one run that shall differ have different streams
  bool shuffle = true;    // false: every epoch in the order of the data set
  bool augment = true;    // false: normalisation only
  bool drop_last = true;  // false: an epoch's last batch may be smaller
  // Over so many epochs cutout becomes as frequent as it gets, from never on; 0: it always is.
  int64_t cutout_epochs = 0;
};

/// All images must have the shape of the first.
class Batches {
 public:
  /// Throws Error if the batch size is not within 1, …, number of images.
  Batches(std::shared_ptr<const Dataset> dataset, Augmentation augmentation, BatchOptions options);

  /// The number of batches of one epoch.
  int64_t per_epoch() const;
  /// Batch `index` of 0, …, per_epoch() − 1 of an epoch ≥ 0. Safe from several threads.
  Batch get(int64_t epoch, int64_t index) const;

 private:
  using Order = std::vector<int64_t>;
  std::shared_ptr<const Order> order(int64_t epoch) const;
  Augmentation augmentation_at(int64_t epoch) const;
  void fill(Batch& batch, const int64_t* indices, const Augmentation& augmentation,
            Random& random) const;

  std::shared_ptr<const Dataset> dataset_;
  Augmentation augmentation_;
  BatchOptions options_;
  std::vector<int64_t> shape_;

  // The last order asked for: an epoch's batches mostly come one after the other.
  mutable std::mutex mutex_;
  mutable std::shared_ptr<const Order> cached_order_;
  mutable int64_t cached_epoch_ = -1;
};

}  // namespace tetlo
