// SPDX-License-Identifier: Apache-2.0
// Prepares the next batches on its own thread while the current batch is being used.
//
// Position p of the endless sequence of batches is batch (p / per_epoch, p % per_epoch). Batches
// are pure functions of their place, so that the sequence is the same as without a prefetcher. To
// resume, start at the position that was reached.
//
// Checkable: with 2 batches per epoch, first position 3 gives (1, 1), (2, 0), (2, 1), …
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>

#include "tetlo/data/batches.h"

namespace tetlo {

class Prefetcher {
 public:
  /// Keeps up to `depth` ≥ 1 batches ready. The destructor waits for at most one batch to be made.
  Prefetcher(std::shared_ptr<const Batches> batches, int64_t first_position, int depth = 2);

  /// Returns the batch at position(), and advances the position by one. Rethrows the exception
  /// thrown while the batch was made, if there was one.
  Batch next();
  /// The position of the batch that next() returns next.
  int64_t position() const { return position_; }

 private:
  void prepare(const std::stop_token& stop, int64_t position);

  std::shared_ptr<const Batches> batches_;
  int64_t position_;
  size_t depth_;

  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<Batch> ready_;
  std::exception_ptr error_;
  std::jthread thread_;  ///< declared last, so that it ends before the members that it uses
};

}  // namespace tetlo
