// SPDX-License-Identifier: Apache-2.0
#include "tetlo/util/memory.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "tetlo/util/tensor.h"

#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include "tetlo/util/tensor.h"

namespace tetlo {
namespace {

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
constexpr int64_t kNumbers = 1 << 20;
constexpr size_t kBytes = kNumbers * sizeof(float);  // far more than tests leave behind in the heap

/// The number of bytes that malloc() has obtained from the system.
size_t heap_size() {
  const auto heap = mallinfo2();
  return heap.arena + heap.hblkhd;
}

std::vector<torch::Tensor> sixteen_tensors() {
  std::vector<torch::Tensor> tensors;
  for (int i = 0; i < 16; ++i) tensors.push_back(torch::empty({kNumbers}));
  return tensors;
}

TEST(Memory, TheHeapDoesNotGrowForATensorOfASizeThatWasFreed) {
  keep_freed_memory();
  std::vector<torch::Tensor> tensors = sixteen_tensors();
  const size_t before = heap_size();
  for (int round = 0; round < 3; ++round) {
    // Freed blocks lie between two tensors that stay, so that they cannot be merged.
    for (size_t i = 1; i < tensors.size(); i += 2) {
      tensors[i] = torch::Tensor();
      tensors[i] = torch::empty({kNumbers});
    }
  }
  EXPECT_LT(heap_size(), before + kBytes);
}

TEST(Memory, FreedTensorsLeaveTheHeapAsLargeAsItWas) {
  keep_freed_memory();
  std::vector<torch::Tensor> tensors = sixteen_tensors();
  const size_t before = heap_size();
  tensors.clear();
  EXPECT_GT(heap_size() + kBytes, before);
}
#endif

TEST(Memory, TensorsOfAnySizeBeginAtALineOfTheCache) {
  keep_freed_memory();
  for (const int64_t size : {1, 15, 16, 17, 1000, 123457}) {
    EXPECT_EQ(reinterpret_cast<uintptr_t>(torch::empty({size}).data_ptr()) % 64, 0U) << size;
  }
  EXPECT_EQ(torch::empty({0}).numel(), 0);
}

}  // namespace
}  // namespace tetlo
