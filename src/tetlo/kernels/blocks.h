// SPDX-License-Identifier: Apache-2.0
// Conversion between LibTorch's tensors and the batches that the kernels work on: images in the
// memory order of image.h, one after the other.
#pragma once

#include <torch/types.h>

#include "tetlo/kernels/elementwise.h"

namespace tetlo::kernels {

/// The sizes of an operation's input, N images [N, H, W, padded(C)], and of its output. "Blocks"
/// are numbers of channels after padding, as in image.h.
struct Geometry {
  int64_t images = 0, channels = 0, height = 0, width = 0;
  int64_t stride = 1;
  int64_t out_channels = 0;

  int64_t blocks() const { return padded(channels); }
  int64_t out_blocks() const { return padded(out_channels); }
  int64_t out_height() const { return (height + stride - 1) / stride; }
  int64_t out_width() const { return (width + stride - 1) / stride; }
  int64_t in_size() const { return height * width * blocks(); }
  int64_t out_size() const { return out_height() * out_width() * out_blocks(); }
  ImageSize out_image_size() const {
    return {.pixels = out_height() * out_width(), .channels = out_blocks()};
  }
  /// The number of output values of one channel, over which batch norm averages.
  int64_t elements() const { return images * out_height() * out_width(); }
};

/// Converts x [N, C, H, W] of any strides to a dense [N, H, W, padded(C)].
torch::Tensor to_blocks(const torch::Tensor& x);
/// The inverse of to_blocks() for C = `channels`: drops the padding.
torch::Tensor from_blocks(const torch::Tensor& x, int64_t channels);

}  // namespace tetlo::kernels
