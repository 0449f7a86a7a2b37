// SPDX-License-Identifier: Apache-2.0
// Prepares the next batches on threads of its own while the current batch is being used.
//
// Position p of the endless sequence of batches is batch (p / per_epoch, p % per_epoch). Batches
// are pure functions of their place, so that the sequence is the same as without a prefetcher. To
// resume, start at the position that was reached.
//
// Checkable: with 2 batches per epoch, first position 3 gives (1, 1), (2, 0), (2, 1), …
#pragma once

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "tetlo/data/batches.h"

namespace tetlo {

class Prefetcher {
 public:
  /// Keeps a batch more ready than there are workers, which are its threads. The destructor waits
  /// for the batches that are being made.
  Prefetcher(std::shared_ptr<const Batches> batches, int64_t first_position, int64_t workers = 1);

  /// Returns the batch at position(), and advances the position by one. If an exception was thrown
  /// while the batch was made, it is rethrown, and the position stays.
  Batch next();
  /// The position of the batch that next() returns next.
  int64_t position() const { return position_; }

 private:
  /// What came of making a batch.
  struct Made {
    Batch batch;
    std::exception_ptr error;
  };
  void prepare(const std::stop_token& stop);
  Made make(int64_t position) const;

  std::shared_ptr<const Batches> batches_;
  int64_t position_, ahead_;

  std::mutex mutex_;
  std::condition_variable_any changed_;
  int64_t claimed_;  ///< the position of the batch that is made next
  std::map<int64_t, Made> ready_;
  /// Declared last, so that they end before the members that they use.
  std::vector<std::jthread> workers_;
};

}  // namespace tetlo
