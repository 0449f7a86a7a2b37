// SPDX-License-Identifier: Apache-2.0
#include "tetlo/images/colour.h"

namespace tetlo {

Tensor to_grey(const Tensor& pixels) {
  Tensor grey = torch::empty({pixels.size(0), pixels.size(1), 1}, torch::kUInt8);
  const auto* from = pixels.data_ptr<uint8_t>();
  auto* to = grey.data_ptr<uint8_t>();
  for (int64_t i = 0; i < grey.numel(); ++i, from += 3) {
    // The weights, in units of 2^-16, sum to 1.
    to[i] =
        static_cast<uint8_t>((19595 * from[0] + 38470 * from[1] + 7471 * from[2] + 0x8000) >> 16);
  }
  return grey;
}

// A plain loop, because a tensor operation would compete with the training step for its threads.
Tensor planes(const Tensor& pixels) {
  const int64_t channels = pixels.size(2), count = pixels.size(0) * pixels.size(1);
  Tensor separated = torch::empty({channels, pixels.size(0), pixels.size(1)}, torch::kUInt8);
  const auto* const from = pixels.data_ptr<uint8_t>();
  auto* to = separated.data_ptr<uint8_t>();
  for (int64_t c = 0; c < channels; ++c) {
    for (int64_t i = 0; i < count; ++i) *to++ = from[i * channels + c];
  }
  return separated;
}

}  // namespace tetlo
