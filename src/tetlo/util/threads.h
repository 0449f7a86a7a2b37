// SPDX-License-Identifier: Apache-2.0
// The number of processor cores that tensor operations use. Debian's LibTorch uses one thread
// unless it is told otherwise.
#pragma once

namespace tetlo {

/// Makes tensor operations use `threads` threads; 0 means one for each core.
/// Returns the number used.
int set_threads(int threads);

/// Makes tensor operations use `threads` threads during its lifetime, and then as many as before.
class ScopedThreads {
 public:
  explicit ScopedThreads(int threads);
  ScopedThreads(const ScopedThreads&) = delete;
  ScopedThreads& operator=(const ScopedThreads&) = delete;
  ~ScopedThreads();

 private:
  int before_;
};

}  // namespace tetlo
