// SPDX-License-Identifier: Apache-2.0
// The memory of a process that allocates the same large tensors again and again: how it is managed,
// how much there is, and how much tensors take of it.
#pragma once

#include <cstdint>
#include <optional>

namespace tetlo {

/// Call this before anything else. From then on, freed memory stays with the process and is reused:
/// if a tensor is freed and another of the same size is made, the heap does not grow. Memory also
/// comes in large pages. Every step of a search needs the same gigabytes; new pages would have to
/// be cleared first, and small pages need many address translations. Does nothing if the C library
/// is not glibc.
void keep_freed_memory();

/// The memory that this process has, and the most that it has had at one time, in bytes.
int64_t present_memory();
int64_t peak_memory();

/// The bytes that the system, or the limit of a container, leaves to this process in addition to
/// what it has. Nothing if the system does not say. Limits of control groups within a container or
/// a session are not seen.
std::optional<int64_t> free_memory();

/// Watches the tensors in main memory during its lifetime. Must be the only one, and does nothing
/// without keep_freed_memory().
class TensorWatch {
 public:
  /// Where all tensors together would have `growth` bytes more than now, std::bad_alloc is thrown.
  explicit TensorWatch(int64_t growth);
  TensorWatch(const TensorWatch&) = delete;
  TensorWatch& operator=(const TensorWatch&) = delete;
  ~TensorWatch();

  /// The most bytes that all tensors together have had since the watch began.
  int64_t peak() const;
};

}  // namespace tetlo
