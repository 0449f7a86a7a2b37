// SPDX-License-Identifier: Apache-2.0
#include "tetlo/util/memory.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <new>
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

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
TEST(TensorWatch, SeesTheMostBytesThatTensorsHaveHad) {
  keep_freed_memory();
  const torch::Tensor stays = torch::empty({kNumbers});
  const TensorWatch watch(int64_t{1} << 40);
  const int64_t before = watch.peak(), bytes = kNumbers * 4;
  { const torch::Tensor a = torch::empty({kNumbers}), b = torch::empty({kNumbers}); }
  const torch::Tensor c = torch::empty({kNumbers});
  EXPECT_NEAR(static_cast<double>(watch.peak() - before), 2.0 * static_cast<double>(bytes), 4096);
}

TEST(TensorWatch, LetsTensorsGrowByNoMoreThanIsAllowed) {
  keep_freed_memory();
  const int64_t bytes = kNumbers * 4;
  {
    const TensorWatch watch(bytes + bytes / 2);
    const torch::Tensor a = torch::empty({kNumbers});
    EXPECT_THROW(torch::empty({kNumbers}), std::bad_alloc);
    EXPECT_EQ(torch::empty({16}).numel(), 16);
  }
  EXPECT_EQ(torch::empty({2 * kNumbers}).numel(), 2 * kNumbers);
}
#endif

TEST(Memory, ThePresentIsAtMostThePeakAndSomeIsFree) {
  EXPECT_GT(present_memory(), 1 << 20);
  // The kernel adds the pages of each thread to the sum in lots, and the peak less often.
  EXPECT_LT(present_memory(), peak_memory() + (64 << 20));
  EXPECT_GT(free_memory().value_or(1), 0);
}

TEST(Memory, TensorsOfAnySizeBeginAtALineOfTheCache) {
  keep_freed_memory();
  for (const int64_t size : {1, 15, 16, 17, 1000, 123457}) {
    EXPECT_EQ(reinterpret_cast<uintptr_t>(torch::empty({size}).data_ptr()) % 64, 0U) << size;
  }
  EXPECT_EQ(torch::empty({0}).numel(), 0);
}

}  // namespace
}  // namespace tetlo
