// SPDX-License-Identifier: Apache-2.0
#include "tetlo/kernels/blocks.h"

#include "tetlo/kernels/test_oracles.h"

namespace tetlo::kernels {
namespace {

TEST(Blocks, KeepEachChannelAndPadWithZeros) {
  EXPECT_TRUE(rc::check([] {
    const auto side = [] { return *rc::gen::inRange<int64_t>(1, 7); };
    const int64_t N = side(), C = 3 * side(), H = side(), W = side();
    const bool channels_last = *rc::gen::arbitrary<bool>();
    const torch::Tensor x = torch::randn({N, C, H, W})
                                .contiguous(channels_last ? torch::MemoryFormat::ChannelsLast
                                                          : torch::MemoryFormat::Contiguous);
    const torch::Tensor blocks = to_blocks(x);
    RC_ASSERT(blocks.is_contiguous());
    RC_ASSERT(blocks.sizes() == at::IntArrayRef({N, H, W, padded(C)}));
    const auto* value = blocks.data_ptr<float>();
    const auto from = x.accessor<float, 4>();
    for (int64_t i = 0; i < blocks.numel(); ++i) {
      const int64_t c = i % padded(C), pixel = i / padded(C);
      const float should = c < C ? from[pixel / (H * W)][c][pixel / W % H][pixel % W] : 0;
      RC_ASSERT(value[i] == should);
    }
    RC_ASSERT(torch::equal(from_blocks(blocks, C), x));
  }));
}

}  // namespace
}  // namespace tetlo::kernels
