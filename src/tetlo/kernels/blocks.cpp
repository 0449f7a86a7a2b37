// SPDX-License-Identifier: Apache-2.0
#include "tetlo/kernels/blocks.h"

namespace tetlo::kernels {

using torch::Tensor;

Tensor to_blocks(const Tensor& x) {
  const Tensor pixels = x.detach().permute({0, 2, 3, 1});
  const int64_t channels = x.size(1);
  if (padded(channels) == channels) return pixels.contiguous();
  return torch::constant_pad_nd(pixels, {0, padded(channels) - channels}).contiguous();
}

Tensor from_blocks(const Tensor& x, int64_t channels) {
  return x.narrow(3, 0, channels).permute({0, 3, 1, 2});
}

}  // namespace tetlo::kernels
