// SPDX-License-Identifier: Apache-2.0
#include "tetlo/util/threads.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <thread>

#include "tetlo/util/error.h"

namespace tetlo {

int set_threads(int threads) {
  require(threads >= 0, "threads is {}; it must be at least 0, where 0 means all cores.", threads);
  if (threads == 0) threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  at::set_num_threads(threads);
  return threads;
}

ScopedThreads::ScopedThreads(int threads) : before_(at::get_num_threads()) { set_threads(threads); }

ScopedThreads::~ScopedThreads() { at::set_num_threads(before_); }

}  // namespace tetlo
