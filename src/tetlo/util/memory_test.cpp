// SPDX-License-Identifier: Apache-2.0
#include "tetlo/util/memory.h"

#include <gtest/gtest.h>

#include <cstdint>

#include "tetlo/util/tensor.h"

namespace tetlo {
namespace {

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
TEST(Memory, ATensorFitsWhereOneOfItsSizeWas) {
  keep_freed_memory();
  constexpr int64_t kSize = 1 << 20;
  torch::Tensor gone = torch::empty({kSize});
  const torch::Tensor neighbour = torch::empty({kSize});
  const void* const place = gone.data_ptr();
  gone = torch::Tensor();
  EXPECT_EQ(torch::empty({kSize}).data_ptr(), place);
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
