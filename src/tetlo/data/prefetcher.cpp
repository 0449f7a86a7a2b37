// SPDX-License-Identifier: Apache-2.0
#include "tetlo/data/prefetcher.h"

#include <utility>

namespace tetlo {

Prefetcher::Prefetcher(std::shared_ptr<const Batches> batches, int64_t first_position, int depth)
    : batches_(std::move(batches)), position_(first_position), depth_(static_cast<size_t>(depth)) {
  TORCH_CHECK(first_position >= 0 && depth >= 1, "first position ", first_position, ", depth ",
              depth);
  thread_ = std::jthread(
      [this, first_position](const std::stop_token& stop) { prepare(stop, first_position); });
}

Batch Prefetcher::next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !ready_.empty() || error_ != nullptr; });
  if (ready_.empty()) std::rethrow_exception(error_);
  Batch batch = std::move(ready_.front());
  ready_.pop_front();
  ++position_;
  changed_.notify_all();
  return batch;
}

void Prefetcher::prepare(const std::stop_token& stop, int64_t position) {
  const auto has_room = [this] { return ready_.size() < depth_; };
  try {
    for (;; ++position) {
      {
        std::unique_lock lock(mutex_);
        if (!changed_.wait(lock, stop, has_room)) return;
      }
      if (stop.stop_requested()) return;
      Batch batch =
          batches_->get(position / batches_->per_epoch(), position % batches_->per_epoch());
      const std::lock_guard lock(mutex_);
      ready_.push_back(std::move(batch));
      changed_.notify_all();
    }
  } catch (...) {
    const std::lock_guard lock(mutex_);
    error_ = std::current_exception();
    changed_.notify_all();
  }
}

}  // namespace tetlo
