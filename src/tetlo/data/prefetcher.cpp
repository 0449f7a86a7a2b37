// SPDX-License-Identifier: Apache-2.0
#include "tetlo/data/prefetcher.h"

#include <utility>

namespace tetlo {

Prefetcher::Prefetcher(std::shared_ptr<const Batches> batches, int64_t first_position,
                       int64_t workers)
    : batches_(std::move(batches)),
      position_(first_position),
      ahead_(workers + 1),
      claimed_(first_position) {
  TORCH_CHECK(first_position >= 0 && workers >= 1, "first position ", first_position, ", workers ",
              workers);
  for (int64_t i = 0; i < workers; ++i) {
    workers_.emplace_back([this](const std::stop_token& stop) { prepare(stop); });
  }
}

Batch Prefetcher::next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return ready_.contains(position_); });
  Made& made = ready_.at(position_);
  if (made.error) std::rethrow_exception(made.error);
  Batch batch = std::move(made.batch);
  ready_.erase(position_++);
  changed_.notify_all();
  return batch;
}

void Prefetcher::prepare(const std::stop_token& stop) {
  const auto has_room = [this] { return claimed_ < position_ + ahead_; };
  for (;;) {
    int64_t position = 0;
    {
      std::unique_lock lock(mutex_);
      if (!changed_.wait(lock, stop, has_room) || stop.stop_requested()) return;
      position = claimed_++;
    }
    Made made = make(position);
    const std::lock_guard lock(mutex_);
    ready_.emplace(position, std::move(made));
    changed_.notify_all();
  }
}

Prefetcher::Made Prefetcher::make(int64_t position) const {
  try {
    const int64_t epoch = batches_->per_epoch();
    return {.batch = batches_->get(position / epoch, position % epoch), .error = nullptr};
  } catch (...) {
    return {.batch = {}, .error = std::current_exception()};
  }
}

}  // namespace tetlo
