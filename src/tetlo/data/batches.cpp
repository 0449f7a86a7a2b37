// SPDX-License-Identifier: Apache-2.0
#include "tetlo/data/batches.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "tetlo/util/error.h"

namespace tetlo {

Batches::Batches(std::shared_ptr<const Dataset> dataset, Augmentation augmentation,
                 BatchOptions options)
    : dataset_(std::move(dataset)), augmentation_(std::move(augmentation)), options_(options) {
  augmentation_.check();
  const int64_t together = options_.together * options_.batch_size;
  require(together >= 1 && together <= dataset_->size(),
          "batch_size is {}; it must be from 1 to {}, the number of images.", together,
          dataset_->size());
  shape_ = dataset_->image(0, nullptr).sizes().vec();
}

int64_t Batches::per_epoch() const {
  const int64_t size = options_.batch_size;
  const int64_t batches = (dataset_->size() + (options_.drop_last ? 0 : size - 1)) / size;
  return batches / options_.together * options_.together;
}

Batch Batches::get(int64_t epoch, int64_t index) const {
  TORCH_CHECK(epoch >= 0 && index >= 0 && index < per_epoch(), "batch (", epoch, ", ", index,
              ") does not exist; an epoch has ", per_epoch());
  const auto indices = order(epoch);
  const int64_t first = index * options_.batch_size;
  const int64_t count = std::min(options_.batch_size, dataset_->size() - first);
  std::vector<int64_t> sizes{count};
  sizes.insert(sizes.end(), shape_.begin(), shape_.end());
  Batch batch{torch::empty(sizes, torch::kFloat32), torch::empty({count}, torch::kInt64)};
  auto* labels = batch.labels.data_ptr<int64_t>();
  auto* pixels = batch.images.data_ptr<float>();
  const auto length = static_cast<size_t>(batch.images.numel() / count);
  const Augmentation augmentation = augmentation_at(epoch);
  const uint64_t of_epoch = stream_key(options_.seed, Purpose::kAugmentation, options_.stream,
                                       static_cast<uint64_t>(epoch));
  for (int64_t i = 0; i < count; ++i, pixels += length) {
    const int64_t image = indices->at(static_cast<size_t>(first + i));
    labels[i] = dataset_->label(image);
    Random random(options_.seed, Purpose::kAugmentation, of_epoch, static_cast<uint64_t>(image));
    fill({pixels, length}, image, augmentation, random);
  }
  return batch;
}

std::shared_ptr<const Batches::Order> Batches::order(int64_t epoch) const {
  const std::lock_guard lock(mutex_);
  if (cached_order_ != nullptr && (cached_epoch_ == epoch || !options_.shuffle)) {
    return cached_order_;
  }
  Order order(static_cast<size_t>(dataset_->size()));
  if (options_.shuffle) {
    order = Random(options_.seed, Purpose::kOrder, options_.stream, static_cast<uint64_t>(epoch))
                .permutation(dataset_->size());
  } else {
    std::iota(order.begin(), order.end(), 0);
  }
  cached_order_ = std::make_shared<const Order>(std::move(order));
  cached_epoch_ = epoch;
  return cached_order_;
}

Augmentation Batches::augmentation_at(int64_t epoch) const {
  Augmentation augmentation = augmentation_;
  const int64_t last = options_.cutout_epochs - 1;
  if (last >= 0) {
    augmentation.cutout_probability =
        last == 0 ? 1 : std::min(1.0, static_cast<double>(epoch) / static_cast<double>(last));
  }
  return augmentation;
}

// There are only plain loops in here, because tensor operations would compete with the training
// step for its threads.
void Batches::fill(std::span<float> row, int64_t image, const Augmentation& augmentation,
                   Random& random) const {
  const Tensor pixels = dataset_->image(image, options_.augment ? &random : nullptr);
  TORCH_CHECK(pixels.sizes() == shape_, "image ", image, " has another shape");
  if (options_.augment) {
    augment_into(row, pixels, augmentation, random);
  } else {
    plain_into(row, pixels, augmentation_.normalisation);
  }
}

}  // namespace tetlo
